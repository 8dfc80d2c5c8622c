// What train_mnist prints about its result.
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <nlohmann/json.hpp>
#include <origami/file.hpp>
#include <sstream>

#include "small_mnist.hpp"
#include "support/report.hpp"
#include "tensors.hpp"

using namespace origami;

TEST_CASE("the last line of --metrics is the result that is printed") {
  const TempDir dir;
  const fs::path file = dir / "metrics.jsonl";
  const auto run = train_small({"--epochs", "1", "--metrics", file.string(), "--quiet"});
  const auto record = nlohmann::json::parse(load_file(file));
  char text[64];
  std::snprintf(text, sizeof text, "loss %.4f\n", record["test_loss"].get<double>());
  CHECK(contains(run.out, text));
  std::snprintf(text, sizeof text, "test accuracy %.2f %%",
                100 * record["test_accuracy"].get<double>());
  CHECK(run.out.starts_with(text));
}

TEST_CASE("an epoch's line says what --metrics says") {
  const TempDir dir;
  const fs::path file = dir / "metrics.jsonl";
  const auto run = train_small({"--epochs", "1", "--metrics", file.string()});
  const auto record = nlohmann::json::parse(load_file(file));
  char text[128];
  std::snprintf(text, sizeof text, "train loss %.4f, test loss %.4f, test accuracy %.2f %%, ",
                record["train_loss"].get<double>(), record["test_loss"].get<double>(),
                100 * record["test_accuracy"].get<double>());
  CHECK(contains(run.out, text));
}

TEST_CASE("what people read of the mistakes is what was measured") {
  Evaluation e;
  e.labels = {3, 3, 3, 5};
  e.predictions = {3, 3, 8, 5};
  e.confusion.assign(10, std::vector<std::size_t>(10, 0));
  e.confusion[3] = {0, 0, 0, 2, 0, 0, 0, 0, 1, 0};
  e.confusion[5][5] = 1;
  e.probabilities = make_tensor({4, 10});
  e.probabilities(2, 3) = Scalar{0.25};
  e.probabilities(2, 8) = Scalar{0.625};
  const Dataset images{{1, 28, 28}, Bytes(4 * 784), {3, 3, 3, 5}};
  const auto report = [&] {
    std::ostringstream out;
    const auto before = spdlog::default_logger();
    spdlog::set_default_logger(std::make_shared<spdlog::logger>(
        "report", std::make_shared<spdlog::sinks::ostream_sink_mt>(out)));
    spdlog::set_pattern("%v");
    examples::log_report(e, images);
    spdlog::set_default_logger(before);
    return out.str();
  };
  const std::string text = report();
  CHECK(contains(text, "accuracy %     -     -     -  66.7     - 100.0     -     -     -     -\n"));
  CHECK(contains(text, "images         0     0     0     3     0     1     0     0     0     0\n"));
  CHECK(contains(text, "true 3  25.0 %"));
  CHECK(contains(text, "read 8  62.5 %"));
  e.predictions = e.labels;
  CHECK(contains(report(), "No mistakes at all."));
}
