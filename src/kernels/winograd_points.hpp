// The three steps of Winograd's convolution in one dimension, on vectors of channels.
//
// A convolution of R weights g makes M outputs of n = M + R - 1 pixels d by M * R multiplications,
// but n are enough. The reason is easier to see the other way round, where g spreads M numbers q
// over n: this is the product of the polynomials g(t) and q(t). A polynomial with n coefficients is
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

/// In this order: 0, if the number of points is even; a and -a for each of kPairs numbers a;
/// infinity.
template <std::size_t R, std::size_t M>
struct Points {
  static constexpr std::size_t kWeights = R, kOutputs = M, kCount = M + R - 1;
  static constexpr std::size_t kPairs = (kCount - 1) / 2, kZero = kCount % 2 == 0 ? 1 : 0;
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
  /// What interpolation multiplies the value at the point a by: 1 / the product of a's distances
  /// from the other points, t^kZero * (t + a) * product_without(pair) at t = a. That of -a is the
  /// same, or, if 0 is no point, its negative: then PixelsToPoints turns the sign.
  static constexpr Scalar scale(std::size_t pair) {
    Scalar value = 2 * a[pair] * (kZero == 1 ? a[pair] : 1);
    for (std::size_t i = 0; i < kPairs; ++i)
      if (i != pair) value *= a[pair] * a[pair] - a[i] * a[i];
    return 1 / value;
  }
};

/// B^T: pixels, `step` apart -> what they are at the points, `out_step` apart.
template <class P>
struct PixelsToPoints {
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
    if constexpr (P::kZero == 1) store(sum(P::kPairs, 0), out), out += out_step;
    for (std::size_t pair = 0; pair < P::kPairs; ++pair) {
      const Vector by_t = sum(pair, P::kZero + 1), by_a = P::a[pair] * sum(pair, P::kZero);
      store(by_t + by_a, out), out += out_step;
      store(P::kZero == 1 ? by_t - by_a : by_a - by_t, out), out += out_step;
    }
    store(sum(P::kPairs, P::kZero), out);
  }
};

/// G: weights -> the values of their polynomial at the points, scaled.
template <class P>
struct WeightsToPoints {
  [[gnu::always_inline]] void operator()(const Scalar* in, std::size_t step, Scalar* out,
                                         std::size_t out_step) const {
    if constexpr (P::kZero == 1)
      store(load(in) / P::product_without(P::kPairs)[0], out), out += out_step;
    for (std::size_t pair = 0; pair < P::kPairs; ++pair) {
      Vector parts[2] = {};  // of even and odd powers
      Scalar power = P::scale(pair);
      for (std::size_t i = 0; i < P::kWeights; ++i, power *= P::a[pair])
        parts[i % 2] += power * load(in + i * step);
      store(parts[0] + parts[1], out), out += out_step;
      store(parts[0] - parts[1], out), out += out_step;
    }
    store(load(in + (P::kWeights - 1) * step), out);
  }
};

/// A^T: a number for each point -> outputs; output j is a sum of j-th powers.
template <class P>
struct PointsToOutputs {
  [[gnu::always_inline]] void operator()(const Scalar* in, std::size_t step, Scalar* out,
                                         std::size_t out_step) const {
    Vector y[P::kOutputs] = {};
    if constexpr (P::kZero == 1) y[0] = load(in), in += step;
    for (std::size_t pair = 0; pair < P::kPairs; ++pair, in += 2 * step) {
      const Vector plus = load(in), minus = load(in + step);
      const Vector parts[2] = {plus + minus, plus - minus};
      Scalar power = 1;
      for (std::size_t j = 0; j < P::kOutputs; ++j, power *= P::a[pair])
        y[j] += power * parts[j % 2];
    }
    y[P::kOutputs - 1] += load(in);
    for (std::size_t j = 0; j < P::kOutputs; ++j) store(y[j], out + j * out_step);
  }
};

}  // namespace origami
