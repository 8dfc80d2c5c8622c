# Brings MNIST's four files into a directory:
#   cmake -DDIR=datasets/mnist [-DMIRRORS=URL;...] [-DHASHES=SHA256;...] [-DTIMEOUT=4] -P download.cmake
# $ORIGAMI_MNIST_MIRROR replaces the public mirrors too. Whatever the mirror, a file gets its name
# only after its SHA-256 was right, so neither a cut-off nor a forged download looks complete.
cmake_minimum_required(VERSION 3.21)

# Small files first: a mirror that cannot be reached is given up after TIMEOUT seconds on those.
set(names t10k-labels-idx1 train-labels-idx1 t10k-images-idx3 train-images-idx3)
if(NOT HASHES)
  set(HASHES f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6
             3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c
             8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6
             440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609)
endif()
if(NOT MIRRORS)
  set(MIRRORS $ENV{ORIGAMI_MNIST_MIRROR})
endif()
if(NOT MIRRORS)
  set(MIRRORS https://ossci-datasets.s3.amazonaws.com/mnist
              https://storage.googleapis.com/cvdf-datasets/mnist)
endif()
if(NOT TIMEOUT)
  set(TIMEOUT 4)
endif()
if(NOT DIR)
  message(FATAL_ERROR "DIR: not given but expected the directory to fill; add -DDIR=...")
endif()
get_filename_component(DIR "${DIR}" ABSOLUTE)

# A run that was killed leaves its .part file: it is dead once it is older than any download.
string(TIMESTAMP now "%s")
math(EXPR long_ago "${now} - 600")
file(GLOB parts RELATIVE "${DIR}" "${DIR}/*.part")
foreach(part IN LISTS parts)
  file(TIMESTAMP "${DIR}/${part}" changed "%s")
  if(changed LESS long_ago)
    file(REMOVE "${DIR}/${part}")
  endif()
endforeach()

# Sets `reason` to why `url` did not become `file`, or to "" if it did.
function(fetch url sha256 file)
  string(RANDOM LENGTH 8 unique)  # two runs at once do not write into each other's file
  set(part "${file}.${unique}.part")
  set(limit ${TIMEOUT})
  if(file MATCHES "images")
    set(limit 300)  # 10 MB at 0.3 Mbit/s
  endif()
  message(STATUS "${url}")
  file(DOWNLOAD "${url}" "${part}" TIMEOUT ${limit} INACTIVITY_TIMEOUT ${TIMEOUT} STATUS status)
  list(GET status 0 code)
  list(GET status 1 reason)
  string(REPLACE "\"" "" reason "${reason}")
  if(code EQUAL 0)
    # Not by EXPECTED_HASH, which would end the script before the next mirror's turn.
    file(SHA256 "${part}" actual)
    set(reason "")
    if(NOT actual STREQUAL sha256)
      set(reason "SHA-256 ${actual} but expected ${sha256}")
    else()
      file(RENAME "${part}" "${file}" RESULT failure)
      if(failure)
        set(reason "${failure}")
      endif()
    endif()
  endif()
  file(REMOVE "${part}")
  set(reason "${reason}" PARENT_SCOPE)
endfunction()

set(failures "")
foreach(mirror IN LISTS MIRRORS)
  string(REGEX REPLACE "/$" "" mirror "${mirror}")
  set(complete TRUE)
  foreach(name sha256 IN ZIP_LISTS names HASHES)
    set(file "${DIR}/${name}-ubyte.gz")
    if(complete AND NOT EXISTS "${file}")
      fetch("${mirror}/${name}-ubyte.gz" "${sha256}" "${file}")
      if(NOT reason STREQUAL "")
        string(APPEND failures " ${mirror}/${name}-ubyte.gz: ${reason};")
        set(complete FALSE)
      endif()
    endif()
  endforeach()
  if(complete)
    return()
  endif()
endforeach()
string(REGEX REPLACE ";$" "" failures "no mirror worked:${failures}")
# The one line without message(STATUS)'s mark: a calling program knows it by that.
execute_process(COMMAND ${CMAKE_COMMAND} -E echo "${failures}")
message(FATAL_ERROR "${DIR}: MNIST is not complete")
