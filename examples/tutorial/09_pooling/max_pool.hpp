// Max pooling of one channel, small enough to read at a glance: chapter 9 explains it.
#pragma once

#include <cstddef>
#include <limits>
#include <origami/im2col.hpp>
#include <vector>

namespace origami::examples {

// [forward]
constexpr Scalar kMinusInfinity = -std::numeric_limits<Scalar>::infinity();

struct Pooled {
  Tensor y;                            // (1, OH, OW)
  std::vector<std::size_t> max_index;  // of each window: the row in which its maximum stands
};

/// x (1, H, W): one channel of one picture.
inline Pooled pool_forward(const Tensor& x, const Window2d& window,
                           Scalar padding = kMinusInfinity) {
  const Windows w = window.over(shape_of(x), "pool_forward");
  const Tensor columns = im2col(x, window, padding);  // (KH*KW, OH*OW)
  Pooled pooled{make_tensor({1, w.OH, w.OW}), std::vector<std::size_t>(w.cols())};
  for (std::size_t p = 0; p < w.cols(); ++p) {
    std::size_t best = 0;
    for (std::size_t r = 1; r < w.rows(); ++r)
      if (columns(r, p) > columns(best, p)) best = r;
    pooled.y.data()[p] = columns(best, p);
    pooled.max_index[p] = best;
  }
  return pooled;
}
// [/forward]

// [backward]
/// dy (1, OH, OW) -> (KH*KW, OH*OW): zeros, but in each column one value of dy.
inline Tensor gradient_columns(const Tensor& dy, const std::vector<std::size_t>& max_index,
                               std::size_t rows) {
  Tensor dcolumns = make_tensor({rows, dy.size()});
  for (std::size_t p = 0; p < dy.size(); ++p) dcolumns(max_index[p], p) = dy.data()[p];
  return dcolumns;
}

/// dy (1, OH, OW) -> dx, shaped like `image`, which is (1, H, W).
inline Tensor pool_backward(const Tensor& dy, const std::vector<std::size_t>& max_index,
                            const Window2d& window, const Shape& image) {
  const std::size_t rows = window.kernel.h * window.kernel.w;
  return col2im(gradient_columns(dy, max_index, rows), window, image);
}
// [/backward]

}  // namespace origami::examples
