// What training makes small.
#pragma once

#include <origami/tensor.hpp>
#include <span>

namespace origami {

/// Softmax and cross-entropy in one (nn.CrossEntropyLoss): stable for logits of any size, and with
/// the simplest of gradients. The only place that divides by N.
///   forward    mean over n of log(sum_k exp(logits_nk)) - logits_n,label
///   backward   (softmax(logits) - onehot(labels)) / N
///   source     Bishop: Pattern Recognition and Machine Learning, section 4.3.4
class SoftmaxCrossEntropy {
 public:
  /// logits (N, K), labels N numbers in 0 .. K-1 -> mean loss in nats. Throws ShapeError,
  /// ValueError (label), NumericError (the loss is not finite, as one above the largest Scalar).
  double forward(const Tensor& logits, std::span<const int> labels);

  /// d loss / d logits (N, K), valid until the next call. Throws StateError before forward.
  const Tensor& backward();

 private:
  Tensor dlogits_;
  bool ready_ = false;
};

}  // namespace origami
