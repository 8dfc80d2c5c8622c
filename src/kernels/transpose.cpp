#include "transpose.hpp"

#include <algorithm>

#include "vector.hpp"

namespace origami {
namespace {

/// Each step zips vector i of the first half with vector i of the second. If an element's place is
/// written as the bits of its row and then those of its column, a step moves the first bit to the
/// end; after log2(kLanes) steps row and column have changed places.
void transpose_block(const Scalar* m, std::size_t pitch, Scalar* out, std::size_t out_pitch) {
  constexpr auto lanes = std::make_index_sequence<kLanes>();
  Vector rows[kLanes], zipped[kLanes];
  for (std::size_t i = 0; i < kLanes; ++i) rows[i] = load(m + i * pitch);
  for (std::size_t step = 1; step < kLanes; step *= 2) {
    for (std::size_t i = 0; i < kLanes / 2; ++i) {
      zipped[2 * i] = zip<0>(rows[i], rows[i + kLanes / 2], lanes);
      zipped[2 * i + 1] = zip<kLanes / 2>(rows[i], rows[i + kLanes / 2], lanes);
    }
    std::copy_n(zipped, kLanes, rows);
  }
  for (std::size_t i = 0; i < kLanes; ++i) store(rows[i], out + i * out_pitch);
}

}  // namespace

void transpose(const Scalar* m, std::size_t rows, std::size_t cols, std::size_t pitch, Scalar* out,
               std::size_t out_pitch) {
  if (rows < kLanes || cols < kLanes) {
    for (std::size_t r = 0; r < rows; ++r)
      for (std::size_t c = 0; c < cols; ++c) out[c * out_pitch + r] = m[r * pitch + c];
    return;
  }
  for (std::size_t i = 0; i < rows; i += kLanes)
    for (std::size_t j = 0; j < cols; j += kLanes) {  // the last blocks overlap those before
      const std::size_t r = std::min(i, rows - kLanes), c = std::min(j, cols - kLanes);
      transpose_block(m + r * pitch + c, pitch, out + c * out_pitch + r, out_pitch);
    }
}

}  // namespace origami
