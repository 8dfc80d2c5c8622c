#include "support/html_report.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <ctime>
#include <origami/datasets/batches.hpp>
#include <origami/file.hpp>

#include "support/build_info.hpp"
#include "support/html.hpp"
#include "support/pixels.hpp"
#include "support/report.hpp"
#include "support/report_curves.hpp"
#include "support/report_layers.hpp"

namespace origami::examples {
namespace {

constexpr std::size_t kMistakes = 25;

std::string image_html(const Dataset& data, std::size_t n, const std::string& alt) {
  const std::uint8_t* image = data.pixels.data() + n * element_count(data.image_shape);
  const Pixels pixels = image_pixels(image, data.image_shape);
  return tile(pixels, std::max<std::size_t>(84 / pixels.height, 1), alt);
}

/// "true 5: 0.2 %" in HTML
std::string caption(const Evaluation& test, std::size_t n, const char* what, int k) {
  const float p = test.probabilities(n, static_cast<std::size_t>(k));
  return fmt::format("{} {}: {}", what, k, html_escaped(percent(p)));
}

std::string mistakes_html(const Evaluation& test, const Dataset& data) {
  std::vector<std::size_t> worst = test.worst_mistakes(test.size());
  if (worst.empty()) return "<p>No mistakes at all.</p>\n";
  const std::size_t all = worst.size();
  worst.resize(std::min(all, kMistakes));
  std::string items;
  for (const std::size_t n : worst) {
    const int truth = test.labels[n], read = test.predictions[n];
    const std::string alt = fmt::format("test image {}, a {} read as {}", n, truth, read);
    items += fmt::format("<li><figure>{}<figcaption>{}<br>{}</figcaption></figure></li>\n",
                         image_html(data, n, alt), caption(test, n, "true", truth),
                         caption(test, n, "read", read));
  }
  return fmt::format(
      "<p>{} of {} test images {} misread. The worst, with the probability the network gave to "
      "what each is and to what it read:</p>\n<ul class=\"pictures\" role=\"list\">\n{}</ul>\n",
      all, test.size(), all == 1 ? "was" : "were", items);
}

/// Mistakes are shaded by how many there are; the numbers stay readable on the darkest shade.
std::string confusion_html(const Evaluation& test) {
  const std::size_t K = test.confusion.size();
  std::size_t most = 1;
  for (std::size_t t = 0; t < K; ++t)
    for (std::size_t p = 0; p < K; ++p)
      if (p != t) most = std::max(most, test.confusion[t][p]);
  std::vector<std::string> header{"true \\ read"};
  std::vector<std::vector<TableCell>> rows(K);
  for (std::size_t t = 0; t < K; ++t) {
    header.push_back(std::to_string(t));
    rows[t].push_back({std::to_string(t)});
    for (std::size_t p = 0; p < K; ++p) {
      const std::size_t count = test.confusion[t][p];
      const double heat = 0.08 + 0.47 * static_cast<double>(count) / static_cast<double>(most);
      rows[t].push_back({std::to_string(count),
                         t == p ? " class=\"right\""
                         : count == 0
                             ? " class=\"none\""
                             : fmt::format(" class=\"wrong\" style=\"--heat:{:.2f}\"", heat)});
    }
    rows[t].push_back(
        {test.count_of(t) == 0 ? "no images" : fmt::format("{:.2f} %", 100 * test.accuracy_of(t))});
  }
  header.push_back("accuracy");
  return html_table("confusion", "Test images: a row for what they are, a column for what was read",
                    header, rows);
}

/// Of the first test image, whatever it is.
std::string maps_html(const ReportInput& in) {
  Batches batches(in.data.test);
  const auto pass = batches.in_order(1);
  return fmt::format(
             "<p>The first test image, {}, {}. Below, black is 0, orange above it and blue below; "
             "each layer has a scale of its own.</p>\n{}",
             caption(in.test, 0, "true", in.test.labels.at(0)),
             caption(in.test, 0, "read", in.test.predictions.at(0)),
             image_html(in.data.test, 0, "the first test image")) +
         feature_maps_html(in.net, (*pass.begin()).images);
}

/// "2001-02-03 16:05:06 UTC", of now.
std::string time_utc() {
  const std::time_t seconds = std::time(nullptr);
  char text[32];
  return {text, std::strftime(text, sizeof text, "%F %T UTC", std::gmtime(&seconds))};
}

std::string run_html(const ReportInput& in) {
  const Options& o = in.options;
  double training = 0, testing = 0;
  for (const EpochRecord& e : in.epochs) training += e.train_seconds, testing += e.eval_seconds;
  std::vector<std::pair<std::string, std::string>> facts{
      {"net", o.net},
      {"seed", std::to_string(o.seed)},
      {"training", to_string(o.recipe)},
      {"finished", fmt::format("{} of {} epochs", in.epochs.empty() ? 0 : in.epochs.back().epoch,
                               o.recipe.epochs)},
      {"data", fmt::format("{} training and {} test images {} from {}", in.data.train.size(),
                           in.data.test.size(), origami::to_string(in.data.test.image_shape),
                           in.data.source)},
      {"time", fmt::format("{:.2f} s of training, {:.2f} s of tests", training, testing)},
      {"memory", fmt::format("{:.0f} MB at most", peak_rss_mb())}};
  for (auto& fact : build_info()) facts.push_back(std::move(fact));
  facts.emplace_back("written", time_utc());
  std::vector<std::vector<TableCell>> rows;
  for (const auto& [name, value] : facts) rows.push_back({{name}, {value}});
  return fmt::format("<p>The command:</p>\n<pre><code>{}</code></pre>\n",
                     html_escaped(in.command)) +
         html_table("words", "What it ran on", {}, rows);
}

}  // namespace

std::string html_report(const ReportInput& in) {
  std::vector<Section> sections{
      {"curves", "Loss and accuracy", curves_html(in.epochs)},
      {"mistakes", "The worst mistakes", mistakes_html(in.test, in.data.test)},
      {"confusion", "What is taken for what", confusion_html(in.test)}};
  if (const std::string filters = filters_html(in.net); !filters.empty())
    sections.push_back({"filters", "What the first layer looks for", filters});
  sections.push_back({"maps", "What each layer makes of one image", maps_html(in)});
  sections.push_back({"layers", "The network", layers_html(in.net)});
  sections.push_back({"run", "How to do it again", run_html(in)});
  return html_page("Training report: " + in.options.net, result_line(in.test), sections);
}

void write_html_report(const std::filesystem::path& path, const ReportInput& input) {
  replace_file(path, html_report(input));
}

}  // namespace origami::examples
