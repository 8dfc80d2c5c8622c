// How well a network does.
#pragma once

#include <cstddef>
#include <origami/tensor.hpp>
#include <span>

namespace origami {

/// A running mean: `add(loss of a batch, size of the batch)`.
class Mean {
 public:
  Mean() = default;
  /// One that goes on from where another was.
  Mean(double sum, std::size_t weight) : sum_(sum), weight_(weight) {}

  void add(double value, std::size_t weight = 1);
  /// 0 before the first add.
  double value() const { return weight_ == 0 ? 0 : sum_ / static_cast<double>(weight_); }
  double sum() const { return sum_; }
  std::size_t weight() const { return weight_; }

 private:
  double sum_ = 0;
  std::size_t weight_ = 0;
};

/// The place of the largest score of row n of logits (N, K); the first wins ties, and one that is
/// NaN never wins, but at place 0 always. Throws ShapeError.
int argmax(const Tensor& logits, std::size_t n);

/// How many rows of logits (N, K) have their largest score at their label. Throws ShapeError.
std::size_t count_correct(const Tensor& logits, std::span<const int> labels);

/// Standard error of a share `p` measured on n samples: sqrt(p (1 - p) / n); 0 if n is 0.
double standard_error(double p, std::size_t n);

}  // namespace origami
