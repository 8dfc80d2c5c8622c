# Every examples/*.cpp is a program, build/examples/NAME; so is each chapter's NN_topic.cpp, in
# build/examples/tutorial/. What several of them use stands in a folder support/ beside them.

# What no speed depends on: -O1 is built in half the time, and with sanitizers -O0 is. Pictures are
# compared byte by byte: no multiply-add that rounds once.
function(origami_example_options target)
  origami_compile_options(${target})
  target_compile_options(${target} PRIVATE -ffp-contract=off $<$<CONFIG:Release>:-O1> $<$<CONFIG:Debug>:-O0>)
endfunction()

file(GLOB support_sources CONFIGURE_DEPENDS examples/support/*.cpp)
# Nine sources at a time: headers of JSON and spdlog take longer to compile than these files do, and
# CLI11's longest of all, so the two that include it stand together, and last, where Ninja begins.
# spdlog::info("{}", x) would compile all of fmt anew, 3 s; spdlog::info(fmt::format("{}", x)) uses the
# fmt that is installed.
set(cli_sources ${PROJECT_SOURCE_DIR}/examples/support/command_line.cpp
  ${PROJECT_SOURCE_DIR}/examples/support/options.cpp)
list(REMOVE_ITEM support_sources ${cli_sources})
add_library(origami_example_support STATIC ${support_sources} ${cli_sources})
set_target_properties(origami_example_support PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 9)
target_include_directories(origami_example_support PUBLIC examples)  # "support/NAME.hpp"
target_link_libraries(origami_example_support PUBLIC origami::datasets spdlog::spdlog
  CLI11::CLI11 nlohmann_json::nlohmann_json origami::stb ZLIB::ZLIB)
target_precompile_headers(origami_example_support PRIVATE <origami/sequential.hpp> <spdlog/spdlog.h>)
origami_example_options(origami_example_support)
# What a damaged JPEG makes stb_image add, multiply and shift overflows; let it wrap.
set_source_files_properties(examples/support/stb_image.cpp PROPERTIES SKIP_PRECOMPILE_HEADERS ON
  COMPILE_OPTIONS "-fwrapv;-fno-sanitize=signed-integer-overflow,shift,nonnull-attribute")
set_source_files_properties(examples/support/build_info.cpp
  PROPERTIES COMPILE_DEFINITIONS ORIGAMI_VERSION="${PROJECT_VERSION}")

file(GLOB support_sources CONFIGURE_DEPENDS examples/tutorial/support/*.cpp)
add_library(origami_tutorial_support STATIC ${support_sources})
target_include_directories(origami_tutorial_support PUBLIC examples/tutorial)
target_link_libraries(origami_tutorial_support PUBLIC origami_example_support)
target_precompile_headers(origami_tutorial_support REUSE_FROM origami_example_support)
origami_example_options(origami_tutorial_support)

function(origami_add_program target source folder)
  get_filename_component(name "${source}" NAME_WE)
  add_executable(${target} "${source}")
  set_target_properties(${target} PROPERTIES OUTPUT_NAME "${name}"
    RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/${folder}")
  target_link_libraries(${target} PRIVATE ${ARGN})
  target_precompile_headers(${target} REUSE_FROM origami_example_support)
  origami_example_options(${target})
endfunction()

file(GLOB program_sources CONFIGURE_DEPENDS examples/*.cpp)
foreach(source IN LISTS program_sources)
  get_filename_component(name "${source}" NAME_WE)
  origami_add_program(${name} "${source}" examples origami_example_support)
endforeach()
target_link_libraries(weave_tutorial PRIVATE origami_tutorial_support)

add_custom_target(tutorial DEPENDS weave_tutorial)
file(GLOB chapter_sources CONFIGURE_DEPENDS examples/tutorial/*/[0-9]*.cpp)
foreach(source IN LISTS chapter_sources)
  get_filename_component(name "${source}" NAME_WE)
  origami_add_program(tutorial_${name} "${source}" examples/tutorial origami_tutorial_support)
  target_compile_options(tutorial_${name} PRIVATE -Wno-shadow)  # its figures' x is also a function's
  add_dependencies(tutorial tutorial_${name})
endforeach()
# It measures loops of its own.
target_compile_options(tutorial_12_speed PRIVATE -O3)
set_target_properties(tutorial_12_speed PROPERTIES DISABLE_PRECOMPILE_HEADERS ON)
