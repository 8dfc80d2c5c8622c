// Convolution's backward pass for a gradient that is mostly zeros.
#pragma once

#include <origami/parameter.hpp>
#include <origami/window.hpp>

namespace origami {

/// Whether dy (N, OC, OH, OW) has so many zeros that sparse_conv_backward is faster than the
/// products of whole matrices.
bool is_sparse_conv(const Windows& w, const Tensor& dy);

/// Conv's gradients of weight (OC, C, KH, KW) and bias (OC), and dx (N, C, H, W) unless nullptr. A
/// dy that is not finite may also reach pixels right of its window; an x or a weight that is not
/// counts only where dy is not 0.
void sparse_conv_backward(const Windows& w, const Tensor& x, const Tensor& dy, Parameter& weight,
                          Parameter& bias, Tensor* dx);

}  // namespace origami
