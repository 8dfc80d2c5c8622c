#include "support/nets.hpp"

#include <origami/layers/affine.hpp>
#include <origami/layers/conv.hpp>
#include <origami/layers/pooling.hpp>
#include <origami/layers/relu.hpp>

#include "support/named.hpp"

namespace origami::examples {
namespace {

/// Pooling before ReLU gives the same values as after it, and a quarter of the work.
void add_fast(Sequential& net) {
  net.add<Conv>({.filters = 24, .kernel = 5}).add<Pooling>({.pool = 2}).add<ReLU>();
  net.add<Conv>({.filters = 32, .kernel = 3}).add<Pooling>({.pool = 2}).add<ReLU>();
  net.add<Affine>({.units = 256}).add<ReLU>().add<Affine>({.units = 10});
}

void add_lenet(Sequential& net) {
  net.add<Conv>({.filters = 20, .kernel = 5}).add<ReLU>().add<Pooling>({.pool = 2});
  net.add<Conv>({.filters = 50, .kernel = 5}).add<ReLU>().add<Pooling>({.pool = 2});
  net.add<Affine>({.units = 500}).add<ReLU>().add<Affine>({.units = 10});
}

void add_simple(Sequential& net) {
  net.add<Conv>({.filters = 30, .kernel = 5}).add<ReLU>().add<Pooling>({.pool = 2});
  net.add<Affine>({.units = 100}).add<ReLU>().add<Affine>({.units = 10});
}

void add_course(Sequential& net) {
  const Init init = Init::Course;
  net.add<Conv>({.filters = 10, .kernel = 3, .pad = 1, .init = init}).add<ReLU>();  // ConvLayer
  net.add<Pooling>({.pool = 2});                                                    // PoolingLayer
  net.add<Affine>({.units = 100, .init = init}).add<ReLU>();                        // MiddleLayer
  net.add<Affine>({.units = 10, .init = init});  // OutputLayer, with the loss's softmax
}

}  // namespace

const std::vector<NamedNet>& named_nets() {
  static const std::vector<NamedNet> nets{
      {"fast",
       "conv 24 5x5, pool 2, relu, conv 32 3x3, pool 2, relu, affine 256, relu, affine 10",
       add_fast,
       {.optimizer = "adam",
        .rate = 0.01,
        .schedule = "onecycle",
        .batch = 256,
        .epochs = 2,
        .beta1 = 0.7,
        .beta2 = 0.9}},
      {"lenet",
       "conv 20 5x5, relu, pool 2, conv 50 5x5, relu, pool 2, affine 500, relu, affine 10",
       add_lenet,
       {.optimizer = "momentum", .rate = 0.01, .schedule = "constant", .batch = 64, .epochs = 3}},
      {"simple",
       "conv 30 5x5, relu, pool 2, affine 100, relu, affine 10",
       add_simple,
       {.optimizer = "adam", .rate = 0.001, .schedule = "constant", .batch = 100, .epochs = 3}},
      {"course",
       "conv 10 3x3 pad 1, relu, pool 2, affine 100, relu, affine 10; weights 0.1 N(0, 1)",
       add_course,
       {.optimizer = "adagrad", .rate = 0.01, .schedule = "constant", .batch = 64, .epochs = 3}},
  };
  return nets;
}

std::vector<std::string> net_names() { return names_of(named_nets()); }

const NamedNet& named_net(const std::string& name) { return find_named(named_nets(), "net", name); }

Sequential build_net(const NamedNet& net, const Shape& in, std::uint64_t seed) {
  Sequential sequential(in, seed);
  net.add_layers(sequential);
  return sequential;
}

}  // namespace origami::examples
