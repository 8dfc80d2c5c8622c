#include <cmath>
#include <limits>
#include <origami/check_layer.hpp>
#include <origami/error.hpp>
#include <origami/layers/pooling.hpp>

#include "tensors.hpp"

using namespace origami;

static Shape built(const Pooling::Options& options, const Shape& in) {
  Pooling pooling(options);
  return pooling.build(in);
}

TEST_CASE("Pooling shapes") {
  CHECK(built({.pool = 2}, {20, 24, 24}) == Shape{20, 12, 12});
  CHECK(built({.pool = 2}, {3, 7, 10}) == Shape{3, 4, 5});  // a last row of windows, half outside
  CHECK(built({.pool = 3, .stride = 2}, {3, 8, 7}) == Shape{3, 4, 3});
  CHECK(built({.pool = {3, 2}, .stride = Size2d(1, 2), .pad = {1, 0}}, {4, 6, 5}) ==
        Shape{4, 6, 3});
  CHECK(built({.pool = 5}, {2, 3, 4}) == Shape{2, 1, 1});
  CHECK(built({}, {2, 6, 4}) == Shape{2, 3, 2});  // 2x2 unless given
  Pooling pooling({.pool = {3, 2}, .pad = {1, 0}});
  CHECK(pooling.description() == "Pooling 3x2, stride 3x2, pad 1x0");
  CHECK(pooling.parameters().empty());
}

TEST_CASE("Pooling of a 4x4 image worked by hand") {
  //      3  1 | -2  5       columns, one a window:  3 -2 -1  2    row 0: upper left
  //  x = 0  7 |  4  4                               1  5 -3  6    row 1: upper right
  //     ------+------                               0  4 -4  8    row 2: lower left
  //     -1 -3 |  2  6                               7  4 -8  8    row 3: lower right
  //     -4 -8 |  8  8       their maxima  y =       7  5 -1  8
  //                         and argmax              3  1  0  2    (of the two 8 the first)
  Pooling pooling({.pool = 2});
  pooling.build({1, 4, 4});
  const Tensor x = tensor_of({1, 1, 4, 4}, {3, 1, -2, 5, 0, 7, 4, 4, -1, -3, 2, 6, -4, -8, 8, 8});
  const Tensor& y = pooling.forward(x, Mode::Train);
  CHECK(shape_of(y) == Shape{1, 1, 2, 2});
  CHECK(values_of(y) == std::vector<Scalar>{7, 5, -1, 8});
  //  dy = 10 20    a matrix of zeros with dy at   0  0 30  0    and col2im
  //       30 40    the rows of the maxima:        0 20  0  0    of it, dx:
  //                                               0  0  0 40
  //                                              10  0  0  0
  const Tensor& dx = pooling.backward(tensor_of({1, 1, 2, 2}, {10, 20, 30, 40}));
  CHECK(values_of(dx) == std::vector<Scalar>{0, 0, 0, 20, 0, 10, 0, 0, 30, 0, 0, 0, 0, 0, 40, 0});
}

TEST_CASE("Pooling passes check_layer") {
  CHECK(check_layer<Pooling>({.pool = 2}, {2, 6, 4}) == "");
  CHECK(check_layer<Pooling>({.pool = 2}, {3, 7, 5}) == "");
  CHECK(check_layer<Pooling>({.pool = 3, .stride = 2}, {2, 8, 6}) == "");
  CHECK(check_layer<Pooling>({.pool = 2, .stride = 3}, {2, 7, 5}) == "");
  CHECK(check_layer<Pooling>({.pool = {2, 3}, .stride = Size2d(1, 2), .pad = {1, 2}}, {2, 5, 7}) ==
        "");
  CHECK(check_layer<Pooling>({.pool = 2, .pad = 1}, {1, 5, 4}, {.batch = 4, .seed = 3}) == "");
}

namespace {

/// The definition: of every window the first largest pixel, which also gets the gradient.
struct Naive {
  Tensor y, dx;

  Naive(const Tensor& x, const Tensor& dy, const Windows& w)
      : y(make_tensor(shape_of(dy))), dx(make_tensor(shape_of(x))) {
    for (std::size_t n = 0; n < x.shape()[0]; ++n)
      for (std::size_t c = 0; c < x.shape()[1]; ++c)
        for (std::size_t oh = 0; oh < w.OH; ++oh)
          for (std::size_t ow = 0; ow < w.OW; ++ow) {
            bool any = false;
            std::size_t best_h = 0, best_w = 0;
            for (std::size_t kh = 0; kh < w.KH; ++kh)
              for (std::size_t kw = 0; kw < w.KW; ++kw) {
                const std::size_t h = oh * w.SH + kh - w.PH, v = ow * w.SW + kw - w.PW;
                if (h >= w.H || v >= w.W) continue;  // padding; below 0 it wraps round
                if (any && x(n, c, h, v) <= x(n, c, best_h, best_w)) continue;
                any = true;
                best_h = h;
                best_w = v;
              }
            REQUIRE(any);  // no window lies in the padding altogether
            y(n, c, oh, ow) = x(n, c, best_h, best_w);
            dx(n, c, best_h, best_w) += dy(n, c, oh, ow);
          }
  }
};

/// Small whole numbers: full of ties, and sums of gradients are exact.
Tensor whole_numbers(const Shape& shape, int low, int high, Rng& rng) {
  Tensor t = make_tensor(shape);
  for (Scalar& v : t)
    v = static_cast<Scalar>(
        low + static_cast<int>(rng.below(static_cast<std::uint32_t>(high - low + 1))));
  return t;
}

void compare_with_naive(const Pooling::Options& o, const Shape& in, std::size_t n, int low,
                        int high, Rng& rng) {
  Pooling pooling(o);
  const Shape out = pooling.build(in, rng);
  const Tensor x = whole_numbers(batch_shape(n, in), low, high, rng);
  const Tensor dy = whole_numbers(batch_shape(n, out), -9, 9, rng);
  const Naive naive(
      x, dy, Window2d{o.pool, o.stride.value_or(o.pool), o.pad, Rounding::Ceil}.over(in, ""));
  CAPTURE(pooling.description(), to_string(in), n, low, high);
  CHECK(relative_error(pooling.forward(x, Mode::Eval), naive.y) == 0);
  CHECK(relative_error(pooling.forward(x, Mode::Train), naive.y) == 0);
  CHECK(relative_error(pooling.backward(dy), naive.dx) == 0);
}

}  // namespace

TEST_CASE("Pooling agrees with naive loops: sizes, pads and strides of every kind") {
  Rng rng(31);
  compare_with_naive({.pool = 2}, {20, 24, 24}, 2, -50, 50, rng);
  compare_with_naive({.pool = 2}, {50, 8, 8}, 3, -50, 50, rng);
  for (const std::size_t width : {2, 4, 6, 8, 10, 14, 16, 30, 32, 62, 64, 66})
    compare_with_naive({.pool = 2}, {3, 4, width}, 2, -5, 5, rng);
  compare_with_naive({.pool = 2}, {3, 33, 35}, 2, -5, 5, rng);
  const auto draw = [&](std::uint32_t low, std::uint32_t high) -> std::size_t {
    return low + rng.below(high - low + 1);
  };
  for (int i = 0; i < 150; ++i) {
    const Size2d pool(draw(1, 4), draw(1, 4));
    Pooling::Options o{.pool = pool, .pad = {draw(0, 3) % pool.h, draw(0, 3) % pool.w}};
    if (i % 3 != 0) o.stride = Size2d(draw(1, 4), draw(1, 4));
    compare_with_naive(o, {draw(1, 4), draw(1, 11), draw(1, 11)}, draw(1, 4), -3, 3, rng);
  }
}

TEST_CASE("Padding never wins, however negative the image") {
  Rng rng(32);
  compare_with_naive({.pool = 2, .pad = 1}, {2, 5, 4}, 2, -9, -1, rng);
  compare_with_naive({.pool = 3, .stride = 2, .pad = 2}, {2, 5, 7}, 3, -9, -7, rng);
  Pooling pooling({.pool = 2, .pad = 1});
  pooling.build({1, 1, 1}, rng);
  constexpr Scalar kLowest = std::numeric_limits<Scalar>::lowest();
  const Tensor x = make_tensor({1, 1, 1, 1}, kLowest);
  CHECK(values_of(pooling.forward(x, Mode::Eval)) == std::vector<Scalar>{kLowest});
}

TEST_CASE("Of equal pixels the first one gets the gradient") {
  for (const std::size_t pool : {2, 3, 4}) {
    Pooling pooling({.pool = pool});
    pooling.build({1, 4, 12});
    const Tensor x = make_tensor({1, 1, 4, 12}, -2);
    const Tensor y = pooling.forward(x, Mode::Train);
    const Tensor& dx = pooling.backward(make_tensor(shape_of(y), 1));
    for (std::size_t h = 0; h < 4; ++h)
      for (std::size_t w = 0; w < 12; ++w)
        CHECK(dx(0, 0, h, w) == (h % pool == 0 && w % pool == 0 ? 1 : 0));
  }
}

TEST_CASE("A NaN wins its window, wherever it is") {
  constexpr Scalar kNaN = std::numeric_limits<Scalar>::quiet_NaN();
  for (const std::size_t pool : {2, 3}) {
    Pooling pooling({.pool = pool});
    Rng rng;
    pooling.build({1, pool, 2 * pool}, rng);
    for (std::size_t i = 0; i < pool * pool; ++i)
      for (const Mode mode : {Mode::Eval, Mode::Train}) {
        Tensor x = whole_numbers({1, 1, pool, 2 * pool}, -3, 3, rng);
        x(0, 0, i / pool, i % pool) = kNaN;
        const Tensor& y = pooling.forward(x, mode);
        CAPTURE(pool, i, mode == Mode::Eval);
        CHECK(std::isnan(y.data()[0]));
        CHECK(std::isfinite(y.data()[1]));
      }
  }
}

TEST_CASE("Pooling refuses options and shapes that do not fit") {
  const auto build = [](const Pooling::Options& o, const Shape& in) {
    return message_of<Error>([&] { built(o, in); });
  };
  CHECK(contains(build({.pool = 0}, {1, 8, 8}), "(Pooling 0x0, stride 0, pad 0): pool 0x0 but"));
  CHECK(contains(build({.pool = 2, .stride = 0}, {1, 8, 8}), "stride 0x0 but expected at least 1"));
  CHECK(contains(build({.pool = 2, .pad = 2}, {1, 8, 8}), "pad 2 but expected less than the"));
  CHECK(contains(build({.pool = 2}, {128}),
                 "Pooling (Pooling 2x2, stride 2, pad 0): input (128) but expected an image"));
  Pooling pooling({.pool = 2});
  pooling.build({2, 7, 6});
  CHECK(message_of<ShapeError>([&] {
          pooling.forward(make_tensor({3, 7, 6}), Mode::Train);
        }) ==
        "Pooling (Pooling 2x2, stride 2, pad 0): forward got x (3, 7, 6), expected (N, 2, 7, 6)");
  const Tensor x = make_tensor({3, 2, 7, 6});
  pooling.forward(x, Mode::Train);
  CHECK(contains(message_of<ShapeError>([&] {
                   pooling.backward(make_tensor({3, 2, 3, 3}));
                 }),
                 "backward got dy (3, 2, 3, 3), expected (N, 2, 4, 3)"));
}
