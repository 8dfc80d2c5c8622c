#include "support/metrics_file.hpp"

#include <sys/resource.h>

#include <cerrno>
#include <cstring>
#include <nlohmann/json.hpp>
#include <origami/error.hpp>

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

MetricsFile::MetricsFile(const std::string& path) : path_(path) {
  if (path_.empty()) return;
  file_.open(path_);
  if (!file_)
    throw DataError(path_ + ": cannot be written (" + std::strerror(errno) +
                    ") but expected a file to put the metrics into");
}

void MetricsFile::write(const EpochRecord& record) {
  if (path_.empty()) return;
  const nlohmann::ordered_json line{{"epoch", record.epoch},
                                    {"train_loss", record.train_loss},
                                    {"test_loss", record.test_loss},
                                    {"test_accuracy", record.test_accuracy},
                                    {"train_seconds", record.train_seconds},
                                    {"eval_seconds", record.eval_seconds},
                                    {"images_per_second", record.images_per_second},
                                    {"peak_rss_mb", peak_rss_mb()}};
  if (!(file_ << line.dump() << '\n' << std::flush))
    throw DataError(path_ + ": the line of epoch " + std::to_string(record.epoch) +
                    " cannot be written (" + std::strerror(errno) + "); is the disk full?");
}

}  // namespace origami::examples
