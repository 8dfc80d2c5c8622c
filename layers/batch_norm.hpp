// Keeps every channel near mean 0 and variance 1, whatever the layers before it do.
#pragma once

#include <origami/layer.hpp>

namespace origami {

/// BatchNorm (nn.BatchNorm2d, nn.BatchNorm1d, BatchNormalization). M = values of one channel.
///   forward    y = weight * xhat + bias,  xhat = (x - mean) / sqrt(variance + epsilon), with mean
///              and variance of the batch in Mode::Train, the running ones in Mode::Eval
///   backward   dbias = sum of dy,  dweight = sum of dy * xhat,
///              dx = weight / sqrt(variance + epsilon) * (dy - (dbias + xhat * dweight) / M)
///   shapes     (N, C, H, W) or (N, C) -> the same; M = N*H*W or N, in Mode::Train at least 2
///   weight     (C), bias (C); running_mean (C), running_var (C): the optimizer moves these by
///              `momentum` towards the batch's mean and variance (over M - 1), each step
///   source     Ioffe, Szegedy: Batch Normalization (2015)
/// "The batch" is what the layer sees. In a Sequential, before the first Affine (or Conv with a
/// single output pixel), that is one shard of it: 8 samples, or a sixteenth of a batch above 128
/// (the last shard has half to one and a half of that; a batch below 12 is one shard). Each shard
/// is normalised by its own statistics (ghost batch normalisation: Hoffer, Hubara, Soudry: Train
/// longer, generalize better, 2017), and the running ones follow the shards' mean, weighted by
/// samples. So results do not depend on the threads, but differ from those of a framework that
/// normalises over all N.
class BatchNorm : public Layer {
 public:
  struct Options {
    double momentum = 0.1;  // of the running statistics, in (0, 1]
    double epsilon = 1e-5;  // added to the variance, above 0
  };

  explicit BatchNorm(const Options& options) : options_(options) {}

  std::vector<Parameter*> parameters() override {
    return {&weight_, &bias_, &running_mean_, &running_var_};
  }
  bool reads_output() const override { return false; }
  std::string type() const override { return "BatchNorm"; }
  std::vector<OnnxNode> onnx() const override {
    return {{"BatchNormalization",
             {{"epsilon", static_cast<float>(options_.epsilon)}},
             {&weight_, &bias_, &running_mean_, &running_var_}}};
  }

 private:
  Shape do_build(const Shape& in, Rng& rng) override;
  void do_forward(const Tensor& x, Tensor& y, Mode mode) override;
  void do_backward(const Tensor& x, const Tensor& y, const Tensor& dy, Tensor* dx) override;
  void measure(const Tensor& x);

  Options options_;
  Parameter weight_{"weight"}, bias_{"bias"};
  Parameter running_mean_{"running_mean"}, running_var_{"running_var"};
  Tensor mean_, scale_;  // (C): xhat = (x - mean) * scale
};

}  // namespace origami
