// A digit is a style -> jittered -> smoothed -> distorted -> inked (digits_ink.cpp).
//
// The bytes must not depend on the machine, so the arithmetic is + - * / and sqrt in double, which
// IEEE 754 fixes to the last bit; sin, exp and the like differ between mathematics libraries. The
// digits*.cpp are compiled with -ffp-contract=off (a fused multiply-add rounds once where a product
// and a sum round twice) and use nothing of Rng but bits(): its inline functions may come from a
// file compiled otherwise.
#include <algorithm>
#include <array>
#include <cmath>
#include <origami/datasets/digits.hpp>
#include <origami/datasets/digits_ink.hpp>
#include <origami/datasets/digits_strokes.hpp>
#include <origami/parallel.hpp>
#include <origami/random.hpp>
#include <string>
#include <utility>

namespace origami {
namespace digits {
namespace {

double between(Rng& rng, double lo, double hi) {
  return lo + (hi - lo) * ((rng.bits() >> 8) * 0x1p-24);
}

/// Mean 0, standard deviation 1, within 3.5: the sum of four uniforms.
double bell(Rng& rng) {
  double sum = -2;
  for (int i = 0; i < 4; ++i) sum += between(rng, 0, 1);
  return sum * 1.7320508075688772;  // sqrt(3)
}

/// Around 1, as often x times too large as x times too small.
double ratio(Rng& rng, double spread) {
  const double b = spread * bell(rng);
  return b >= 0 ? 1 + b : 1 / (1 - b);
}

Style pick_style(const std::vector<Style>& styles, Rng& rng) {
  double total = 0;
  for (const Style& style : styles) total += style.weight;
  double left = between(rng, 0, total);
  for (const Style& style : styles) {
    if (left < style.weight) return style;
    left -= style.weight;
  }
  return styles.back();
}

bool same(Point a, Point b) { return a.x == b.x && a.y == b.y; }

/// Moves the end of a stroke away from its neighbour by `share` of their distance.
void lengthen(Point& end, Point next, double share) {
  end = {end.x + share * (end.x - next.x), end.y + share * (end.y - next.y)};
}

/// No hand is exact: every point moves (both halves of a corner alike), strokes end early or late.
void jitter(std::vector<Stroke>& strokes, Rng& rng) {
  constexpr double kSpread = 2.2, kEnd = 0.25;
  for (Stroke& stroke : strokes) {
    Point before{-1e9, 0}, moved{};
    for (Point& p : stroke) {
      if (!same(p, before)) {
        const double dx = kSpread * bell(rng);
        moved = {p.x + dx, p.y + kSpread * bell(rng)};
      }
      before = p;
      p = moved;
    }
    lengthen(stroke.front(), stroke[1], kEnd * bell(rng));
    lengthen(stroke.back(), stroke[stroke.size() - 2], kEnd * bell(rng));
  }
}

/// Cubic Hermite (Catmull-Rom) curve through the points; at a corner the tangents are one-sided.
Stroke smooth(const Stroke& points) {
  constexpr int kSteps = 6;  // straight pieces between two points
  Stroke curve{points.front()};
  const std::size_t last = points.size() - 1;
  for (std::size_t i = 0; i < last; ++i) {
    const Point a = points[i], b = points[i + 1];
    if (same(a, b)) continue;
    const Point before = points[i == 0 ? 0 : i - 1], after = points[std::min(i + 2, last)];
    const Point ta{(b.x - before.x) / 2, (b.y - before.y) / 2};
    const Point tb{(after.x - a.x) / 2, (after.y - a.y) / 2};
    for (int k = 1; k <= kSteps; ++k) {
      const double t = static_cast<double>(k) / kSteps, s = 1 - t;
      const double wa = s * s * (1 + 2 * t), wb = t * t * (3 - 2 * t);
      const double va = t * s * s, vb = -t * t * s;
      curve.push_back({wa * a.x + wb * b.x + va * ta.x + vb * tb.x,
                       wa * a.y + wb * b.y + va * ta.y + vb * tb.y});
    }
  }
  return curve;
}

/// Elastic: every point follows the random pulls at the corners of its cell in a 4x4 grid.
void pull(std::vector<Stroke>& curves, Rng& rng) {
  constexpr int kGrid = 4;
  constexpr double kPull = 7;
  std::array<double, kGrid * kGrid> px, py;
  for (double& p : px) p = kPull * bell(rng);
  for (double& p : py) p = kPull * bell(rng);
  const auto place = [](double u, int& cell) {
    u = std::clamp(u, 0.0, kGrid - 1.001);
    cell = static_cast<int>(u);
    const double f = u - cell;
    return f * f * (3 - 2 * f);
  };
  for (Stroke& curve : curves)
    for (Point& p : curve) {
      int column, row;
      const double fx = place((p.x + 20) / 33, column), fy = place((p.y + 10) / 40, row);
      const int at = row * kGrid + column;
      const auto blend = [&](const auto& v) {
        const double above = (1 - fx) * v[at] + fx * v[at + 1];
        const double below = (1 - fx) * v[at + kGrid] + fx * v[at + kGrid + 1];
        return (1 - fy) * above + fy * below;
      };
      p = {p.x + blend(px), p.y + blend(py)};
    }
}

/// Large head or large foot, wide head or wide foot, bent, wide or narrow, slanted, rotated.
void warp(std::vector<Stroke>& curves, Rng& rng) {
  const double waist = 0.0045 * bell(rng), keystone = 0.0045 * bell(rng);
  const double bend = 0.0025 * bell(rng), aspect = 1.15 * ratio(rng, 0.32);
  const double slant = 0.15 + 0.32 * bell(rng);  // most people lean to the right
  const double t = 0.08 * bell(rng);             // tangent of half the angle
  const double cosine = (1 - t * t) / (1 + t * t), sine = 2 * t / (1 + t * t);
  for (Stroke& curve : curves)
    for (Point& p : curve) {
      const double down = p.y - 50, inner = down * down - 2500;  // 0 at top and bottom
      const double y = down - waist * inner;
      const double bent = (p.x - 30) * (1 + keystone * y) + bend * inner;
      const double x = aspect * bent - slant * y;
      p = {cosine * x - sine * y, sine * x + cosine * y};
    }
}

Pen pick_pen(double widest, Rng& rng) {
  Pen pen;
  pen.radius = std::clamp(1.45 * ratio(rng, 0.35), 0.65, widest);
  pen.soft = between(rng, 1.0, 1.5);
  pen.nib = between(rng, 0, 0.35);
  const double x = between(rng, -1, 1), y = 1 - std::abs(x), norm = std::sqrt(x * x + y * y);
  pen.flat = {x / norm, y / norm};
  return pen;
}

/// Draws a random digit into kSide x kSide bytes and says which it is.
std::uint8_t make_digit(Rng& rng, std::uint8_t* out) {
  const auto digit = static_cast<std::uint8_t>(between(rng, 0, 10));
  Style style = pick_style(styles_of(digit), rng);
  jitter(style.strokes, rng);
  std::vector<Stroke> curves;
  for (const Stroke& stroke : style.strokes) curves.push_back(smooth(stroke));
  pull(curves, rng);
  warp(curves, rng);
  const double widest = 1.5 + 1.5 / winding(curves);  // a pen that suits a 1 would fill an 8
  draw(std::move(curves), pick_pen(widest, rng), out);
  return digit;
}

}  // namespace
}  // namespace digits

Dataset make_digits(std::size_t n, std::uint64_t seed) {
  constexpr std::size_t kPixels = digits::kSide * digits::kSide;
  Dataset data;
  data.pixels.resize(n * kPixels);
  data.labels.resize(n);
  parallel_for(n, [&](std::size_t i, std::size_t) {
    Rng rng(mix_seed(seed, i));
    data.labels[i] = digits::make_digit(rng, &data.pixels[i * kPixels]);
  });
  return data;
}

TrainTest make_digit_data(std::size_t train_n, std::size_t test_n, std::uint64_t seed) {
  return {make_digits(train_n, mix_seed(seed, 0)), make_digits(test_n, mix_seed(seed, 1)),
          "generated digits (seed " + std::to_string(seed) + ")"};
}

}  // namespace origami
