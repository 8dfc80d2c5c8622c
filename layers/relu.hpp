// The rectifier.
#pragma once

#include <cstdint>
#include <origami/layer.hpp>
#include <vector>

namespace origami {

/// ReLU (nn.ReLU, Rectifier).
///   forward    y = max(x, 0)
///   backward   dx = dy where y > 0, else 0
///   shapes     any -> the same
class ReLU : public Layer {
 public:
  struct Options {};

  explicit ReLU(const Options&) {}

  bool in_place() const override { return true; }
  bool reads_output() const override { return false; }
  std::string type() const override { return "ReLU"; }
  std::vector<OnnxNode> onnx() const override { return {{"Relu"}}; }

 private:
  Shape do_build(const Shape& in, Rng&) override { return in; }
  void do_forward(const Tensor& x, Tensor& y, Mode mode) override;
  void do_backward(const Tensor& x, const Tensor& y, const Tensor& dy, Tensor* dx) override;

  std::vector<std::uint8_t> positive_;  // of the last training forward: 1 where y > 0, else 0
};

}  // namespace origami
