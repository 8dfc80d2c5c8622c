#include "support/image.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <origami/error.hpp>
#include <origami/file.hpp>

#include "support/exif.hpp"
#include "support/stb_image.hpp"

namespace origami::examples {
namespace {

struct Format {
  const char* name;
  std::string_view magic;       // what a file begins with
  std::size_t pixels_per_byte;  // the most that one byte can stand for
};

/// Deflate makes at most 1032 bytes of one, each of them 8 pixels; JPEG spends at least one bit on
/// a block of 8x8.
constexpr Format kFormats[] = {
    {"PNG", "\x89PNG\r\n\x1a\n", 8256}, {"JPEG", "\xFF\xD8\xFF", 512}, {"BMP", "BM", 8}};

/// Hands a file's bytes to stb_image, and notices when it wants more than there are: for a BMP or
/// JPEG that was cut off it would make up the rest without a word.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}

  bool cut_off() const { return cut_off_; }

  stbi_io_callbacks callbacks() const {
    return {[](void* self, char* out, int n) { return static_cast<Reader*>(self)->read(out, n); },
            [](void* self, int n) { static_cast<Reader*>(self)->skip(n); },
            [](void* self) { return static_cast<int>(static_cast<Reader*>(self)->rest_.empty()); }};
  }

 private:
  /// The first call fills stb_image's buffer, as do all others to the same address, with as many
  /// bytes as there are. The rest ask for bytes that must be there.
  int read(char* out, int size) {
    if (buffer_ == nullptr) buffer_ = out;
    const std::size_t count = std::min(static_cast<std::size_t>(size), rest_.size());
    if (count == 0 || (out != buffer_ && count < static_cast<std::size_t>(size))) cut_off_ = true;
    std::memcpy(out, rest_.data(), count);
    rest_.remove_prefix(count);
    return static_cast<int>(count);
  }

  void skip(int size) {
    const std::size_t count = std::min(static_cast<std::size_t>(size), rest_.size());
    if (count < static_cast<std::size_t>(size)) cut_off_ = true;
    rest_.remove_prefix(count);
  }

  std::string_view rest_;
  const char* buffer_ = nullptr;
  bool cut_off_ = false;
};

/// Walks over a JPEG's segments to find what stb_image 2.27 does not refuse: a Huffman table with
/// more than 256 codes, for which it writes out of bounds, and scans without end.
bool is_safe_jpeg(std::string_view bytes) {
  constexpr std::size_t kMaxScans = 64, kMaxCodes = 256;
  const auto byte = [&](std::size_t i) -> std::size_t {
    return i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0;
  };
  std::size_t scans = 0;
  for (std::size_t at = 2; (at = bytes.find('\xFF', at)) != bytes.npos;) {
    while (byte(at) == 0xFF) ++at;
    const std::size_t marker = byte(at++);
    if (marker == 0xD9) break;  // the end
    if (marker == 0xDA && ++scans > kMaxScans) return false;
    if (marker == 0 || (marker >= 0xD0 && marker <= 0xD8)) continue;  // among the pixels
    const std::size_t end = at + byte(at) * 256 + byte(at + 1);
    if (marker == 0xC4)
      for (std::size_t table = at + 2; table < end;) {  // kind, 16 counts, as many values
        std::size_t codes = 0;
        for (std::size_t i = 1; i <= 16; ++i) codes += byte(table + i);
        if (codes > kMaxCodes) return false;
        table += 17 + codes;
      }
    at = end;
  }
  return true;
}

/// One pixel of 1 (grey), 2 (and alpha), 3 (red, green, blue) or 4 channels, on white.
std::uint8_t to_grey(const std::uint8_t* p, int channels) {
  const unsigned light = channels < 3 ? 256u * p[0] : 77u * p[0] + 150u * p[1] + 29u * p[2];
  const unsigned alpha = channels % 2 == 0 ? p[channels - 1] : 255u;
  return static_cast<std::uint8_t>(255 - (alpha * (255 * 256 - light) / 255 + 128) / 256);
}

GreyImage decode_by_stb(std::string_view bytes, const Format& format, const std::string& who) {
  const auto fail = [&](const std::string& what) {
    return DataError(fmt::format(
        "{}: {} but expected a whole {}; it is damaged or of a kind that is not supported", who,
        what, format.name));
  };
  if (std::string_view(format.name) == "JPEG" && !is_safe_jpeg(bytes)) throw fail("has bad tables");
  int width = 0, height = 0, channels = 0;
  Reader header(bytes), reader(bytes);
  const stbi_io_callbacks callbacks = header.callbacks();
  stb_allocation_limit = std::size_t{1} << 16;
  if (stbi_info_from_callbacks(&callbacks, &header, &width, &height, &channels) == 0)
    throw fail(header.cut_off() ? "is cut off" : "has a bad header");
  const auto size = [](int extent) {  // a BMP's height is below 0 if its first row is on top
    return static_cast<std::size_t>(std::abs(static_cast<long long>(extent)));
  };
  check_size(size(height), size(width), bytes.size(), format.pixels_per_byte, who);
  // The largest is four channels of 16 bits, or the compressed bytes; JPEG pads to 32 x 32.
  stb_allocation_limit =
      8 * size(width) * size(height) + 64 * (size(width) + size(height)) + 2 * bytes.size() + 65536;
  const std::unique_ptr<stbi_uc, void (*)(void*)> pixels(
      stbi_load_from_callbacks(&callbacks, &reader, &width, &height, &channels, 0),
      stbi_image_free);
  if (reader.cut_off()) throw fail("is cut off");
  if (!pixels) throw fail(fmt::format("cannot be decoded ({})", stbi_failure_reason()));
  GreyImage image{size(height), size(width), std::vector<std::uint8_t>(size(height) * size(width))};
  for (std::size_t i = 0; i < image.pixels.size(); ++i)
    image.pixels[i] = to_grey(pixels.get() + i * static_cast<std::size_t>(channels), channels);
  return image;
}

}  // namespace

void check_size(std::size_t height, std::size_t width, std::size_t file_size,
                std::size_t pixels_per_byte, const std::string& who) {
  const auto fail = [&](const std::string& rest) {
    throw DataError(fmt::format("{}: has {} x {} pixels but {}", who, width, height, rest));
  };
  if (height == 0 || width == 0) fail("expected at least 1 x 1; it is damaged");
  if (height > kMaxPixels / width)
    fail(fmt::format("expected at most {} in all; make it smaller", kMaxPixels));
  if (height * width / pixels_per_byte > file_size)
    fail(fmt::format("its {} bytes cannot hold so many; it is cut off or damaged", file_size));
}

GreyImage decode_image(std::string_view bytes, const std::string& who) {
  if (bytes.empty()) throw DataError(who + ": is empty but expected a picture");
  for (const Format& format : kFormats)
    if (bytes.starts_with(format.magic))
      return upright(decode_by_stb(bytes, format, who), exif_orientation(bytes));
  if (bytes.starts_with('P') && bytes.find_first_of("2356") == 1) return decode_pnm(bytes, who);
  throw DataError(who + ": is of an unknown kind but expected PNG, JPEG, BMP, PGM or PPM");
}

GreyImage read_image(const std::filesystem::path& path) {
  return decode_image(load_file(path), path.string());
}

}  // namespace origami::examples
