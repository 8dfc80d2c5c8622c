// From curves to the pixels of an image.
#pragma once

#include <cstdint>
#include <origami/datasets/digits_strokes.hpp>

namespace origami::digits {

constexpr int kSide = 28;  // pixels along an image's side
constexpr int kBox = 20;   // and along that of the box the ink fills, as in MNIST

/// Lengths in pixels.
struct Pen {
  double radius;  // half the width of a stroke
  double soft;    // width of the edge between full ink and none
  double nib;     // 0 = round; 0.3 = strokes along `flat` are 30 % thinner
  Point flat;     // of length 1
};

/// Length of all curves in units of their extent: 1 for a bar, about 4 for an 8.
double winding(const std::vector<Stroke>& curves);

/// Draws `curves` (any place, any size; straight pieces from point to point) into the kSide x kSide
/// bytes at `out`: scaled to fill the box, centred by mass, 0 = paper, 255 = ink.
void draw(std::vector<Stroke> curves, const Pen& pen, std::uint8_t* out);

}  // namespace origami::digits
