#include <cmath>
#include <limits>

#include "../src/kernels/winograd.hpp"
#include "naive_conv.hpp"

using namespace origami;

namespace {

/// Images and kernels for each kind of tile, and how many pixels too far a NaN may reach with it.
struct Case {
  std::size_t kernel, size, reach;
};
constexpr Case kCases[]{{3, 18, 2}, {3, 20, 4}, {5, 20, 2}};  // tiles of 4x4, 5x5, 4x4

bool chosen(const Window2d& window, const Shape& in, std::size_t filters) {
  return is_winograd(window.over(in, "w"), filters);
}

}  // namespace

TEST_CASE("Conv agrees with naive loops where it multiplies less") {
  const std::size_t many = 2 * kLanes;  // channels or filters
  for (const std::size_t kernel : {3, 5})
    for (const std::size_t pad : {0, 1, 2}) {
      CAPTURE(kernel, pad);
      // Outputs that tiles of 4x4 or, with a 3x3 kernel, of 5x5 fit exactly, that they overlap in,
      // and that have one tile only.
      for (const Size2d out :
           {Size2d{8, 4}, Size2d{10, 5}, Size2d{5, 14}, Size2d{4, 7}, Size2d{4, 4}, Size2d{5, 5}}) {
        const Shape in{many + 1, out.h + kernel - 1 - 2 * pad, out.w + kernel - 1 - 2 * pad};
        CHECK(chosen({kernel, 1, pad}, in, many - 3) == kWideVectors);
        check_conv({.filters = many - 3, .kernel = kernel, .pad = pad}, in, 3);
      }
    }
  // More tiles than one matrix product takes, and images that begin in the middle of one.
  check_conv({.filters = kLanes, .kernel = 3}, {kLanes, 9, 21}, 5);   // tiles of 4x4
  check_conv({.filters = kLanes, .kernel = 3}, {kLanes, 26, 31}, 3);  // of 5x5
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
  const std::size_t i = GENERATE(0, 1, 2), kernel = kCases[i].kernel, size = kCases[i].size;
  Conv conv({.filters = OC, .kernel = kernel});
  Rng rng(1);
  conv.build({C, size, size}, rng);
  Tensor &weight = conv.parameters()[0]->value(), &bias = conv.parameters()[1]->value();
  Tensor x = make_tensor({2, C, size, size});
  const auto whole = [&] { return static_cast<Scalar>(rng.below(17)) - 8; };
  for (Tensor* t : {&weight, &bias, &x})
    for (Scalar& value : *t) value = whole();
  const Windows w = Window2d{kernel}.over({C, size, size}, "w");
  Tensor exact = make_tensor({2, OC, w.OH, w.OW});
  exact = NaiveConv(x, weight, bias, exact, w).y;
  const Tensor& y = conv.forward(x, Mode::Eval);
  Scalar largest = 0, worst = 0;
  for (std::size_t j = 0; j < y.size(); ++j) {
    largest = std::max(largest, std::abs(exact.data()[j]));
    worst = std::max(worst, std::abs(y.data()[j] - exact.data()[j]));
  }
  CAPTURE(kernel, size, largest, worst);
  CHECK(worst <= 50 * std::numeric_limits<Scalar>::epsilon() * largest);
}

TEST_CASE("Conv that multiplies less never uses weights that are no longer there") {
  // Three layers with the same numbers, two of one shape but, if 3x3, with tiles of 4x4 and of 5x5,
  // in one thread, and weights changed in between.
  for (const std::size_t kernel : {3, 5})
    for (const Mode mode : {Mode::Eval, Mode::Train}) {
      CAPTURE(kernel, mode == Mode::Eval);
      Conv wide({.filters = 2 * kLanes, .kernel = kernel}),
          large({.filters = 2 * kLanes, .kernel = kernel}),
          deep({.filters = kLanes, .kernel = kernel});
      Rng rng;
      wide.build({kLanes, 9, 9}, rng);
      large.build({kLanes, 12, 12}, rng);
      deep.build({2 * kLanes, 9, 9}, rng);
      Tensor weight = random_tensor(shape_of(wide.parameters()[0]->value()), 1);
      for (int step = 0; step < 3; ++step) {
        for (Conv* conv : {&wide, &large, &wide, &deep, &wide}) {
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

TEST_CASE("Conv that multiplies less spreads what is not a number by a few pixels") {
  const std::size_t i = GENERATE(0, 1, 2), kernel = kCases[i].kernel, size = kCases[i].size;
  Conv conv({.filters = kLanes, .kernel = kernel});
  conv.build({kLanes, size, size});
  Tensor x = random_tensor({2, kLanes, size, size}, 1);
  const std::size_t h = 9, w = 10;
  x(0, 1, h, w) = std::numeric_limits<Scalar>::quiet_NaN();
  const Tensor& y = conv.forward(x, Mode::Eval);
  for (std::size_t oh = 0; oh < y.shape()[2]; ++oh)
    for (std::size_t ow = 0; ow < y.shape()[3]; ++ow) {
      CAPTURE(kernel, size, oh, ow);
      const auto within = [&](std::size_t more) {
        return oh <= h + more && h < oh + kernel + more && ow <= w + more && w < ow + kernel + more;
      };
      if (within(0) || !within(kCases[i].reach)) CHECK(std::isnan(y(0, 3, oh, ow)) == within(0));
      CHECK(std::isfinite(y(1, 3, oh, ow)));
    }
}

TEST_CASE("Conv that multiplies less finds zeros in its padding, whatever came before") {
  check_conv({.filters = kLanes, .kernel = 3}, {kLanes, 10, 10}, 2);
  check_conv({.filters = kLanes, .kernel = 3, .pad = 1}, {kLanes, 8, 8}, 2);
}

TEST_CASE("Conv that multiplies less writes nothing beyond outputs of 4x5, 5x4 and 4x10") {
  for (const auto& [height, width] : {std::pair{6, 7}, {7, 6}, {6, 12}}) {
    const auto H = static_cast<std::size_t>(height), W = static_cast<std::size_t>(width);
    check_conv({.filters = kLanes, .kernel = 3}, {kLanes, H, W}, 2);
  }
}
