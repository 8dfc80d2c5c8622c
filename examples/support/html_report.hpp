// What a training leaves behind for people: one web page with all that it was and did.
#pragma once

#include <filesystem>
#include <origami/datasets/dataset.hpp>
#include <origami/datasets/evaluate.hpp>
#include <origami/sequential.hpp>
#include <string>
#include <vector>

#include "support/metrics_file.hpp"
#include "support/options.hpp"

namespace origami::examples {

/// Refers to all of it: to be made for the call alone.
struct ReportInput {
  const Options& options;
  const std::string& command;  // as command_line() gives it
  const Sequential& net;       // trained; its layers run once more, one image at a time
  const TrainTest& data;
  const std::vector<EpochRecord>& epochs;  // those that were finished
  const Evaluation& test;                  // of data.test
};

/// A page that loads nothing: curves, mistakes, confusion matrix, filters, feature maps of the
/// first test image, layers, and how to do it again.
std::string html_report(const ReportInput& input);

/// Replaces `path` by that page, all of it or nothing. Throws DataError.
void write_html_report(const std::filesystem::path& path, const ReportInput& input);

}  // namespace origami::examples
