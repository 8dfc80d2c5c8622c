// Reading pictures from files, as grey.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace origami::examples {

struct GreyImage {
  std::size_t height = 0, width = 0;
  std::vector<std::uint8_t> pixels;  // height * width, row-major, 0 = black, 255 = white
};

/// The most pixels a picture may have: 8192 x 8192. Reading one takes at most about 30 bytes of
/// memory a pixel.
inline constexpr std::size_t kMaxPixels = std::size_t{8192} * 8192;

/// Reads PNG, JPEG (CMYK too), BMP, PGM and PPM; the first bytes tell which, not the name. Colours
/// become grey as bright as they look, 16 bits become 8, what is transparent lies on white; a
/// photograph is turned as the camera says it was held. Memory is bounded by the file's real size
/// before it is allocated: a header that claims more pixels than so many bytes can hold is refused.
/// Throws DataError: missing, unreadable, of another kind, cut off, damaged, more than kMaxPixels.
GreyImage read_image(const std::filesystem::path& path);

/// The same for the bytes of a file. `who` begins the message of the DataError.
GreyImage decode_image(std::string_view bytes, const std::string& who);

/// The parts of the above: the text and binary forms of PGM and PPM (P2, P3, P5, P6), ...
GreyImage decode_pnm(std::string_view bytes, const std::string& who);
/// ... and whether `file_size` bytes can hold such a picture when one byte stands for at most
/// `pixels_per_byte` pixels. Throws DataError.
void check_size(std::size_t height, std::size_t width, std::size_t file_size,
                std::size_t pixels_per_byte, const std::string& who);

}  // namespace origami::examples
