// The three steps of Winograd's convolution in one dimension, on vectors of channels.
//
// A convolution of R weights g makes 4 outputs of n = R + 3 pixels d by 4 * R multiplications, but
// n are enough. The reason is easier to see the other way round, where g spreads 4 numbers q over
// n: this is the product of the polynomials g(t) and q(t). A polynomial with n coefficients is
// known from its values at n points, and a value of the product takes one multiplication,
// g(t) * q(t). At points like 0, 1, -1, 2 and -2 the values themselves are sums with simple
// factors; the one "at infinity" is the highest coefficient. With A q the values of q, G g those of
// g, divided as the interpolation needs it, and B the rest of the interpolation,
//
//     product = B (G g * A q),    and transposed:    y = A^T (G g * B^T d)
//
// where * is number by number. (Winograd: Arithmetic Complexity of Computations, 1980; Lavin, Gray:
// Fast Algorithms for Convolutional Neural Networks, 2016)
#pragma once

#include <array>

#include "vector.hpp"

namespace origami {

constexpr std::size_t kOutputs = 4;  // of a tile, down and across

/// In this order: 0; a and -a for each of kPairs numbers a; infinity.
template <std::size_t R>
struct Points {
  static constexpr std::size_t kCount = R + kOutputs - 1, kPairs = kCount / 2 - 1;
  static constexpr std::array<Scalar, 3> a{1, 2, 0.5};
  using Coefficients = std::array<Scalar, kPairs + 1>;

  /// The product of (s - a^2) over all pairs but one, or over all if `pair` is kPairs. With s = t^2
  /// it is zero at a and -a of these pairs.
  static constexpr Coefficients product_without(std::size_t pair) {
    Coefficients c{1};
    for (std::size_t i = 0; i < kPairs; ++i)
      for (std::size_t k = kPairs; i != pair && k < kPairs + 1; --k)
        c[k] = (k == 0 ? 0 : c[k - 1]) - a[i] * a[i] * c[k];
    return c;
  }
  /// 1 / what t * (t + a) * product_without(pair) is at a: interpolation divides by it.
  static constexpr Scalar scale(std::size_t pair) {
    Scalar value = 2 * a[pair] * a[pair];
    for (std::size_t i = 0; i < kPairs; ++i)
      if (i != pair) value *= a[pair] * a[pair] - a[i] * a[i];
    return 1 / value;
  }
};

/// B^T: pixels, `step` apart -> what they are at the points, `out_step` apart.
template <std::size_t R>
struct PixelsToPoints : Points<R> {
  using P = Points<R>;
  [[gnu::always_inline]] void operator()(const Scalar* in, std::size_t step, Scalar* out,
                                         std::size_t out_step) const {
    Vector d[P::kCount];
    for (std::size_t i = 0; i < P::kCount; ++i) d[i] = load(in + i * step);
    const auto sum = [&d](std::size_t pair, std::size_t first) {  // of every second pixel
      const auto factors = P::product_without(pair);
      Vector v{};
      for (std::size_t k = 0; k < P::kPairs + (pair == P::kPairs); ++k)
        v += factors[k] * d[first + 2 * k];
      return v;
    };
    store(sum(P::kPairs, 0), out);
    for (std::size_t pair = 0; pair < P::kPairs; ++pair) {
      const Vector even = sum(pair, 2), odd = P::a[pair] * sum(pair, 1);
      store(even + odd, out += out_step);
      store(even - odd, out += out_step);
    }
    store(sum(P::kPairs, 1), out += out_step);
  }
};

/// G: R weights -> the values of their polynomial at the points, scaled.
template <std::size_t R>
struct WeightsToPoints : Points<R> {
  using P = Points<R>;
  [[gnu::always_inline]] void operator()(const Scalar* in, std::size_t step, Scalar* out,
                                         std::size_t out_step) const {
    store(load(in) / P::product_without(P::kPairs)[0], out);
    for (std::size_t pair = 0; pair < P::kPairs; ++pair) {
      Vector parts[2] = {};  // of even and odd powers
      Scalar power = P::scale(pair);
      for (std::size_t i = 0; i < R; ++i, power *= P::a[pair])
        parts[i % 2] += power * load(in + i * step);
      store(parts[0] + parts[1], out += out_step);
      store(parts[0] - parts[1], out += out_step);
    }
    store(load(in + (R - 1) * step), out += out_step);
  }
};

/// A^T: a number for each point -> outputs; output j is a sum of j-th powers.
template <std::size_t R>
struct PointsToOutputs : Points<R> {
  using P = Points<R>;
  [[gnu::always_inline]] void operator()(const Scalar* in, std::size_t step, Scalar* out,
                                         std::size_t out_step) const {
    Vector y[kOutputs] = {load(in)};
    for (std::size_t pair = 0; pair < P::kPairs; ++pair) {
      const Vector plus = load(in += step), minus = load(in += step);
      const Vector parts[2] = {plus + minus, plus - minus};
      Scalar power = 1;
      for (std::size_t j = 0; j < kOutputs; ++j, power *= P::a[pair]) y[j] += power * parts[j % 2];
    }
    y[kOutputs - 1] += load(in + step);
    for (std::size_t j = 0; j < kOutputs; ++j) store(y[j], out + j * out_step);
  }
};

}  // namespace origami
