#include <algorithm>
#include <cmath>
#include <origami/error.hpp>
#include <origami/loss.hpp>
#include <string>

namespace origami {

static void check(const Tensor& logits, std::span<const int> labels) {
  if (logits.dimension() != 2 || logits.size() == 0)
    throw ShapeError("loss (SoftmaxCrossEntropy): logits " + to_string(shape_of(logits)) +
                     " but expected (N, K) with N >= 1; end the network in Affine");
  if (labels.size() != logits.shape()[0])
    throw ShapeError("loss (SoftmaxCrossEntropy): " + std::to_string(labels.size()) +
                     " labels but expected " + std::to_string(logits.shape()[0]) +
                     ", one for each row of logits " + to_string(shape_of(logits)));
  const int classes = static_cast<int>(logits.shape()[1]);
  for (std::size_t n = 0; n < labels.size(); ++n)
    if (labels[n] < 0 || labels[n] >= classes)
      throw ValueError("loss (SoftmaxCrossEntropy): label " + std::to_string(labels[n]) +
                       " of sample " + std::to_string(n) + " but expected 0 to " +
                       std::to_string(classes - 1));
}

double SoftmaxCrossEntropy::forward(const Tensor& logits, std::span<const int> labels) {
  ready_ = false;
  check(logits, labels);
  const std::size_t N = logits.shape()[0], K = logits.shape()[1];
  if (dlogits_.shape() != logits.shape()) reshape_to(dlogits_, shape_of(logits));
  double loss = 0;
  for (std::size_t n = 0; n < N; ++n) {
    const Scalar* score = logits.data() + n * K;
    Scalar* d = dlogits_.data() + n * K;
    const Scalar top = *std::max_element(score, score + K);
    Scalar sum = 0;
    for (std::size_t k = 0; k < K; ++k) sum += d[k] = std::exp(score[k] - top);
    for (std::size_t k = 0; k < K; ++k) d[k] /= sum * static_cast<Scalar>(N);
    const auto label = static_cast<std::size_t>(labels[n]);
    d[label] -= Scalar{1} / static_cast<Scalar>(N);
    loss += std::log(sum) - (score[label] - top);
  }
  loss /= static_cast<double>(N);
  if (!std::isfinite(loss))
    throw NumericError("loss (SoftmaxCrossEntropy): " + std::to_string(loss) +
                       " but expected a finite number; try a lower learning rate");
  ready_ = true;
  return loss;
}

const Tensor& SoftmaxCrossEntropy::backward() {
  if (!ready_)
    throw StateError(
        "loss (SoftmaxCrossEntropy): backward before a forward that succeeded; call it first");
  return dlogits_;
}

}  // namespace origami
