// The programs' tests: a small data set in MNIST's format, and reading what a program says.
#pragma once

#include <cstdlib>
#include <origami/datasets/digits.hpp>
#include <sstream>

#include "catch.hpp"
#include "program.hpp"

using Arguments = std::vector<std::string>;

inline void write_part(const fs::path& dir, const std::string& part, const origami::Dataset& data) {
  const auto n = static_cast<std::uint32_t>(data.size());
  Bytes images = idx_header(0x803, {n, 28, 28}), labels = idx_header(0x801, {n});
  images.insert(images.end(), data.pixels.begin(), data.pixels.end());
  labels.insert(labels.end(), data.labels.begin(), data.labels.end());
  write_file(dir / (part + "-images-idx3-ubyte"), images);
  write_file(dir / (part + "-labels-idx1-ubyte"), labels);
}

/// A directory as MNIST's, with 1000 + 200 generated digits.
inline const fs::path& small_mnist() {
  static const TempDir dir;
  static const bool written = [] {
    const origami::TrainTest digits = origami::make_digit_data(1000, 200);
    write_part(dir.path(), "train", digits.train);
    write_part(dir.path(), "t10k", digits.test);
    return true;
  }();
  static_cast<void>(written);
  return dir.path();
}

inline Program::Result train_small(Arguments arguments) {
  arguments.insert(arguments.begin(), {"--data", small_mnist().string()});
  return run_program("train_mnist", arguments);
}

/// A training on it that goes on until it is told to end.
inline Arguments endless(const Arguments& more) {
  Arguments all{"--data", small_mnist().string(), "--epochs", "100000", "--schedule", "constant"};
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

inline std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

inline std::size_t count(const std::string& text, const std::string& part) {
  std::size_t n = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++n;
  return n;
}

/// train_mnist said why in one sentence on standard error, and reported nothing.
inline void check_refused(const Program::Result& result, const std::string& part) {
  CAPTURE(result.out, result.err);
  CHECK(result.status == 2);
  CHECK(count(result.err, "\n") == 1);
  CHECK(result.err.starts_with("train_mnist: "));
  CHECK(contains(result.err, part));
  CHECK_FALSE(contains(result.out, "\ndigit "));
}

/// 0.9912 of "test accuracy 99.12 % ...", the beginning of the last line.
inline double accuracy_in(const std::string& out) {
  const std::string before = "test accuracy ";
  const std::string last = lines_of(out).back();
  REQUIRE(last.rfind(before, 0) == 0);
  return std::strtod(last.c_str() + before.size(), nullptr) / 100;
}
