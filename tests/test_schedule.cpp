#include <origami/error.hpp>
#include <origami/optimizer.hpp>
#include <origami/schedule.hpp>

#include "catch.hpp"

using namespace origami;

TEST_CASE("A number is a constant schedule") {
  const Schedule rate = 0.25;
  for (const std::size_t step : {0, 1, 1000000}) CHECK(rate(step) == 0.25);
}

TEST_CASE("Any function of the step is a schedule") {
  const Schedule rate([](std::size_t step) { return 1.0 / (1.0 + static_cast<double>(step)); });
  CHECK(rate(0) == 1);
  CHECK(rate(3) == 0.25);
}

TEST_CASE("step_decay multiplies after every so many steps") {
  const Schedule rate = step_decay(0.8, 10, 0.5);
  CHECK(rate(0) == 0.8);
  CHECK(rate(9) == 0.8);
  CHECK(rate(10) == Approx(0.4));
  CHECK(rate(19) == Approx(0.4));
  CHECK(rate(35) == Approx(0.1));
  CHECK(step_decay(1, 3)(6) == Approx(0.01));  // the factor is 0.1 unless given
}

TEST_CASE("cosine goes from the rate to the floor and stays there") {
  const Schedule rate = cosine(0.5, 100, 0.1);
  CHECK(rate(0) == Approx(0.5));
  CHECK(rate(25) == Approx(0.3 + 0.2 * std::sqrt(0.5)));
  CHECK(rate(50) == Approx(0.3));
  CHECK(rate(100) == Approx(0.1));
  CHECK(rate(1000) == Approx(0.1));
  CHECK(cosine(0.5, 10)(10) == Approx(0).margin(1e-15));
  for (std::size_t step = 1; step <= 100; ++step) CHECK(rate(step) < rate(step - 1));
}

TEST_CASE("one_cycle rises to the peak and falls far below the start") {
  const Schedule rate = one_cycle(1, 100);  // the peak at step 0.3 * 100 - 1
  CHECK(rate(0) == Approx(0.04));
  CHECK(rate(29) == Approx(1));
  CHECK(rate(99) == Approx(4e-6));
  CHECK(rate(64) == Approx((1 + 4e-6) / 2));  // half way down
  CHECK(rate(500) == Approx(4e-6));
  for (std::size_t step = 1; step < 100; ++step)
    CHECK((step <= 29 ? rate(step) > rate(step - 1) : rate(step) < rate(step - 1)));
}

TEST_CASE("one_cycle of very few steps stays between its ends") {
  for (std::size_t steps = 1; steps <= 12; ++steps) {
    const Schedule rate = one_cycle(1, steps);
    for (std::size_t step = 0; step < steps + 3; ++step) {
      CAPTURE(steps, step);
      CHECK((rate(step) >= 3.9e-6 && rate(step) <= 1 + 1e-12));
    }
  }
}

TEST_CASE("Schedules refuse to end before they begin") {
  CHECK(message_of<ValueError>([] { step_decay(1, 0); }) ==
        "schedule (step): 0 steps but expected at least 1");
  CHECK(contains(message_of<ValueError>([] { cosine(1, 0); }), "schedule (cosine): 0 steps"));
  CHECK(contains(message_of<ValueError>([] { one_cycle(1, 0); }), "schedule (one cycle): 0 steps"));
}

TEST_CASE("A steady gradient moves Adam by its rate, in step 300 as in the first") {
  Parameter p("p");
  p.resize({1});
  Adam optimizer({&p}, {.rate = 0.01, .epsilon = 0});
  for (int step = 1; step <= 300; ++step) {
    p.grad.fill(Scalar{0.5});  // both corrections are exact: mean / root of the square is 1
    optimizer.step();
    CHECK(p.value().data()[0] == Approx(-0.01 * step).margin(2e-4));
  }
}
