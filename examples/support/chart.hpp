// Charts of curves and bars, drawn with svg.hpp.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "support/svg.hpp"

namespace origami::examples {

struct Curve {
  std::string name;  // written beside its last point; may be empty
  std::vector<Point> points;
  LineStyle style{Tone::Blue, 2.5};
  bool dots = false;
};

struct Axis {
  std::string label;
  double begin, end;
  std::vector<double> ticks;
  bool log = false;
  std::vector<std::string> names = {};  // of the ticks; their numbers if empty
};

/// Two axes; what is drawn into them is clipped by nobody: choose the range.
class Chart {
 public:
  /// `area` encloses the axes without their labels, which need 48 pixels to the left and below.
  Chart(Canvas& canvas, const Box& area, Axis x, Axis y);

  void curve(const Curve& curve);
  /// From 0, or the nearer end of the y axis, to `value`, around x = `at`; `width` in units of x.
  void bar(double at, double value, double width, Tone tone);
  void label(Point at, const std::string& text, const TextStyle& style = {});

  /// In pixels.
  Point place(Point p) const;

 private:
  Canvas& canvas_;
  Box area_;
  Axis x_, y_;
};

}  // namespace origami::examples
