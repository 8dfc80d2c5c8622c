// What train_mnist leaves behind where something is in the way.
#include <nlohmann/json.hpp>

#include "small_mnist.hpp"

using namespace origami;

TEST_CASE("--quiet does not hide that there was no MNIST") {
  const auto run = [](Arguments arguments) {
    arguments.insert(arguments.end(), {"--limit", "64", "--epochs", "1", "--net", "course"});
    return run_program(
        "train_mnist", arguments,
        {"MNIST_DIR=", "http_proxy=http://127.0.0.1:9", "https_proxy=http://127.0.0.1:9"});
  };
  const auto quiet = run({"--quiet"}), loud = run({"--report", ""});  // which finds what there is
  CHECK(contains(quiet.err, "no MNIST found, these are generated digits") ==
        contains(loud.out, "training on generated digits instead"));
  CHECK(lines_of(quiet.out).size() == 1);
}

TEST_CASE("what cannot be saved does not take the result with it") {
  const TempDir dir;
  fs::create_directory(dir / "closed");
  Program program("train_mnist",
                  {"--data", small_mnist().string(), "--epochs", "100000", "--schedule", "constant",
                   "--save", (dir / "closed" / "net").string(), "--report", ""});
  REQUIRE(program.wait_for("\nepoch 1/"));
  fs::remove(dir / "closed");
  program.signal(SIGINT);
  const auto result = program.result();
  CAPTURE(result.out, result.err);
  CHECK(result.status == 2);
  CHECK(accuracy_in(result.out) > 0);
  CHECK(contains(result.err, "closed/net: cannot be written"));
}

TEST_CASE("a result that does not arrive is no success") {
  if (!fs::exists("/dev/full")) return;
  const auto full = [] { redirect(STDOUT_FILENO, "/dev/full"); };
  for (const Arguments& arguments :
       {Arguments{"--help"},
        Arguments{"--data", small_mnist().string(), "--epochs", "1", "--quiet"}}) {
    const auto result = Program("train_mnist", arguments, {}, full).result();
    CHECK(result.status == 2);
    CHECK(contains(result.err, "train_mnist: standard output: cannot be written\n"));
  }
}

TEST_CASE("two trainings with one --metrics file spoil no line of it") {
  const TempDir dir;
  const std::string file = (dir / "metrics.jsonl").string();
  Program first("train_mnist", {"--data", small_mnist().string(), "--epochs", "100000",
                                "--schedule", "constant", "--metrics", file});
  REQUIRE(first.wait_for("\nepoch 2/"));
  REQUIRE(train_small({"--epochs", "2", "--quiet", "--metrics", file}).status == 0);
  first.signal(SIGINT);
  CHECK(first.result().status == 130);
  const Bytes bytes = read_file(file);
  const auto lines = lines_of({bytes.begin(), bytes.end()});
  CHECK(lines.size() == 2);
  for (const std::string& line : lines) CHECK(nlohmann::json::accept(line));
}
