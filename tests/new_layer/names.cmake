# Which names new_layer.cmake takes, what files they make, and what it says to those it refuses.
cmake_policy(VERSION 3.21)
file(REMOVE_RECURSE "${DIR}")

function(expect name root part)
  execute_process(COMMAND ${CMAKE_COMMAND} -D "NAME=${name}" -D "ROOT=${root}" -P "${SCRIPT}"
    OUTPUT_VARIABLE text ERROR_VARIABLE text)
  string(REGEX REPLACE "[ \n]+" " " text "${text}")  # messages are wrapped
  string(FIND "${text}" "${part}" at)
  if(at EQUAL -1)
    message(SEND_ERROR "NAME='${name}' gave: ${text}\nbut expected: ${part}")
  endif()
endfunction()

foreach(pair IN ITEMS LeakyReLU=leaky_relu BatchNorm=batch_norm GELU=gelu PReLU=prelu
    RMSNorm=rms_norm GlobalAvgPooling=global_avg_pooling Conv2D=conv2d)
  string(REGEX MATCH "(.*)=(.*)" all "${pair}")
  set(file "${CMAKE_MATCH_2}")
  expect(${CMAKE_MATCH_1} "${DIR}" "wrote layers/${file}.cpp wrote tests/test_${file}.cpp")
endforeach()

file(WRITE "${DIR}/layers/gelu.cpp" "mine")
expect(GELU "${DIR}" "new-layer: layers/gelu.hpp exists already and is left as it is")
file(READ "${DIR}/layers/gelu.cpp" text)
if(NOT text STREQUAL "mine")
  message(SEND_ERROR "a refused NAME changed a file")
endif()
foreach(bad IN ITEMS relu My-Layer ../Evil "Two Words" 2D "")
  expect("${bad}" "${DIR}" "NAME is '${bad}' but expected letters and digits with a capital first")
endforeach()
expect(Tensor "${DIR}" "Tensor is taken, by")
expect(Conv "" "layers/conv.hpp exists already")  # in this tree, the default
