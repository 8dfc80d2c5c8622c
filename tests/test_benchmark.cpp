// benchmark, as people and examples/peers call it.
#include <nlohmann/json.hpp>

#include "small_mnist.hpp"

using namespace origami;

static Program::Result benchmark(Arguments arguments) {
  arguments.insert(arguments.begin(), {"--data", small_mnist().string(), "--net", "course"});
  return run_program("benchmark", arguments);
}

TEST_CASE("benchmark --epochs prints the keys that the comparison with others reads") {
  const auto result = benchmark({"--epochs", "2", "--threads", "1", "--batch", "5000"});
  CAPTURE(result.out, result.err);
  REQUIRE(result.status == 0);
  const auto line = nlohmann::json::parse(result.out);
  CHECK(line.at("net") == "course");
  CHECK(line.at("threads") == 1);
  CHECK(line.at("epochs_s").size() == 2);
  for (const char* key : {"epoch_median_s", "test10k_b64_median_s", "batch1_us_median"})
    CHECK(line.at(key) > 0);
}

TEST_CASE("benchmark's tables have every layer in both directions and every number of threads") {
  const auto result = benchmark({"--images", "200", "--threads", "2"});
  CAPTURE(result.out, result.err);
  REQUIRE(result.status == 0);
  for (const char* layer : {"conv1", "relu1", "pool1", "affine1", "relu2", "affine2", "total"})
    CHECK(count(result.out, "\n" + std::string(layer) + " ") == 1);
  CHECK(count(result.out, " forward ") == 7);
  CHECK(count(result.out, " backward ") == 7);
  CHECK(count(result.out, "\n      1 ") == 1);
  CHECK(count(result.out, "\n      2 ") == 1);
  CHECK_FALSE(contains(result.out, "nan"));
  CHECK_FALSE(contains(result.out, "inf"));
}

TEST_CASE("benchmark refuses what it does not know in a sentence") {
  const auto result = benchmark({"--threads", "0"});
  CHECK(result.status == 2);
  CHECK(result.err ==
        "benchmark: --threads: '0' but expected a whole number from 1 to 1024; --help "
        "lists the options\n");
}
