# Finds what the parts named in ORIGAMI_PARTS (core build onednn datasets examples tests ci) need, for
# this build and, installed beside origami-config.cmake, for those who use it. What is absent ends in
# ORIGAMI_MISSING or, if it would only be faster with it, in ORIGAMI_RECOMMENDED; the Debian packages
# of both in ORIGAMI_DEBIAN, a text for people in ORIGAMI_HELP.
include(CheckFunctionExists)

# The one list of packages:  name | Debian | Fedora | Homebrew | conda-forge | source
# "-": not packaged there, so the help names the source instead.
set(origami_packages
  "xtensor|libxtensor-dev|xtensor-devel|xtensor|xtensor|github.com/xtensor-stack/xtensor"
  "xtensor-blas|libxtensor-blas-dev|-|-|xtensor-blas|github.com/xtensor-stack/xtensor-blas"
  "OpenBLAS|libopenblas-dev|openblas-devel|openblas|openblas|github.com/OpenMathLib/OpenBLAS"
  "oneDNN|libdnnl-dev|onednn-devel|onednn|onednn|github.com/uxlfoundation/oneDNN"
  "zlib|zlib1g-dev|zlib-devel|zlib|zlib|github.com/madler/zlib"
  "spdlog|libspdlog-dev|spdlog-devel|spdlog|spdlog|github.com/gabime/spdlog"
  "CLI11|libcli11-dev|cli11-devel|cli11|cli11|github.com/CLIUtils/CLI11"
  "nlohmann-json|nlohmann-json3-dev|json-devel|nlohmann-json|nlohmann_json|github.com/nlohmann/json"
  "stb|libstb-dev|stb-devel|-|-|github.com/nothings/stb"
  "Catch2|catch2|catch-devel|catch2|catch2|github.com/catchorg/Catch2"
  "cpp-httplib|libcpp-httplib-dev|cpp-httplib-devel|cpp-httplib|cpp-httplib|github.com/yhirose/cpp-httplib"
  "ONNX for Python|python3-onnx|python3-onnx|onnx|onnx|github.com/onnx/onnx"
  "OpenCV for Python|python3-opencv|python3-opencv|opencv|py-opencv|github.com/opencv/opencv-python")
foreach(list IN ITEMS MISSING RECOMMENDED DEBIAN HELP)
  set(ORIGAMI_${list} "")
endforeach()

# origami_note(MISSING|RECOMMENDED name condition...): notes `name` unless if(condition...) holds.
macro(origami_note list name)
  if(NOT (${ARGN}))
    foreach(package IN LISTS origami_packages)
      string(REPLACE "|" ";" package "${package}")
      list(POP_FRONT package title debian fedora homebrew conda source)
      if(title STREQUAL "${name}")
        list(APPEND ORIGAMI_${list} "${name}")
        list(APPEND ORIGAMI_DEBIAN "${debian}")
        foreach(system IN ITEMS fedora homebrew conda)
          if(${system} STREQUAL "-")
            set(${system} "(none: ${source})")
          endif()
        endforeach()
        string(APPEND ORIGAMI_HELP "\n  ${name}\n    Debian: ${debian}   Fedora: ${fedora}   "
          "Homebrew: ${homebrew}   conda-forge: ${conda}")
      endif()
    endforeach()
  endif()
endmacro()
macro(origami_need)
  origami_note(MISSING ${ARGV})
endmacro()
macro(origami_recommend)
  origami_note(RECOMMENDED ${ARGV})
endmacro()

# origami_header_library(target header...): `target` from the first of the headers that is found,
# for libraries whose package brings no CMake files everywhere.
macro(origami_header_library target)
  if(NOT TARGET ${target})
    string(MAKE_C_IDENTIFIER "ORIGAMI_${target}_INCLUDE_DIR" cache)
    find_path(${cache} NAMES ${ARGN})
    mark_as_advanced(${cache})
    if(${cache})
      add_library(${target} INTERFACE IMPORTED GLOBAL)
      target_include_directories(${target} INTERFACE ${${cache}})
    endif()
  endif()
endmacro()

if("core" IN_LIST ORIGAMI_PARTS)
  set(THREADS_PREFER_PTHREAD_FLAG ON)
  find_package(Threads REQUIRED)
  if(NOT TARGET xtensor)
    find_package(xtensor CONFIG QUIET)
  endif()
  origami_header_library(xtensor xtensor/containers/xarray.hpp xtensor/xarray.hpp)
  origami_need(xtensor TARGET xtensor)
  find_package(BLAS QUIET)
  if(BLAS_FOUND)  # some distributions keep the C interface in a library of its own
    set(CMAKE_REQUIRED_LIBRARIES BLAS::BLAS)
    check_function_exists(cblas_sgemm ORIGAMI_BLAS_HAS_CBLAS)
    unset(CMAKE_REQUIRED_LIBRARIES)
    if(NOT ORIGAMI_BLAS_HAS_CBLAS)
      find_library(ORIGAMI_CBLAS_LIBRARY cblas)
    endif()
    if((ORIGAMI_BLAS_HAS_CBLAS OR ORIGAMI_CBLAS_LIBRARY) AND NOT TARGET origami::blas)
      add_library(origami::blas INTERFACE IMPORTED)
      target_link_libraries(origami::blas INTERFACE
        $<$<BOOL:${ORIGAMI_CBLAS_LIBRARY}>:${ORIGAMI_CBLAS_LIBRARY}> BLAS::BLAS)
    endif()
  endif()
  origami_need(OpenBLAS TARGET origami::blas)
  if(TARGET origami::blas)  # a BLAS without a name is the reference implementation, 10 times slower
    origami_recommend(OpenBLAS NOT BLAS_LIBRARIES MATCHES "/libblas[.]")
  endif()
endif()

if("build" IN_LIST ORIGAMI_PARTS)  # only to compile the core: its users need it no more
  origami_header_library(origami::xtensor-blas xtensor-blas/xblas.hpp)
  origami_need(xtensor-blas TARGET origami::xtensor-blas)
  find_package(nlohmann_json CONFIG QUIET)
  origami_header_library(nlohmann_json::nlohmann_json nlohmann/json.hpp)
  origami_need(nlohmann-json TARGET nlohmann_json::nlohmann_json)
endif()

if("onednn" IN_LIST ORIGAMI_PARTS)
  find_path(ORIGAMI_ONEDNN_INCLUDE_DIR dnnl.h)
  find_library(ORIGAMI_ONEDNN_LIBRARY dnnl)
  mark_as_advanced(ORIGAMI_ONEDNN_INCLUDE_DIR ORIGAMI_ONEDNN_LIBRARY)
  find_package(OpenMP QUIET COMPONENTS CXX)  # oneDNN's threads, which gemm keeps at one a worker
  if(ORIGAMI_ONEDNN_INCLUDE_DIR AND ORIGAMI_ONEDNN_LIBRARY AND OpenMP_CXX_FOUND
      AND NOT TARGET origami::onednn)
    add_library(origami::onednn INTERFACE IMPORTED)
    target_include_directories(origami::onednn INTERFACE ${ORIGAMI_ONEDNN_INCLUDE_DIR})
    target_link_libraries(origami::onednn INTERFACE ${ORIGAMI_ONEDNN_LIBRARY}
      $<LINK_ONLY:OpenMP::OpenMP_CXX>)  # -fopenmp is for no source of ours
  endif()
  if(ORIGAMI_GEMM STREQUAL "auto")
    origami_recommend(oneDNN TARGET origami::onednn)
  else()
    origami_need(oneDNN TARGET origami::onednn)
  endif()
endif()

if("datasets" IN_LIST ORIGAMI_PARTS)
  find_package(ZLIB QUIET)
  origami_need(zlib TARGET ZLIB::ZLIB)
endif()

if("examples" IN_LIST ORIGAMI_PARTS)
  find_package(spdlog CONFIG QUIET)
  origami_need(spdlog TARGET spdlog::spdlog)
  find_package(CLI11 CONFIG QUIET)
  origami_header_library(CLI11::CLI11 CLI/CLI.hpp)
  origami_need(CLI11 TARGET CLI11::CLI11)
  origami_header_library(origami::stb stb/stb_image.h)
  origami_need(stb TARGET origami::stb)
endif()

if("tests" IN_LIST ORIGAMI_PARTS)
  find_package(Catch2 CONFIG QUIET)
  origami_need(Catch2 TARGET Catch2::Catch2)
  find_package(httplib CONFIG QUIET)
  origami_header_library(httplib::httplib httplib.h)
  find_library(ORIGAMI_HTTPLIB_LIBRARY cpp-httplib)
  mark_as_advanced(ORIGAMI_HTTPLIB_LIBRARY)
  if(NOT httplib_FOUND AND ORIGAMI_HTTPLIB_LIBRARY)  # Debian: compiled, with all options, no CMake file
    target_link_libraries(httplib::httplib INTERFACE ${ORIGAMI_HTTPLIB_LIBRARY})
    target_compile_definitions(httplib::httplib INTERFACE CPPHTTPLIB_OPENSSL_SUPPORT
      CPPHTTPLIB_ZLIB_SUPPORT CPPHTTPLIB_BROTLI_SUPPORT)
  endif()
  origami_need(cpp-httplib TARGET httplib::httplib)
  find_program(ORIGAMI_PYTHON python3 PATHS /usr/bin NO_DEFAULT_PATH)  # packages are for this one
  find_program(ORIGAMI_PYTHON python3)
  mark_as_advanced(ORIGAMI_PYTHON)
endif()
if("ci" IN_LIST ORIGAMI_PARTS)  # elsewhere the tests that need these are skipped
  execute_process(COMMAND ${ORIGAMI_PYTHON} -c "import onnx" RESULT_VARIABLE status ERROR_QUIET)
  origami_need("ONNX for Python" status EQUAL 0)
  execute_process(COMMAND ${ORIGAMI_PYTHON} -c "import cv2" RESULT_VARIABLE status ERROR_QUIET)
  origami_need("OpenCV for Python" status EQUAL 0)
endif()
