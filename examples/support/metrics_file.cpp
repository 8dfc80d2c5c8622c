#include "support/metrics_file.hpp"

#include <sys/resource.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <origami/error.hpp>
#include <origami/file.hpp>

namespace origami::examples {

double peak_rss_mb() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
#ifdef __APPLE__
  constexpr double kUnit = 1;  // bytes
#else
  constexpr double kUnit = 1024;
#endif
  return static_cast<double>(usage.ru_maxrss) * kUnit / 1e6;
}

nlohmann::ordered_json to_json(const EpochRecord& record) {
  return {{"epoch", record.epoch},
          {"train_loss", record.train_loss},
          {"test_loss", record.test_loss},
          {"train_accuracy", record.train_accuracy},
          {"test_accuracy", record.test_accuracy},
          {"train_seconds", record.train_seconds},
          {"eval_seconds", record.eval_seconds},
          {"images_per_second", record.images_per_second},
          {"peak_rss_mb", record.peak_rss_mb}};
}

EpochRecord to_record(const nlohmann::ordered_json& json) {
  return {json.at("epoch"),
          json.at("train_loss"),
          json.at("test_loss"),
          json.at("train_accuracy"),
          json.at("test_accuracy"),
          json.at("train_seconds"),
          json.at("eval_seconds"),
          json.at("images_per_second"),
          json.at("peak_rss_mb")};
}

static std::string to_line(const EpochRecord& record) { return to_json(record).dump() + '\n'; }

MetricsFile::MetricsFile(const std::string& path, const std::vector<EpochRecord>& before)
    : path_(path) {
  if (path_.empty()) return;
  std::string lines;
  for (const EpochRecord& record : before) lines += to_line(record);
  std::error_code ignored;
  const bool replace = !before.empty() && std::filesystem::is_regular_file(path_, ignored);
  if (replace) replace_file(path_, lines);
  file_.open(path_, replace ? std::ios::app : std::ios::trunc);
  if (!replace) file_ << lines << std::flush;
  if (!file_)
    throw DataError(path_ + ": cannot be written (" + std::strerror(errno) +
                    ") but expected a file to put the metrics into");
}

void MetricsFile::write(const EpochRecord& record) {
  if (path_.empty()) return;
  if (!(file_ << to_line(record) << std::flush))
    throw DataError(path_ + ": the line of epoch " + std::to_string(record.epoch) +
                    " cannot be written (" + std::strerror(errno) + "); is the disk full?");
}

}  // namespace origami::examples
