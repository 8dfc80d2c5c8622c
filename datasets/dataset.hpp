// Labelled images as they are kept in memory: bytes, not floats, a quarter of the size.
#pragma once

#include <cstddef>
#include <cstdint>
#include <origami/tensor.hpp>
#include <string>
#include <vector>

namespace origami {

/// N grey or colour images of one size with a class number each.
struct Dataset {
  Shape image_shape{1, 28, 28};      // (C, H, W)
  std::vector<std::uint8_t> pixels;  // N * C * H * W, row-major, 0 = background
  std::vector<std::uint8_t> labels;  // N class numbers

  std::size_t size() const { return labels.size(); }
};

/// Keeps the first `n` images of `data`, or all if there are fewer.
inline void keep_first(Dataset& data, std::size_t n) {
  if (n >= data.size()) return;
  data.labels.resize(n);
  data.pixels.resize(n * element_count(data.image_shape));
}

/// What a training program needs: `source` says where it came from, for people to read.
struct TrainTest {
  Dataset train, test;
  std::string source;
};

}  // namespace origami
