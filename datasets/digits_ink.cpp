// Only + - * / and sqrt: see digits.cpp.
#include <algorithm>
#include <array>
#include <cmath>
#include <origami/datasets/digits_ink.hpp>

namespace origami::digits {
namespace {

using Canvas = std::array<double, kSide * kSide>;  // 0 = paper, 1 = ink

struct Box {
  Point lo, hi;
  double extent() const { return std::max(hi.x - lo.x, hi.y - lo.y); }
};

Box bounds(const std::vector<Stroke>& curves) {
  Box box{curves[0][0], curves[0][0]};
  for (const Stroke& curve : curves)
    for (const Point& p : curve) {
      box.lo = {std::min(box.lo.x, p.x), std::min(box.lo.y, p.y)};
      box.hi = {std::max(box.hi.x, p.x), std::max(box.hi.y, p.y)};
    }
  return box;
}

/// Scales and moves the curves so that with `margin` around them they just fill the box.
void fit(std::vector<Stroke>& curves, double margin) {
  const Box box = bounds(curves);
  const double scale = (kBox - 2 * margin) / box.extent();
  const double left = (kSide - scale * (box.lo.x + box.hi.x)) / 2;
  const double top = (kSide - scale * (box.lo.y + box.hi.y)) / 2;
  for (Stroke& curve : curves)
    for (Point& p : curve) p = {left + scale * p.x, top + scale * p.y};
}

/// A straight piece of a stroke: a pixel's ink falls with its distance from the line.
void draw_piece(Canvas& canvas, Point a, Point b, double radius, double soft) {
  const double reach = radius + soft / 2;
  const auto cell = [](double v) { return std::clamp(static_cast<int>(v), 0, kSide - 1); };
  const int x_first = cell(std::min(a.x, b.x) - reach), x_last = cell(std::max(a.x, b.x) + reach);
  const int y_first = cell(std::min(a.y, b.y) - reach), y_last = cell(std::max(a.y, b.y) + reach);
  const Point ab{b.x - a.x, b.y - a.y};
  const double length2 = std::max(ab.x * ab.x + ab.y * ab.y, 1e-12);
  for (int y = y_first; y <= y_last; ++y)
    for (int x = x_first; x <= x_last; ++x) {
      const Point ap{x + 0.5 - a.x, y + 0.5 - a.y};
      const double t = std::clamp((ap.x * ab.x + ap.y * ab.y) / length2, 0.0, 1.0);
      const double dx = ap.x - t * ab.x, dy = ap.y - t * ab.y;
      const double cover = (radius - std::sqrt(dx * dx + dy * dy)) / soft + 0.5;
      double& ink = canvas[y * kSide + x];
      ink = std::max(ink, std::min(cover, 1.0));
    }
}

/// Moves the ink by whole pixels so that its centre of mass is the image's centre.
void centre(const Canvas& canvas, std::uint8_t* out) {
  constexpr int kMargin = (kSide - kBox) / 2;  // a longer move would push ink out of the image
  double mass = 0, mx = 0, my = 0;
  for (int y = 0; y < kSide; ++y)
    for (int x = 0; x < kSide; ++x) {
      const double ink = canvas[y * kSide + x];
      mass += ink;
      mx += ink * (x + 0.5);
      my += ink * (y + 0.5);
    }
  const auto shift = [&](double moment) {
    return std::clamp(static_cast<int>(kSide + 0.5 - moment / mass) - kSide / 2, -kMargin, kMargin);
  };
  const int sx = shift(mx), sy = shift(my);
  std::fill_n(out, kSide * kSide, std::uint8_t{0});
  for (int y = kMargin; y < kSide - kMargin; ++y)
    for (int x = kMargin; x < kSide - kMargin; ++x) {
      const double ink = canvas[y * kSide + x] * 255;
      out[(y + sy) * kSide + x + sx] = static_cast<std::uint8_t>(std::lround(ink));
    }
}

}  // namespace

double winding(const std::vector<Stroke>& curves) {
  double length = 0;
  for (const Stroke& curve : curves)
    for (std::size_t i = 1; i < curve.size(); ++i) {
      const double dx = curve[i].x - curve[i - 1].x, dy = curve[i].y - curve[i - 1].y;
      length += std::sqrt(dx * dx + dy * dy);
    }
  return length / bounds(curves).extent();
}

void draw(std::vector<Stroke> curves, const Pen& pen, std::uint8_t* out) {
  fit(curves, pen.radius + pen.soft / 2);
  Canvas canvas{};
  for (const Stroke& curve : curves)
    for (std::size_t i = 1; i < curve.size(); ++i) {
      const Point a = curve[i - 1], b = curve[i];
      const double dx = b.x - a.x, dy = b.y - a.y;
      const double length = std::sqrt(dx * dx + dy * dy + 1e-12);
      const double along = (dx * pen.flat.x + dy * pen.flat.y) / length;
      draw_piece(canvas, a, b, pen.radius * (1 - pen.nib * along * along), pen.soft);
    }
  centre(canvas, out);
}

}  // namespace origami::digits
