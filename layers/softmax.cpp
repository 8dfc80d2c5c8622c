#include <algorithm>
#include <cmath>
#include <numeric>
#include <origami/error.hpp>
#include <origami/layers/softmax.hpp>

namespace origami {

Shape Softmax::do_build(const Shape& in, Rng&) {
  if (in.size() != 1)
    throw ShapeError(label() + ": input " + to_string(in) +
                     " but expected (K), one score a class; put an Affine before it");
  return in;
}

void Softmax::do_forward(const Tensor& x, Tensor& y, Mode) {
  const std::size_t N = x.shape()[0], K = x.shape()[1];
  for (std::size_t n = 0; n < N; ++n) {
    const Scalar* score = x.data() + n * K;
    Scalar* p = y.data() + n * K;
    const Scalar top = *std::max_element(score, score + K);  // no exponent above 0: no overflow
    for (std::size_t k = 0; k < K; ++k) p[k] = std::exp(score[k] - top);
    const Scalar sum = std::accumulate(p, p + K, Scalar{0});
    for (std::size_t k = 0; k < K; ++k) p[k] /= sum;
  }
}

void Softmax::do_backward(const Tensor&, const Tensor& y, const Tensor& dy, Tensor* dx) {
  const std::size_t N = y.shape()[0], K = y.shape()[1];
  for (std::size_t n = 0; n < N; ++n) {
    const Scalar *p = y.data() + n * K, *dp = dy.data() + n * K;
    const Scalar mean = std::inner_product(p, p + K, dp, Scalar{0});
    for (std::size_t k = 0; k < K; ++k) dx->data()[n * K + k] = p[k] * (dp[k] - mean);
  }
}

}  // namespace origami
