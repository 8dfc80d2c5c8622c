// Solutions to the exercises of chapter 3.
#include <cstdio>
#include <origami/gradient.hpp>
#include <origami/random.hpp>

#include "support/chapter.hpp"

using namespace origami;
using namespace origami::examples;

// [parabola]
double parabola(double x) { return 3 * x * x - x + 2; }

double central(double x, double h) { return (parabola(x + h) - parabola(x - h)) / (2 * h); }
// [/parabola]

void parabola_slopes() {
  for (const double h : {1.0, 10.0, 1000.0})
    std::printf("h = %4g: slope at 2 is %g\n", h, central(2, h));
  expect(central(2, 1000) == 11, "the central difference of a parabola is exact");
}

// [colleague]
/// y(n, u) = sum over i of x(n, i) * weight(u, i)
Tensor forward(const Tensor& x, const Tensor& weight) {
  Tensor y = make_tensor({x.shape()[0], weight.shape()[0]});
  for (std::size_t n = 0; n < y.shape()[0]; ++n)
    for (std::size_t u = 0; u < y.shape()[1]; ++u)
      for (std::size_t i = 0; i < x.shape()[1]; ++i) y(n, u) += x(n, i) * weight(u, i);
  return y;
}

/// A colleague's gradient of the weight.
Tensor dweight(const Tensor& x, const Tensor& dy) {
  Tensor result = make_tensor({dy.shape()[1], x.shape()[1]});
  for (std::size_t n = 0; n < x.shape()[0]; ++n)
    for (std::size_t u = 0; u < result.shape()[0]; ++u)
      for (std::size_t i = 0; i < result.shape()[1]; ++i) result(u, i) = dy(n, u) * x(n, i);
  return result;
}
// [/colleague]

// [check]
Tensor random_tensor(const Shape& shape, Rng& rng) {
  Tensor t = make_tensor(shape);
  for (Scalar& v : t) v = static_cast<Scalar>(rng.normal());
  return t;
}

std::string check_dweight(std::size_t samples) {
  Rng rng(1);
  const Tensor x = random_tensor({samples, 3}, rng), g = random_tensor({samples, 2}, rng);
  Tensor weight = random_tensor({2, 3}, rng);
  const auto loss = [&] {
    const Tensor y = forward(x, weight);
    double sum = 0;
    for (std::size_t i = 0; i < y.size(); ++i) sum += double{y.data()[i]} * g.data()[i];
    return sum;
  };
  return compare_gradients(dweight(x, g), central_difference(loss, weight, 1e-2), 1e-2);
}
// [/check]

void colleague() {
  for (const std::size_t samples : {1, 4}) {
    const std::string problem = check_dweight(samples);
    std::printf("%zu sample(s): %s\n", samples, problem.empty() ? "all is well" : problem.c_str());
  }
  expect(check_dweight(1).empty(), "one sample hides the mistake");
  expect(!check_dweight(4).empty(), "four samples show it");
}

int main(int argc, char** argv) {
  return run_chapter(argc, argv, {{"parabola", parabola_slopes}, {"colleague", colleague}});
}
