// Any bytes as a picture: it becomes a digit, or a DataError says why not.
#include <cstdlib>
#include <origami/error.hpp>

#include "support/digit_image.hpp"
#include "support/image.hpp"

using namespace origami::examples;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    const GreyImage image = decode_image({reinterpret_cast<const char*>(data), size}, "input");
    if (image.pixels.size() != image.height * image.width || image.pixels.empty()) std::abort();
    if (to_digit(image, "input").size() != kDigitSide * kDigitSide) std::abort();
  } catch (const origami::DataError&) {
  }
  return 0;
}
