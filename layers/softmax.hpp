// Scores to probabilities.
#pragma once

#include <origami/layer.hpp>

namespace origami {

/// Softmax (nn.Softmax(dim=1) of a flat input). To train, end the network in logits and use
/// SoftmaxCrossEntropy, which is fused and stable; this layer is for reading probabilities.
///   forward    y_i = exp(x_i - max x) / sum_j exp(x_j - max x), over all values of a sample
///   backward   dx_i = y_i * (dy_i - sum_j dy_j y_j), the product with the full Jacobian
///              diag(y) - y y^T
///   shapes     (N, K) -> (N, K)
class Softmax : public Layer {
 public:
  struct Options {};

  explicit Softmax(const Options&) {}

  bool reads_input() const override { return false; }
  std::string type() const override { return "Softmax"; }
  std::vector<OnnxNode> onnx() const override { return {{"Softmax", {{"axis", 1}}}}; }

 private:
  Shape do_build(const Shape& in, Rng& rng) override;
  void do_forward(const Tensor& x, Tensor& y, Mode mode) override;
  void do_backward(const Tensor& x, const Tensor& y, const Tensor& dy, Tensor* dx) override;
};

}  // namespace origami
