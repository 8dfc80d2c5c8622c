// Pictures made of characters.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace origami::examples {

/// A grey picture (height x width, 0 = background) as lines of braille characters, each of which
/// stands for 2x4 pixels and takes one column: 28x28 pixels are 7 lines of 14 columns. Those dark
/// enough become dots.
std::vector<std::string> draw_braille(const std::uint8_t* pixels, std::size_t height,
                                      std::size_t width);

}  // namespace origami::examples
