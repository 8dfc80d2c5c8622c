// What each epoch did, for programs to read.
#pragma once

#include <cstddef>
#include <fstream>
#include <string>

namespace origami::examples {

struct EpochRecord {
  std::size_t epoch;                   // 1, 2, ...
  double train_loss, test_loss;        // mean cross-entropy, nats
  double test_accuracy;                // 0 .. 1
  double train_seconds, eval_seconds;  // wall
  double images_per_second;            // in training
};

/// Highest memory use of this process so far, in 10^6 bytes.
double peak_rss_mb();

/// One JSON object a line (JSON Lines), written as soon as it is known.
class MetricsFile {
 public:
  /// Empties the file; with an empty name nothing is ever written. Throws DataError if it cannot be
  /// opened.
  explicit MetricsFile(const std::string& path);

  /// Adds one line: the fields of `record` and peak_rss_mb. Throws DataError if the disk is full.
  void write(const EpochRecord& record);

 private:
  std::string path_;
  std::ofstream file_;
};

}  // namespace origami::examples
