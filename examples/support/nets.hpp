// The networks that the programs know by name.
#pragma once

#include <cstdint>
#include <origami/sequential.hpp>
#include <string>
#include <vector>

#include "support/recipe.hpp"

namespace origami::examples {

struct NamedNet {
  std::string name;
  std::string layers;  // in words, for people
  void (*add_layers)(Sequential&);
  Recipe recipe;  // trains it well on MNIST
};

const std::vector<NamedNet>& named_nets();
std::vector<std::string> net_names();

/// Throws ValueError, naming those there are, if `name` is not one of them.
const NamedNet& named_net(const std::string& name);

/// The net for images of shape `in`, (C, H, W). Throws ShapeError if they are too small for it.
Sequential build_net(const NamedNet& net, const Shape& in, std::uint64_t seed);

}  // namespace origami::examples
