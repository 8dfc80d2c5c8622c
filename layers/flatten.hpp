// Images to vectors.
#pragma once

#include <origami/layer.hpp>

namespace origami {

/// Flatten (nn.Flatten). Affine flattens by itself; this is for layers that do not.
///   forward    the same values in row-major order: y[c*H*W + h*W + w] = x[c, h, w]
///   backward   the same values of dy in the shape of x
///   shapes     (N, any...) -> (N, their product)
class Flatten : public Layer {
 public:
  struct Options {};

  explicit Flatten(const Options&) {}

  bool reads_input() const override { return false; }
  bool reads_output() const override { return false; }
  std::string type() const override { return "Flatten"; }
  std::vector<OnnxNode> onnx() const override { return {{"Flatten", {{"axis", 1}}}}; }

 private:
  Shape do_build(const Shape& in, Rng&) override { return {element_count(in)}; }
  void do_forward(const Tensor& x, Tensor& y, Mode mode) override;
  void do_backward(const Tensor& x, const Tensor& y, const Tensor& dy, Tensor* dx) override;
};

}  // namespace origami
