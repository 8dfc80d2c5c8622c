// Work on the rows of small images, which are short: a loop of any length spends more on starting
// and ending than on its elements. So a row of n is dealt with as its first and its last B
// elements, B <= n <= 2 * B, which may overlap: vector instructions and no loop. (24x12x12 images,
// 3x3 windows: im2col 11 us -> 5 us, col2im 10 us -> 7 us.)
#pragma once

#include <algorithm>
#include <type_traits>
#include <utility>

#include "vector.hpp"

namespace origami {

/// Calls body(std::integral_constant B) with the B for rows of n; 0 if none is at hand.
template <class Body>
void with_block(std::size_t n, Body body) {
  using std::integral_constant;
  if (n < 4 || n > 64) return body(integral_constant<std::size_t, 0>());
  if (n < 8) return body(integral_constant<std::size_t, 4>());
  if (n < 16) return body(integral_constant<std::size_t, 8>());
  n < 32 ? body(integral_constant<std::size_t, 16>()) : body(integral_constant<std::size_t, 32>());
}

/// Every stride-th element of `in`; B > 0 is for stride 1.
template <std::size_t B>
void copy_row(const Scalar* in, std::size_t stride, Scalar* out, std::size_t n) {
  if constexpr (B == 0) {
    for (std::size_t j = 0; j < n; ++j) out[j] = in[j * stride];
  } else {
    std::copy_n(in, B, out);
    std::copy_n(in + n - B, B, out + n - B);
  }
}

/// Adds to every stride-th element of `sum`; B > 0 is for stride 1.
template <std::size_t B>
void add_row(const Scalar* __restrict in, Scalar* __restrict sum, std::size_t stride,
             std::size_t n) {
  if constexpr (B == 0) {
    for (std::size_t j = 0; j < n; ++j) sum[j * stride] += in[j];
  } else {
    Scalar first[B], last[B];  // both are read before either is written
    for (std::size_t j = 0, k = n - B; j < B; ++j, ++k)
      first[j] = sum[j] + in[j], last[j] = sum[k] + in[k];
    std::copy_n(first, B, sum);
    std::copy_n(last, B, sum + n - B);
  }
}

/// Deals out the even and the odd elements of a row of 2 * n.
template <std::size_t B>
void split_row(const Scalar* __restrict in, Scalar* __restrict even, Scalar* __restrict odd,
               std::size_t n) {
  for (std::size_t j = 0; j < (B == 0 ? n : B); ++j) even[j] = in[2 * j], odd[j] = in[2 * j + 1];
  if constexpr (B > 0)
    for (std::size_t i = 0, j = n - B; i < B; ++i)
      even[j + i] = in[2 * (j + i)], odd[j + i] = in[2 * (j + i) + 1];
}

/// The inverse, written with vectors: the compiler would collect the elements one by one.
template <std::size_t B>
void join_row(Scalar* __restrict out, const Scalar* __restrict even, const Scalar* __restrict odd,
              std::size_t n) {
  if constexpr (B == 0 || B > kLanes) {
    for (std::size_t j = 0; j < n; ++j) out[2 * j] = even[j], out[2 * j + 1] = odd[j];
  } else {
    for (const std::size_t j : {std::size_t{0}, n - B}) {
      constexpr auto lanes = std::make_index_sequence<B>();
      const Lanes<B> e = load<B>(even + j), o = load<B>(odd + j);
      store(zip<0>(e, o, lanes), out + 2 * j);
      store(zip<B / 2>(e, o, lanes), out + 2 * j + B);
    }
  }
}

}  // namespace origami
