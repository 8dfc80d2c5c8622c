#include "support/exif.hpp"

#include <cstddef>

namespace origami::examples {
namespace {

/// An unsigned number of `count` bytes at `at`; bytes behind the end count as 0.
std::size_t integer(std::string_view bytes, std::size_t at, std::size_t count, bool high_first) {
  std::size_t value = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t place = at + (high_first ? i : count - 1 - i);
    value = 256 * value + (place < bytes.size() ? static_cast<unsigned char>(bytes[place]) : 0u);
  }
  return value;
}

/// `tiff`: the segment behind "Exif\0\0", a TIFF file without a picture.
int orientation_in(std::string_view tiff) {
  constexpr std::size_t kTag = 274, kEntry = 12;  // bytes of an entry: tag, type, count, value
  const bool high_first = tiff.starts_with("MM");
  const std::size_t directory = integer(tiff, 4, 4, high_first);
  const std::size_t entries = integer(tiff, directory, 2, high_first);
  for (std::size_t i = 0; i < entries; ++i) {
    const std::size_t entry = directory + 2 + kEntry * i;
    if (integer(tiff, entry, 2, high_first) != kTag) continue;
    const std::size_t value = integer(tiff, entry + 8, 2, high_first);
    return value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
  }
  return 1;
}

}  // namespace

int exif_orientation(std::string_view jpeg) {
  constexpr std::string_view kExif("Exif\0\0", 6);
  for (std::size_t at = 2; at + 4 <= jpeg.size() && jpeg[at] == '\xFF';) {
    const std::size_t length = integer(jpeg, at + 2, 2, /*high_first=*/true);
    const std::string_view segment = jpeg.substr(at + 4).substr(0, length < 2 ? 0 : length - 2);
    if (jpeg[at + 1] == '\xE1' && segment.starts_with(kExif))
      return orientation_in(segment.substr(kExif.size()));
    if (jpeg[at + 1] == '\xDA') break;  // the pixels
    at += 2 + length;
  }
  return 1;
}

GreyImage upright(GreyImage image, int orientation) {
  if (orientation == 1) return image;
  const std::size_t H = image.height, W = image.width;
  const bool rows_are_columns = orientation >= 5;
  const bool from_right = orientation == 2 || orientation == 3 || orientation >= 7;
  const bool from_below =
      orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
  GreyImage seen{rows_are_columns ? W : H, rows_are_columns ? H : W, {}};
  seen.pixels.reserve(H * W);
  for (std::size_t y = 0; y < seen.height; ++y)
    for (std::size_t x = 0; x < seen.width; ++x) {
      const std::size_t row = rows_are_columns ? x : y, column = rows_are_columns ? y : x;
      seen.pixels.push_back(image.pixels[(from_below ? H - 1 - row : row) * W +
                                         (from_right ? W - 1 - column : column)]);
    }
  return seen;
}

}  // namespace origami::examples
