// The pictures of chapter 8.
#pragma once

#include <origami/tensor.hpp>

#include "support/svg.hpp"

namespace origami::examples {

inline constexpr double kSide = 30;  // of a cell, pixels
inline const TextStyle kSmall{.size = 12, .tone = Tone::Grey};

/// A digit (1, H, W), 3x3 filters (OC, 1, 3, 3) and what they make of it, (OC, OH, OW).
inline Canvas draw_feature_maps(const Tensor& digit, const Tensor& filters, const Tensor& maps) {
  Canvas canvas(700, 280, "A digit and what four edge filters find in it",
                "Left, a digit. Above, four filters of 3x3 weights; below each, the "
                "picture it makes: the left edges of the strokes, the right, the upper and the "
                "lower edges.");
  const auto draw = [&](const Box& box, const Tensor& t, std::size_t c, double full, Tone tone) {
    canvas.image(
        box, t.shape()[1], t.shape()[2],
        [&](std::size_t h, std::size_t w) { return t(c, h, w) / full; }, tone);
    canvas.rect(box, Tone::None);
  };
  const Box left{20, 138, 112, 112};
  draw(left, digit, 0, 255, Tone::Blue);
  canvas.caption(left, "x", "(1, 28, 28)");
  for (std::size_t oc = 0; oc < filters.shape()[0]; ++oc) {
    const double middle = 224 + 134 * static_cast<double>(oc);
    const Box filter = canvas.grid(
        {middle - 36, 20}, 3, 3,
        [&](std::size_t h, std::size_t w) {
          return Cell{number(filters(oc, 0, h, w)), Tone::Orange};
        },
        24);
    const Box map{middle - 52, 142, 104, 104};
    canvas.arrow({middle, filter.bottom() + 8}, {middle, map.y - 8}, {Tone::Orange, 2});
    draw(map, maps, oc, 4 * 255, Tone::Green);
    canvas.text({middle, map.bottom() + 20}, "oc = " + std::to_string(oc), kSmall);
  }
  return canvas;
}

/// Thick frames around the blocks that belong to one channel, side by side or below each other.
inline void frame_channels(Canvas& canvas, const Box& all, std::size_t channels, bool below) {
  const double n = static_cast<double>(channels);
  for (std::size_t c = 0; c < channels; ++c) {
    const double i = static_cast<double>(c);
    const Box part = below ? Box{all.x, all.y + all.h / n * i, all.w, all.h / n}
                           : Box{all.x + all.w / n * i, all.y, all.w / n, all.h};
    canvas.frame(part, {Tone::Grey, 2.5});
    const Point label =
        below ? Point{part.x - 26, part.centre().y} : Point{part.centre().x, part.bottom() + 14};
    canvas.text(label, "c = " + std::to_string(c), kSmall);
  }
}

/// The channels of x (C, H, W) with the window, (KH, KW) at (oh, ow), framed in each.
inline void draw_input(Canvas& canvas, const Tensor& x, std::size_t KH, std::size_t KW,
                       const Shape& place) {
  const std::size_t oh = place[1], ow = place[2];
  for (std::size_t c = 0; c < x.shape()[0]; ++c) {
    const Box plane = canvas.grid(
        {20 + 140 * static_cast<double>(c), 120}, x.shape()[1], x.shape()[2],
        [&](std::size_t h, std::size_t w) {  // unsigned: no negative differences
          return Cell{number(x(c, h, w)), h - oh < KH && w - ow < KW ? Tone::Blue : Tone::None};
        },
        kSide);
    canvas.caption(plane, c == 0 ? "x" : "", "c = " + std::to_string(c));
    canvas.frame(
        {plane.x + kSide * static_cast<double>(ow), plane.y + kSide * static_cast<double>(oh),
         kSide * static_cast<double>(KW), kSide * static_cast<double>(KH)},
        {Tone::Blue, 3});
  }
}

/// The channels of y (OC, OH, OW) below each other, with the value at `place` standing out.
inline void draw_output(Canvas& canvas, const Tensor& y, const Shape& place) {
  for (std::size_t oc = 0; oc < y.shape()[0]; ++oc) {
    const Box map = canvas.grid(
        {640, 265 + 90 * static_cast<double>(oc)}, y.shape()[1], y.shape()[2],
        [&](std::size_t h, std::size_t w) {
          return Cell{number(y(oc, h, w)), Shape{oc, h, w} == place ? Tone::Green : Tone::None};
        },
        kSide);
    canvas.caption(map, oc == 0 ? "y (3, 2, 3)" : "", "oc = " + std::to_string(oc));
  }
}

/// y = W * columns + b: x (C, H, W), weight (OC, C, KH, KW), columns (K, P), y (OC, OH, OW). What
/// makes the value of y at `place` = (oc, oh, ow) stands out.
inline Canvas draw_product(const Tensor& x, const Tensor& weight, const Tensor& bias,
                           const Tensor& columns, const Tensor& y, const Shape& place) {
  Canvas canvas(
      752, 540, "Convolution as a product of two matrices",
      "Upper left, the two channels of x with the window at stop (1, 1) framed. Upper right, the 8 "
      "x 6 matrix of columns, channel 0 above channel 1. Lower left, the 3 x 8 matrix of weights, "
      "a filter in each row, and the biases. Lower right, their product, 3 x 6. Row 1 of the "
      "weights, column 4 of the columns and bias 1 give 9. Each row of the product is a picture "
      "of 2 x 3, drawn on the right.");
  const std::size_t C = x.shape()[0], OC = weight.shape()[0], K = columns.shape()[0];
  const std::size_t P = columns.shape()[1], oc = place[0], p = place[1] * y.shape()[2] + place[2];
  const double right = 400, below = 340;
  const auto matrix = [&](Point at, std::size_t rows, std::size_t cols, const Tensor& t,
                          const std::function<bool(std::size_t, std::size_t)>& mark, Tone tone) {
    return canvas.grid(
        at, rows, cols,
        [&](std::size_t r, std::size_t c) {
          return Cell{number(t.data()[r * cols + c]), mark(r, c) ? tone : Tone::None};
        },
        kSide);
  };
  const auto in_row = [&](std::size_t r, std::size_t) { return r == oc; };
  const auto in_column = [&](std::size_t, std::size_t c) { return c == p; };
  draw_input(canvas, x, weight.shape()[2], weight.shape()[3], place);
  canvas.arrow({right - 110, 165}, {right - 50, 165}, {Tone::Blue, 2});
  const Box cols = matrix({right, 48}, K, P, columns, in_column, Tone::Blue);
  canvas.caption(cols, "im2col(x)", "(8, 6)");
  frame_channels(canvas, cols, C, true);
  const Box filters = matrix({20, below}, OC, K, weight, in_row, Tone::Orange);
  canvas.caption(filters, "W");
  canvas.text({filters.centre().x, filters.bottom() + 34}, "(3, 8)", kSmall);
  frame_channels(canvas, filters, C, false);
  const Box b = matrix({filters.right() + 40, below}, OC, 1, bias, in_row, Tone::Orange);
  canvas.caption(b, "b", "(3)");
  canvas.text({b.x - 20, b.centre().y}, "+", {.size = 20});
  const Box out = matrix(
      {right, below}, OC, P, y, [&](auto r, auto c) { return r == oc && c == p; }, Tone::Green);
  canvas.text({(b.right() + out.x) / 2, b.centre().y}, "=", {.size = 20});
  canvas.caption(out, "", "y (3, 6)");
  canvas.arrow({out.right() + 10, out.centre().y}, {630, out.centre().y}, {Tone::Green, 2});
  draw_output(canvas, y, place);
  return canvas;
}

/// Three tensors (C, H, W) of which the third is the sum of the other two.
inline Canvas draw_sum(const Tensor& first, const Tensor& second, const Tensor& sum) {
  Canvas canvas(566, 276, "Backward: each window gets its filter, overlaps are added",
                "Three images of two channels. First: filter 0, once, at stop (0, 0). Second: "
                "filter 1, twice, at stop (0, 1). Third: their sum, the gradient of x.");
  const Tensor* parts[] = {&first, &second, &sum};
  const char* names[] = {"1 · W₀", "2 · W₁", "dx"};
  for (std::size_t i = 0; i < 3; ++i)
    for (std::size_t c = 0; c < sum.shape()[0]; ++c) {
      const Tensor& t = *parts[i];
      const Point at{58 + 182 * static_cast<double>(i), 48 + 120 * static_cast<double>(c)};
      const Box box = canvas.grid(
          at, t.shape()[1], t.shape()[2],
          [&](std::size_t h, std::size_t w) {
            const bool seen = h < 2 && (i == 0 ? w < 2 : i == 1 ? w > 0 && w < 3 : w < 3);
            return Cell{number(t(c, h, w)), seen ? Tone::Red : Tone::None};
          },
          kSide);
      if (c == 0) canvas.caption(box, names[i]);
      if (i == 0) canvas.text({box.x - 30, box.centre().y}, "c = " + std::to_string(c), kSmall);
      if (i < 2)
        canvas.frame({box.x + kSide * static_cast<double>(i), box.y, 60, 60}, {Tone::Orange, 3});
      if (i < 2) canvas.text({box.right() + 31, box.centre().y}, i == 0 ? "+" : "=", {.size = 20});
    }
  return canvas;
}

}  // namespace origami::examples
