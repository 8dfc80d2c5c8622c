// Convolution's forward pass with fewer multiplications, for windows that overlap.
#pragma once

#include <origami/tensor.hpp>
#include <origami/window.hpp>

namespace origami {

/// Whether `filters` windows w are such that winograd_conv is faster than one matrix product.
bool is_winograd(const Windows& w, std::size_t filters);

/// x (N, C, H, W), weight (OC, C, KH, KW), bias (OC) -> y (N, OC, OH, OW). It rounds differently
/// from the sums of products, in float by some 1e-6 of the largest of them. An x that is not finite
/// may reach up to five pixels further than its windows do.
void winograd_conv(const Windows& w, const Tensor& x, const Tensor& weight, const Tensor& bias,
                   Tensor& y);

}  // namespace origami
