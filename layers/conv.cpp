#include <algorithm>
#include <origami/error.hpp>
#include <origami/gemm.hpp>
#include <origami/im2col.hpp>
#include <origami/layers/conv.hpp>

#include "../src/kernels/channels_last.hpp"
#include "../src/kernels/sparse_conv.hpp"
#include "../src/kernels/transpose.hpp"
#include "../src/kernels/winograd.hpp"

namespace origami {

Shape Conv::do_build(const Shape& in, Rng& rng) {
  const std::size_t OC = options_.filters;
  if (OC == 0) throw ValueError(label() + ": filters 0 but expected at least 1; set .filters");
  windows_ = window_.over(in, label());
  const auto& [C, H, W, KH, KW, SH, SW, PH, PW, OH, OW] = windows_;
  weight_.resize({OC, C, KH, KW});
  bias_.resize({OC});
  initialize(options_.init, weight_, bias_, rng);
  const Windows flat = windows_.flat();
  starts_ = row_starts(windows_);
  starts_.push_back(flat.rows() * flat.cols());
  columns_ = make_tensor({starts_.back() + windows_.cols()}, 1);
  weight_and_bias_ = make_tensor({OC, C * KH * KW + 1});
  kept_ = std::make_shared<WinogradWeights>();
  const std::size_t pitch = whole_vectors(OC);
  dy_t_ = make_tensor({windows_.cols(), pitch});
  dweight_t_ = make_tensor({windows_.rows() + 1, pitch});
  return {OC, OH, OW};
}

void Conv::do_forward(const Tensor& x, Tensor& y, Mode mode) {
  if (is_winograd(windows_, options_.filters)) {  // the same with fewer multiplications
    thread_local WinogradWeights of_this_step;    // a training would fill as many as it has shards
    return winograd_conv(windows_, x, weight_.value(), bias_.value(),
                         mode == Mode::Eval ? *kept_ : of_this_step, y);
  }
  const std::size_t N = x.shape()[0], OC = options_.filters;
  const std::size_t K = windows_.rows(), P = windows_.cols(), image = element_count(in_shape());
  // The bias is one more weight, of an input that is always 1: y = (W b) * (columns 1).
  const ConstMatrix weight_and_bias{weight_and_bias_.data(), OC, K + 1};
  const Matrix columns_and_ones{columns_.data(), K + 1, P, starts_.data()};
  for (std::size_t oc = 0; oc < OC; ++oc) {
    std::copy_n(weight_.value().data() + oc * K, K, weight_and_bias_.data() + oc * (K + 1));
    weight_and_bias_.data()[oc * (K + 1) + K] = bias_.value().data()[oc];
  }
  for (std::size_t n = 0; n < N; ++n) {
    im2col(x.data() + n * image, windows_.flat(), columns_and_ones.data);
    gemm(weight_and_bias, columns_and_ones, {y.data() + n * OC * P, OC, P});
  }
}

void Conv::do_backward(const Tensor& x, const Tensor&, const Tensor& dy, Tensor* dx) {
  if (is_sparse_conv(windows_, dy))  // where max pooling follows: the same, without products by 0
    return sparse_conv_backward(windows_, x, dy, weight_, bias_, dx);
  const std::size_t N = x.shape()[0], OC = options_.filters, pitch = dy_t_.shape()[1];
  const std::size_t K = windows_.rows(), P = windows_.cols(), image = element_count(in_shape());
  const ConstMatrix weight{weight_.value().data(), OC, K}, dout_t{dy_t_.data(), P, pitch};
  const Matrix columns_and_ones{columns_.data(), K + 1, P, starts_.data()};
  const Matrix dcolumns{columns_.data(), K, P, starts_.data()};  // once columns has been read
  const Matrix dweight_t{dweight_t_.data(), K + 1, pitch};
  for (std::size_t n = 0; n < N; ++n) {
    const ConstMatrix dout{dy.data() + n * OC * P, OC, P};
    // Forward was y = W * columns; so dcolumns = W^T * dy and dW = dy * columns^T, here transposed:
    // gemm reads columns in place only if it is the left factor (lenet's second: 36 us -> 30 us).
    // db = dy * ones^T.
    im2col(x.data() + n * image, windows_.flat(), columns_and_ones.data);
    transpose(dout.data, OC, P, P, dy_t_.data(), pitch);
    gemm(columns_and_ones, dout_t, dweight_t, n == 0 ? Into::Overwrite : Into::Add);
    if (dx == nullptr) continue;
    std::fill_n(dcolumns.data, starts_[K], Scalar{0});
    gemm(transposed(weight), dout, dcolumns, Into::Add);
    col2im(dcolumns.data, windows_.flat(), dx->data() + n * image);
  }
  transpose(dweight_t.data, K, OC, pitch, weight_.grad.data(), K);
  std::copy_n(dweight_t.data + K * pitch, OC, bias_.grad.data());
}

}  // namespace origami
