// What surrounds the loop of a training: where it stands, on the screen and in its files.
#pragma once

#include <optional>
#include <origami/checkpoint.hpp>
#include <origami/datasets/dataset.hpp>
#include <origami/datasets/evaluate.hpp>
#include <origami/error.hpp>
#include <origami/optimizer.hpp>
#include <origami/random.hpp>
#include <origami/sequential.hpp>
#include <string>
#include <vector>

#include "support/metrics_file.hpp"
#include "support/options.hpp"
#include "support/progress.hpp"

namespace origami::examples {

/// What a training leaves besides the weights.
struct Trained {
  Evaluation test;                  // of the net as it is at the end
  std::vector<EpochRecord> epochs;  // the whole ones, those before --resume too
  std::string failure = {};         // of --metrics; "" if there was none
};

/// Tells people and --metrics how the training goes, and keeps it in --checkpoint.
class Training {
 public:
  /// Keeps the references. With --resume, net and optimizer are brought back to where `at` says.
  /// Throws DataError if --checkpoint, --metrics, --save or --report cannot be written or do not
  /// fit, ValueError if two of the files are one.
  Training(const Options& options, const TrainTest& data, Sequential& net, Optimizer& optimizer);

  void begin_epoch();
  /// After each step, `at.loss` and `at.right` being up to date. False once interrupted; then what
  /// was learnt has been kept.
  bool end_batch();
  /// Tests the net. `now` are the random numbers the next epoch begins with.
  void end_epoch(const Rng& now);
  /// After the last epoch, or once interrupted.
  Trained finish();

  /// The same error with its place, and what is left of the training.
  NumericError explain(const NumericError& error) const;

  TrainingState at;

 private:
  void resume();
  void save();

  const Options& options_;
  const TrainTest& data_;
  Sequential& net_;
  Optimizer& optimizer_;
  std::optional<CheckpointDir> checkpoints_;
  Trained trained_;
  double seconds_before_ = 0;  // of the epoch that is resumed
  std::optional<MetricsFile> metrics_;
  Progress progress_;
};

}  // namespace origami::examples
