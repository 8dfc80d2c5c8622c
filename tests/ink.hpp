// Where the ink of a digit is.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

/// Of 28x28 pixels, 0 = paper; rows and columns count from the top left.
struct Ink {
  double mass = 0, x = 0, y = 0;  // sum of values; its centre, the middle of pixel 0 being at 0.5
  std::size_t left = 28, right = 0, top = 28, bottom = 0;  // right, bottom: the first outside
  int darkest = 0;

  explicit Ink(const std::uint8_t* digit) {
    for (std::size_t i = 0; i < 28 * 28; ++i) {
      if (digit[i] == 0) continue;
      const std::size_t column = i % 28, row = i / 28;
      mass += digit[i];
      x += digit[i] * (static_cast<double>(column) + 0.5);
      y += digit[i] * (static_cast<double>(row) + 0.5);
      left = std::min(left, column), right = std::max(right, column + 1);
      top = std::min(top, row), bottom = std::max(bottom, row + 1);
      darkest = std::max<int>(darkest, digit[i]);
    }
    x /= mass;
    y /= mass;
  }

  std::size_t height() const { return bottom - top; }
  std::size_t width() const { return right - left; }
};
