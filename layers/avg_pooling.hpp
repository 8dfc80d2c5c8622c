// Average pooling by im2col.
#pragma once

#include <optional>
#include <origami/layer.hpp>
#include <origami/window.hpp>

namespace origami {

/// AvgPooling (nn.AvgPool2d with ceil_mode=True and count_include_pad=False, AveragePooling2D).
///   forward    every channel is unfolded by im2col; y is the sum of each column, divided by how
///              many of the window's pixels lie in the image
///   backward   a matrix whose rows are all dy, divided likewise, folded back by col2im
///   shapes     (N, C, H, W) -> (N, C, OH, OW) as with Pooling
class AvgPooling : public Layer {
 public:
  struct Options {
    Size2d pool = 2;                              // pixels of one window
    std::optional<Size2d> stride = std::nullopt;  // pool, unless given
    Size2d pad = 0;                               // less than pool; no part of an average
  };

  explicit AvgPooling(const Options& o)
      : window_{o.pool, o.stride.value_or(o.pool), o.pad, Rounding::Ceil} {}

  bool reads_input() const override { return false; }
  bool reads_output() const override { return false; }
  std::string type() const override { return "AvgPooling"; }
  std::string description() const override { return type() + " " + window_.description(); }
  std::vector<OnnxNode> onnx() const override { return {{"AveragePool", onnx_window(windows_)}}; }

 private:
  Shape do_build(const Shape& in, Rng& rng) override;
  void do_forward(const Tensor& x, Tensor& y, Mode mode) override;
  void do_backward(const Tensor& x, const Tensor& y, const Tensor& dy, Tensor* dx) override;
  void sum_windows(const Scalar* channel, Scalar* sums);

  Window2d window_;
  Windows windows_{};  // over one channel: C is 1
  Tensor columns_;     // of one channel: (KH*KW, OH*OW)
  Tensor share_;       // 1 / pixels of the window in the image: (OH*OW)
};

}  // namespace origami
