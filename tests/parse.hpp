// train_mnist's command line, read in this process.
#pragma once

#include <string>
#include <vector>

#include "support/options.hpp"

inline origami::examples::Options parse(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "train_mnist");
  std::vector<const char*> argv;
  for (const std::string& a : arguments) argv.push_back(a.c_str());
  return origami::examples::parse_options(static_cast<int>(argv.size()), argv.data());
}
