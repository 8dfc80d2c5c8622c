// im2col unfolds an image into a matrix, one column a window; col2im folds it back by adding.
//
// A 3x3 image and 2x2 windows with stride 1 (four stops, so a 4x4 matrix):
//
//     a b c        window at  (0,0)  (0,1)  (1,0)  (1,1)
//     d e f   ->   (kh,kw)
//     g h i         (0,0)       a      b      d      e
//                   (0,1)       b      c      e      f
//                   (1,0)       d      e      g      h
//                   (1,1)       e      f      h      i
//
// Folding that matrix back gives a, 2b, c, 2d, 4e, 2f, g, 2h, i: a pixel is added once for every
// window it lies in. The two are adjoint: <im2col(x), c> = <x, col2im(c)>, which is why the one's
// gradient is the other.
#pragma once

#include <origami/tensor.hpp>
#include <origami/window.hpp>

namespace origami {

/// image (C, H, W) -> columns (C*KH*KW, OH*OW), row (c*KH + kh)*KW + kw. Pixels outside the image
/// count as `padding`.
void im2col(const Scalar* image, const Windows& w, Scalar* columns, Scalar padding = 0);

/// columns (C*KH*KW, OH*OW) -> image (C, H, W), overwritten with the sums. Padding is dropped.
void col2im(const Scalar* columns, const Windows& w, Scalar* image);

/// The same for tensors: (C, H, W) -> (C*KH*KW, OH*OW). Throws ShapeError, ValueError.
Tensor im2col(const Tensor& image, const Window2d& window, Scalar padding = 0);

/// (C*KH*KW, OH*OW) -> `image` = (C, H, W). Throws ShapeError, ValueError.
Tensor col2im(const Tensor& columns, const Window2d& window, const Shape& image);

/// Where each row of w's matrix begins within the flat matrix, that of w.flat(). Pixel
/// (kh + SH, kw) of a window is pixel (kh, kw) of the next window down, so the rows of the two are
/// the same but for the first stop down and the last. The flat matrix has one longer row for both;
/// the second begins OW later in it.
///
///     a b c      flat, kw = 0: a b d e g h  (3 stops down, OW = 2)   (0,0) = a b d e from 0
///     d e f            kw = 1: b c e f h i                           (1,0) = d e g h from 2
///     g h i                                                          (0,1) from 6, (1,1) from 8
std::vector<std::size_t> row_starts(const Windows& w);

}  // namespace origami
