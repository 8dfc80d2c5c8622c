#include "support/recipe.hpp"

#include <spdlog/fmt/fmt.h>
#include <spdlog/fmt/ranges.h>

#include <origami/error.hpp>
#include <utility>

namespace origami::examples {
namespace {

using Parameters = std::vector<Parameter*>;
using Made = std::unique_ptr<Optimizer>;

template <class O>
Made make(Parameters parameters, Schedule rate, const Recipe& recipe, typename O::Options options) {
  options.rate = std::move(rate);
  options.weight_decay = recipe.weight_decay;
  return std::make_unique<O>(std::move(parameters), options);
}

struct NamedOptimizer {
  const char* name;
  double usual_rate;
  Made (*make)(Parameters, Schedule, const Recipe&);
};

const NamedOptimizer kOptimizers[] = {
    {"sgd", 0.1,
     [](Parameters p, Schedule s, const Recipe& r) { return make<SGD>(p, std::move(s), r, {}); }},
    {"momentum", 0.01,
     [](Parameters p, Schedule s, const Recipe& r) {
       return make<Momentum>(p, std::move(s), r, {});
     }},
    {"nesterov", 0.01,
     [](Parameters p, Schedule s, const Recipe& r) {
       return make<Momentum>(p, std::move(s), r, {.nesterov = true});
     }},
    {"adagrad", 0.01,
     [](Parameters p, Schedule s, const Recipe& r) {
       return make<AdaGrad>(p, std::move(s), r, {});
     }},
    {"rmsprop", 0.001,
     [](Parameters p, Schedule s, const Recipe& r) {
       return make<RMSProp>(p, std::move(s), r, {});
     }},
    {"adam", 0.001,
     [](Parameters p, Schedule s, const Recipe& r) {
       return make<Adam>(p, std::move(s), r, {.beta1 = r.beta1, .beta2 = r.beta2});
     }},
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

template <class Table>
std::vector<std::string> names_of(const Table& table) {
  std::vector<std::string> names;
  for (const auto& row : table) names.emplace_back(row.name);
  return names;
}

template <class Table>
const auto& find(const Table& table, const std::string& what, const std::string& name) {
  for (const auto& row : table)
    if (row.name == name) return row;
  throw ValueError(
      fmt::format("{}: '{}' but expected one of {}", what, name, fmt::join(names_of(table), ", ")));
}

}  // namespace

std::vector<std::string> optimizer_names() { return names_of(kOptimizers); }
std::vector<std::string> schedule_names() { return names_of(kSchedules); }

double usual_rate(const std::string& optimizer) {
  return find(kOptimizers, "optimizer", optimizer).usual_rate;
}

Made make_optimizer(const Recipe& recipe, Parameters parameters, std::size_t steps) {
  Schedule rate = find(kSchedules, "schedule", recipe.schedule).make(recipe.rate, steps);
  return find(kOptimizers, "optimizer", recipe.optimizer)
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

}  // namespace origami::examples
