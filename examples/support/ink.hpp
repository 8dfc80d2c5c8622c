// Where the ink of a picture is.
#pragma once

#include <cstddef>

#include "support/image.hpp"

namespace origami::examples {

struct Bounds {
  std::size_t top, left, bottom, right;  // the last two are the first outside
  std::size_t height() const { return bottom - top; }
  std::size_t width() const { return right - left; }
};

/// Turns greys into ink, 0 = paper, 255 = as dark as the digit mostly is, in place; returns the box
/// around it. The paper's grey is that of the picture's border, ink lies to one side of it.
/// Unevenness of the paper and specks are erased. An empty box if nothing stands out from the
/// paper.
Bounds find_ink(GreyImage& image);

}  // namespace origami::examples
