// Tensors for tests: random ones, written-out ones, and how far two are apart.
#pragma once

#include <cmath>
#include <cstring>
#include <limits>
#include <origami/random.hpp>
#include <origami/tensor.hpp>
#include <type_traits>
#include <vector>

#include "catch.hpp"

namespace origami {

constexpr bool kDouble = std::is_same_v<Scalar, double>;

/// What the rounding of a few hundred additions may leave, relative.
constexpr double kRounding = kDouble ? 1e-12 : 1e-5;

/// Values ~ N(0, 1).
inline Tensor random_tensor(const Shape& shape, std::uint64_t seed) {
  Rng rng(seed);
  Tensor t = make_tensor(shape);
  for (std::size_t i = 0; i < t.size(); ++i) t.data()[i] = static_cast<Scalar>(rng.normal());
  return t;
}

inline Tensor tensor_of(const Shape& shape, const std::vector<Scalar>& values) {
  REQUIRE(values.size() == element_count(shape));
  Tensor t = make_tensor(shape);
  std::copy(values.begin(), values.end(), t.data());
  return t;
}

inline std::vector<Scalar> values_of(const Tensor& t) { return {t.data(), t.data() + t.size()}; }

inline double dot(const Tensor& a, const Tensor& b) {
  REQUIRE(a.size() == b.size());
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += double{a.data()[i]} * b.data()[i];
  return sum;
}

/// From 0.
inline double deviation(const Tensor& t) {
  return std::sqrt(dot(t, t) / static_cast<double>(t.size()));
}

/// norm(got - want) / norm(want); infinite where the shapes differ, 0 where both are all zeros.
inline double relative_error(const Tensor& got, const Tensor& want) {
  if (shape_of(got) != shape_of(want)) return std::numeric_limits<double>::infinity();
  double error = 0, norm = 0;
  for (std::size_t i = 0; i < want.size(); ++i) {
    error += std::pow(double{got.data()[i]} - want.data()[i], 2);
    norm += std::pow(double{want.data()[i]}, 2);
  }
  return error == 0 ? 0 : std::sqrt(error / norm);  // NaN stays NaN, and is not <= any tolerance
}

inline void check_close(const Tensor& got, const Tensor& want, double tolerance = kRounding) {
  INFO("got " << to_string(shape_of(got)) << ", want " << to_string(shape_of(want)));
  CHECK(relative_error(got, want) <= tolerance);
}

inline bool same_bits(const Tensor& a, const Tensor& b) {
  return shape_of(a) == shape_of(b) &&
         std::memcmp(a.data(), b.data(), a.size() * sizeof(Scalar)) == 0;
}

}  // namespace origami
