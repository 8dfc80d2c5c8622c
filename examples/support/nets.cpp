#include "support/nets.hpp"

#include <spdlog/fmt/fmt.h>
#include <spdlog/fmt/ranges.h>

#include <origami/error.hpp>
#include <origami/layers/affine.hpp>
#include <origami/layers/conv.hpp>
#include <origami/layers/pooling.hpp>
#include <origami/layers/relu.hpp>
#include <utility>

namespace origami::examples {
namespace {

/// Of a table whose rows have a `name`.
template <class Table>
std::vector<std::string> names_of(const Table& table) {
  std::vector<std::string> names;
  for (const auto& row : table) names.emplace_back(row.name);
  return names;
}

/// Throws ValueError: "optimizer: 'adm' but expected one of sgd, momentum, ...".
template <class Table>
const auto& find_named(const Table& table, const std::string& what, const std::string& name) {
  for (const auto& row : table)
    if (row.name == name) return row;
  throw ValueError(
      fmt::format("{}: '{}' but expected one of {}", what, name, fmt::join(names_of(table), ", ")));
}

using Parameters = std::vector<Parameter*>;
using Made = std::unique_ptr<Optimizer>;

template <class O>
Made make(Parameters parameters, Schedule rate, const Recipe& recipe) {
  typename O::Options options;
  options.rate = std::move(rate);
  options.weight_decay = recipe.weight_decay;
  if constexpr (requires { options.nesterov; }) options.nesterov = recipe.optimizer == "nesterov";
  if constexpr (requires { options.beta1; }) {
    options.beta1 = recipe.beta1;
    options.beta2 = recipe.beta2;
  }
  return std::make_unique<O>(std::move(parameters), options);
}

struct NamedOptimizer {
  const char* name;
  double usual_rate;
  Made (*make)(Parameters, Schedule, const Recipe&);
};

const NamedOptimizer kOptimizers[] = {
    {"sgd", 0.1, make<SGD>},
    {"momentum", 0.01, make<Momentum>},
    {"nesterov", 0.01, make<Momentum>},
    {"adagrad", 0.01, make<AdaGrad>},
    {"rmsprop", 0.001, make<RMSProp>},
    {"adam", 0.001, make<Adam>},
};

struct NamedSchedule {
  const char* name;
  Schedule (*make)(double rate, std::size_t steps);
};

const NamedSchedule kSchedules[] = {
    {"constant", [](double rate, std::size_t) { return Schedule(rate); }},
    {"step", [](double rate, std::size_t steps) { return step_decay(rate, (steps + 2) / 3); }},
    {"cosine", [](double rate, std::size_t steps) { return cosine(rate, steps); }},
    {"onecycle", one_cycle},
};

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

std::vector<std::string> optimizer_names() { return names_of(kOptimizers); }
std::vector<std::string> schedule_names() { return names_of(kSchedules); }

double usual_rate(const std::string& optimizer) {
  return find_named(kOptimizers, "optimizer", optimizer).usual_rate;
}

Made make_optimizer(const Recipe& recipe, Parameters parameters, std::size_t steps) {
  Schedule rate = find_named(kSchedules, "schedule", recipe.schedule).make(recipe.rate, steps);
  return find_named(kOptimizers, "optimizer", recipe.optimizer)
      .make(std::move(parameters), std::move(rate), recipe);
}

std::string to_string(const Recipe& recipe) {
  std::string text = recipe.optimizer;
  if (text == "adam") text += fmt::format(" (beta1 {}, beta2 {})", recipe.beta1, recipe.beta2);
  text += fmt::format(", learning rate {} ({})", recipe.rate, recipe.schedule);
  if (recipe.weight_decay > 0) text += fmt::format(", weight decay {}", recipe.weight_decay);
  return text + fmt::format(", batch {}, {} epoch{}", recipe.batch, recipe.epochs,
                            recipe.epochs == 1 ? "" : "s");
}

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
