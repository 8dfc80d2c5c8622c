// PGM and PPM. stb_image knows them too, but takes 16 bits in the wrong order, ignores the largest
// value and the end of the file, and cannot read the text forms.
// https://netpbm.sourceforge.net/doc/pgm.html
#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <origami/error.hpp>

#include "support/image.hpp"

namespace origami::examples {
namespace {

class PnmReader {
 public:
  PnmReader(std::string_view bytes, const std::string& who) : bytes_(bytes), who_(who) {}

  GreyImage read() {
    const char kind = bytes_[at_ - 1];
    text_ = kind == '2' || kind == '3';
    const std::size_t channels = kind == '3' || kind == '6' ? 3 : 1;
    const std::size_t width = number(), height = number();
    largest_ = number();
    if (largest_ < 1 || largest_ > 65535)
      fail(fmt::format("has the largest value {} but expected 1 to 65535", largest_));
    if (!text_) ++at_;  // a single white space, then the pixels
    check_size(height, width, bytes_.size(), 1, who_);
    check_rest(height * width * channels);
    GreyImage image{height, width, std::vector<std::uint8_t>(height * width)};
    for (std::uint8_t& pixel : image.pixels) {
      const std::size_t r = sample(), g = channels == 3 ? sample() : r;
      const std::size_t b = channels == 3 ? sample() : r;
      pixel = static_cast<std::uint8_t>(((77 * r + 150 * g + 29 * b) * 255 + 128 * largest_) /
                                        (256 * largest_));
    }
    return image;
  }

 private:
  [[noreturn]] void fail(const std::string& what) const {
    throw DataError(fmt::format("{}: {}; it is damaged or no PGM or PPM", who_, what));
  }

  /// Text takes at least a digit a sample, and a white space between them.
  void check_rest(std::size_t samples) const {
    const std::size_t need = text_ ? 2 * samples - 1 : largest_ > 255 ? 2 * samples : samples;
    const std::size_t rest = bytes_.size() - std::min(at_, bytes_.size());
    if (rest < need)
      fail(fmt::format("has {} bytes of pixels but expected {}{}", rest, text_ ? "at least " : "",
                       need));
  }

  /// The next number of the header or, in the text forms, of the pixels; `#` begins a comment.
  std::size_t number() {
    const auto is_space = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
    for (bool comment = false; at_ < bytes_.size(); ++at_) {
      const char c = bytes_[at_];
      if (c == '#') comment = true;
      if (!comment && !is_space(c)) break;
      if (c == '\n' || c == '\r') comment = false;
    }
    const std::size_t begin = at_;
    std::size_t value = 0;
    for (; at_ < bytes_.size() && bytes_[at_] >= '0' && bytes_[at_] <= '9'; ++at_)
      value = std::min<std::size_t>(10 * value + static_cast<std::size_t>(bytes_[at_] - '0'),
                                    1'000'000'000);
    if (at_ == begin) fail(fmt::format("has no number at byte {} but expected one", at_));
    return value;
  }

  std::size_t sample() {
    if (text_) return checked(number());
    std::size_t value = static_cast<unsigned char>(bytes_[at_++]);
    if (largest_ > 255) value = 256 * value + static_cast<unsigned char>(bytes_[at_++]);
    return checked(value);
  }

  std::size_t checked(std::size_t value) const {
    if (value > largest_)
      fail(fmt::format("has the value {} but expected at most {}", value, largest_));
    return value;
  }

  std::string_view bytes_;
  const std::string& who_;
  std::size_t at_ = 2;  // behind "P5"
  std::size_t largest_ = 0;
  bool text_ = false;
};

}  // namespace

GreyImage decode_pnm(std::string_view bytes, const std::string& who) {
  return PnmReader(bytes, who).read();
}

}  // namespace origami::examples
