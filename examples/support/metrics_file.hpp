// What each epoch did, for programs to read.
#pragma once

#include <cstddef>
#include <fstream>
#include <nlohmann/json.hpp>
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

/// The fields under their names, in their order; and back, exactly. Throws nlohmann::json's
/// exceptions if one is missing or no number.
nlohmann::ordered_json to_json(const EpochRecord& record);
EpochRecord to_record(const nlohmann::ordered_json& json);

/// One JSON object a line (JSON Lines), written as soon as it is known.
class MetricsFile {
 public:
  /// The file then holds the lines of the epochs `before`, and nothing else; an old one gives way
  /// in one step. With an empty name nothing is ever written. Throws DataError if it cannot be
  /// written.
  MetricsFile(const std::string& path, const std::vector<EpochRecord>& before);

  /// Adds one line. Throws DataError if the disk is full.
  void write(const EpochRecord& record);

 private:
  std::string path_;
  std::ofstream file_;
};

}  // namespace origami::examples
