// train_mnist, as people meet it.
#include <nlohmann/json.hpp>
#include <origami/file.hpp>
#include <origami/safetensors.hpp>
#include <set>

#include "small_mnist.hpp"
#include "tiny_mnist.hpp"

using namespace origami;

TEST_CASE("in a pipe train_mnist prints plain lines, one an epoch") {
  const auto result = train_small({"--epochs", "3", "--net", "simple", "--threads", "2"});
  CAPTURE(result.out, result.err);
  REQUIRE(result.status == 0);
  CHECK(contains(result.out, "1000 training and 200 test images from " + small_mnist().string()));
  CHECK(contains(result.out, "5*5*1*30 + 30 = 780"));  // the table of layers
  CHECK(contains(result.out, "net simple, seed 1: adam"));
  CHECK(contains(result.out, "2 threads, matrix products by "));
  for (const char* epoch : {"\nepoch 1/3: ", "\nepoch 2/3: ", "\nepoch 3/3: "})
    CHECK(count(result.out, epoch) == 1);
  CHECK(count(result.out, "\nepoch ") == 3);
  CHECK(count(result.out, "\r") == 0);
  CHECK(count(result.out, "\x1b") == 0);
  CHECK(contains(result.out, "\ndigit"));
  CHECK(contains(result.out, "\naccuracy %"));
  CHECK(count(result.out, "true ") == 10);  // the worst mistakes
  CHECK(count(result.out, "read ") == 10);
  CHECK(accuracy_in(result.out) > 0.5);
}

TEST_CASE("on a terminal train_mnist draws a bar and takes it away") {
  const Arguments arguments{"--data", small_mnist().string(), "--epochs", "2"};
  const std::string drawn = run_in_terminal("train_mnist", arguments, /*columns=*/100);
  CAPTURE(drawn);
  CHECK(contains(drawn, "\repoch 1/2 ["));
  CHECK(contains(drawn, "[####################] 100 %  loss "));
  CHECK(contains(drawn, " images/s  0:0"));
  CHECK(contains(drawn, "\r\x1b[Kepoch 2/2: train loss"));  // erased, then the plain line
}

TEST_CASE("on a narrow terminal the bar is shorter and nothing else is") {
  const Arguments arguments{"--data", small_mnist().string(), "--epochs", "2"};
  const std::string drawn = run_in_terminal("train_mnist", arguments, /*columns=*/72);
  CAPTURE(drawn);
  const std::size_t from = drawn.find("\repoch 1/2 [#") + 1;
  REQUIRE(from != 0);
  const std::string line = drawn.substr(from, drawn.find("\x1b[K", from) - from);
  CHECK(line.size() == 71);
  CHECK(line.ends_with(" left"));
}

TEST_CASE("--quiet prints the result alone") {
  const auto result = train_small({"--epochs", "1", "--quiet"});
  REQUIRE(result.status == 0);
  CHECK(lines_of(result.out).size() == 1);
  CHECK(contains(result.out, "\xC2\xB1"));  // the error bar
  CHECK(contains(result.out, " of 200)"));
  CHECK(accuracy_in(result.out) > 0);
}

TEST_CASE("the number of threads does not change the result, the seed does") {
  const auto run = [](const char* threads, const char* seed) {
    return train_small({"--quiet", "--threads", threads, "--seed", seed, "--epochs", "1"}).out;
  };
  const std::string one = run("1", "5");
  CHECK(run("3", "5") == one);
  CHECK(run("1", "6") != one);
}

TEST_CASE("--metrics writes one JSON object an epoch") {
  const TempDir dir;
  const fs::path file = dir / "metrics.jsonl";
  REQUIRE(train_small({"--epochs", "2", "--metrics", file.string(), "--quiet"}).status == 0);
  const auto lines = lines_of(load_file(file));
  REQUIRE(lines.size() == 2);
  const std::set<std::string> expected{"epoch",          "train_loss",        "test_loss",
                                       "train_accuracy", "test_accuracy",     "train_seconds",
                                       "eval_seconds",   "images_per_second", "peak_rss_mb"};
  for (std::size_t i = 0; i < 2; ++i) {
    const auto record = nlohmann::json::parse(lines[i]);
    std::set<std::string> keys;
    for (const auto& item : record.items()) keys.insert(item.key());
    CHECK(keys == expected);
    CHECK(record["epoch"] == i + 1);
    CHECK(record["train_accuracy"] > 0);
    CHECK(record["train_accuracy"] <= 1);
    CHECK(record["test_accuracy"] > 0);
    CHECK(record["test_accuracy"] <= 1);
    CHECK(record["train_seconds"] > 0);
    CHECK(record["eval_seconds"] > 0);
    CHECK(record["images_per_second"].get<double>() ==
          Approx(1000 / record["train_seconds"].get<double>()));
    CHECK(record["peak_rss_mb"] > 1);
    CHECK(record["peak_rss_mb"] < 4000);
  }
  CHECK(nlohmann::json::parse(lines[1])["train_loss"] <
        nlohmann::json::parse(lines[0])["train_loss"]);
}

TEST_CASE("--limit and --test-data choose the images") {
  const auto limited = train_small({"--limit", "300", "--epochs", "1"});
  CHECK(contains(limited.out, "300 training and 200 test images"));
  const TempDir dir;
  const Dataset few = make_digits(50, /*seed=*/9);
  write_part(dir.path(), "train", few);
  write_part(dir.path(), "t10k", few);
  const auto other = train_small({"--test-data", dir.path().string(), "--epochs", "1"});
  CHECK(contains(other.out, "1000 training and 50 test images"));
  CHECK(contains(other.out, "tested on " + dir.path().string()));
}

TEST_CASE("train_mnist refuses with exit status 2 before it trains") {
  check_refused(train_small({"--batch", "0"}), "--batch");
  const TempDir dir;
  check_refused(run_program("train_mnist", {"--data", (dir / "none").string()}), "none");
  check_refused(train_small({"--test-data", (dir / "none").string()}), "none");
  check_refused(train_small({"--metrics", (dir / "none/metrics.jsonl").string()}),
                "none/metrics.jsonl: cannot be written");
  check_refused(train_small({"--metrics", dir.path().string()}), "cannot be written");
}

TEST_CASE("a loss that is not finite is named with its place and what to try") {
  const auto result = train_small({"--optimizer", "sgd", "--schedule", "constant", "--lr", "1e20"});
  check_refused(result, "epoch 1, batch 2 of 4: ");
  CHECK(contains(result.err, "learning rate (--lr is 1e+20)"));
}

TEST_CASE("Ctrl-C ends after the batch and reports what was learnt") {
  const TempDir dir;
  const fs::path metrics = dir / "metrics.jsonl";
  Program program("train_mnist", endless({"--metrics", metrics.string()}));
  REQUIRE(program.wait_for("epoch 1/"));
  program.signal(SIGINT);
  const auto result = program.result();
  CAPTURE(result.out, result.err);
  CHECK(result.status == 130);
  CHECK(contains(result.out, "\naccuracy %"));
  CHECK(accuracy_in(result.out) > 0.1);
  CHECK(count(result.out, "\nepoch ") - count(result.out, " (stopped after ") ==
        lines_of(load_file(metrics)).size());  // whole epochs alone, all lines complete
}

TEST_CASE("test images of another size are refused before the training") {
  const TempDir dir;
  write_tiny(dir.path());
  check_refused(train_small({"--test-data", dir.path().string()}),
                "--test-data: images (1, 2, 3) but expected (1, 28, 28) as for training");
}

TEST_CASE("--threads decides the number of threads") {
  CHECK(contains(train_small({"--limit", "8", "--epochs", "1", "--threads", "3"}).out,
                 "\n3 threads, matrix"));
  CHECK(contains(train_small({"--limit", "8", "--epochs", "1", "--threads", "1"}).out,
                 "\n1 thread, matrix"));
}

TEST_CASE("the seed decides both the first weights and the order of the images") {
  struct Kept {
    std::string weights, rng;
  };
  const auto run = [](const char* seed) {
    const TempDir dir;
    train_small({"--limit", "8", "--epochs", "1", "--optimizer", "sgd", "--lr", "1e-30", "--seed",
                 seed, "--checkpoint", (dir / "run").string(), "--quiet"});
    const Safetensors kept = read_safetensors(dir / "run/checkpoint-000000001.safetensors");
    const std::string numbers = kept.metadata.at("checkpoint.numbers");
    const StoredTensor& weight = kept.tensors.at(1);  // no bias, which was 0 and is now 1e-31
    return Kept{weight.name + weight.bytes, numbers.substr(numbers.size() - 1000)};
  };
  const Kept one = run("1"), again = run("1"), two = run("2");
  CHECK((one.weights == again.weights && one.rng == again.rng));
  CHECK((one.weights != two.weights));  // not to be printed
  CHECK((one.rng != two.rng));
}
