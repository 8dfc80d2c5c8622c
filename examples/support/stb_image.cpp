// The body of stb_image, alone in a file: it needs compiler options of its own.
#include "support/stb_image.hpp"

#include <cstdlib>

namespace origami::examples {
namespace {

/// Zeroed: stb_image shows parts of a damaged picture, and uses tables, that it never wrote.
void* limited_malloc(std::size_t size) {
  return size > stb_allocation_limit ? nullptr : std::calloc(1, size);
}

void* limited_realloc(void* old, std::size_t size) {
  return size > stb_allocation_limit ? nullptr : std::realloc(old, size);
}

}  // namespace
}  // namespace origami::examples

#define STBI_MALLOC origami::examples::limited_malloc
#define STBI_REALLOC origami::examples::limited_realloc
#define STBI_FREE std::free
// A damaged file breaks some of its assertions. Memory is safe without them, and abort() no answer.
#define STBI_ASSERT(condition) static_cast<void>(0)
#define STB_IMAGE_IMPLEMENTATION
#include <stb/stb_image.h>
