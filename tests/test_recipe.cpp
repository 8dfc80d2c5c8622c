// What a training is made of: optimizer and schedule by their names.
#include <cmath>

#include "catch.hpp"
#include "parse.hpp"
#include "support/nets.hpp"

using namespace origami;

TEST_CASE("a recipe's numbers reach its optimizer: gradients 0.5 and -0.25, value 1") {
  const auto after_two = [](const examples::Recipe& recipe) {
    Parameter p("p");
    p.resize({1});
    p.value().fill(1);
    const auto optimizer = examples::make_optimizer(recipe, {&p}, 2);
    for (const double grad : {0.5, -0.25}) {
      p.grad.fill(static_cast<Scalar>(grad));
      optimizer->step();
    }
    return double{p.value().data()[0]};
  };
  using R = examples::Recipe;
  const auto recipe = [](const char* name) {
    return R{.optimizer = name, .rate = 0.1, .schedule = "constant", .batch = 1, .epochs = 1};
  };
  CHECK(after_two(recipe("sgd")) == Approx(0.975));
  CHECK(after_two(recipe("momentum")) == Approx(0.93));
  CHECK(after_two(recipe("nesterov")) == Approx(0.912));
  R decay = recipe("sgd"), adam = recipe("adam");
  decay.weight_decay = 0.5;
  CHECK(after_two(decay) == Approx(0.88));
  adam.beta1 = adam.beta2 = 0;  // then every step is one of 0.1, against the gradient
  CHECK(after_two(adam) == Approx(1).margin(1e-6));
}

TEST_CASE("--schedule step is a tenth after each third, also of 10 steps") {
  Parameter p("p");
  p.resize({1});
  const auto optimizer = examples::make_optimizer(
      {.optimizer = "sgd", .rate = 1, .schedule = "step", .batch = 1, .epochs = 1}, {&p}, 10);
  std::vector<long> decays;
  for (int i = 0; i < 10; ++i) {
    decays.push_back(std::lround(-std::log10(optimizer->rate())));
    optimizer->step();
  }
  CHECK(decays == std::vector<long>{0, 0, 0, 0, 1, 1, 1, 1, 2, 2});
}

TEST_CASE("another optimizer brings a rate that suits it") {
  const auto rate = [](const char* optimizer) {
    return parse({"--net", "course", "--optimizer", optimizer}).recipe.rate;
  };
  CHECK((rate("sgd") == 0.1 && rate("momentum") == 0.01 && rate("nesterov") == 0.01));
  CHECK((rate("adagrad") == 0.01 && rate("rmsprop") == 0.001 && rate("adam") == 0.001));
}
