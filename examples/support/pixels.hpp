// Small pictures of numbers, as PNG files in memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <origami/tensor.hpp>
#include <string>
#include <vector>

namespace origami::examples {

struct Pixels {
  std::size_t width, height;
  std::vector<std::uint8_t> rgb;  // height * width * 3, row-major
};

/// An image of a Dataset, `shape` (C, H, W): in colour if C is 3, else its channels side by side,
/// 0 = black.
Pixels image_pixels(const std::uint8_t* image, const Shape& shape);

/// Values of `shape` (C, H, W), channels side by side: 0 is black, those above it orange, those
/// below it blue, the brighter the nearer to `largest` in magnitude (all black if that is 0).
Pixels heat_pixels(const Scalar* values, const Shape& shape, Scalar largest);

/// A filter that reads images, `shape` (C, KH, KW): for C = 3 the colours it looks for, around
/// medium grey; else as heat_pixels().
Pixels filter_pixels(const Scalar* weights, const Shape& shape, Scalar largest);

/// The largest magnitude; 0 of no values.
Scalar largest_magnitude(const Tensor& values);

/// The bytes of a PNG file.
std::string png(const Pixels& pixels);

}  // namespace origami::examples
