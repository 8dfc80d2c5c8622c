// What is asked of a tensor's values by those that check them.
#pragma once

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>
#include <origami/tensor.hpp>

#include "batch.hpp"

namespace origami {

inline double dot_product(const Tensor& a, const Tensor& b) {
  const auto product = [](double x, double y) { return x * y; };
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0, std::plus<>(), product);
}

inline double norm(const Tensor& t) { return std::sqrt(dot_product(t, t)); }

inline bool same(const Tensor& a, const Tensor& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end());
}

/// Equal but for rounding.
inline bool nearly_equal(const Tensor& a, const Tensor& b) {
  const Tensor difference = a - b;
  const double most = 1e3 * std::numeric_limits<Scalar>::epsilon() * std::max(norm(a), 1.0);
  return norm(difference) <= most;  // false for NaN
}

inline bool finite(const Tensor& t) {
  return std::all_of(t.begin(), t.end(), [](Scalar v) { return std::isfinite(v); });
}

/// Fills it with NaN.
inline void poison(const Tensor& t) {
  // The layer's own buffers come back as const; spoiling them shows what it fails to overwrite.
  Tensor& mutable_t = const_cast<Tensor&>(t);
  std::fill(mutable_t.begin(), mutable_t.end(), std::numeric_limits<Scalar>::quiet_NaN());
}

/// Rows begin .. end-1 of t (N, ...).
inline Tensor rows(const Tensor& t, std::size_t begin, std::size_t end) {
  const Shape all = shape_of(t);
  Tensor part;
  copy_rows(t, {all.begin() + 1, all.end()}, begin, end, part);
  return part;
}

}  // namespace origami
