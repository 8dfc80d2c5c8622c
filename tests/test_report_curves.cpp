// The curves in report.html.
#include "report_fixture.hpp"
#include "support/report_curves.hpp"

using namespace origami;
using namespace origami::examples;

namespace {

/// The charts, as SVG.
std::vector<std::string> charts_of(const std::string& html) {
  std::vector<std::string> charts;
  for (const std::string& base64 : between(html, "data:image/svg+xml;base64", "\""))
    charts.push_back(bytes_of_uri(base64));
  return charts;
}

}  // namespace

TEST_CASE("curves have a point for each epoch, however many there are") {
  ReportFixture f = usual_report();
  const std::size_t epochs = GENERATE(1, 2, 13);
  f.epochs.resize(1);
  for (std::size_t e = 2; e <= epochs; ++e) {
    f.epochs.push_back(f.epochs.back());
    f.epochs.back().epoch = e;
    f.epochs.back().test_loss /= 2;
  }
  const std::string html = f.html();
  check_self_contained(html);
  const auto charts = charts_of(html);
  REQUIRE(charts.size() == 2);
  for (const std::string& chart : charts) {
    CHECK(count(chart, "<circle") == 2 * epochs);
    CHECK(contains(chart, ">train</text>"));
    CHECK(contains(chart, ">test</text>"));
    CHECK_FALSE(contains(chart, "nan"));
    CHECK_FALSE(contains(chart, "inf"));
  }
}

TEST_CASE("axes have round ticks around all values") {
  const auto ticks = [](double low, double high, double least) {
    return round_axis("", low, high, least).names;
  };
  using Names = std::vector<std::string>;
  CHECK(ticks(0, 0.246, 1e-4) == Names{"0", "0.1", "0.2", "0.3"});
  CHECK(ticks(98.18, 99.25, 0.02) == Names{"98", "98.5", "99", "99.5"});
  CHECK(ticks(100, 100, 0.02) == Names{"99.98", "100"});
  CHECK(ticks(1, 2, 1) == Names{"1", "2"});
  CHECK(ticks(1, 20, 1) == Names{"0", "5", "10", "15", "20"});
  CHECK(ticks(0, 0, 1e-4).size() == 2);
}

TEST_CASE("a chart's description has the ends of both curves") {
  const std::string html = usual_report().html();
  CHECK(contains(html, "Loss after each epoch, train 0.5 to 0.125; test 0.25 to 0.0625, mean"));
  CHECK(contains(html,
                 "Accuracy after each epoch, train 81.25 to 96.88; test 93.75 to 98.44, percent"));
}
