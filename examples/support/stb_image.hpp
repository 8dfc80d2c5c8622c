// stb_image as we build it: what all who use it agree on.
#pragma once

#include <cstddef>

#define STBI_ONLY_PNG
#define STBI_ONLY_JPEG
#define STBI_ONLY_BMP
#define STBI_NO_STDIO
#define STBI_NO_LINEAR
#include <stb/stb_image.h>

namespace origami::examples {

/// Bytes that a single allocation of stb_image on this thread may have; beyond, it fails. A few
/// kilobytes of compressed zeros could otherwise fill the memory.
inline thread_local std::size_t stb_allocation_limit = 0;

}  // namespace origami::examples
