#include <algorithm>
#include <cmath>
#include <origami/error.hpp>
#include <origami/metrics.hpp>

namespace origami {

void Mean::add(double value, std::size_t weight) {
  sum_ += value * static_cast<double>(weight);
  weight_ += weight;
}

int argmax(const Tensor& logits, std::size_t n) {
  if (logits.dimension() != 2 || n >= logits.shape()[0] || logits.shape()[1] == 0)
    throw ShapeError("argmax: row " + std::to_string(n) + " of " + to_string(shape_of(logits)) +
                     " but expected one of (N, K)");
  const std::size_t K = logits.shape()[1];
  const Scalar* row = logits.data() + n * K;
  return static_cast<int>(std::max_element(row, row + K) - row);
}

std::size_t count_correct(const Tensor& logits, std::span<const int> labels) {
  if (logits.dimension() != 2 || logits.shape()[0] != labels.size())
    throw ShapeError("count_correct: logits " + to_string(shape_of(logits)) + " but expected (" +
                     std::to_string(labels.size()) + ", K), one row for each label");
  std::size_t correct = 0;
  for (std::size_t n = 0; n < labels.size(); ++n) correct += argmax(logits, n) == labels[n];
  return correct;
}

double standard_error(double p, std::size_t n) {
  return n == 0 ? 0 : std::sqrt(p * (1 - p) / static_cast<double>(n));
}

}  // namespace origami
