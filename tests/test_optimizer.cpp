#include <memory>
#include <origami/error.hpp>
#include <origami/optimizer.hpp>

#include "tensors.hpp"

using namespace origami;

namespace {

/// One parameter with one value, which starts at 1.
struct One {
  Parameter p{"p"};
  One() {
    p.resize({1});
    p.value().data()[0] = 1;
  }
  double step(Optimizer& optimizer, double grad) {
    p.grad.data()[0] = static_cast<Scalar>(grad);
    optimizer.step();
    return p.value().data()[0];
  }
};

/// The value after a step with gradient 0.5 and after another with -0.25.
template <class O>
void check_two_steps(const typename O::Options& options, double first, double second) {
  One one;
  O optimizer({&one.p}, options);
  CHECK(one.step(optimizer, 0.5) == Approx(first).epsilon(kRounding));
  CHECK(one.step(optimizer, -0.25) == Approx(second).epsilon(kRounding));
  CHECK(optimizer.steps() == 2);
}

}  // namespace

TEST_CASE("Two steps of each optimizer, by hand: gradients 0.5 and -0.25, value 1") {
  // 1 - 0.1 * 0.5;  0.95 + 0.1 * 0.25
  check_two_steps<SGD>({.rate = 0.1}, 0.95, 0.975);
  // g = 0.5 + 0.5 * 1 = 1;  g = -0.25 + 0.5 * 0.9 = 0.2
  check_two_steps<SGD>({.rate = 0.1, .weight_decay = 0.5}, 0.9, 0.88);
  // velocity 0.5, then 0.9 * 0.5 - 0.25 = 0.2
  check_two_steps<Momentum>({.rate = 0.1}, 0.95, 0.93);
  // moves by 0.5 + 0.9 * 0.5 = 0.95, then by -0.25 + 0.9 * 0.2 = -0.07
  check_two_steps<Momentum>({.rate = 0.1, .nesterov = true}, 0.905, 0.912);
  // squares 0.25, then 0.3125: moves by 0.5 / 0.5, then by -0.25 / 0.5590169944
  check_two_steps<AdaGrad>({.rate = 0.1, .epsilon = 0}, 0.9, 0.94472135954999);
  // square 0.01 * 0.25 = 0.0025, then 0.99 * 0.0025 + 0.01 * 0.0625 = 0.0031
  check_two_steps<RMSProp>({.rate = 0.01, .epsilon = 0}, 0.9, 0.9449013255066937);
  // mean 0.05 / 0.1 and square 0.00025 / 0.001 give a move by 0.1 * 0.5 / 0.5; then
  // mean 0.02 / 0.19 and square 0.00031225 / 0.001999
  check_two_steps<Adam>({.rate = 0.1, .epsilon = 0}, 0.9, 0.87336629603396);
}

TEST_CASE("Epsilon keeps steps small where gradients are") {
  One ada, rms, adam;
  AdaGrad a({&ada.p}, {.rate = 1, .epsilon = 1});
  RMSProp r({&rms.p}, {.rate = 1, .alpha = 0.75, .epsilon = 1});
  Adam m({&adam.p}, {.rate = 1, .epsilon = 1});
  CHECK(ada.step(a, 0.5) == Approx(1 - 0.5 / 1.5).epsilon(kRounding));
  CHECK(rms.step(r, 0.5) == Approx(1 - 0.5 / 1.25).epsilon(kRounding));
  CHECK(adam.step(m, 0.5) == Approx(1 - 0.5 / 1.5).epsilon(kRounding));
}

namespace {

/// Minimises 1/2 sum_i c_i (v_i - i)^2 with c from 0.5 to 2; returns the largest distance left.
template <class O>
double minimise(const typename O::Options& options, int steps) {
  constexpr std::size_t kSize = 40000;  // more than one piece of parallel work
  Parameter p("p"), scalar("scalar");
  p.resize({kSize});
  scalar.resize({1});
  O optimizer({&p, &scalar}, options);
  const auto goal = [](std::size_t i) { return static_cast<Scalar>(i % 5) - 2; };
  double worst = 0;
  for (int step = 0; step <= steps; ++step) {
    worst = std::abs(scalar.value().data()[0] - 3);
    for (std::size_t i = 0; i < kSize; ++i) {
      const Scalar distance = p.value().data()[i] - goal(i);
      p.grad.data()[i] = distance * (Scalar{0.5} + Scalar{0.5} * static_cast<Scalar>(i % 4));
      worst = std::max(worst, std::abs(double{distance}));
    }
    scalar.grad.data()[0] = scalar.value().data()[0] - 3;
    if (step < steps) optimizer.step();
  }
  return worst;
}

}  // namespace

TEST_CASE("Every optimizer finds the minimum of a parabola") {
  CHECK(minimise<SGD>({.rate = 0.5}, 60) < 1e-3);
  CHECK(minimise<Momentum>({.rate = 0.1, .momentum = 0.7}, 100) < 1e-3);
  CHECK(minimise<Momentum>({.rate = 0.1, .momentum = 0.7, .nesterov = true}, 100) < 1e-3);
  CHECK(minimise<AdaGrad>({.rate = 1}, 100) < 1e-3);
  CHECK(minimise<RMSProp>({.rate = cosine(0.1, 150)}, 150) < 1e-2);
  CHECK(minimise<Adam>({.rate = cosine(0.2, 150)}, 150) < 1e-2);
}

TEST_CASE("Weight decay is a gradient of weight_decay * value") {
  const auto check = [](auto make) {
    One with, without;
    const std::unique_ptr<Optimizer> a = make(&with.p, 0.125), b = make(&without.p, 0.0);
    for (const double grad : {0.5, -0.25, 1.0, 0.0}) {
      without.step(*b, grad + 0.125 * without.p.value().data()[0]);
      CHECK(with.step(*a, grad) == Approx(without.p.value().data()[0]).epsilon(kRounding));
    }
  };
  using Pointers = std::vector<Parameter*>;
  check([](Parameter* p, double decay) {
    return std::make_unique<Momentum>(Pointers{p}, Momentum::Options{.weight_decay = decay});
  });
  check([](Parameter* p, double decay) {
    return std::make_unique<AdaGrad>(Pointers{p}, AdaGrad::Options{.weight_decay = decay});
  });
  check([](Parameter* p, double decay) {
    return std::make_unique<RMSProp>(Pointers{p}, RMSProp::Options{.weight_decay = decay});
  });
  check([](Parameter* p, double decay) {
    return std::make_unique<Adam>(Pointers{p}, Adam::Options{.weight_decay = decay});
  });
}

TEST_CASE("Time advances once a step, however many parameters there are") {
  One a, b, c;
  Adam optimizer({&a.p, &b.p, &c.p}, {.rate = 0.1});
  for (const double grad : {0.5, -0.25, 2.0}) {
    for (One* one : {&a, &b, &c}) one->p.grad.data()[0] = static_cast<Scalar>(grad);
    optimizer.step();
  }
  CHECK(optimizer.steps() == 3);
  CHECK(same_bits(a.p.value(), b.p.value()));
  CHECK(same_bits(a.p.value(), c.p.value()));
}

TEST_CASE("The rate follows its schedule") {
  One one;
  SGD optimizer({&one.p}, {.rate = step_decay(0.5, 2, 0.1)});
  CHECK(optimizer.rate() == 0.5);
  CHECK(one.step(optimizer, 1) == Approx(0.5));
  CHECK(one.step(optimizer, 1) == Approx(0).margin(1e-7));
  CHECK(optimizer.rate() == Approx(0.05));
  CHECK(one.step(optimizer, 1) == Approx(-0.05));
}

TEST_CASE("A restored optimizer continues to the bit") {
  Parameter p("conv1.weight"), q("conv1.weight");
  p.resize({3, 2});
  q.resize({3, 2});
  Adam saved({&p}, {.rate = one_cycle(0.1, 20)}), restored({&q}, {.rate = one_cycle(0.1, 20)});
  const auto step = [](Parameter& parameter, Optimizer& optimizer, std::uint64_t seed) {
    parameter.grad = random_tensor({3, 2}, seed);
    optimizer.step();
  };
  for (std::uint64_t i = 0; i < 7; ++i) step(p, saved, i);
  q.value() = p.value();
  const auto from = saved.state(), to = restored.state();
  REQUIRE(from.size() == 2);
  CHECK((from[0].name == "conv1.weight.mean" && from[1].name == "conv1.weight.square"));
  for (std::size_t i = 0; i < 2; ++i) *to[i].tensor = *from[i].tensor;
  restored.set_steps(saved.steps());
  for (std::uint64_t i = 7; i < 12; ++i) {
    step(p, saved, i);
    step(q, restored, i);
    CHECK(same_bits(p.value(), q.value()));
  }
}

TEST_CASE("A running statistic is averaged, not trained") {
  One one;
  one.p.averaging = Scalar{0.25};
  Adam optimizer({&one.p}, {.rate = 0.1, .weight_decay = 1});
  CHECK(one.step(optimizer, 5) == 2);   // 1 + 0.25 * (5 - 1)
  CHECK(one.step(optimizer, -2) == 1);  // 2 + 0.25 * (-2 - 2)
  CHECK(optimizer.state().empty());
}

TEST_CASE("Settings that make no sense are refused") {
  One one;
  const std::vector<Parameter*> p{&one.p};
  const auto message = [](auto make) { return message_of<ValueError>(make); };
  CHECK(message([&] { SGD(p, {.rate = -0.5}); }) ==
        "optimizer: learning rate -0.500000 but expected a number of at least 0");
  CHECK(contains(message([&] { SGD(p, {.rate = HUGE_VAL}); }), "rate inf but expected"));
  CHECK(contains(message([&] { SGD(p, {.weight_decay = -1}); }), "optimizer: weight decay -1.0"));
  CHECK(message([&] { Momentum(p, {.momentum = 1}); }) ==
        "optimizer: momentum 1.000000 but expected a number from 0 to below 1");
  CHECK(contains(message([&] { RMSProp(p, {.alpha = -0.5}); }), "alpha -0.5"));
  CHECK(contains(message([&] { Adam(p, {.beta1 = 1.5}); }), "beta1 1.5"));
  CHECK(contains(message([&] { Adam(p, {.beta2 = std::nan("")}); }), "beta2 "));
  CHECK(contains(message([&] { AdaGrad(p, {.epsilon = -1}); }), "epsilon -1.0"));
  if (!kDouble) CHECK_THROWS_AS(Adam(p, {.beta2 = 0.99999999}), ValueError);  // in float it is 1
  CHECK_NOTHROW(SGD(p, {.rate = 0}));
  SGD late(p, {.rate = Schedule([](std::size_t step) { return step < 1 ? 0.1 : std::nan(""); })});
  late.step();
  const Scalar before = one.p.value().data()[0];
  CHECK(contains(message([&] { late.step(); }), "optimizer: learning rate nan"));
  CHECK((one.p.value().data()[0] == before && late.steps() == 1));
}
