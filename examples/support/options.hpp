// The command line of train_mnist.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "support/nets.hpp"

namespace origami::examples {

struct Options {
  std::string data;       // what find_mnist() is asked for; "" to search
  std::string test_data;  // the same for the test images; "" for those that come with `data`
  std::string net = "fast";
  Recipe recipe;  // the net's own where the command line says nothing
  std::uint64_t seed = 1;
  std::size_t limit = 0;    // training images; 0 for all
  std::size_t threads = 0;  // 0 for one a core
  std::string checkpoint;   // directory; "" for none
  std::size_t every = 100;  // batches between two checkpoints
  bool resume = false;      // go on from there
  std::string save;         // file of the final weights; "" for none
  std::string metrics;      // file name; "" for none
  /// The web page about the training; "" for none.
  std::string report = "report.html";
  bool quiet = false;
};

/// Prints the help and ends the program if asked to. Throws ValueError, one sentence, for any
/// option that is unknown, incomplete or has a value that makes no sense.
Options parse_options(int argc, const char* const* argv);

}  // namespace origami::examples
