// Which side of a photograph is up.
#pragma once

#include <string_view>

#include "support/image.hpp"

namespace origami::examples {

/// 1 to 8, what the camera noted in a JPEG's Exif segment (TIFF tag 274, Orientation); 1, that the
/// first row is the top, if it noted nothing. Any bytes will do.
int exif_orientation(std::string_view jpeg);

/// The picture as it was seen, from how it is stored.
GreyImage upright(GreyImage image, int orientation);

}  // namespace origami::examples
