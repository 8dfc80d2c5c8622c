// One register's worth of numbers, by the vector extension of GCC and Clang: + and * work on all of
// them at once, on every processor.
#pragma once

#include <cstring>
#include <origami/tensor.hpp>
#include <utility>

namespace origami {

#if defined(__AVX512F__)
constexpr std::size_t kVectorBytes = 64, kRegisters = 32;
#elif defined(__AVX__)
constexpr std::size_t kVectorBytes = 32, kRegisters = 16;
#elif defined(__ARM_NEON)
constexpr std::size_t kVectorBytes = 16, kRegisters = 32;
#else
constexpr std::size_t kVectorBytes = 16, kRegisters = 16;
#endif
#if defined(__AVX__) || defined(__ARM_NEON)
constexpr bool kWideVectors = true;
#else
constexpr bool kWideVectors = false;  // a BLAS chooses better instructions at run time
#endif
constexpr std::size_t kLanes = kVectorBytes / sizeof(Scalar);

template <std::size_t N>
using Lanes [[gnu::vector_size(N * sizeof(Scalar))]] = Scalar;
using Vector = Lanes<kLanes>;

template <std::size_t N = kLanes>
Lanes<N> load(const Scalar* from) {
  Lanes<N> v;
  std::memcpy(&v, from, sizeof v);
  return v;
}

template <class V>
void store(const V& v, Scalar* to) {
  std::memcpy(to, &v, sizeof v);
}

/// a0 b0 a1 b1 ... of the first halves of two vectors of N numbers (kFrom = 0) or of the second
/// halves (kFrom = N / 2).
template <std::size_t kFrom, class V, std::size_t... I>
V zip(const V& a, const V& b, std::index_sequence<I...>) {
  return __builtin_shufflevector(a, b, (kFrom + I / 2 + I % 2 * sizeof...(I))...);
}

}  // namespace origami
