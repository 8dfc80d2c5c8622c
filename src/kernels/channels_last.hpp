// Images and filters with the channels of a pixel side by side.
#pragma once

#include <algorithm>
#include <vector>

#include "transpose.hpp"
#include "vector.hpp"

namespace origami {

using Numbers = std::vector<Scalar, AlignedAllocator<Scalar>>;

/// `count` numbers and so many more that they fill whole vectors.
constexpr std::size_t whole_vectors(std::size_t count) {
  return (count + kLanes - 1) / kLanes * kLanes;
}

/// How a (C, H, W) image or filter is laid out as (H, W, C), from one row to the next `pitch`.
struct ChannelsLast {
  std::size_t C, H, W, pitch;
  Numbers& plain;  // without gaps between rows, which may be too short for a fast transpose

  void read(const Scalar* from, Scalar* to) const {
    if (pitch == W * C) return transpose(from, C, H * W, H * W, to, C);
    plain.resize(H * W * C);
    transpose(from, C, H * W, H * W, plain.data(), C);
    for (std::size_t h = 0; h < H; ++h)
      std::copy_n(plain.data() + h * W * C, W * C, to + h * pitch);
  }
  void write(const Scalar* from, Scalar* to) const {
    if (pitch == W * C) return transpose(from, H * W, C, C, to, H * W);
    plain.resize(H * W * C);
    for (std::size_t h = 0; h < H; ++h)
      std::copy_n(from + h * pitch, W * C, plain.data() + h * W * C);
    transpose(plain.data(), H * W, C, C, to, H * W);
  }
};

}  // namespace origami
