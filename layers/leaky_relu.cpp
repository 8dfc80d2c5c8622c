#include <cmath>
#include <origami/error.hpp>
#include <origami/layers/leaky_relu.hpp>
#include <sstream>

namespace origami {

std::string LeakyReLU::description() const {
  std::ostringstream text;
  text << "LeakyReLU " << options_.slope;
  return text.str();
}

Shape LeakyReLU::do_build(const Shape& in, Rng&) {
  if (!std::isfinite(static_cast<Scalar>(options_.slope)))  // in float 1e50 is not
    throw ValueError(label() + ": slope is not finite but expected a number like 0.01");
  return in;
}

void LeakyReLU::do_forward(const Tensor& x, Tensor& y, Mode) {
  const auto slope = static_cast<Scalar>(options_.slope);
  const Scalar* in = x.data();
  Scalar* out = y.data();
  for (std::size_t i = 0; i < x.size(); ++i) out[i] = in[i] > 0 ? in[i] : slope * in[i];
}

void LeakyReLU::do_backward(const Tensor& x, const Tensor&, const Tensor& dy, Tensor* dx) {
  const auto slope = static_cast<Scalar>(options_.slope);
  const Scalar *in = x.data(), *dout = dy.data();
  Scalar* din = dx->data();
  for (std::size_t i = 0; i < dy.size(); ++i) din[i] = in[i] > 0 ? dout[i] : slope * dout[i];
}

}  // namespace origami
