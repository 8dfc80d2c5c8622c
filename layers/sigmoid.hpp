// The logistic function.
#pragma once

#include <origami/layer.hpp>

namespace origami {

/// Sigmoid (nn.Sigmoid, logistic).
///   forward    y = 1 / (1 + exp(-x))
///   backward   dx = dy * y * (1 - y)
///   shapes     any -> the same
class Sigmoid : public Layer {
 public:
  struct Options {};

  explicit Sigmoid(const Options&) {}

  bool reads_input() const override { return false; }
  std::string type() const override { return "Sigmoid"; }
  std::vector<OnnxNode> onnx() const override { return {{"Sigmoid"}}; }

 private:
  Shape do_build(const Shape& in, Rng&) override { return in; }
  void do_forward(const Tensor& x, Tensor& y, Mode mode) override;
  void do_backward(const Tensor& x, const Tensor& y, const Tensor& dy, Tensor* dx) override;
};

}  // namespace origami
