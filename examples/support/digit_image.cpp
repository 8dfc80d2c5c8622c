#include "support/digit_image.hpp"

#include <algorithm>
#include <cmath>
#include <origami/error.hpp>

#include "support/ink.hpp"

namespace origami::examples {
namespace {

constexpr std::size_t kDigitBox = 20;       // pixels along the longer side of the ink
constexpr std::size_t kLongestSide = 1024;  // of a picture; more do not help to find 20

/// The mean of `image` over [top, bottom) x [left, right), whose borders may lie within pixels.
double mean_over(const GreyImage& image, double top, double bottom, double left, double right) {
  double sum = 0, area = 0;
  for (auto y = static_cast<std::size_t>(top); y < image.height; ++y) {
    const auto fy = static_cast<double>(y);
    if (fy >= bottom) break;
    const double rows = std::min(bottom, fy + 1) - std::max(top, fy);
    for (auto x = static_cast<std::size_t>(left); x < image.width; ++x) {
      const auto fx = static_cast<double>(x);
      if (fx >= right) break;
      const double covered = rows * (std::min(right, fx + 1) - std::max(left, fx));
      sum += covered * image.pixels[y * image.width + x];
      area += covered;
    }
  }
  return area > 0 ? sum / area : 0;
}

/// A scaled picture before it is rounded.
struct Averages {
  std::size_t height, width;
  std::vector<double> values;  // height * width, row-major, 0 .. 255
};

/// `box` of `image` with its longer side scaled to `longest` pixels, the other in proportion.
Averages scaled(const GreyImage& image, const Bounds& box, std::size_t longest) {
  const std::size_t side = std::max(box.height(), box.width());
  const auto extent = [&](std::size_t e) {
    return std::max<std::size_t>((2 * e * longest + side) / (2 * side), 1);
  };
  Averages out{extent(box.height()), extent(box.width()), {}};
  const double dy = static_cast<double>(box.height()) / static_cast<double>(out.height);
  const double dx = static_cast<double>(box.width()) / static_cast<double>(out.width);
  for (std::size_t y = 0; y < out.height; ++y)
    for (std::size_t x = 0; x < out.width; ++x) {
      const double top = static_cast<double>(box.top) + dy * static_cast<double>(y);
      const double left = static_cast<double>(box.left) + dx * static_cast<double>(x);
      out.values.push_back(mean_over(image, top, top + dy, left, left + dx));
    }
  return out;
}

std::uint8_t rounded(double value) { return static_cast<std::uint8_t>(value + 0.5); }

GreyImage not_too_large(const GreyImage& image) {
  if (std::max(image.height, image.width) <= kLongestSide) return image;
  const Averages averages = scaled(image, {0, 0, image.height, image.width}, kLongestSide);
  GreyImage out{averages.height, averages.width, {}};
  for (const double value : averages.values) out.pixels.push_back(rounded(value));
  return out;
}

/// `ink` in 28x28 pixels, its centre of mass within pixel 14 of both directions, as in all images
/// of MNIST; its darkest pixel full ink, because the averages over a thin line are pale.
DigitPixels centred(const Averages& ink) {
  double mass = 0, my = 0, mx = 0;
  for (std::size_t y = 0; y < ink.height; ++y)
    for (std::size_t x = 0; x < ink.width; ++x) {
      const double m = ink.values[y * ink.width + x];
      mass += m;
      my += m * (static_cast<double>(y) + 0.5);
      mx += m * (static_cast<double>(x) + 0.5);
    }
  const auto place = [&](double moment, std::size_t extent) {
    const double begin = static_cast<double>(kDigitSide) / 2 - moment / mass;
    const auto most = static_cast<double>(kDigitSide - extent);
    return static_cast<std::size_t>(std::clamp(std::ceil(begin), 0.0, most));
  };
  const std::size_t top = place(my, ink.height), left = place(mx, ink.width);
  const double darkest = *std::ranges::max_element(ink.values);
  DigitPixels out(kDigitSide * kDigitSide);
  for (std::size_t y = 0; y < ink.height; ++y)
    for (std::size_t x = 0; x < ink.width; ++x)
      out[(top + y) * kDigitSide + left + x] =
          rounded(255 * ink.values[y * ink.width + x] / darkest);
  return out;
}

}  // namespace

DigitPixels to_digit(const GreyImage& image, const std::string& who) {
  GreyImage ink = not_too_large(image);
  const Bounds box = find_ink(ink);
  if (box.height() == 0)
    throw DataError(who + ": is blank but expected a digit; nothing stands out from its border, " +
                    "or shadows do too: then take it in even light");
  return centred(scaled(ink, box, kDigitBox));
}

}  // namespace origami::examples
