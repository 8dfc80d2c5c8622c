#include "support/training.hpp"

#include <spdlog/fmt/fmt.h>
#include <spdlog/spdlog.h>
#include <zlib.h>

#include <filesystem>
#include <map>
#include <origami/file.hpp>
#include <utility>

#include "support/interrupt.hpp"
#include "support/model_file.hpp"
#include "support/report.hpp"
#include "support/stopwatch.hpp"

namespace origami::examples {
namespace {

namespace fs = std::filesystem;

/// Of the images themselves: they may be moved, but not be others.
std::string fingerprint(const Dataset& data) {
  uLong sum = crc32_z(0, data.pixels.data(), data.pixels.size());
  sum = crc32_z(sum, data.labels.data(), data.labels.size());
  return fmt::format("{} (CRC-32 {:08x})", data.size(), sum);
}

/// All that decides the result.
Metadata settings(const Options& options, const TrainTest& data) {
  const Recipe& r = options.recipe;
  return {{"--net", options.net},
          {"--seed", fmt::format("{}", options.seed)},
          {"--batch", fmt::format("{}", r.batch)},
          {"--epochs", fmt::format("{}", r.epochs)},
          {"--optimizer", r.optimizer},
          {"--lr", fmt::format("{}", r.rate)},
          {"--schedule", r.schedule},
          {"--weight-decay", fmt::format("{}", r.weight_decay)},
          {"beta1", fmt::format("{}", r.beta1)},
          {"beta2", fmt::format("{}", r.beta2)},
          {"training images", fingerprint(data.train)},
          {"test images", fingerprint(data.test)}};
}

/// Better now than after the training.
void check_outputs(const Options& options) {
  for (const std::string& file : {options.save, options.report})  // --metrics can be a pipe
    if (!file.empty()) check_replaceable(file);
  std::map<fs::path, std::string> taken;  // by which option
  for (const auto& [option, file] : {std::pair{"--metrics", options.metrics},
                                     {"--save", options.save},
                                     {"--report", options.report}}) {
    if (file.empty()) continue;
    std::error_code ignored;
    if (fs::is_regular_file(file, ignored) && fs::equivalent(file, "/dev/stdout", ignored))
      throw ValueError(fmt::format(
          "{}: '{}' but expected another file than that of standard output", option, file));
    const auto [other, added] =
        taken.emplace(fs::weakly_canonical(fs::absolute(file), ignored), option);
    if (!added)
      throw ValueError(fmt::format("{}: '{}' but expected another file than that of {}", option,
                                   file, other->second));
  }
}

}  // namespace

Training::Training(const Options& options, const TrainTest& data, Sequential& net,
                   Optimizer& optimizer)
    : at{.rng = Rng(options.seed)},
      options_(options),
      data_(data),
      net_(net),
      optimizer_(optimizer),
      progress_(options.recipe.epochs, data.train.size(), options.recipe.batch, !options.quiet) {
  if (!options.checkpoint.empty()) {
    using Start = CheckpointDir::Start;
    checkpoints_.emplace(options.checkpoint, settings(options, data),
                         options.resume ? Start::Resume : Start::Fresh,
                         model_metadata(options.net, net));
  }
  check_outputs(options);  // after the directory is made, where they may lie
  if (options.resume) resume();
  if (!options.metrics.empty()) metrics_.emplace(options.metrics, trained_.epochs);
}

void Training::resume() {
  const auto found = checkpoints_->load_newest(
      net_, optimizer_, [](const std::string& damage) { spdlog::warn(damage); });
  if (!found)
    return spdlog::info(options_.checkpoint +
                        ": no checkpoint to resume from yet, starting afresh");
  at = *found;
  const std::string file = checkpoints_->files().back().string();
  try {
    History before = to_history(at.notes);
    seconds_before_ = before.seconds;
    trained_.epochs = std::move(before.epochs);
  } catch (const DataError& error) {
    throw DataError(fmt::format("{}: was written by another program ({})", file, error.what()));
  }
  const std::size_t epochs = options_.recipe.epochs, all = data_.train.size();
  spdlog::info("resuming from " + file + ": " +
               (at.epoch > epochs ? "all epochs are done"
                                  : fmt::format("epoch {}, {} of {} images done", at.epoch,
                                                at.loss.weight(), all)));
  for (const EpochRecord& record : trained_.epochs) log_epoch(record, epochs, all, all);
}

void Training::begin_epoch() {
  progress_.begin_epoch(at.epoch, at.loss.weight(), seconds_before_);
  seconds_before_ = 0;
}

bool Training::end_batch() {
  const bool stop = interrupted();
  ++at.batch;
  if (stop || at.batch % options_.every == 0) save();
  progress_.update(at.loss, at.right);
  return !stop;
}

void Training::end_epoch(const Rng& now) {
  progress_.end_epoch();
  const Stopwatch clock;
  trained_.test = evaluate(net_, data_.test);
  const EpochRecord record{at.epoch,
                           at.loss.value(),
                           trained_.test.loss,
                           static_cast<double>(at.right) / static_cast<double>(at.loss.weight()),
                           trained_.test.accuracy,
                           progress_.seconds(),
                           clock.seconds(),
                           progress_.images_per_second(),
                           peak_rss_mb()};
  log_epoch(record, options_.recipe.epochs, at.loss.weight(), data_.train.size());
  if (at.loss.weight() < data_.train.size()) return;  // interrupted
  trained_.epochs.push_back(record);
  at.begin_epoch(now);
  save();
  if (!metrics_) return;
  try {
    metrics_->write(record);  // last: --resume takes what is missing from the checkpoint
  } catch (const DataError& error) {
    spdlog::warn(error.what());
    trained_.failure = error.what();
    metrics_.reset();  // no gaps in the file
  }
}

Trained Training::finish() {
  if (interrupted() && checkpoints_)
    spdlog::info("stopped; the same command with --resume continues");
  if (trained_.test.size() == 0) trained_.test = evaluate(net_, data_.test);  // nothing was left
  return std::move(trained_);
}

void Training::save() {
  if (!checkpoints_) return;
  at.notes = to_json({at.batch == 0 ? 0 : progress_.seconds(), trained_.epochs});
  try {
    checkpoints_->save(at, net_, optimizer_);
  } catch (const DataError& error) {
    throw DataError(fmt::format("{}; {}", error.what(),
                                checkpoints_->files().empty()
                                    ? "there is none yet, --resume would start afresh"
                                    : "the ones before stay, --resume continues from them"));
  }
}

NumericError Training::explain(const NumericError& error) const {
  std::string text =
      fmt::format("{}: {} (--lr is {})", progress_.place(), error.what(), options_.recipe.rate);
  if (checkpoints_ && !checkpoints_->files().empty())
    text +=
        fmt::format("; the last good checkpoint stays: {}", checkpoints_->files().back().string());
  return NumericError(text);
}

}  // namespace origami::examples
