#include "support/metrics_file.hpp"

#include <sys/resource.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <origami/error.hpp>
#include <origami/file.hpp>

namespace origami::examples {

using Json = nlohmann::ordered_json;  // fields in their order

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

static Json to_fields(const EpochRecord& record) {
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

static EpochRecord to_record(const Json& fields) {
  if (!fields.at("epoch").is_number_unsigned()) throw DataError("an epoch that is no whole number");
  return {fields.at("epoch"),          fields.at("train_loss"),        fields.at("test_loss"),
          fields.at("train_accuracy"), fields.at("test_accuracy"),     fields.at("train_seconds"),
          fields.at("eval_seconds"),   fields.at("images_per_second"), fields.at("peak_rss_mb")};
}

static std::string to_line(const EpochRecord& record) { return to_fields(record).dump() + '\n'; }

std::string to_json(const History& history) {
  Json json{{"seconds", history.seconds}, {"epochs", Json::array()}};
  for (const EpochRecord& record : history.epochs) json["epochs"].push_back(to_fields(record));
  return json.dump();
}

History to_history(const std::string& text) {
  try {
    const Json json = Json::parse(text);
    History history{json.at("seconds"), {}};
    for (const Json& fields : json.at("epochs")) history.epochs.push_back(to_record(fields));
    return history;
  } catch (const Json::exception& error) {
    throw DataError(error.what());
  }
}

MetricsFile::MetricsFile(const std::string& path, const std::vector<EpochRecord>& before)
    : path_(path) {
  std::string lines;
  for (const EpochRecord& record : before) lines += to_line(record);
  std::error_code ignored;
  const bool special = std::filesystem::exists(path_, ignored) &&
                       !std::filesystem::is_regular_file(path_, ignored);  // like a pipe
  if (!special) replace_file(path_, lines);
  file_.open(path_, std::ios::app);
  if (special) file_ << lines << std::flush;
  if (!file_)
    throw DataError(path_ + ": cannot be written (" + std::strerror(errno) +
                    ") but expected a file to put the metrics into");
}

void MetricsFile::write(const EpochRecord& record) {
  if (!(file_ << to_line(record) << std::flush))
    throw DataError(path_ + ": the line of epoch " + std::to_string(record.epoch) +
                    " cannot be written (" + std::strerror(errno) + "); is the disk full?");
}

}  // namespace origami::examples
