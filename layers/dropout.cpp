#include <algorithm>
#include <origami/error.hpp>
#include <origami/layers/dropout.hpp>
#include <sstream>

namespace origami {

std::string Dropout::description() const {
  std::ostringstream text;
  text << "Dropout " << options_.p;
  return text.str();
}

Shape Dropout::do_build(const Shape& in, Rng&) {
  if (!(options_.p >= 0 && options_.p < 1))
    throw ValueError(label() + ": p " + std::to_string(options_.p) +
                     " but expected at least 0 and less than 1; 0.5 is usual");
  return in;
}

void Dropout::do_forward(const Tensor& x, Tensor& y, Mode mode) {
  if (mode == Mode::Train) return drop(x, y);
  std::copy_n(x.data(), x.size(), y.data());
}

void Dropout::do_backward(const Tensor&, const Tensor&, const Tensor& dy, Tensor* dx) {
  drop(dy, *dx);
}

/// One function for both directions: noise() repeats what forward drew, so no mask is kept.
void Dropout::drop(const Tensor& from, Tensor& to) const {
  Rng rng = noise();
  const auto scale = static_cast<Scalar>(1 / (1 - options_.p));
  for (std::size_t i = 0; i < from.size(); ++i)
    to.data()[i] = rng.uniform() < options_.p ? Scalar{0} : scale * from.data()[i];
}

}  // namespace origami
