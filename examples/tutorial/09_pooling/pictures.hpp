// The pictures of chapter 9, drawn from what its program computed.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "max_pool.hpp"
#include "support/svg.hpp"

namespace origami::examples {

/// What a reader hears who cannot see the picture.
struct Words {
  std::string title, description;
};

constexpr double kSide = 34;  // of a cell, in pixels

/// Above a table its name, below it its shape.
inline void label(Canvas& canvas, const Box& box, const std::string& name, const Shape& shape) {
  canvas.text({box.centre().x, box.y - 16}, name, {.bold = true});
  canvas.text({box.centre().x, box.bottom() + 16}, to_string(shape),
              {.size = 12, .tone = Tone::Grey});
}

/// What the pictures are drawn from: x, its columns, y; or dx, dcolumns and dy.
struct Picture {
  Windows w;
  Tensor image, columns, out;  // (1, H, W), (KH*KW, OH*OW), (1, OH, OW)
  std::vector<std::size_t> max_index;
  bool backward;

  /// Of the image with its padding, as far as a window reaches.
  std::size_t rows() const { return std::max(w.H + w.PH, (w.OH - 1) * w.SH + w.KH); }
  std::size_t cols() const { return std::max(w.W + w.PW, (w.OW - 1) * w.SW + w.KW); }

  /// Whether window p has its maximum at (h, v), counted with the padding.
  bool wins(std::size_t p, std::size_t h, std::size_t v) const {
    const std::size_t r = max_index[p];
    return h == p / w.OW * w.SH + r / w.KW && v == p % w.OW * w.SW + r % w.KW;
  }
  bool wins(std::size_t h, std::size_t v) const {
    for (std::size_t p = 0; p < w.cols(); ++p)
      if (wins(p, h, v)) return true;
    return false;
  }

  Tone in_tone() const { return backward ? Tone::Red : Tone::Blue; }
  Tone out_tone() const { return backward ? Tone::Red : Tone::Green; }
};

inline Picture picture_of(const Tensor& x, const Window2d& window) {
  const Pooled pooled = pool_forward(x, window);
  return {window.over(shape_of(x), "picture_of"),
          x,
          im2col(x, window),
          pooled.y,
          pooled.max_index,
          /*backward=*/false};
}

inline Picture gradient_of(const Tensor& x, const Tensor& dy, const Window2d& window) {
  const Windows w = window.over(shape_of(x), "gradient_of");
  const std::vector<std::size_t> max_index = pool_forward(x, window).max_index;
  return {w,
          pool_backward(dy, max_index, window, shape_of(x)),
          gradient_columns(dy, max_index, w.rows()),
          dy,
          max_index,
          /*backward=*/true};
}

inline double times(double side, std::size_t n) { return side * static_cast<double>(n); }

inline void frame_window(Canvas& canvas, const Picture& p, const Box& image, std::size_t window,
                         double side = kSide) {
  const double x = image.x + times(side, window % p.w.OW * p.w.SW);
  const double y = image.y + times(side, window / p.w.OW * p.w.SH);
  canvas.frame({x + 2.5, y + 2.5, times(side, p.w.KW) - 5, times(side, p.w.KH) - 5},
               {Tone::None, 2.5});
}

inline Box place_image(Canvas& canvas, Point at, const Picture& p) {
  const Windows& w = p.w;
  const Box box = canvas.grid(at, p.rows(), p.cols(), [&](std::size_t h, std::size_t v) {
    const bool outside = h < w.PH || v < w.PW || h >= w.H + w.PH || v >= w.W + w.PW;
    if (outside) return Cell{"−∞", Tone::Grey};
    return Cell{number(p.image(0, h - w.PH, v - w.PW)), p.wins(h, v) ? p.in_tone() : Tone::None};
  });
  label(canvas, box, p.backward ? "dx" : "x", {w.H, w.W});
  return box;
}

/// `out`, its middle at height `middle`.
inline Box place_out(Canvas& canvas, double x, double middle, const Picture& p) {
  const std::size_t OH = p.w.OH, OW = p.w.OW;
  const Box box =
      canvas.grid({x, middle - times(kSide, OH) / 2}, OH, OW, [&](std::size_t h, std::size_t v) {
        return Cell{number(p.out(0, h, v)), p.out_tone()};
      });
  label(canvas, box, p.backward ? "dy" : "y", {OH, OW});
  return box;
}

/// From left to right, or back.
inline void step(Canvas& canvas, double left, double right, double y, const Picture& p,
                 const std::string& name) {
  const Tone tone = p.backward ? Tone::Red : Tone::None;
  canvas.arrow({p.backward ? right : left, y}, {p.backward ? left : right, y}, {tone, 2});
  canvas.text({(left + right) / 2, y - 14}, name, {.size = 13, .tone = tone});
}

/// As images: x with its windows and y, or dx and dy.
inline Canvas draw_image(const Words& words, const Picture& p) {
  Canvas canvas(times(kSide, p.cols() + p.w.OW) + 138, times(kSide, p.rows()) + 80, words.title,
                words.description);
  const Box image = place_image(canvas, {24, 44}, p);
  for (std::size_t window = 0; window < p.w.cols(); ++window)
    frame_window(canvas, p, image, window);
  const double middle = image.centre().y;
  const Box out = place_out(canvas, image.right() + 90, middle, p);
  step(canvas, image.right() + 14, out.x - 14, middle, p, p.backward ? "" : "max");
  return canvas;
}

/// The matrix of columns with the places (kh, kw) beside it and the windows (oh, ow) above it.
inline Box place_columns(Canvas& canvas, Point at, const Picture& p) {
  const Windows& w = p.w;
  const Box box = canvas.grid(at, w.rows(), w.cols(), [&](std::size_t r, std::size_t c) {
    return Cell{number(p.columns(r, c)), p.max_index[c] == r ? p.in_tone() : Tone::None};
  });
  const auto pair = [](std::size_t a, std::size_t b) {
    return std::to_string(a) + "," + std::to_string(b);
  };
  const TextStyle grey{.size = 12, .tone = Tone::Grey};
  for (std::size_t r = 0; r < w.rows(); ++r)
    canvas.text({box.x - 16, box.y + times(kSide, r) + 17}, pair(r / w.KW, r % w.KW), grey);
  for (std::size_t c = 0; c < w.cols(); ++c)
    canvas.text({box.x + times(kSide, c) + 17, box.y - 12}, pair(c / w.OW, c % w.OW), grey);
  canvas.text({box.x - 20, box.y - 12}, "kh,kw", {.size = 11, .tone = Tone::Grey});
  canvas.text({box.right() + 22, box.y - 12}, "oh,ow", {.size = 11, .tone = Tone::Grey});
  canvas.text({box.centre().x, box.y - 34}, p.backward ? "dcolumns" : "columns", {.bold = true});
  canvas.frame({box.x + 2.5, box.y + 2.5, kSide - 5, box.h - 5}, {Tone::None, 2.5});
  return box;
}

/// As matrices, window 0 framed.
inline Canvas draw_matrix(const Words& words, const Picture& p) {
  Canvas canvas(636, 330, words.title, words.description);
  const Box image = place_image(canvas, {24, 76}, p);
  frame_window(canvas, p, image, 0);
  const Box table = place_columns(canvas, {image.right() + 150, 76}, p);
  const auto row = [&](double y, const std::string& name, Tone tone, auto value) {
    const Box box = canvas.grid({table.x, y}, 1, p.w.cols(), [&](std::size_t, std::size_t c) {
      return Cell{number(static_cast<double>(value(c))), tone};
    });
    canvas.text({box.x - 12, box.centre().y}, name, {.anchor = Anchor::End});
    return box;
  };
  const Box out = row(table.bottom() + 22, p.backward ? "dy" : "max", p.out_tone(),
                      [&](std::size_t c) { return p.out.data()[c]; });
  row(out.bottom() + 8, "max_index", Tone::Grey, [&](std::size_t c) { return p.max_index[c]; });
  const Box last = place_out(canvas, out.right() + 110, out.centre().y, p);
  step(canvas, image.right() + 14, table.x - 42, image.centre().y, p,
       p.backward ? "col2im" : "im2col");
  step(canvas, out.right() + 14, last.x - 14, out.centre().y, p, "");
  return canvas;
}

/// dx as the sum of what each window sends home.
inline Canvas draw_sum(const Words& words, const Picture& p) {
  const double side = 26, high = times(side, p.w.H), wide = times(side, p.w.W);
  Canvas canvas(14 + times(wide + 34, p.w.cols() + 1), high + 56, words.title, words.description);
  Point at{24, 40};
  for (std::size_t window = 0; window <= p.w.cols(); ++window, at.x += wide + 34) {
    const bool last = window == p.w.cols();
    const Box box = canvas.grid(
        at, p.w.H, p.w.W,
        [&](std::size_t h, std::size_t v) {
          const bool here = last ? p.wins(h, v) : p.wins(window, h, v);
          const Scalar value = last ? p.image(0, h, v) : here ? p.out.data()[window] : 0;
          return Cell{number(value), here ? Tone::Red : Tone::None};
        },
        side);
    canvas.text({box.centre().x, 22},
                last ? "dx"
                     : "dy(" + std::to_string(window / p.w.OW) + "," +
                           std::to_string(window % p.w.OW) + ")",
                {.size = 13, .bold = true});
    if (last) continue;
    frame_window(canvas, p, box, window, side);
    canvas.text({box.right() + 17, box.centre().y}, window + 1 < p.w.cols() ? "+" : "=",
                {.size = 18});
  }
  return canvas;
}

}  // namespace origami::examples
