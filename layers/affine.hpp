// Every output is a weighted sum of all inputs.
#pragma once

#include <origami/init.hpp>
#include <origami/layer.hpp>

namespace origami {

/// Affine (nn.Linear, Dense, InnerProduct, fully connected).
///   forward    y = x * W^T + b, x flattened to (N, inputs) in row-major order
///   backward   dW = dy^T * x,  db = sum of dy over n,  dx = dy * W
///   shapes     (N, any...) -> (N, units)
///   weight     (units, inputs): row u holds the weights of output u;  bias (units)
class Affine : public Layer {
 public:
  struct Options {
    std::size_t units = 0;  // outputs, required
    Init init = Init::He;
  };

  explicit Affine(const Options& options) : options_(options) {}

  std::vector<Parameter*> parameters() override { return {&weight_, &bias_}; }
  bool reads_output() const override { return false; }
  std::string type() const override { return "Affine"; }
  std::string description() const override { return "Affine " + std::to_string(options_.units); }
  std::size_t multiply_adds() const override { return weight_.value().size(); }
  std::vector<OnnxNode> onnx() const override {
    return {{"Flatten", {{"axis", 1}}}, {"Gemm", {{"transB", 1}}, {&weight_, &bias_}}};
  }

 private:
  Shape do_build(const Shape& in, Rng& rng) override;
  void do_forward(const Tensor& x, Tensor& y, Mode mode) override;
  void do_backward(const Tensor& x, const Tensor& y, const Tensor& dy, Tensor* dx) override;

  Options options_;
  Parameter weight_{"weight"}, bias_{"bias"};
};

}  // namespace origami
