#include <algorithm>
#include <origami/im2col.hpp>
#include <origami/layers/avg_pooling.hpp>

namespace origami {

Shape AvgPooling::do_build(const Shape& in, Rng&) {
  windows_ = window_.over(in, label(), "pool");
  windows_.C = 1;
  columns_ = make_tensor({windows_.rows(), windows_.cols()});
  share_ = make_tensor({windows_.cols()});
  sum_windows(make_tensor({windows_.H, windows_.W}, 1).data(), share_.data());  // counts pixels
  for (Scalar& share : share_) share = 1 / share;
  return {in[0], windows_.OH, windows_.OW};
}

void AvgPooling::sum_windows(const Scalar* channel, Scalar* sums) {
  const std::size_t P = windows_.cols();
  im2col(channel, windows_, columns_.data());
  std::fill_n(sums, P, Scalar{0});
  for (std::size_t r = 0; r < windows_.rows(); ++r)
    for (std::size_t p = 0; p < P; ++p) sums[p] += columns_.data()[r * P + p];
}

void AvgPooling::do_forward(const Tensor& x, Tensor& y, Mode) {
  const std::size_t channels = x.shape()[0] * x.shape()[1], P = windows_.cols();
  for (std::size_t c = 0; c < channels; ++c) {
    Scalar* mean = y.data() + c * P;
    sum_windows(x.data() + c * windows_.H * windows_.W, mean);
    for (std::size_t p = 0; p < P; ++p) mean[p] *= share_.data()[p];
  }
}

void AvgPooling::do_backward(const Tensor& x, const Tensor&, const Tensor& dy, Tensor* dx) {
  const std::size_t channels = x.shape()[0] * x.shape()[1], P = windows_.cols();
  for (std::size_t c = 0; c < channels; ++c) {
    // Forward added each pixel of a window times its share; so each receives that share of dy.
    const Scalar* dmean = dy.data() + c * P;
    for (std::size_t r = 0; r < windows_.rows(); ++r)
      for (std::size_t p = 0; p < P; ++p) columns_.data()[r * P + p] = dmean[p] * share_.data()[p];
    col2im(columns_.data(), windows_, dx->data() + c * windows_.H * windows_.W);
  }
}

}  // namespace origami
