// The networks that the programs know by name, and how each is trained, in names and numbers that a
// command line can carry.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <origami/optimizer.hpp>
#include <origami/sequential.hpp>
#include <string>
#include <vector>

namespace origami::examples {

struct Recipe {
  std::string optimizer;              // one of optimizer_names()
  double rate;                        // learning rate; the highest one of the schedule
  std::string schedule;               // one of schedule_names()
  std::size_t batch, epochs;          // images a step, passes over the training images
  double beta1 = 0.9, beta2 = 0.999;  // Adam's
  double weight_decay = 0;
};

std::vector<std::string> optimizer_names();
std::vector<std::string> schedule_names();

/// A learning rate that suits the optimizer when nothing is known of the net.
double usual_rate(const std::string& optimizer);

/// The optimizer for a training of `steps` steps in all. Throws ValueError (unknown name).
std::unique_ptr<Optimizer> make_optimizer(const Recipe& recipe, std::vector<Parameter*> parameters,
                                          std::size_t steps);

/// "adam (beta1 0.7, beta2 0.9), learning rate 0.01 (onecycle), batch 256, 2 epochs"
std::string to_string(const Recipe& recipe);

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
