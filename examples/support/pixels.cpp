#include "support/pixels.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#define STBI_WRITE_NO_STDIO
#define STB_IMAGE_WRITE_IMPLEMENTATION
#include <stb/stb_image_write.h>

namespace origami::examples {
namespace {

using Rgb = std::array<std::uint8_t, 3>;

/// `share` in [0, 1] of full brightness.
std::uint8_t level(Scalar share) {
  return static_cast<std::uint8_t>(std::lround(std::clamp<Scalar>(share, 0, 1) * 255));
}

/// From black over orange (or blue) almost to white: told apart by those who see few colours, and
/// on light pages as on dark ones.
Rgb heat(Scalar v) {
  const Scalar m = std::abs(v);
  const Rgb orange{level(2 * m), level(m), level(Scalar{1.6} * m - Scalar{0.8})};
  return v < 0 ? Rgb{orange[2], orange[1], orange[0]} : orange;
}

/// C sheets of H x W side by side; `colour(i)` of the i-th value of (C, H, W).
template <class Colour>
Pixels paint(std::size_t C, std::size_t H, std::size_t W, Colour colour) {
  Pixels pixels{C * W, H, {}};
  pixels.rgb.reserve(C * H * W * 3);
  for (std::size_t h = 0; h < H; ++h)
    for (std::size_t c = 0; c < C; ++c)
      for (std::size_t w = 0; w < W; ++w) {
        const Rgb rgb = colour((c * H + h) * W + w);
        pixels.rgb.insert(pixels.rgb.end(), rgb.begin(), rgb.end());
      }
  return pixels;
}

}  // namespace

Pixels image_pixels(const std::uint8_t* image, const Shape& shape) {
  const std::size_t C = shape.at(0), H = shape.at(1), W = shape.at(2), sheet = H * W;
  if (C == 3)
    return paint(1, H, W, [&](std::size_t i) {
      return Rgb{image[i], image[sheet + i], image[2 * sheet + i]};
    });
  return paint(C, H, W, [&](std::size_t i) { return Rgb{image[i], image[i], image[i]}; });
}

Pixels heat_pixels(const Scalar* values, const Shape& shape, Scalar largest) {
  const Scalar scale = largest > 0 ? 1 / largest : 0;
  return paint(shape.at(0), shape.at(1), shape.at(2),
               [&](std::size_t i) { return heat(scale * values[i]); });
}

Pixels filter_pixels(const Scalar* weights, const Shape& shape, Scalar largest) {
  const std::size_t H = shape.at(1), W = shape.at(2), sheet = H * W;
  if (shape.at(0) != 3 || !(largest > 0)) return heat_pixels(weights, shape, largest);
  const auto around_grey = [&](std::size_t i) { return level((1 + weights[i] / largest) / 2); };
  return paint(1, H, W, [&](std::size_t i) {
    return Rgb{around_grey(i), around_grey(sheet + i), around_grey(2 * sheet + i)};
  });
}

Scalar largest_magnitude(const Tensor& values) {
  Scalar largest = 0;
  for (const Scalar v : values) largest = std::max(largest, std::abs(v));
  return largest;
}

std::string png(const Pixels& pixels) {
  std::string file;
  const auto append = [](void* to, void* bytes, int count) {
    static_cast<std::string*>(to)->append(static_cast<const char*>(bytes),
                                          static_cast<std::size_t>(count));
  };
  const auto width = static_cast<int>(pixels.width), height = static_cast<int>(pixels.height);
  stbi_write_png_to_func(append, &file, width, height, 3, pixels.rgb.data(), 3 * width);
  return file;
}

}  // namespace origami::examples
