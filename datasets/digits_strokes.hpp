// What people's hands do when they write a digit.
#pragma once

#include <cstddef>
#include <vector>

namespace origami::digits {

struct Point {
  double x, y;
};

/// One movement of the pen through two points or more; a point given twice is a corner.
using Stroke = std::vector<Point>;

/// One way to write a digit; `weight` says how common it is beside the digit's other styles.
struct Style {
  double weight;
  std::vector<Stroke> strokes;
};

/// The styles of `digit` (0 .. 9). y runs down from 0 to 100, x right from 0 to about 60.
const std::vector<Style>& styles_of(std::size_t digit);

}  // namespace origami::digits
