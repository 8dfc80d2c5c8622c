# What layers/README.md promises: the template compiles, its gradient check fails and says what to
# fill in, and with the guide's code blocks filled in the same test passes. Also refused names.
set(guide_files layers/squared_relu.hpp layers/squared_relu.cpp tests/test_squared_relu.cpp)
foreach(state IN ITEMS template guide)
  set(root "${PROJECT_BINARY_DIR}/new_layer/${state}")
  list(TRANSFORM guide_files PREPEND "${root}/" OUTPUT_VARIABLE files)
  add_custom_command(OUTPUT ${files}
    COMMAND ${CMAKE_COMMAND} -E rm -rf "${root}"
    COMMAND ${CMAKE_COMMAND} --log-level=WARNING -D NAME=SquaredReLU -D "ROOT=${root}"
      -P "${PROJECT_SOURCE_DIR}/layers/new_layer.cmake"
    COMMAND ${CMAKE_COMMAND} -D STATE=${state} -D "FILES=${files}"
      -D "README=${PROJECT_SOURCE_DIR}/layers/README.md"
      -P "${PROJECT_SOURCE_DIR}/tests/new_layer/fill_in.cmake"
    COMMAND ${CMAKE_COMMAND} -E make_directory "${root}/include/origami"
    COMMAND ${CMAKE_COMMAND} -E create_symlink "${root}/layers" "${root}/include/origami/layers"
    DEPENDS layers/new_layer.cmake layers/template.hpp.in layers/template.cpp.in layers/README.md
      tests/test_template.cpp.in tests/new_layer/fill_in.cmake
    VERBATIM)
  set(program origami_new_layer_${state})
  add_executable(${program} ${files})
  target_include_directories(${program} PRIVATE "${root}/include" tests)
  target_link_libraries(${program} PRIVATE origami_catch origami_double)
  origami_compile_options(${program})
  target_compile_options(${program} PRIVATE $<$<CONFIG:Release>:-O1>)
  add_test(NAME new_layer.${state} COMMAND ${program})
endforeach()
set_tests_properties(new_layer.template PROPERTIES PASS_REGULAR_EXPRESSION
  "dx has elements that are not numbers.*Fill in do_forward and do_backward.*2 passed.*1 failed")
add_test(NAME new_layer.names COMMAND ${CMAKE_COMMAND} -D "DIR=${PROJECT_BINARY_DIR}/new_layer/names"
  -D "SCRIPT=${PROJECT_SOURCE_DIR}/layers/new_layer.cmake"
  -P "${PROJECT_SOURCE_DIR}/tests/new_layer/names.cmake")
set_tests_properties(new_layer.template new_layer.guide new_layer.names PROPERTIES LABELS fast)
