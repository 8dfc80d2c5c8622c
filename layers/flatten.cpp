#include <algorithm>
#include <origami/layers/flatten.hpp>

namespace origami {

void Flatten::do_forward(const Tensor& x, Tensor& y, Mode) {
  std::copy_n(x.data(), x.size(), y.data());
}

void Flatten::do_backward(const Tensor&, const Tensor&, const Tensor& dy, Tensor* dx) {
  std::copy_n(dy.data(), dy.size(), dx->data());
}

}  // namespace origami
