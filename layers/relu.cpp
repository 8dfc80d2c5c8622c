#include <origami/layers/relu.hpp>

namespace origami {

Shape ReLU::do_build(const Shape& in, Rng&) { return in; }

void ReLU::do_forward(const Tensor& x, Tensor& y, Mode) {
  const Scalar* in = x.data();
  Scalar* out = y.data();
  for (std::size_t i = 0; i < x.size(); ++i) out[i] = in[i] < 0 ? Scalar{0} : in[i];  // NaN stays
}

void ReLU::do_backward(const Tensor&, const Tensor& y, const Tensor& dy, Tensor* dx) {
  if (dx == nullptr) return;
  const Scalar *out = y.data(), *dout = dy.data();
  Scalar* din = dx->data();
  for (std::size_t i = 0; i < dy.size(); ++i) din[i] = out[i] > 0 ? dout[i] : Scalar{0};
}

}  // namespace origami
