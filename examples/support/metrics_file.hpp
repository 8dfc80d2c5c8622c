// What each epoch did, for programs to read.
#pragma once

#include <cstddef>
#include <fstream>
#include <string>
#include <vector>

namespace origami::examples {

struct EpochRecord {
  std::size_t epoch;                   // 1, 2, ...
  double train_loss, test_loss;        // mean cross-entropy, nats
  double train_accuracy;               // 0 .. 1, while it still learnt
  double test_accuracy;                // 0 .. 1
  double train_seconds, eval_seconds;  // wall
  double images_per_second;            // in training
  double peak_rss_mb;                  // see below, at the end of the epoch
};

/// Highest memory use of this process so far, in 10^6 bytes.
double peak_rss_mb();

/// What was done so far, for a checkpoint to keep.
struct History {
  double seconds;  // of training, in the epoch that has not ended
  std::vector<EpochRecord> epochs;
};

/// As JSON; and back, exactly. Throws DataError if something is missing or no number.
std::string to_json(const History& history);
History to_history(const std::string& text);

/// One JSON object a line (JSON Lines), written as soon as it is known.
class MetricsFile {
 public:
  /// The file then holds the lines of the epochs `before`, and nothing else; an old one gives way
  /// in one step. Throws DataError if it cannot be written.
  MetricsFile(const std::string& path, const std::vector<EpochRecord>& before);

  /// Adds one line. Throws DataError if the disk is full.
  void write(const EpochRecord& record);

 private:
  std::string path_;
  std::ofstream file_;
};

}  // namespace origami::examples
