// How a training went, epoch by epoch: part of html_report.hpp.
#pragma once

#include <span>
#include <string>

#include "support/chart.hpp"
#include "support/metrics_file.hpp"

namespace origami::examples {

/// An axis from at most `low` to at least `high` with about five ticks at round numbers, which are
/// not nearer to each other than `least_step`.
Axis round_axis(const std::string& label, double low, double high, double least_step);

/// HTML: a chart of the loss and one of the accuracy, with one point an epoch, and a table of all
/// numbers.
std::string curves_html(std::span<const EpochRecord> epochs);

}  // namespace origami::examples
