// The rectifier that lets a little through.
#pragma once

#include <origami/layer.hpp>

namespace origami {

/// LeakyReLU (nn.LeakyReLU).
///   forward    y = x where x > 0, else slope * x
///   backward   dx = dy where x > 0, else slope * dy
///   shapes     any -> the same
///   source     Maas et al.: Rectifier Nonlinearities Improve Neural Network Acoustic Models (2013)
class LeakyReLU : public Layer {
 public:
  struct Options {
    double slope = 0.01;  // for x < 0; any finite number
  };

  explicit LeakyReLU(const Options& options) : options_(options) {}

  bool reads_output() const override { return false; }
  std::string type() const override { return "LeakyReLU"; }
  std::string description() const override;
  std::vector<OnnxNode> onnx() const override {
    return {{"LeakyRelu", {{"alpha", static_cast<float>(options_.slope)}}}};
  }

 private:
  Shape do_build(const Shape& in, Rng& rng) override;
  void do_forward(const Tensor& x, Tensor& y, Mode mode) override;
  void do_backward(const Tensor& x, const Tensor& y, const Tensor& dy, Tensor* dx) override;

  Options options_;
};

}  // namespace origami
