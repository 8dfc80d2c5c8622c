#include <cmath>
#include <origami/layers/tanh.hpp>

namespace origami {

void Tanh::do_forward(const Tensor& x, Tensor& y, Mode) {
  for (std::size_t i = 0; i < x.size(); ++i) y.data()[i] = std::tanh(x.data()[i]);
}

void Tanh::do_backward(const Tensor&, const Tensor& y, const Tensor& dy, Tensor* dx) {
  const Scalar *out = y.data(), *dout = dy.data();
  Scalar* din = dx->data();
  for (std::size_t i = 0; i < dy.size(); ++i) din[i] = dout[i] * (1 - out[i] * out[i]);
}

}  // namespace origami
