// One register's worth of numbers, by the vector extension of GCC and Clang: + and * work on all of
// them at once, on every processor.
#pragma once

#include <cstring>
#include <origami/tensor.hpp>

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
constexpr std::size_t kLanes = kVectorBytes / sizeof(Scalar);

using Vector [[gnu::vector_size(kVectorBytes)]] = Scalar;

inline Vector load(const Scalar* from) {
  Vector v;
  std::memcpy(&v, from, sizeof v);
  return v;
}

inline void store(const Vector& v, Scalar* to) { std::memcpy(to, &v, sizeof v); }

}  // namespace origami
