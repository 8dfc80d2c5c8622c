# What layers/README.md and chapter 11 promise: the template compiles, its gradient check fails and says
# what to fill in, and with the text's code blocks filled in the same test passes. Also refused names.
foreach(state IN ITEMS template guide chapter)
  set(name SquaredReLU)
  set(file squared_relu)
  set(readme layers/README.md)
  set(marks "")
  if(state STREQUAL "chapter")
    set(name SiLU)
    set(file silu)
    set(folder examples/tutorial/11_your_own_layer)
    set(readme ${folder}/README.md)
    set(marks "11_your_own_layer.cpp#about" "test_silu.cpp#hand"
      "11_your_own_layer.cpp#SiLU::do_forward" "11_your_own_layer.cpp#SiLU::do_backward")
  endif()
  set(root "${PROJECT_BINARY_DIR}/new_layer/${state}")
  set(files layers/${file}.hpp layers/${file}.cpp tests/test_${file}.cpp)
  list(TRANSFORM files PREPEND "${root}/")
  add_custom_command(OUTPUT ${files}
    COMMAND ${CMAKE_COMMAND} -E rm -rf "${root}"
    COMMAND ${CMAKE_COMMAND} --log-level=WARNING -D NAME=${name} -D "ROOT=${root}"
      -P "${PROJECT_SOURCE_DIR}/layers/new_layer.cmake"
    COMMAND ${CMAKE_COMMAND} -D STATE=${state} -D "FILES=${files}" -D "MARKS=${marks}"
      -D "README=${PROJECT_SOURCE_DIR}/${readme}"
      -P "${PROJECT_SOURCE_DIR}/tests/new_layer/fill_in.cmake"
    COMMAND ${CMAKE_COMMAND} -E make_directory "${root}/include/origami"
    COMMAND ${CMAKE_COMMAND} -E create_symlink "${root}/layers" "${root}/include/origami/layers"
    DEPENDS layers/new_layer.cmake layers/template.hpp.in layers/template.cpp.in ${readme}
      tests/test_template.cpp.in tests/new_layer/fill_in.cmake
    VERBATIM)
  if(state STREQUAL "chapter")  # which also shows its finished test
    list(REMOVE_AT files 2)
    list(APPEND files ${folder}/test_silu.cpp)
  endif()
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
set_tests_properties(new_layer.template new_layer.guide new_layer.chapter new_layer.names
  PROPERTIES LABELS fast)
