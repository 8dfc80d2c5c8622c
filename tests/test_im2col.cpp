#include <limits>
#include <origami/error.hpp>
#include <origami/im2col.hpp>

#include "tensors.hpp"

using namespace origami;

TEST_CASE("im2col of the documented 3x3 example") {
  // a b c      1 2 3
  // d e f  as  4 5 6  under 2x2 windows
  // g h i      7 8 9
  const Tensor image = tensor_of({1, 3, 3}, {1, 2, 3, 4, 5, 6, 7, 8, 9});
  const Tensor columns = im2col(image, {.kernel = 2});
  CHECK(shape_of(columns) == Shape{4, 4});
  CHECK(values_of(columns) == std::vector<Scalar>{1, 2, 4, 5,    // (0,0): a b d e
                                                  2, 3, 5, 6,    // (0,1): b c e f
                                                  4, 5, 7, 8,    // (1,0): d e g h
                                                  5, 6, 8, 9});  // (1,1): e f h i
  // Folded back: a, 2b, c, 2d, 4e, 2f, g, 2h, i.
  CHECK(values_of(col2im(columns, {.kernel = 2}, {1, 3, 3})) ==
        std::vector<Scalar>{1, 4, 3, 8, 20, 12, 7, 16, 9});
}

TEST_CASE("im2col pads with the value it is given") {
  const Tensor image = tensor_of({1, 1, 2}, {1, 2});
  const Window2d window{{1, 2}, 1, {0, 1}};
  CHECK(values_of(im2col(image, window)) == std::vector<Scalar>{0, 1, 2, 1, 2, 0});
  CHECK(values_of(im2col(image, window, -7)) == std::vector<Scalar>{-7, 1, 2, 1, 2, -7});
}

TEST_CASE("A stride larger than the kernel skips pixels, and folding leaves zeros there") {
  const Tensor image = tensor_of({1, 1, 5}, {1, 2, 3, 4, 5});
  const Window2d window{1, {1, 2}};
  const Tensor columns = im2col(image, window);
  CHECK(values_of(columns) == std::vector<Scalar>{1, 3, 5});
  CHECK(values_of(col2im(columns, window, {1, 1, 5})) == std::vector<Scalar>{1, 0, 3, 0, 5});
}

/// A window and an image it fits, with no two extents tied to each other.
struct Geometry {
  Window2d window;
  Shape image;
};

static Geometry random_geometry(Rng& rng) {
  const auto draw = [&](std::uint32_t low, std::uint32_t high) -> std::size_t {
    return low + rng.below(high - low + 1);
  };
  const Size2d kernel(draw(1, 5), draw(1, 5));
  const Window2d window{kernel,
                        {draw(1, 4), draw(1, 4)},
                        {rng.below(static_cast<std::uint32_t>(kernel.h)),
                         rng.below(static_cast<std::uint32_t>(kernel.w))},
                        rng.below(2) == 0 ? Rounding::Floor : Rounding::Ceil};
  return {window, {draw(1, 4), draw(5, 12), draw(5, 12)}};
}

/// The definition, pixel by pixel: what row (c*KH + kh)*KW + kw holds at window (oh, ow).
static Tensor naive_im2col(const Tensor& image, const Windows& w, Scalar padding) {
  Tensor columns = make_tensor({w.rows(), w.cols()});
  for (std::size_t c = 0; c < w.C; ++c)
    for (std::size_t kh = 0; kh < w.KH; ++kh)
      for (std::size_t kw = 0; kw < w.KW; ++kw)
        for (std::size_t oh = 0; oh < w.OH; ++oh)
          for (std::size_t ow = 0; ow < w.OW; ++ow) {
            const std::size_t h = oh * w.SH + kh - w.PH, v = ow * w.SW + kw - w.PW;  // may wrap
            columns((c * w.KH + kh) * w.KW + kw, oh * w.OW + ow) =
                h < w.H && v < w.W ? image(c, h, v) : padding;
          }
  return columns;
}

TEST_CASE("im2col is its definition, random geometries") {
  Rng rng(11);
  for (std::uint64_t i = 0; i < 200; ++i) {
    const auto [window, shape] = random_geometry(rng);
    const Windows w = window.over(shape, "w");
    CAPTURE(i, to_string(shape), to_string(window.kernel), to_string(window.stride));
    const Tensor image = random_tensor(shape, i);
    REQUIRE(same_bits(im2col(image, window, -3), naive_im2col(image, w, -3)));
    REQUIRE(same_bits(im2col(image, window), naive_im2col(image, w, 0)));
  }
}

TEST_CASE("im2col and col2im are adjoint, random geometries") {
  Rng rng(12);
  for (std::uint64_t i = 0; i < 200; ++i) {
    const auto [window, shape] = random_geometry(rng);
    const Windows w = window.over(shape, "w");
    CAPTURE(i, to_string(shape), to_string(window.kernel), to_string(window.stride));
    const Tensor x = random_tensor(shape, i), c = random_tensor({w.rows(), w.cols()}, 1000 + i);
    const Tensor columns = im2col(x, window), folded = col2im(c, window, shape);
    const double scale = std::sqrt(dot(columns, columns) * dot(c, c));
    REQUIRE(std::abs(dot(columns, c) - dot(x, folded)) <= 0.1 * kRounding * scale);
  }
}

TEST_CASE("The flat matrix of the documented example") {
  const Windows w = Window2d{.kernel = 2}.over({1, 3, 3}, "w");
  const Windows flat = w.flat();
  CHECK((flat.rows() == 2 && flat.cols() == 6));
  const Tensor image = tensor_of({1, 3, 3}, {1, 2, 3, 4, 5, 6, 7, 8, 9});
  Tensor columns = make_tensor({2, 6});
  im2col(image.data(), flat, columns.data());
  CHECK(values_of(columns) == std::vector<Scalar>{1, 2, 4, 5, 7, 8,    // a b d e g h
                                                  2, 3, 5, 6, 8, 9});  // b c e f h i
  CHECK(row_starts(w) == std::vector<std::size_t>{0, 6, 2, 8});
}

TEST_CASE("The flat matrix holds every row of the matrix, random geometries") {
  Rng rng(13);
  for (std::uint64_t i = 0; i < 200; ++i) {
    const auto [window, shape] = random_geometry(rng);
    const Windows w = window.over(shape, "w"), low = w.flat();
    CAPTURE(i, to_string(shape), to_string(window.kernel), to_string(window.stride));
    const Tensor image = random_tensor(shape, i), columns = naive_im2col(image, w, -3);
    Tensor flat = make_tensor({low.rows(), low.cols()});
    im2col(image.data(), low, flat.data(), -3);
    const std::vector<std::size_t> starts = row_starts(w);
    REQUIRE(starts.size() == w.rows());
    for (std::size_t r = 0; r < w.rows(); ++r) {
      REQUIRE(starts[r] + w.cols() <= flat.size());
      const Scalar* row = flat.data() + starts[r];
      REQUIRE(std::equal(row, row + w.cols(), columns.data() + r * w.cols()));
    }
  }
}

TEST_CASE("col2im overwrites what was in the image") {
  const Windows w = Window2d{{2, 3}, {3, 2}, {1, 0}}.over({2, 7, 6}, "w");
  const Tensor columns = random_tensor({w.rows(), w.cols()}, 3);
  Tensor image = make_tensor({2, 7, 6}, std::numeric_limits<Scalar>::quiet_NaN());
  col2im(columns.data(), w, image.data());
  CHECK(same_bits(image, col2im(columns, Window2d{{2, 3}, {3, 2}, {1, 0}}, {2, 7, 6})));
}

TEST_CASE("im2col and col2im refuse what does not fit") {
  CHECK(contains(message_of<ShapeError>([] {
                   im2col(make_tensor({3, 4}), {.kernel = 2});
                 }),
                 "im2col: input (3, 4) but expected an image (C, H, W)"));
  CHECK(contains(message_of<ShapeError>([] {
                   im2col(make_tensor({1, 3, 4}), {.kernel = 5});
                 }),
                 "im2col: input (1, 3, 4) [C,H,W] is smaller than the kernel"));
  CHECK(contains(message_of<ValueError>([] {
                   im2col(make_tensor({1, 3, 4}), {2, 0});
                 }),
                 "im2col: stride 0x0 but expected at least 1"));
  CHECK(contains(message_of<ShapeError>([] {
                   col2im(make_tensor({4, 5}), {.kernel = 2}, {1, 3, 3});
                 }),
                 "col2im: columns (4, 5) but expected (4, 4) for an image (1, 3, 3)"));
}
