#include <algorithm>
#include <limits>
#include <origami/im2col.hpp>
#include <origami/layers/pooling.hpp>

namespace origami {

std::string Pooling::description() const {
  return "Pooling " + to_string(options_.pool) + ", stride " +
         to_short_string(options_.stride.value_or(options_.pool)) + ", pad " +
         to_short_string(options_.pad);
}

Shape Pooling::do_build(const Shape& in, Rng&) {
  const Window2d window{options_.pool, options_.stride.value_or(options_.pool), options_.pad,
                        Rounding::Ceil};
  windows_ = window.over(in, label());
  windows_.C = 1;
  columns_ = make_tensor({windows_.rows(), windows_.cols()});
  return {in[0], windows_.OH, windows_.OW};
}

void Pooling::do_forward(const Tensor& x, Tensor& y, Mode) {
  const std::size_t channels = x.shape()[0] * x.shape()[1];
  const std::size_t rows = windows_.rows(), P = windows_.cols();
  argmax_.resize(channels * P);
  for (std::size_t c = 0; c < channels; ++c) {
    im2col(x.data() + c * windows_.H * windows_.W, windows_, columns_.data(),
           -std::numeric_limits<Scalar>::infinity());
    Scalar* top = y.data() + c * P;
    std::int32_t* row = argmax_.data() + c * P;
    std::copy_n(columns_.data(), P, top);
    std::fill_n(row, P, 0);
    for (std::size_t r = 1; r < rows; ++r) {
      const Scalar* candidate = columns_.data() + r * P;
      for (std::size_t p = 0; p < P; ++p) {
        const bool larger = candidate[p] > top[p] || candidate[p] != candidate[p];  // NaN stays
        top[p] = larger ? candidate[p] : top[p];
        row[p] = larger ? static_cast<std::int32_t>(r) : row[p];
      }
    }
  }
}

void Pooling::do_backward(const Tensor& x, const Tensor&, const Tensor& dy, Tensor* dx) {
  if (dx == nullptr) return;
  const std::size_t channels = x.shape()[0] * x.shape()[1];
  const std::size_t rows = windows_.rows(), P = windows_.cols();
  for (std::size_t c = 0; c < channels; ++c) {
    // Forward picked one element of every column; so only that one receives the gradient.
    const Scalar* dtop = dy.data() + c * P;
    const std::int32_t* row = argmax_.data() + c * P;
    for (std::size_t r = 0; r < rows; ++r)
      for (std::size_t p = 0; p < P; ++p)
        columns_.data()[r * P + p] = row[p] == static_cast<std::int32_t>(r) ? dtop[p] : Scalar{0};
    col2im(columns_.data(), windows_, dx->data() + c * windows_.H * windows_.W);
  }
}

}  // namespace origami
