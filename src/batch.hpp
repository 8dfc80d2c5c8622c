// What a tensor has to be to hold a batch, and parts of one.
#pragma once

#include <algorithm>
#include <cstddef>
#include <origami/tensor.hpp>

namespace origami {

/// Unlike a comparison with shape_of(t) it allocates nothing.
inline bool has_shape(const Tensor& t, const Shape& shape) {
  return std::equal(shape.begin(), shape.end(), t.shape().begin(), t.shape().end());
}

/// Whether t is (N, sample...).
inline bool is_batch(const Tensor& t, const Shape& sample) {
  return t.dimension() == sample.size() + 1 &&
         std::equal(sample.begin(), sample.end(), t.shape().begin() + 1);
}

inline bool is_batch(const Tensor& t, std::size_t n, const Shape& sample) {
  return is_batch(t, sample) && t.shape()[0] == n;
}

inline void resize_batch(Tensor& t, std::size_t n, const Shape& sample) {
  if (!is_batch(t, n, sample)) reshape_to(t, batch_shape(n, sample));
}

/// Rows begin .. end-1 of `batch` (N, sample...) as a tensor of their own.
inline void copy_rows(const Tensor& batch, const Shape& sample, std::size_t begin, std::size_t end,
                      Tensor& rows) {
  const std::size_t row = element_count(sample);
  resize_batch(rows, end - begin, sample);
  std::copy(batch.data() + begin * row, batch.data() + end * row, rows.data());
}

}  // namespace origami
