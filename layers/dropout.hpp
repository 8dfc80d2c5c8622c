// Forgets some values, so that no other value relies on them.
#pragma once

#include <origami/layer.hpp>

namespace origami {

/// Dropout (nn.Dropout), inverted: what is kept grows by 1 / (1 - p), so the mean stays. Sequential
/// seeds the noise anew for every step, shard and layer.
///   forward    Mode::Train: y = 0 with probability p, else x / (1 - p);  Mode::Eval: y = x
///   backward   dx = 0 where y was dropped, else dy / (1 - p)
///   shapes     any -> the same
///   source     Srivastava et al.: Dropout (2014)
class Dropout : public Layer {
 public:
  struct Options {
    double p = 0.5;  // probability to drop a value, in [0, 1)
  };

  explicit Dropout(const Options& options) : options_(options) {}

  bool reads_input() const override { return false; }
  bool reads_output() const override { return false; }
  std::string type() const override { return "Dropout"; }
  std::string description() const override;
  std::vector<OnnxNode> onnx() const override { return {}; }

 private:
  Shape do_build(const Shape& in, Rng& rng) override;
  void do_forward(const Tensor& x, Tensor& y, Mode mode) override;
  void do_backward(const Tensor& x, const Tensor& y, const Tensor& dy, Tensor* dx) override;
  void drop(const Tensor& from, Tensor& to) const;

  Options options_;
};

}  // namespace origami
