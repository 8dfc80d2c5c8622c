#include <origami/init.hpp>

#include "tensors.hpp"

using namespace origami;

namespace {

struct Weights {
  Weights(Init init, std::size_t fan_in, std::size_t fan_out, std::uint64_t seed = 1) {
    weight.resize({fan_out, fan_in});
    bias.resize({fan_out});
    Rng rng(seed);
    initialize(init, weight, bias, rng);
  }
  Parameter weight{"weight"}, bias{"bias"};
};

double mean(const Tensor& t) {
  return dot(t, make_tensor(shape_of(t), 1)) / static_cast<double>(t.size());
}

}  // namespace

TEST_CASE("Weights begin with the deviation of their initialiser") {
  // 60,000 values: the deviation is right to 0.3 %, the mean to 0.4 % of it.
  const Weights he(Init::He, 200, 300), xavier(Init::Xavier, 200, 300),
      course(Init::Course, 200, 300);
  CHECK(deviation(he.weight.value()) == Approx(0.1).epsilon(0.015));  // sqrt(2 / 200)
  CHECK(deviation(xavier.weight.value()) == Approx(std::sqrt(2.0 / 500)).epsilon(0.015));
  CHECK(deviation(course.weight.value()) == Approx(0.1).epsilon(0.015));
  for (const Weights* w : {&he, &xavier, &course})
    CHECK(mean(w->weight.value()) == Approx(0).margin(0.02 * 0.1));
}

TEST_CASE("Biases begin at 0, except the course's") {
  CHECK(values_of(Weights(Init::He, 20, 30).bias.value()) == std::vector<Scalar>(30, 0));
  CHECK(values_of(Weights(Init::Xavier, 20, 30).bias.value()) == std::vector<Scalar>(30, 0));
  CHECK(deviation(Weights(Init::Course, 2, 20000).bias.value()) == Approx(0.1).epsilon(0.03));
}

TEST_CASE("The seed decides the weights") {
  const Weights a = Weights(Init::He, 20, 30, 4), b = Weights(Init::He, 20, 30, 4),
                c = Weights(Init::He, 20, 30, 5);
  CHECK(same_bits(a.weight.value(), b.weight.value()));
  CHECK_FALSE(same_bits(a.weight.value(), c.weight.value()));
}
