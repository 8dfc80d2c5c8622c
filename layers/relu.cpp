#include <origami/layers/relu.hpp>

namespace origami {

// Backward asks of y only what is positive, and a byte for each number tells that. Y itself would
// have left the caches by then; to write and fetch it costs more than all else the layer does. (An
// image in training: lenet 172 us -> 164 us, simple 137 us -> 124 us.)
void ReLU::do_forward(const Tensor& x, Tensor& y, Mode mode) {
  const std::size_t size = x.size();
  const Scalar* in = x.data();
  Scalar* out = y.data();
  if (mode == Mode::Train) positive_.resize(size);
  std::uint8_t* positive = positive_.data();
  for (std::size_t i = 0; i < size; ++i) {
    if (mode == Mode::Train) positive[i] = in[i] > 0;
    out[i] = in[i] < 0 ? Scalar{0} : in[i];  // NaN stays
  }
}

void ReLU::do_backward(const Tensor&, const Tensor&, const Tensor& dy, Tensor* dx) {
  const Scalar* dout = dy.data();
  Scalar* din = dx->data();
  for (std::size_t i = 0; i < dy.size(); ++i) din[i] = positive_[i] != 0 ? dout[i] : Scalar{0};
}

}  // namespace origami
