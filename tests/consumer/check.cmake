# Installs BUILD into an empty prefix, then configures, builds and runs the consumer against it.
set(prefix "${BUILD}/consumer/prefix")
file(REMOVE_RECURSE "${BUILD}/consumer")
set(run COMMAND_ERROR_IS_FATAL ANY COMMAND_ECHO STDOUT)
set(compiler "-DCMAKE_CXX_COMPILER=${COMPILER}" "-DCMAKE_CXX_FLAGS=${FLAGS}")
execute_process(COMMAND ${CMAKE_COMMAND} --install "${BUILD}" --prefix "${prefix}" ${run})
execute_process(COMMAND ${CMAKE_COMMAND} -S "${SOURCE}" -B "${BUILD}/consumer/build" ${compiler}
  "-DCMAKE_PREFIX_PATH=${prefix};${PREFIX_PATH}" "-DCMAKE_BUILD_TYPE=${TYPE}" ${run})
execute_process(COMMAND ${CMAKE_COMMAND} --build "${BUILD}/consumer/build" ${run})
execute_process(COMMAND "${BUILD}/consumer/build/consumer" ${run})

# With the sources as a part of its own it is configured too, and told of what makes it slow.
execute_process(COMMAND ${CMAKE_COMMAND} -S "${SOURCE}" -B "${BUILD}/consumer/sources" ${compiler}
  -DCMAKE_BUILD_TYPE= "-DORIGAMI_SOURCES=${SOURCE}/../.." "-DCMAKE_PREFIX_PATH=${PREFIX_PATH}"
  ERROR_VARIABLE warnings ${run})
if(NOT "$ENV{CMAKE_GENERATOR}" MATCHES "Multi-Config" AND NOT warnings MATCHES "CMAKE_BUILD_TYPE is not set")
  message(FATAL_ERROR "a build that is not optimised passes without a word: ${warnings}")
endif()
