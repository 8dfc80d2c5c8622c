// Convolution: one matrix product per image.
#pragma once

#include <memory>
#include <origami/init.hpp>
#include <origami/layer.hpp>
#include <origami/window.hpp>

namespace origami {

struct WinogradWeights;  // ../src/kernels/winograd.hpp

/// Conv (nn.Conv2d, Conv2D, Convolution; the course's ConvLayer without its ReLU).
///   forward    y_n = W * im2col(x_n) + b
///   backward   dW = sum_n dy_n * im2col(x_n)^T,  db = sum of dy over n, oh, ow,
///              dx_n = col2im(W^T * dy_n)
///   shapes     (N, C, H, W) -> (N, OC, OH, OW),  OH = (H + 2*pad - KH) / stride + 1, rounded down
///   weight     (OC, C, KH, KW), read as the matrix (OC, C*KH*KW);  bias (OC)
///   source     Chellapilla, Puri, Simard: High Performance Convolutional Neural Networks (2006)
/// Large layers of stride 1 compute y with fewer multiplications, ../src/kernels/winograd.hpp: then
/// a y is rounded by the size of all pixels up to four beyond its window, and not finite if one of
/// them is not. All leave out multiplications by zero where most of dy is,
/// ../src/kernels/sparse_conv.hpp.
class Conv : public Layer {
 public:
  struct Options {
    std::size_t filters = 0;  // OC, required
    Size2d kernel = 3;        // pixels, {height, width} or one number for both
    Size2d stride = 1;
    Size2d pad = 0;  // rows and columns of zeros on each side, less than the kernel
    Init init = Init::He;
  };

  explicit Conv(const Options& o) : options_(o), window_{o.kernel, o.stride, o.pad} {}

  std::vector<Parameter*> parameters() override { return {&weight_, &bias_}; }
  bool reads_output() const override { return false; }
  std::string type() const override { return "Conv"; }
  std::string description() const override { return type() + " " + window_.description(); }
  std::size_t multiply_adds() const override {
    return options_.filters * windows_.rows() * windows_.cols();
  }
  std::vector<OnnxNode> onnx() const override {
    return {{"Conv", onnx_window(windows_), {&weight_, &bias_}}};
  }

 private:
  Shape do_build(const Shape& in, Rng& rng) override;
  void do_forward(const Tensor& x, Tensor& y, Mode mode) override;
  void do_backward(const Tensor& x, const Tensor& y, const Tensor& dy, Tensor* dx) override;

  Options options_;
  Window2d window_;
  Windows windows_{};
  Parameter weight_{"weight"}, bias_{"bias"};
  std::vector<std::size_t> starts_;        // where the rows of columns_ begin
  Tensor columns_;                         // of one image, flat, and behind them a row of ones
  Tensor weight_and_bias_;                 // (OC, C*KH*KW + 1)
  std::shared_ptr<WinogradWeights> kept_;  // for Mode::Eval; only src knows the type
  Tensor dy_t_, dweight_t_;  // transposed, in whole vectors: (OH*OW, OC), (C*KH*KW + 1, OC)
};

}  // namespace origami
