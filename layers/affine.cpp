#include <algorithm>
#include <origami/error.hpp>
#include <origami/gemm.hpp>
#include <origami/layers/affine.hpp>

namespace origami {

Shape Affine::do_build(const Shape& in, Rng& rng) {
  const std::size_t inputs = element_count(in), units = options_.units;
  if (units == 0) throw ValueError(label() + ": units 0 but expected at least 1; set .units");
  weight_.resize({units, inputs});
  bias_.resize({units});
  initialize(options_.init, weight_, bias_, rng);
  return {units};
}

void Affine::do_forward(const Tensor& x, Tensor& y, Mode) {
  const std::size_t N = x.shape()[0], units = options_.units, inputs = x.size() / N;
  for (std::size_t n = 0; n < N; ++n)
    std::copy_n(bias_.value().data(), units, y.data() + n * units);
  gemm({x.data(), N, inputs}, transposed({weight_.value().data(), units, inputs}),
       {y.data(), N, units}, Into::Add);
}

void Affine::do_backward(const Tensor& x, const Tensor&, const Tensor& dy, Tensor* dx) {
  const std::size_t N = x.shape()[0], units = options_.units, inputs = x.size() / N;
  const ConstMatrix dout{dy.data(), N, units};
  // Forward was y = x * W^T + b; so dW = dy^T * x, db = the sum of dy's rows and dx = dy * W.
  gemm(transposed(dout), {x.data(), N, inputs}, {weight_.grad.data(), units, inputs});
  Scalar* db = bias_.grad.data();
  std::fill_n(db, units, Scalar{0});
  for (std::size_t n = 0; n < N; ++n)
    for (std::size_t u = 0; u < units; ++u) db[u] += dout.data[n * units + u];
  if (dx != nullptr) gemm(dout, {weight_.value().data(), units, inputs}, {dx->data(), N, inputs});
}

}  // namespace origami
