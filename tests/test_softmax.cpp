#include <origami/check_layer.hpp>
#include <origami/error.hpp>
#include <origami/layers/softmax.hpp>
#include <origami/loss.hpp>

#include "tensors.hpp"

using namespace origami;

/// softmax(x) of one row, and the gradient for dy.
static std::pair<Tensor, Tensor> run(const Tensor& x, const Tensor& dy) {
  Softmax softmax({});
  softmax.build({x.shape()[1]});
  Tensor y = softmax.forward(x, Mode::Train);
  return {y, softmax.backward(dy)};
}

TEST_CASE("Softmax keeps the shape (K)") {
  Softmax softmax({});
  CHECK(softmax.build({10}) == Shape{10});
}

TEST_CASE("Softmax worked by hand") {
  // x = log 1, log 2, log 5    y = 1/8, 2/8, 5/8
  // dy = 8, 0, 0: sum dy y = 1, so dx = y * (8 - 1, 0 - 1, 0 - 1) = 7/8, -2/8, -5/8
  const auto log = [](double v) { return static_cast<Scalar>(std::log(v)); };
  const auto [y, dx] = run(tensor_of({1, 3}, {0, log(2), log(5)}), tensor_of({1, 3}, {8, 0, 0}));
  check_close(y, tensor_of({1, 3}, {0.125, 0.25, 0.625}));
  check_close(dx, tensor_of({1, 3}, {0.875, -0.25, -0.625}));
}

TEST_CASE("Softmax passes check_layer") {
  CHECK(check_layer<Softmax>({}, {5}) == "");
  CHECK(check_layer<Softmax>({}, {2}, {.batch = 4, .seed = 8}) == "");
  CHECK(check_layer<Softmax>({}, {10}, {.batch = 2}) == "");
}

TEST_CASE("Softmax agrees with the full Jacobian, naive loops") {
  const Tensor x = random_tensor({4, 6}, 1), dy = random_tensor({4, 6}, 2);
  Tensor want_y = make_tensor({4, 6}), want_dx = make_tensor({4, 6});
  for (std::size_t n = 0; n < 4; ++n) {
    double sum = 0;
    for (std::size_t k = 0; k < 6; ++k) sum += std::exp(double{x(n, k)});
    const auto p = [&](std::size_t k) { return std::exp(double{x(n, k)}) / sum; };
    for (std::size_t i = 0; i < 6; ++i) {
      want_y(n, i) = static_cast<Scalar>(p(i));
      double d = 0;
      for (std::size_t j = 0; j < 6; ++j) d += dy(n, j) * p(j) * ((i == j) - p(i));
      want_dx(n, i) = static_cast<Scalar>(d);
    }
  }
  const auto [y, dx] = run(x, dy);
  check_close(y, want_y);
  check_close(dx, want_dx);
}

TEST_CASE("Softmax is stable for scores of +-10,000") {
  const Tensor x = tensor_of({3, 3}, {1e4, 0, -1e4, -1e4, -1e4, -1e4, 1e4, 1e4, -1e4});
  const auto [y, dx] = run(x, make_tensor({3, 3}, 1));
  const Scalar third = Scalar{1} / 3;
  check_close(y, tensor_of({3, 3}, {1, 0, 0, third, third, third, 0.5, 0.5, 0}));
  for (const Scalar d : dx) CHECK(std::abs(d) <= Scalar{1e-6});  // sums to 1 whatever x does
}

TEST_CASE("Softmax is stable wherever the largest score is") {
  Softmax softmax({});
  softmax.build({3});
  CHECK(values_of(softmax.forward(tensor_of({1, 3}, {-1e4, 0, 1e4}), Mode::Eval)) ==
        std::vector<Scalar>{0, 0, 1});
}

TEST_CASE("Softmax followed by plain cross-entropy equals the fused loss") {
  const Tensor x = random_tensor({5, 7}, 3) * Scalar{3};
  const std::vector<int> labels{2, 0, 6, 6, 3};
  Softmax softmax({});
  softmax.build({7});
  const Tensor y = softmax.forward(x, Mode::Train);
  // The mean over n of -log y_n,label, and its gradient -1 / (N y_n,label) at the label.
  double loss = 0;
  Tensor dy = make_tensor({5, 7});
  for (std::size_t n = 0; n < 5; ++n) {
    const auto label = static_cast<std::size_t>(labels[n]);
    loss -= std::log(double{y(n, label)}) / 5;
    dy(n, label) = -1 / (5 * y(n, label));
  }
  SoftmaxCrossEntropy fused;
  CHECK(fused.forward(x, labels) == Approx(loss).epsilon(kRounding));
  check_close(softmax.backward(dy), fused.backward());
}

TEST_CASE("Softmax refuses shapes that do not fit") {
  Softmax image({}), softmax({});
  CHECK(message_of<ShapeError>([&] {
          image.build({3, 4, 5});
        }) ==
        "Softmax (Softmax): input (3, 4, 5) but expected (K), one score a class; put an Affine "
        "before it");
  softmax.build({10});
  CHECK(message_of<ShapeError>([&] {
          softmax.forward(make_tensor({3, 9}), Mode::Eval);
        }) == "Softmax (Softmax): forward got x (3, 9), expected (N, 10)");
  const Tensor x = make_tensor({3, 10});
  softmax.forward(x, Mode::Train);
  CHECK(contains(message_of<ShapeError>([&] {
                   softmax.backward(make_tensor({2, 10}));
                 }),
                 "Softmax (Softmax): backward got dy (2, 10), expected (3, 10)"));
}
