// Max pooling by im2col: the notebook's algorithm.
#pragma once

#include <cstdint>
#include <optional>
#include <origami/layer.hpp>
#include <origami/window.hpp>

namespace origami {

/// Pooling (nn.MaxPool2d, MaxPooling2D; the course's PoolingLayer).
///   forward    every channel is unfolded by im2col; y is the maximum of each column, and its row
///              is remembered (the first maximum wins)
///   backward   a matrix of zeros with dy at the remembered rows, folded back by col2im
///   shapes     (N, C, H, W) -> (N, C, OH, OW),  OH = ceil((H + 2*pad - pool) / stride) + 1 less a
///              last window that would start in the far padding, and 1 if pool is larger than all
///              that; padding never wins, but among pixels that are all -infinity it may get dy
///   source     the course's notebook; ../examples/tutorial/09_pooling
class Pooling : public Layer {
 public:
  struct Options {
    Size2d pool = 2;                              // pixels of one window
    std::optional<Size2d> stride = std::nullopt;  // pool, unless given
    Size2d pad = 0;                               // less than pool
  };

  explicit Pooling(const Options& o)
      : window_{o.pool, o.stride.value_or(o.pool), o.pad, Rounding::Ceil} {}

  bool reads_input() const override { return false; }
  bool reads_output() const override { return false; }
  std::string type() const override { return "Pooling"; }
  std::string description() const override { return type() + " " + window_.description(); }
  std::vector<OnnxNode> onnx() const override { return {{"MaxPool", onnx_window(windows_)}}; }

 private:
  Shape do_build(const Shape& in, Rng& rng) override;
  void do_forward(const Tensor& x, Tensor& y, Mode mode) override;
  void do_backward(const Tensor& x, const Tensor& y, const Tensor& dy, Tensor* dx) override;

  Window2d window_;
  Windows windows_{};                 // over one channel or a pile of them: C is 1
  Tensor columns_;                    // (KH*KW, OH*OW)
  std::vector<std::int32_t> argmax_;  // (N, C, OH*OW): the row of columns_ with the maximum
};

}  // namespace origami
