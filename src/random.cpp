#include <cmath>
#include <numbers>
#include <origami/random.hpp>

namespace origami {

std::uint64_t mix_seed(std::uint64_t seed, std::uint64_t stream) {
  std::uint64_t z = seed + 0x9E3779B97F4A7C15u * (stream + 1);
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

Rng::Rng(std::uint64_t seed) : engine_(static_cast<std::uint32_t>(mix_seed(seed, 0))) {}

double Rng::normal() {
  const double radius = std::sqrt(-2.0 * std::log(1.0 - uniform()));  // 1 - u is never 0
  return radius * std::cos(2.0 * std::numbers::pi * uniform());
}

std::uint32_t Rng::below(std::uint32_t n) {
  const std::uint32_t excess = (0u - n) % n;  // 2^32 mod n: bits below it would favour small values
  std::uint32_t b = bits();
  while (b < excess) b = bits();
  return b % n;
}

}  // namespace origami
