// Convolution's forward pass with fewer multiplications, for windows that overlap.
#pragma once

#include <origami/tensor.hpp>
#include <origami/window.hpp>

#include "channels_last.hpp"

namespace origami {

/// Whether `filters` windows w are such that winograd_conv is faster than one matrix product.
bool is_winograd(const Windows& w, std::size_t filters);

/// Weights as the products of winograd_conv need them, and what they were made from: a network that
/// does not learn makes them once.
struct WinogradWeights {
  Shape shape;
  Numbers from, at_points;
};

/// x (N, C, H, W), weight (OC, C, KH, KW), bias (OC) -> y (N, OC, OH, OW). It rounds differently
/// from the sums of products, in float by some 1e-6 of the largest of them. An x that is not finite
/// may reach up to two pixels further, down or across, than its windows do, with tiles of 5x5 four.
/// `kept` is made anew unless it is from the same weights.
void winograd_conv(const Windows& w, const Tensor& x, const Tensor& weight, const Tensor& bias,
                   WinogradWeights& kept, Tensor& y);

}  // namespace origami
