// A training with checkpoints as people start it, and all that it leaves behind.
#pragma once

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <origami/file.hpp>

#include "small_mnist.hpp"

/// The values of --metrics that depend on the machine and the moment.
inline constexpr const char* kMeasured[] = {"train_seconds", "eval_seconds", "images_per_second",
                                            "peak_rss_mb"};

inline constexpr std::size_t kSteps = 20;  // in each of the three epochs

/// What must not depend on how often a training was stopped.
struct Outcome {
  Bytes weights;                     // the file of --save
  std::vector<std::string> metrics;  // its lines, without what is measured
  std::vector<std::string> printed;  // the epochs' lines without their times, and the last line

  bool operator==(const Outcome&) const = default;
};

/// A place for one training: checkpoints, --metrics and --save.
struct Place {
  Place() = default;
  /// With a copy of what another one holds.
  explicit Place(const Place& other) {
    fs::copy(other.temp.path(), temp.path(), fs::copy_options::recursive);
  }

  Arguments command(const Arguments& more = {}) const {
    Arguments all{"--data",       small_mnist().string(),
                  "--limit",      std::to_string(8 * kSteps),
                  "--net",        "course",  // the smallest
                  "--optimizer",  "adam",
                  "--schedule",   "onecycle",
                  "--batch",      "8",
                  "--epochs",     "3",
                  "--checkpoint", checkpoints.string(),
                  "--metrics",    metrics.string(),
                  "--save",       weights.string()};
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }

  Program::Result run(
      const Arguments& more = {}, const std::function<void()>& prepare = [] {}) const {
    return Program("train_mnist", command(more), {}, prepare).result();
  }

  /// Goes on to the end.
  Outcome resume(Arguments more = {}) const {
    more.push_back("--resume");
    const Program::Result result = run(more);
    CAPTURE(result.out, result.err);
    REQUIRE(result.status == 0);
    return outcome(result.out);
  }

  Outcome outcome(const std::string& out) const {
    Outcome outcome{.weights = read_file(weights), .metrics = {}, .printed = {}};
    for (const std::string& line : lines_of(origami::load_file(metrics))) {
      auto record = nlohmann::ordered_json::parse(line);
      for (const char* key : kMeasured) record.erase(key);
      outcome.metrics.push_back(record.dump());
    }
    for (const std::string& line : lines_of(out))
      if (line.starts_with("epoch ")) outcome.printed.push_back(line.substr(0, line.find(" %, ")));
    outcome.printed.push_back(lines_of(out).back());
    return outcome;
  }

  /// The checkpoints' names, the oldest first.
  std::vector<std::string> files() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(checkpoints))
      if (entry.path().extension() == ".safetensors")
        names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
  }

  static std::string name_of(std::size_t step) {
    const std::string digits = std::to_string(step);
    return "checkpoint-" + std::string(9 - digits.size(), '0') + digits + ".safetensors";
  }

  /// Until there is a checkpoint of `step` or a later one; a minute at most.
  void wait_for(std::size_t step) const {
    for (int i = 0; i < 60000; ++i) {
      if (fs::exists(checkpoints) && !files().empty() && files().back() >= name_of(step)) return;
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
  }

  TempDir temp;
  fs::path checkpoints = temp / "checkpoints", metrics = temp / "metrics.jsonl",
           weights = temp / "weights.safetensors";
};

/// One that nothing interrupted; it kept no checkpoints either.
inline const Outcome& undisturbed() {
  static const Outcome outcome = [] {
    const Place place;
    Arguments command = place.command();
    const auto option = std::find(command.begin(), command.end(), "--checkpoint");
    command.erase(option, option + 2);
    return place.outcome(run_program("train_mnist", command).out);
  }();
  return outcome;
}

/// One that Ctrl-C stopped in the middle of its second or third epoch.
struct Stopped {
  Place place;
  Program::Result result{};
};

inline const Stopped& stopped() {
  static std::unique_ptr<Stopped> stopped;
  for (int i = 0; i < 20; ++i) {  // once will do, unless this process sleeps for too long
    if (stopped && contains(stopped->result.out, " (stopped after ")) break;
    stopped = std::make_unique<Stopped>();
    Program program("train_mnist", stopped->place.command({"--every", "7"}));
    stopped->place.wait_for(kSteps + 7);
    program.signal(SIGINT);
    stopped->result = program.result();
  }
  return *stopped;
}
