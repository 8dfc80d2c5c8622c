// Catch2 version 2 needs one source that holds its main; version 3 brings it as a library.
#define CATCH_CONFIG_MAIN
#include <catch2/catch.hpp>
