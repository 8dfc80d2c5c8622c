#include <cmath>
#include <origami/layers/sigmoid.hpp>

namespace origami {

void Sigmoid::do_forward(const Tensor& x, Tensor& y, Mode) {
  // Far below 0 exp(-x) is infinite and y is 0, as it should be.
  for (std::size_t i = 0; i < x.size(); ++i) y.data()[i] = 1 / (1 + std::exp(-x.data()[i]));
}

void Sigmoid::do_backward(const Tensor&, const Tensor& y, const Tensor& dy, Tensor* dx) {
  const Scalar *out = y.data(), *dout = dy.data();
  Scalar* din = dx->data();
  for (std::size_t i = 0; i < dy.size(); ++i) din[i] = dout[i] * out[i] * (1 - out[i]);
}

}  // namespace origami
