#include "support/report_curves.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <cmath>

#include "support/html.hpp"

namespace origami::examples {
namespace {

constexpr double kWidth = 420, kHeight = 270;  // small enough for a telephone

using Field = double EpochRecord::*;

struct Subject {
  std::string name, unit;
  Field train, test;
  double scale;  // from the record's unit to this one
};

std::vector<Point> points_of(std::span<const EpochRecord> epochs, Field field, double scale) {
  std::vector<Point> points;
  for (const EpochRecord& e : epochs)
    points.push_back({static_cast<double>(e.epoch), scale * (e.*field)});
  return points;
}

/// "train 0.25 to 0.04"
std::string course(const std::string& name, const std::vector<Point>& points) {
  return fmt::format("{} {:.4g} to {:.4g}", name, points.front().y, points.back().y);
}

std::string draw(std::span<const EpochRecord> epochs, const Subject& subject, Axis y) {
  const Curve train{
      "", points_of(epochs, subject.train, subject.scale), {Tone::Blue, 2.5, true}, true};
  const Curve test{"", points_of(epochs, subject.test, subject.scale), {Tone::Orange, 2.5}, true};
  const std::string title = fmt::format("{} after each epoch", subject.name);
  const std::string what = fmt::format("{}, {}; {}, {}.", title, course("train", train.points),
                                       course("test", test.points), subject.unit);
  const auto first = static_cast<double>(epochs.front().epoch);
  const auto last = static_cast<double>(epochs.back().epoch);
  Canvas canvas(kWidth, kHeight, title, what);
  Chart chart(canvas, {52, 48, kWidth - 80, kHeight - 100},
              round_axis("epoch", first == last ? first - 1 : first, last, 1), std::move(y));
  double right = kWidth - 120;
  for (const Curve* curve : {&train, &test}) {
    chart.curve(*curve);
    canvas.line({right - 30, 24}, {right - 6, 24}, curve->style);
    canvas.text({right, 24}, curve == &train ? "train" : "test",
                {.anchor = Anchor::Start, .size = 13, .tone = curve->style.tone});
    right += 72;
  }
  return html_image(data_uri("image/svg+xml", canvas.svg()), static_cast<std::size_t>(kWidth),
                    static_cast<std::size_t>(kHeight), what, " class=\"chart\"");
}

/// Least and largest value of the two fields.
std::pair<double, double> range_of(std::span<const EpochRecord> epochs, const Subject& subject) {
  std::pair<double, double> range{epochs.front().*subject.train, epochs.front().*subject.train};
  for (const EpochRecord& e : epochs)
    for (const Field field : {subject.train, subject.test})
      range = {std::min(range.first, e.*field), std::max(range.second, e.*field)};
  return {range.first * subject.scale, range.second * subject.scale};
}

std::string epoch_table(std::span<const EpochRecord> epochs) {
  std::vector<std::vector<TableCell>> rows;
  for (const EpochRecord& e : epochs)
    rows.push_back({{std::to_string(e.epoch)},
                    {fmt::format("{:.4f}", e.train_loss)},
                    {fmt::format("{:.4f}", e.test_loss)},
                    {fmt::format("{:.2f} %", 100 * e.train_accuracy)},
                    {fmt::format("{:.2f} %", 100 * e.test_accuracy)},
                    {fmt::format("{:.2f} s", e.train_seconds)},
                    {fmt::format("{:.2f} s", e.eval_seconds)},
                    {fmt::format("{:.0f}", e.images_per_second)}});
  return html_table("numbers", "Each epoch in numbers",
                    {"epoch", "train loss", "test loss", "train accuracy", "test accuracy",
                     "training", "test", "images/s"},
                    rows);
}

}  // namespace

Axis round_axis(const std::string& label, double low, double high, double least_step) {
  const double rough = std::max((high - low) / 4, least_step);
  const double power = std::pow(10, std::floor(std::log10(rough)));
  double step = 10 * power;
  for (const double factor : {5.0, 2.0, 1.0})
    if (factor * power >= rough * (1 - 1e-9)) step = factor * power;
  double first = std::floor(low / step + 1e-9);
  const double last = std::ceil(high / step - 1e-9);
  if (first >= last) first = last - 1;
  Axis axis{label, first * step, last * step, {}};
  for (double i = first; i <= last; ++i) {
    axis.ticks.push_back(i * step);
    axis.names.push_back(number(i * step, 5));
  }
  return axis;
}

std::string curves_html(std::span<const EpochRecord> epochs) {
  if (epochs.empty()) return "<p>No epoch was finished.</p>\n";
  const Subject loss{"Loss", "mean cross-entropy in nats", &EpochRecord::train_loss,
                     &EpochRecord::test_loss, 1};
  const Subject accuracy{"Accuracy", "percent", &EpochRecord::train_accuracy,
                         &EpochRecord::test_accuracy, 100};
  const auto [low, high] = range_of(epochs, accuracy);
  return "<div class=\"charts\">\n" +
         draw(epochs, loss, round_axis("loss", 0, range_of(epochs, loss).second, 1e-4)) +
         draw(epochs, accuracy, round_axis("accuracy, %", low, high, 0.02)) + "</div>\n" +
         "<p class=\"note\">The loss is the mean cross-entropy. What is measured on training "
         "images is measured while the network still learns.</p>\n" +
         epoch_table(epochs);
}

}  // namespace origami::examples
