#include <cmath>
#include <limits>

#include "../src/winograd.hpp"
#include "naive_conv.hpp"

using namespace origami;

namespace {

bool chosen(const Window2d& window, const Shape& in, std::size_t filters) {
  return is_winograd(window.over(in, "w"), filters);
}

}  // namespace

TEST_CASE("Conv agrees with naive loops where it multiplies less") {
  const std::size_t many = 2 * kLanes;  // channels or filters
  for (const std::size_t kernel : {3, 5})
    for (const std::size_t pad : {0, 1, 2}) {
      CAPTURE(kernel, pad);
      // Outputs that tiles of 4x4 fit exactly, that they overlap in, and that have one tile only.
      for (const Size2d out : {Size2d{8, 4}, Size2d{5, 11}, Size2d{4, 7}}) {
        const Shape in{many + 1, out.h + kernel - 1 - 2 * pad, out.w + kernel - 1 - 2 * pad};
        CHECK(chosen({kernel, 1, pad}, in, many - 3) == kWideVectors);
        check_conv({.filters = many - 3, .kernel = kernel, .pad = pad}, in, 3);
      }
    }
  // More tiles than one matrix product takes, and images that begin in the middle of one.
  check_conv({.filters = kLanes, .kernel = 3}, {kLanes, 30, 31}, 2);
}

TEST_CASE("Conv multiplies less only if windows overlap and vectors are full") {
  const std::size_t many = kLanes;
  CHECK(chosen({3}, {many, 6, 6}, many) == kWideVectors);
  CHECK_FALSE(chosen({3}, {many, 5, 6}, many));  // 3 x 4 outputs, less than a tile
  CHECK_FALSE(chosen({3}, {many, 6, 5}, many));
  CHECK_FALSE(chosen({3}, {many - 1, 6, 6}, many));
  CHECK_FALSE(chosen({3}, {many, 6, 6}, many - 1));
  CHECK_FALSE(chosen({3, 2}, {many, 16, 16}, many));
  CHECK_FALSE(chosen({{3, 5}}, {many, 16, 16}, many));
  CHECK_FALSE(chosen({4}, {many, 16, 16}, many));
  CHECK_FALSE(chosen({1}, {many, 16, 16}, many));
}

TEST_CASE("Conv that multiplies less is exact to a few roundings") {
  // The oracle is the same convolution of numbers so small that every sum of products is exact.
  const std::size_t C = 2 * kLanes, OC = kLanes;
  for (const std::size_t kernel : {3, 5}) {
    Conv conv({.filters = OC, .kernel = kernel});
    Rng rng(1);
    conv.build({C, 12, 12}, rng);
    Tensor &weight = conv.parameters()[0]->value(), &bias = conv.parameters()[1]->value();
    Tensor x = make_tensor({2, C, 12, 12});
    const auto whole = [&] { return static_cast<Scalar>(rng.below(17)) - 8; };
    for (Tensor* t : {&weight, &bias, &x})
      for (Scalar& value : *t) value = whole();
    const Windows w = Window2d{kernel}.over({C, 12, 12}, "w");
    Tensor exact = make_tensor({2, OC, w.OH, w.OW});
    exact = NaiveConv(x, weight, bias, exact, w).y;
    const Tensor& y = conv.forward(x, Mode::Eval);
    Scalar largest = 0, worst = 0;
    for (std::size_t i = 0; i < y.size(); ++i) {
      largest = std::max(largest, std::abs(exact.data()[i]));
      worst = std::max(worst, std::abs(y.data()[i] - exact.data()[i]));
    }
    CAPTURE(kernel, largest, worst);
    CHECK(worst <= 50 * std::numeric_limits<Scalar>::epsilon() * largest);
  }
}

TEST_CASE("Conv that multiplies less never uses weights that are no longer there") {
  // Two shapes with the same numbers, in one thread, and weights changed in between.
  for (const std::size_t kernel : {3, 5})
    for (const Mode mode : {Mode::Eval, Mode::Train}) {
      CAPTURE(kernel, mode == Mode::Eval);
      Conv wide({.filters = 2 * kLanes, .kernel = kernel}),
          deep({.filters = kLanes, .kernel = kernel});
      Rng rng;
      wide.build({kLanes, 9, 9}, rng);
      deep.build({2 * kLanes, 9, 9}, rng);
      Tensor weight = random_tensor(shape_of(wide.parameters()[0]->value()), 1);
      for (int step = 0; step < 3; ++step) {
        for (Conv* conv : {&wide, &deep, &wide}) {
          Tensor& value = conv->parameters()[0]->value();
          std::copy(weight.begin(), weight.end(), value.begin());
          const Tensor x = random_tensor(batch_shape(2, conv->in_shape()), 2);
          Tensor y = make_tensor(batch_shape(2, conv->out_shape()));
          const Windows w = Window2d{kernel}.over(conv->in_shape(), "w");
          check_close(conv->forward(x, mode),
                      NaiveConv(x, value, conv->parameters()[1]->value(), y, w).y);
        }
        weight.data()[weight.size() - 1 - step] += 1;
      }
    }
}

TEST_CASE("Conv that multiplies less spreads what is not a number by two pixels at most") {
  for (const std::size_t kernel : {3, 5}) {
    Conv conv({.filters = kLanes, .kernel = kernel});
    Rng rng;
    conv.build({kLanes, 20, 20}, rng);
    Tensor x = random_tensor({2, kLanes, 20, 20}, 1);
    const std::size_t h = 9, w = 10;
    x(0, 1, h, w) = std::numeric_limits<Scalar>::quiet_NaN();
    const Tensor& y = conv.forward(x, Mode::Eval);
    for (std::size_t oh = 0; oh < y.shape()[2]; ++oh)
      for (std::size_t ow = 0; ow < y.shape()[3]; ++ow) {
        CAPTURE(kernel, oh, ow);
        const bool seen = oh <= h && h < oh + kernel && ow <= w && w < ow + kernel;
        const bool near = oh <= h + 2 && h < oh + kernel + 2 && ow <= w + 2 && w < ow + kernel + 2;
        if (seen || !near) CHECK(std::isnan(y(0, 3, oh, ow)) == seen);
        CHECK(std::isfinite(y(1, 3, oh, ow)));
      }
  }
}
