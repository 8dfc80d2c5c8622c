// 2x2 windows that tile the image, the usual pooling: a pixel lies in one window only.
#pragma once

#include <origami/window.hpp>
#include <utility>

#include "short_rows.hpp"
#include "vector.hpp"

namespace origami {

inline bool is_tiled_by_pairs(const Windows& w) {
  return w.KH == 2 && w.KW == 2 && w.SH == 2 && w.SW == 2 && w.H == 2 * w.OH && w.W == 2 * w.OW &&
         w.PH == 0 && w.PW == 0;
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

inline Scalar larger(Scalar a, Scalar b) { return b > a || b != b ? b : a; }  // NaN stays

/// out = the larger of two numbers, n times.
template <std::size_t B>
void max_row(const Scalar* __restrict a, const Scalar* __restrict b, Scalar* __restrict out,
             std::size_t n) {
  for (std::size_t j = 0; j < (B == 0 ? n : B); ++j) out[j] = larger(a[j], b[j]);
  if constexpr (B > 0)
    for (std::size_t j = 0, k = n - B; j < B; ++j) out[k + j] = larger(a[k + j], b[k + j]);
}

/// y = the largest pixel of each window: the larger ones of two rows, and then of two neighbours.
/// `rows` has room for half an image. (LeNet's first pooling: 4.0 us -> 1.7 us.)
inline void max_of_pairs(const Scalar* image, const Windows& w, Scalar* __restrict rows,
                         Scalar* __restrict y) {
  with_block(w.W, [=](auto block) {
    for (std::size_t oh = 0; oh < w.OH; ++oh)
      max_row<block>(image + 2 * oh * w.W, image + (2 * oh + 1) * w.W, rows + oh * w.W, w.W);
  });
  for (std::size_t p = 0; p < w.cols(); ++p) y[p] = larger(rows[2 * p], rows[2 * p + 1]);
}

}  // namespace origami
