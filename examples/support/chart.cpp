#include "support/chart.hpp"

#include <algorithm>
#include <cmath>

namespace origami::examples {

/// 0 at the beginning of the axis, 1 at its end.
static double share(const Axis& axis, double v) {
  if (!axis.log) return (v - axis.begin) / (axis.end - axis.begin);
  return std::log10(v / axis.begin) / std::log10(axis.end / axis.begin);
}

static std::string name_of(const Axis& axis, std::size_t tick) {
  return axis.names.empty() ? number(axis.ticks[tick]) : axis.names.at(tick);
}

Chart::Chart(Canvas& canvas, const Box& area, Axis x, Axis y)
    : canvas_(canvas), area_(area), x_(std::move(x)), y_(std::move(y)) {
  const TextStyle small{.size = 12, .tone = Tone::Grey};
  TextStyle right = small;
  right.anchor = Anchor::End;
  for (std::size_t i = 0; i < x_.ticks.size(); ++i) {
    const double at = place({x_.ticks[i], y_.begin}).x;
    canvas_.line({at, area.y}, {at, area.bottom()}, {Tone::Grey, 0.3});
    canvas_.text({at, area.bottom() + 14}, name_of(x_, i), small);
  }
  for (std::size_t i = 0; i < y_.ticks.size(); ++i) {
    const double at = place({x_.begin, y_.ticks[i]}).y;
    canvas_.line({area.x, at}, {area.right(), at}, {Tone::Grey, 0.3});
    canvas_.text({area.x - 8, at}, name_of(y_, i), right);
  }
  canvas_.line({area.x, area.bottom()}, {area.right(), area.bottom()}, {Tone::Grey, 1.5});
  canvas_.line({area.x, area.y}, {area.x, area.bottom()}, {Tone::Grey, 1.5});
  canvas_.text({area.centre().x, area.bottom() + 36}, x_.label, {.size = 13});
  canvas_.text({area.x, area.y - 20}, y_.label, {.size = 13});
}

Point Chart::place(Point p) const {
  return {area_.x + area_.w * share(x_, p.x), area_.bottom() - area_.h * share(y_, p.y)};
}

void Chart::curve(const Curve& curve) {
  std::vector<Point> points;
  for (const Point& p : curve.points) points.push_back(place(p));
  canvas_.polyline(points, curve.style);
  if (curve.dots)
    for (const Point& p : points) canvas_.dot(p, curve.style.tone, 3.5);
  if (!curve.name.empty())
    canvas_.text({points.back().x + 8, points.back().y}, curve.name,
                 {.anchor = Anchor::Start, .size = 13, .tone = curve.style.tone});
}

void Chart::bar(double at, double value, double width, Tone tone) {
  const double base = y_.log ? y_.begin : std::clamp(0.0, y_.begin, y_.end);
  const Point a = place({at - width / 2, base}), b = place({at + width / 2, value});
  canvas_.rect({a.x, std::min(a.y, b.y), b.x - a.x, std::abs(a.y - b.y)}, tone, 0.85, false);
}

void Chart::label(Point at, const std::string& text, const TextStyle& style) {
  canvas_.text(place(at), text, style);
}

}  // namespace origami::examples
