# Every examples/*.cpp is a program, build/examples/NAME; so is each chapter's NN_topic.cpp, in
# build/examples/tutorial/. What several of them use stands in examples/support/.
file(GLOB support_sources CONFIGURE_DEPENDS examples/support/*.cpp)
if(support_sources)
  add_library(origami_example_support STATIC ${support_sources})
  origami_compile_options(origami_example_support)
  # Pictures are compared byte by byte: no multiply-add that rounds once, here and in the chapters.
  set_source_files_properties(examples/support/svg.cpp examples/support/chart.cpp
    PROPERTIES COMPILE_OPTIONS -ffp-contract=off)
  set(scope PUBLIC)
else()
  add_library(origami_example_support INTERFACE)
  set(scope INTERFACE)
endif()
target_include_directories(origami_example_support ${scope} examples)  # "support/NAME.hpp"
target_link_libraries(origami_example_support ${scope} origami::datasets spdlog::spdlog
  CLI11::CLI11 nlohmann_json::nlohmann_json origami::stb)

function(origami_add_program target source folder)
  get_filename_component(name "${source}" NAME_WE)
  add_executable(${target} "${source}")
  set_target_properties(${target} PROPERTIES OUTPUT_NAME "${name}"
    RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/${folder}")
  target_link_libraries(${target} PRIVATE origami_example_support)
  origami_compile_options(${target})
endfunction()

file(GLOB program_sources CONFIGURE_DEPENDS examples/*.cpp)
foreach(source IN LISTS program_sources)
  get_filename_component(name "${source}" NAME_WE)
  origami_add_program(${name} "${source}" examples)
endforeach()

add_custom_target(tutorial DEPENDS weave_tutorial)
file(GLOB chapter_sources CONFIGURE_DEPENDS examples/tutorial/*/[0-9]*.cpp)
foreach(source IN LISTS chapter_sources)
  get_filename_component(name "${source}" NAME_WE)
  origami_add_program(tutorial_${name} "${source}" examples/tutorial)
  add_dependencies(tutorial tutorial_${name})
  target_compile_options(tutorial_${name} PRIVATE -ffp-contract=off)
endforeach()
