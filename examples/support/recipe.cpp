#include "support/recipe.hpp"

#include <spdlog/fmt/fmt.h>

#include <utility>

#include "support/named.hpp"

namespace origami::examples {
namespace {

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

}  // namespace origami::examples
