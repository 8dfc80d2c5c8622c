// The pictures of chapter 7.
#pragma once

#include <origami/im2col.hpp>
#include <set>

#include "support/svg.hpp"

namespace origami::examples {

inline constexpr double kSide = 34;  // of a cell, pixels
inline const TextStyle kSmall{.size = 12, .tone = Tone::Grey};

inline std::string index_pair(std::size_t i, std::size_t count) {
  return std::to_string(i / count) + "," + std::to_string(i % count);
}

/// A matrix of columns, `windows.rows()` x `windows.cols()` of one channel, with (kh, kw) beside
/// its rows and (oh, ow) above its columns; the entries in `marked` stand out.
inline Box draw_columns(Canvas& canvas, Point at, const std::string& name, const Tensor& columns,
                        const Windows& windows, const std::set<std::size_t>& marked, Tone tone) {
  const std::size_t rows = windows.rows(), cols = windows.cols();
  const Box box = canvas.grid(
      at, rows, cols,
      [&](std::size_t r, std::size_t p) {
        return Cell{number(columns(r, p)), marked.count(r * cols + p) > 0 ? tone : Tone::None};
      },
      kSide);
  for (std::size_t r = 0; r < rows; ++r)
    canvas.text({box.x - 20, box.y + kSide * (static_cast<double>(r) + 0.5)},
                index_pair(r, windows.KW), kSmall);
  for (std::size_t p = 0; p < cols; ++p)
    canvas.text({box.x + kSide * (static_cast<double>(p) + 0.5), box.y - 14},
                index_pair(p, windows.OW), kSmall);
  canvas.text({box.x - 20, box.y - 36}, "kh, kw", kSmall);
  canvas.text({box.centre().x, box.y - 36}, "oh, ow", kSmall);
  canvas.text({box.centre().x, box.bottom() + 16}, name + " " + to_string(shape_of(columns)),
              kSmall);
  return box;
}

/// An image (1, 4, 4) and its columns, with the window at `stop` in both.
inline Canvas draw_im2col(const Tensor& image, const Window2d& window, std::size_t stop) {
  Canvas canvas(560, 410, "im2col of a 4x4 image with a 3x3 window",
                "Left, the image with the numbers 1 to 16; the window at stop (1, 0) is framed. It "
                "sees 5 6 7, 9 10 11 and 13 14 15. Right, the matrix of 9 rows and 4 columns. The "
                "framed column of stop (1, 0) holds the same nine numbers from top to bottom.");
  const Windows w = window.over(shape_of(image), "figure");
  const std::size_t top = stop / w.OW * w.SH, first = stop % w.OW * w.SW;
  const Box left = canvas.grid(
      {30, 140}, w.H, w.W,
      [&](std::size_t r, std::size_t c) {
        const bool seen = r - top < w.KH && c - first < w.KW;  // unsigned: no negative differences
        return Cell{number(image(0, r, c)), seen ? Tone::Blue : Tone::None};
      },
      kSide);
  canvas.caption(left, "x", "(1, 4, 4)");
  std::set<std::size_t> marked;
  for (std::size_t r = 0; r < w.rows(); ++r) marked.insert(r * w.cols() + stop);
  const Box right =
      draw_columns(canvas, {380, 66}, "columns", im2col(image, window), w, marked, Tone::Blue);
  canvas.frame(
      {left.x + kSide * static_cast<double>(first), left.y + kSide * static_cast<double>(top),
       kSide * static_cast<double>(w.KW), kSide * static_cast<double>(w.KH)},
      {Tone::Blue, 3});
  canvas.frame({right.x + kSide * static_cast<double>(stop), right.y, kSide, right.h},
               {Tone::Blue, 3});
  const double y = left.centre().y;
  canvas.arrow({left.right() + 20, y}, {right.x - 56, y}, {Tone::Blue, 2});
  canvas.text({(left.right() + right.x) / 2 - 18, y - 18}, "im2col", {.bold = true});
  return canvas;
}

/// Columns and the image (1, 4, 4) they are folded to; `entries`, in the order in which they are
/// added, are those which see the image's pixel number `pixel`.
inline Canvas draw_col2im(const Tensor& columns, const Window2d& window,
                          const std::vector<std::size_t>& entries, std::size_t pixel) {
  Canvas canvas(560, 410, "col2im adds what every window says about a pixel",
                "Left, the matrix with the numbers 1 to 36. Four of them belong to pixel (1, 1): "
                "4, 7, 14 and 17, one in each column. Right, the 4x4 image: that pixel is their "
                "sum, 42.");
  const Shape shape{1, 4, 4};
  const Tensor image = col2im(columns, window, shape);
  const Box left = draw_columns(canvas, {70, 66}, "g", columns, window.over(shape, "figure"),
                                {entries.begin(), entries.end()}, Tone::Red);
  const Box right = canvas.grid(
      {390, 140}, 4, 4,
      [&](std::size_t r, std::size_t c) {
        return Cell{number(image(0, r, c)), 4 * r + c == pixel ? Tone::Red : Tone::None};
      },
      kSide);
  canvas.caption(right, "dx", "(1, 4, 4)");
  std::string sum;
  for (const std::size_t entry : entries)
    sum += (sum.empty() ? "" : " + ") + number(columns.data()[entry]);
  canvas.text({right.centre().x, right.bottom() + 44}, sum + " = " + number(image.data()[pixel]),
              {.size = 14, .tone = Tone::Red});
  const double y = right.centre().y;
  canvas.arrow({left.right() + 20, y}, {right.x - 20, y}, {Tone::Red, 2});
  canvas.text({(left.right() + right.x) / 2, y - 18}, "col2im", {.bold = true});
  return canvas;
}

inline Canvas draw_counts() {
  Canvas canvas(760, 232, "How many windows see each pixel of a 6x6 image",
                "Four tables. Kernel 3, stride 1: from 1 in the corners to 9 in the middle. With "
                "padding 1: 4 in the corners, 9 inside. Kernel 3, stride 2: 1, 2 or 4, and 0 in "
                "the last row and column. Kernel 2, stride 2: 1 everywhere.");
  const Window2d windows[] = {{.kernel = 3},
                              {.kernel = 3, .pad = 1},
                              {.kernel = 3, .stride = 2},
                              {.kernel = 2, .stride = 2}};
  const Shape shape{1, 6, 6};
  double left = 20;
  for (const Window2d& window : windows) {
    const Windows w = window.over(shape, "figure");
    const Tensor counts = col2im(make_tensor({w.rows(), w.cols()}, 1), window, shape);
    const Box box = canvas.grid(
        {left, 44}, 6, 6,
        [&](std::size_t r, std::size_t c) {
          return Cell{number(counts(0, r, c)), Tone::Green, counts(0, r, c) / 16.0};
        },
        26);
    canvas.caption(
        box, std::to_string(w.cols()) + " × " + to_string(window.kernel),
        "stride " + to_short_string(window.stride) + ", pad " + to_short_string(window.pad));
    left = box.right() + 32;
  }
  return canvas;
}

}  // namespace origami::examples
