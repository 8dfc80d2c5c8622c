// How well a trained network reads a dataset, and where it goes wrong.
#pragma once

#include <cstddef>
#include <origami/datasets/dataset.hpp>
#include <origami/sequential.hpp>
#include <origami/tensor.hpp>
#include <vector>

namespace origami {

/// What a network with K outputs says about N images.
struct Evaluation {
  double loss = 0;                                  // mean cross-entropy, nats
  double accuracy = 0;                              // share of right predictions, 0 .. 1
  std::vector<int> labels;                          // N, the truth
  std::vector<int> predictions;                     // N, the most probable class
  Tensor probabilities;                             // (N, K)
  std::vector<std::vector<std::size_t>> confusion;  // K x K counts: [truth][prediction]

  std::size_t size() const { return labels.size(); }
  /// Standard error of `accuracy`: what another N images would change it by.
  double accuracy_error() const;
  /// How many images are of class `truth`. Throws ValueError unless it is below K.
  std::size_t count_of(std::size_t truth) const;
  /// Share of those that were read right; 0 where there are none. Throws likewise.
  double accuracy_of(std::size_t truth) const;
  /// Image numbers of wrong predictions, the one whose true class seemed least probable first; at
  /// most `count`.
  std::vector<std::size_t> worst_mistakes(std::size_t count) const;
};

/// Runs `data` through `net`, which ends in K logits, in Mode::Eval. `batch_size` changes memory,
/// speed and the last digits alone. Throws ShapeError if the images do not fit the net, ValueError
/// if there are none, a label is not below K or batch_size is 0, NumericError if the loss is not
/// finite.
Evaluation evaluate(Sequential& net, const Dataset& data, std::size_t batch_size = 256);

}  // namespace origami
