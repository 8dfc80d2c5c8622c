// benchmark, as people and examples/peers call it.
#include <nlohmann/json.hpp>

#include "small_mnist.hpp"
#include "support/nets.hpp"
#include "support/speed.hpp"

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

TEST_CASE("benchmark's arithmetic: medians, and the products of both directions") {
  using namespace origami::examples;
  CHECK(median({4, 1, 2}) == 2);
  CHECK(median({4, 1, 3, 2}) == 2.5);
  Sequential net = build_net(named_net("course"), {1, 28, 28}, 1);
  const auto speeds = time_layers(net, 8);
  const double conv = 2 * 10 * 9 * 28 * 28, affine = 2 * 1960 * 100;
  CHECK((speeds[0].flop[0] == conv && speeds[0].flop[1] == conv));  // dW alone
  CHECK((speeds[3].flop[0] == affine && speeds[3].flop[1] == 2 * affine));
}

TEST_CASE("benchmark's seconds and microseconds are of one size") {
  const auto line = nlohmann::json::parse(benchmark({"--epochs", "1", "--threads", "1"}).out);
  const double one = line.at("batch1_us_median").get<double>() * 1e-6;  // 200 images are tested
  CHECK(200 * one < 20 * line.at("test10k_b64_median_s").get<double>());
  CHECK(200 * one > line.at("test10k_b64_median_s").get<double>() / 20);
}
