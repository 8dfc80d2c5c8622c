# Installs BUILD into an empty prefix, then configures, builds and runs the consumer against it.
set(prefix "${BUILD}/consumer/prefix")
file(REMOVE_RECURSE "${BUILD}/consumer")
set(run COMMAND_ERROR_IS_FATAL ANY COMMAND_ECHO STDOUT)
execute_process(COMMAND ${CMAKE_COMMAND} --install "${BUILD}" --prefix "${prefix}" ${run})
execute_process(COMMAND ${CMAKE_COMMAND} -S "${SOURCE}" -B "${BUILD}/consumer/build"
  "-DCMAKE_PREFIX_PATH=${prefix};${PREFIX_PATH}" "-DCMAKE_CXX_COMPILER=${COMPILER}"
  "-DCMAKE_CXX_FLAGS=${FLAGS}" "-DCMAKE_BUILD_TYPE=${TYPE}" ${run})
execute_process(COMMAND ${CMAKE_COMMAND} --build "${BUILD}/consumer/build" ${run})
execute_process(COMMAND "${BUILD}/consumer/build/consumer" ${run})
