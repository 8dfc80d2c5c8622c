// From a picture of a digit to what a network trained on MNIST expects.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "support/image.hpp"

namespace origami::examples {

inline constexpr std::size_t kDigitSide = 28;  // pixels along a side of MNIST's images

/// 28 * 28, row-major, 0 = paper, 255 = full ink.
using DigitPixels = std::vector<std::uint8_t>;

/// What MNIST did to its scans: the ink, dark on light or light on dark, is cut out, scaled by area
/// averages so that its longer side is 20 pixels, and laid into 28x28 pixels, moved by whole pixels
/// so that its centre of mass lies in pixel 14, counted from 0, of both directions. The paper is
/// what lies along the picture's border; its unevenness and specks of dust are dropped; ink becomes
/// as dark as can be. One digit a picture: what stands beside it counts as ink. Throws DataError,
/// begun by `who`, if nothing stands out from the paper.
DigitPixels to_digit(const GreyImage& image, const std::string& who);

}  // namespace origami::examples
