// One number a channel.
#pragma once

#include <origami/layer.hpp>

namespace origami {

/// GlobalAvgPooling (nn.AdaptiveAvgPool2d(1) and nn.Flatten, GlobalAveragePooling2D).
///   forward    y = mean of x over h, w
///   backward   dx = dy / (H*W) at every pixel
///   shapes     (N, C, H, W) -> (N, C)
///   source     Lin, Chen, Yan: Network In Network (2014), section 3.2
class GlobalAvgPooling : public Layer {
 public:
  struct Options {};

  explicit GlobalAvgPooling(const Options&) {}

  bool reads_input() const override { return false; }
  bool reads_output() const override { return false; }
  std::string type() const override { return "GlobalAvgPooling"; }
  std::vector<OnnxNode> onnx() const override {
    return {{"GlobalAveragePool"}, {"Flatten", {{"axis", 1}}}};
  }

 private:
  Shape do_build(const Shape& in, Rng& rng) override;
  void do_forward(const Tensor& x, Tensor& y, Mode mode) override;
  void do_backward(const Tensor& x, const Tensor& y, const Tensor& dy, Tensor* dx) override;
};

}  // namespace origami
