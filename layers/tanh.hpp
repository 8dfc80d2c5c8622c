// The hyperbolic tangent.
#pragma once

#include <origami/layer.hpp>

namespace origami {

/// Tanh (nn.Tanh).
///   forward    y = tanh(x)
///   backward   dx = dy * (1 - y^2)
///   shapes     any -> the same
class Tanh : public Layer {
 public:
  struct Options {};

  explicit Tanh(const Options&) {}

  bool reads_input() const override { return false; }
  std::string type() const override { return "Tanh"; }
  std::vector<OnnxNode> onnx() const override { return {{"Tanh"}}; }

 private:
  Shape do_build(const Shape& in, Rng&) override { return in; }
  void do_forward(const Tensor& x, Tensor& y, Mode mode) override;
  void do_backward(const Tensor& x, const Tensor& y, const Tensor& dy, Tensor* dx) override;
};

}  // namespace origami
