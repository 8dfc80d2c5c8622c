# Each tests/test_NAME.cpp is one ctest entry, NAME.float; where NAME is about the core or a layer
# also NAME.double, the same file against the library compiled with Scalar = double. Test cases
# tagged [slow] run together in the entries slow.float and slow.double, label `slow`.
option(ORIGAMI_TEST_DOUBLE "Run the core's and the layers' tests in double precision too" ON)
origami_add_core(origami_double STATIC EXCLUDE_FROM_ALL ${core_sources})
target_compile_definitions(origami_double PUBLIC ORIGAMI_DOUBLE)

file(GLOB float_tests CONFIGURE_DEPENDS tests/test_*.cpp)
set(double_tests "")
foreach(source IN LISTS float_tests)
  string(REGEX REPLACE ".*/test_(.*)\\.cpp" "\\1" name "${source}")
  if(EXISTS "${PROJECT_SOURCE_DIR}/include/origami/${name}.hpp"
      OR EXISTS "${PROJECT_SOURCE_DIR}/layers/${name}.hpp"
      OR name MATCHES "^(golden|shards|summary|allocations|replica|sparse_conv|transpose|winograd)$")
    list(APPEND double_tests "${source}")
  endif()
endforeach()

if(TARGET Catch2::Catch2WithMain)  # version 3
  add_library(origami_catch INTERFACE)
  target_link_libraries(origami_catch INTERFACE Catch2::Catch2WithMain)
  set(fail_if_no_test "")  # its default
else()
  add_library(origami_catch STATIC EXCLUDE_FROM_ALL tests/main.cpp)
  target_link_libraries(origami_catch PUBLIC Catch2::Catch2)
  set(fail_if_no_test --warn NoTests)
endif()

function(origami_add_tests precision)
  set(program origami_tests_${precision})
  add_executable(${program} ${${precision}_tests} tests/golden.cpp)
  target_link_libraries(${program} PRIVATE origami_catch nlohmann_json::nlohmann_json ${ARGN})
  target_compile_definitions(${program} PRIVATE ORIGAMI_GOLDEN_DIR="${PROJECT_SOURCE_DIR}/tests/golden"
    ORIGAMI_BINARY_DIR="${PROJECT_BINARY_DIR}" ORIGAMI_CMAKE_COMMAND="${CMAKE_COMMAND}")
  set_target_properties(${program} PROPERTIES UNITY_BUILD OFF)  # files have helpers of one name
  target_precompile_headers(${program} PRIVATE tests/catch.hpp <origami/layer.hpp>)
  origami_compile_options(${program})
  # Sooner built, none the slower. What is checked for undefined behaviour is the library.
  target_compile_options(${program} PRIVATE $<$<CONFIG:Release>:-O1> $<$<CONFIG:Debug>:-fno-sanitize=undefined>)
  set(slow_files "")
  foreach(source IN LISTS ${precision}_tests)
    get_filename_component(file "${source}" NAME_WE)
    string(REPLACE "test_" "" name "${file}")
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${source}")  # its tags are read here
    file(READ "${source}" text)
    string(REGEX MATCHALL "TEST_CASE(_METHOD|_SIG)?\\(" cases "${text}")
    string(REGEX MATCHALL "\\[slow\\]" slow_cases "${text}")
    list(LENGTH cases cases)
    list(LENGTH slow_cases slow_cases)
    if(cases GREATER slow_cases)
      add_test(NAME ${name}.${precision}
        COMMAND ${program} --filenames-as-tags ${fail_if_no_test} "[#${file}]~[slow]")
      set_tests_properties(${name}.${precision} PROPERTIES LABELS fast TIMEOUT 300)
    endif()
    if(slow_cases)
      list(APPEND slow_files "${source}")
    endif()
  endforeach()
  if(slow_files)
    add_test(NAME slow.${precision} COMMAND ${program} ${fail_if_no_test} --durations yes "[slow]")
    set_tests_properties(slow.${precision} PROPERTIES LABELS slow TIMEOUT 1800)
  endif()
endfunction()
origami_add_tests(float origami_tutorial_support httplib::httplib)
if(ORIGAMI_TEST_DOUBLE)
  origami_add_tests(double origami_double)
  include(tests/new_layer/new_layer.cmake)
endif()
include(tests/fuzz/fuzz.cmake)

# Other programs read what we write: test_onnx_files.cpp leaves networks and what they compute.
if(ORIGAMI_PYTHON)
  add_test(NAME onnx.python COMMAND ${ORIGAMI_PYTHON} ${PROJECT_SOURCE_DIR}/tests/python/check_onnx.py
    ${PROJECT_BINARY_DIR}/onnx)
  set_tests_properties(onnx_files.float PROPERTIES FIXTURES_SETUP onnx_files)
  set_tests_properties(onnx.python PROPERTIES FIXTURES_REQUIRED onnx_files LABELS fast TIMEOUT 300
    SKIP_RETURN_CODE 77)
endif()

# An installed copy serves a project that knows nothing of this tree.
if(ORIGAMI_INSTALL)
  add_test(NAME install COMMAND ${CMAKE_COMMAND} -D BUILD=${PROJECT_BINARY_DIR}
    -D SOURCE=${PROJECT_SOURCE_DIR}/tests/consumer -D COMPILER=${CMAKE_CXX_COMPILER}
    -D "FLAGS=${CMAKE_CXX_FLAGS}" -D TYPE=${CMAKE_BUILD_TYPE} -D "PREFIX_PATH=${CMAKE_PREFIX_PATH}"
    -P ${PROJECT_SOURCE_DIR}/tests/consumer/check.cmake)
  set_tests_properties(install PROPERTIES LABELS fast TIMEOUT 300 COST 100)  # the longest: first
endif()
