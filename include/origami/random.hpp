// Random numbers that do not depend on the standard library, nor, but for the last digit of
// normal(), on the machine.
#pragma once

#include <cstdint>
#include <random>
#include <utility>

namespace origami {

/// Mersenne twister bits (fixed by the C++ standard) with our own distributions (the standard's are
/// implementation-defined).
class Rng {
 public:
  explicit Rng(std::uint64_t seed = 1);

  std::uint32_t bits() { return static_cast<std::uint32_t>(engine_()); }
  /// In [0, 1), a multiple of 2^-24: exact in float.
  double uniform() { return (bits() >> 8) * 0x1p-24; }
  /// In [lo, hi); by rounding it can be hi if hi - lo is below a 2^28th of hi.
  double uniform(double lo, double hi) { return lo + (hi - lo) * uniform(); }
  /// Mean 0, standard deviation 1 (Box-Muller).
  double normal();
  /// In 0 .. n-1, every value equally likely; n >= 1.
  std::uint32_t below(std::uint32_t n);

  /// Fisher-Yates; `items` is any container with size() and operator[].
  template <class Items>
  void shuffle(Items& items) {
    for (auto i = static_cast<std::uint32_t>(items.size()); i > 1; --i)
      std::swap(items[i - 1], items[below(i)]);
  }

  /// The whole state, for checkpoints: a generator that is loaded continues as the saved one would.
  const std::mt19937& engine() const { return engine_; }
  std::mt19937& engine() { return engine_; }

 private:
  std::mt19937 engine_;
};

/// A seed that depends on both arguments and resembles neither (splitmix64's finaliser).
std::uint64_t mix_seed(std::uint64_t seed, std::uint64_t stream);

}  // namespace origami
