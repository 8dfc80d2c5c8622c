#include <algorithm>
#include <origami/error.hpp>
#include <origami/im2col.hpp>
#include <type_traits>
#include <vector>

namespace origami {
namespace {

// Rows of small images are short: a loop of any length spends more on starting and ending than on
// its elements. So a row of n is dealt with as its first and its last B elements, B <= n <= 2 * B,
// which may overlap: vector instructions and no loop. (24x12x12 images, 3x3 windows: im2col 11 us
// -> 5 us, col2im 10 us -> 7 us.)

/// Calls body(std::integral_constant B) with the B for rows of n; 0 if none is at hand.
template <class Body>
void with_block(std::size_t n, Body body) {
  using std::integral_constant;
  if (n < 4 || n > 64) return body(integral_constant<std::size_t, 0>());
  if (n < 8) return body(integral_constant<std::size_t, 4>());
  if (n < 16) return body(integral_constant<std::size_t, 8>());
  n < 32 ? body(integral_constant<std::size_t, 16>()) : body(integral_constant<std::size_t, 32>());
}

template <std::size_t B>
void copy_row(const Scalar* in, Scalar* out, std::size_t n) {
  std::copy_n(in, B == 0 ? n : B, out);
  if constexpr (B > 0) std::copy_n(in + n - B, B, out + n - B);
}

template <std::size_t B>
void add_row(const Scalar* __restrict in, Scalar* __restrict sum, std::size_t n) {
  if constexpr (B == 0) {
    for (std::size_t j = 0; j < n; ++j) sum[j] += in[j];
  } else {
    Scalar first[B], last[B];  // both are read before either is written
    for (std::size_t j = 0, k = n - B; j < B; ++j, ++k)
      first[j] = sum[j] + in[j], last[j] = sum[k] + in[k];
    std::copy_n(first, B, sum);
    std::copy_n(last, B, sum + n - B);
  }
}

/// Any geometry: one channel through kernel row kh and kernel column kw is one row of the matrix.
void unfold(const Scalar* image, const Windows& w, Scalar* columns, Scalar padding) {
  for (std::size_t c = 0; c < w.C; ++c, image += w.H * w.W)
    for (std::size_t kh = 0; kh < w.KH; ++kh) {
      const auto [top, bottom] = w.stops_h(kh);
      for (std::size_t kw = 0; kw < w.KW; ++kw, columns += w.cols()) {
        const auto [left, right] = w.stops_w(kw);
        if (bottom - top < w.OH || right - left < w.OW) std::fill_n(columns, w.cols(), padding);
        for (std::size_t oh = top; oh < bottom; ++oh) {
          const Scalar* in = image + (oh * w.SH + kh - w.PH) * w.W + kw - w.PW;
          for (std::size_t ow = left; ow < right; ++ow) columns[oh * w.OW + ow] = in[ow * w.SW];
        }
      }
    }
}

void fold(const Scalar* columns, const Windows& w, Scalar* image) {
  for (std::size_t c = 0; c < w.C; ++c, image += w.H * w.W)
    for (std::size_t kh = 0; kh < w.KH; ++kh) {
      const auto [top, bottom] = w.stops_h(kh);
      for (std::size_t kw = 0; kw < w.KW; ++kw, columns += w.cols()) {
        const auto [left, right] = w.stops_w(kw);
        for (std::size_t oh = top; oh < bottom; ++oh) {
          Scalar* out = image + (oh * w.SH + kh - w.PH) * w.W + kw - w.PW;
          for (std::size_t ow = left; ow < right; ++ow) out[ow * w.SW] += columns[oh * w.OW + ow];
        }
      }
    }
}

/// Strips, for stride 1: a strip is one channel through kernel column kw, (H, OW), the width
/// unfolded and the height not yet. The OH rows that a kernel row sees lie in one piece there: long
/// copies, not short ones. (LeNet's second convolution: im2col 30 -> 14 us, col2im 45 -> 18 us.)
Scalar* strip_memory(const Windows& w) {
  thread_local std::vector<Scalar> strip;
  if (strip.size() < w.H * w.OW) strip.resize(w.H * w.OW);
  return strip.data();
}

void unfold_by_strips(const Scalar* image, const Windows& w, Scalar* columns, Scalar padding) {
  Scalar* strip = strip_memory(w);
  for (std::size_t c = 0; c < w.C; ++c, image += w.H * w.W)
    for (std::size_t kw = 0; kw < w.KW; ++kw) {
      const auto [left, right] = w.stops_w(kw);
      if (right - left < w.OW) std::fill_n(strip, w.H * w.OW, padding);
      with_block(right - left, [&, begin = left, n = right - left](auto block) {
        const Scalar* in = image + begin + kw - w.PW;
        for (std::size_t h = 0; h < w.H; ++h)
          copy_row<block>(in + h * w.W, strip + h * w.OW + begin, n);
      });
      for (std::size_t kh = 0; kh < w.KH; ++kh) {
        Scalar* block = columns + ((c * w.KH + kh) * w.KW + kw) * w.cols();
        const auto [top, bottom] = w.stops_h(kh);
        if (bottom - top < w.OH) std::fill_n(block, w.cols(), padding);
        std::copy_n(strip + (top + kh - w.PH) * w.OW, (bottom - top) * w.OW, block + top * w.OW);
      }
    }
}

void fold_by_strips(const Scalar* columns, const Windows& w, Scalar* image) {
  Scalar* strip = strip_memory(w);
  for (std::size_t c = 0; c < w.C; ++c, image += w.H * w.W)
    for (std::size_t kw = 0; kw < w.KW; ++kw) {
      std::fill_n(strip, w.H * w.OW, Scalar{0});
      for (std::size_t kh = 0; kh < w.KH; ++kh) {
        const Scalar* block = columns + ((c * w.KH + kh) * w.KW + kw) * w.cols();
        const auto [top, bottom] = w.stops_h(kh);
        add_row<0>(block + top * w.OW, strip + (top + kh - w.PH) * w.OW, (bottom - top) * w.OW);
      }
      const auto [left, right] = w.stops_w(kw);
      with_block(right - left, [&, begin = left, n = right - left](auto block) {
        Scalar* out = image + begin + kw - w.PW;
        for (std::size_t h = 0; h < w.H; ++h)
          add_row<block>(strip + h * w.OW + begin, out + h * w.W, n);
      });
    }
}

/// 2x2 windows that tile the image, the usual pooling: a pixel lies in one window only, so both
/// just deal out pairs. (LeNet's first pooling: im2col 11 us -> 6 us, col2im 19 us -> 7 us.)
bool is_tiled_by_pairs(const Windows& w) {
  return w.KH == 2 && w.KW == 2 && w.SH == 2 && w.SW == 2 && w.H == 2 * w.OH && w.W == 2 * w.OW &&
         w.PH == 0 && w.PW == 0;
}

/// Calls deal(image row, its even pixels in the column matrix, its odd ones).
template <class Image, class Columns, class Deal>
void for_each_pair_row(Image* image, Columns* columns, const Windows& w, Deal deal) {
  for (std::size_t c = 0; c < w.C; ++c, columns += 4 * w.cols())
    for (std::size_t oh = 0; oh < w.OH; ++oh)
      for (std::size_t kh = 0; kh < 2; ++kh, image += w.W) {
        Columns* even = columns + 2 * kh * w.cols() + oh * w.OW;
        deal(image, even, even + w.cols());
      }
}

/// body(j) for j < n, in blocks of a constant length.
template <class Body>
[[gnu::always_inline]] inline void in_blocks(std::size_t n, Body body) {
  std::size_t j = 0;
  for (; j + 8 <= n; j += 8)
    for (std::size_t i = j; i < j + 8; ++i) body(i);
  for (; j + 4 <= n; j += 4)
    for (std::size_t i = j; i < j + 4; ++i) body(i);
  for (; j < n; ++j) body(j);
}

void split_row(const Scalar* __restrict in, Scalar* __restrict even, Scalar* __restrict odd,
               std::size_t n) {
  in_blocks(n, [=](std::size_t j) { even[j] = in[2 * j], odd[j] = in[2 * j + 1]; });
}

void join_row(Scalar* __restrict out, const Scalar* __restrict even, const Scalar* __restrict odd,
              std::size_t n) {
  in_blocks(n, [=](std::size_t j) { out[2 * j] = even[j], out[2 * j + 1] = odd[j]; });
}

}  // namespace

void im2col(const Scalar* image, const Windows& w, Scalar* columns, Scalar padding) {
  if (w.SH == 1 && w.SW == 1) return unfold_by_strips(image, w, columns, padding);
  if (is_tiled_by_pairs(w))
    return for_each_pair_row(image, columns, w, [&](const Scalar* in, Scalar* even, Scalar* odd) {
      split_row(in, even, odd, w.OW);
    });
  unfold(image, w, columns, padding);
}

void col2im(const Scalar* columns, const Windows& w, Scalar* image) {
  if (is_tiled_by_pairs(w))
    return for_each_pair_row(image, columns, w,
                             [&](Scalar* out, const Scalar* even, const Scalar* odd) {
                               join_row(out, even, odd, w.OW);
                             });
  std::fill_n(image, w.C * w.H * w.W, Scalar{0});
  if (w.SH == 1 && w.SW == 1) return fold_by_strips(columns, w, image);
  fold(columns, w, image);
}

Tensor im2col(const Tensor& image, const Window2d& window, Scalar padding) {
  const Windows w = window.over(shape_of(image), "im2col");
  Tensor columns = make_tensor({w.rows(), w.cols()});
  im2col(image.data(), w, columns.data(), padding);
  return columns;
}

Tensor col2im(const Tensor& columns, const Window2d& window, const Shape& image) {
  const Windows w = window.over(image, "col2im");
  if (shape_of(columns) != Shape{w.rows(), w.cols()})
    throw ShapeError("col2im: columns " + to_string(shape_of(columns)) + " but expected " +
                     to_string(Shape{w.rows(), w.cols()}) + " for an image " + to_string(image));
  Tensor folded = make_tensor(image);
  col2im(columns.data(), w, folded.data());
  return folded;
}

}  // namespace origami
