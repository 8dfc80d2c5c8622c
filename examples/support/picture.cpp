#include "support/picture.hpp"

namespace origami::examples {

std::vector<std::string> draw_braille(const std::uint8_t* pixels, std::size_t height,
                                      std::size_t width) {
  constexpr std::uint8_t kThreshold = 96;
  constexpr unsigned kDots[4][2] = {{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};
  std::vector<std::string> lines;
  for (std::size_t top = 0; top < height; top += 4) {
    std::string line;
    for (std::size_t left = 0; left < width; left += 2) {
      unsigned dots = 0;
      for (std::size_t h = 0; h < 4 && top + h < height; ++h)
        for (std::size_t w = 0; w < 2 && left + w < width; ++w)
          if (pixels[(top + h) * width + left + w] > kThreshold) dots |= kDots[h][w];
      // U+2800 + dots in UTF-8
      for (const unsigned byte : {0xE2u, 0xA0u | dots >> 6, 0x80u | (dots & 0x3Fu)})
        line += static_cast<char>(byte);
    }
    lines.push_back(line);
  }
  return lines;
}

}  // namespace origami::examples
