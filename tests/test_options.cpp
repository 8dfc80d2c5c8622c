// The command line of train_mnist.
#include <origami/error.hpp>

#include "parse.hpp"
#include "small_mnist.hpp"

using namespace origami;

namespace {

std::string complaint_about(const Arguments& arguments) {
  return message_of<ValueError>([&] { parse(arguments); });
}

}  // namespace

TEST_CASE("every bad option gets one sentence that names it and what is expected") {
  struct Case {
    Arguments arguments;
    std::string sentence;
  };
  const Case cases[] = {
      {{"--batch", "0"}, "--batch: '0' but expected a whole number from 1 to 1000000"},
      {{"--batch", "-3"}, "--batch: '-3' but expected a whole number"},
      {{"--batch", "6.5"}, "--batch: '6.5' but expected a whole number"},
      {{"--batch", "0100"}, "--batch: '0100' but expected a whole number"},  // not octal 64
      {{"--seed", "08"}, "--seed: '08' but expected a whole number"},
      {{"--data", ""}, "--data: '' but expected a name"},
      {{"--test-data", ""}, "--test-data: '' but expected a name"},
      {{"--batch", "many"}, "--batch: 'many' but expected a whole number"},
      {{"--epochs", "0"}, "--epochs: '0' but expected a whole number from 1"},
      {{"--epochs", "99999999999999999999"}, "--epochs: '99999999999999999999' but expected"},
      {{"--lr", "0"}, "--lr: '0' but expected a number above 0"},
      {{"--lr", "-1"}, "--lr: '-1' but expected a number above 0"},
      {{"--lr", "nan"}, "--lr: 'nan' but expected a number above 0"},
      {{"--lr", "inf"}, "--lr: 'inf' but expected a number above 0"},
      {{"--lr", "1e999"}, "--lr: '1e999' but expected a number above 0"},
      {{"--lr", "0.1x"}, "--lr: '0.1x' but expected a number above 0"},
      {{"--weight-decay", "-0.1"}, "--weight-decay: '-0.1' but expected a number of at least 0"},
      {{"--weight-decay", "nan"}, "--weight-decay: 'nan' but expected"},
      {{"--threads", "0"}, "--threads: '0' but expected a whole number from 1 to 1024; leave"},
      {{"--threads", "5000"}, "--threads: '5000' but expected a whole number from 1 to 1024"},
      {{"--limit", "0"}, "--limit: '0' but expected a whole number from 1"},
      {{"--seed", "-1"}, "--seed: '-1' but expected a whole number from 0"},
      {{"--net", "alexnet"}, "--net: 'alexnet' but expected one of fast, lenet, simple, course"},
      {{"--optimizer", "adm"}, "--optimizer: 'adm' but expected one of sgd, momentum, nesterov, "},
      {{"--schedule", "linear"}, "--schedule: 'linear' but expected one of constant, step, "},
      {{"--batch"}, "--batch: no value but expected one"},
      {{"--metrics"}, "--metrics: no value but expected one"},
      {{"--metrics", ""}, "--metrics: '' but expected a name"},
      {{"--save", ""}, "--save: '' but expected a name"},
      {{"--checkpoint", ""}, "--checkpoint: '' but expected a name"},
      {{"--checkpoint=", "--resume"}, "--checkpoint: '' but expected a name"},
      {{"--checkpoint", "x", "--every", "0"}, "--every: '0' but expected a whole number from 1"},
      {{"--resume"}, "--resume: given alone but expected --checkpoint DIR too"},
      {{"--every", "5"}, "--every: given alone but expected --checkpoint DIR too"},
      {{"--learning-rate", "1"}, "--learning-rate: there is no such option"},
      {{"stray"}, "'stray': one argument too many; --help"},
  };
  for (const Case& c : cases) {
    const std::string sentence = complaint_about(c.arguments);
    CAPTURE(sentence);
    CHECK(contains(sentence, c.sentence));
    CHECK(contains(sentence, "--help"));
    CHECK(count(sentence, "\n") == 0);
  }
}

TEST_CASE("what is said twice counts the second time, and the net decides the rest") {
  const examples::Options options =
      parse({"--net", "lenet", "--optimizer", "adam", "--batch", "8", "--batch", "16"});
  CHECK(options.recipe.batch == 16);
  CHECK(options.recipe.optimizer == "adam");
  CHECK(options.recipe.rate == Approx(0.001));  // not lenet's, which is for momentum
  CHECK(options.recipe.epochs == 3);
}

TEST_CASE("an option's value may be empty, and stand behind a =") {
  const examples::Options o = parse({"--report=", "--lr=0.5", "--quiet", "--save", "a=b"});
  CHECK(o.report.empty());
  CHECK(o.recipe.rate == 0.5);
  CHECK(o.quiet);
  CHECK(o.save == "a=b");
  CHECK(contains(complaint_about({"--", "--report="}), "--report=: "));
}

TEST_CASE("every help fits a terminal of 80 columns") {
  for (const char* program : {"train_mnist", "predict", "benchmark"})
    for (const std::string& line : lines_of(run_program(program, {"--help"}).out)) {
      CAPTURE(program, line);
      CHECK(line.size() <= 80);
    }
}

TEST_CASE("--help explains every option and ends well") {
  const auto help = run_program("train_mnist", {"--help"});
  CHECK(help.status == 0);
  CHECK(help.err.empty());
  for (const char* word :
       {"--data",     "--net",          "--epochs",     "--batch",   "--optimizer", "--lr",
        "--schedule", "--weight-decay", "--seed",       "--threads", "--limit",     "--test-data",
        "--metrics",  "--quiet",        "--checkpoint", "--every",   "--resume",    "--save",
        "--report",   "default",        "lenet",        "momentum",  "onecycle"})
    CHECK(contains(help.out, word));
}

TEST_CASE("every option reaches what the training is made of") {
  const examples::Options o =
      parse({"--schedule", "cosine", "--lr", "0.5", "--epochs", "7", "--batch", "1000000", "--seed",
             "18446744073709551615", "--threads", "1024", "--limit", "4294967295", "--weight-decay",
             "0.125"});
  CHECK(o.recipe.schedule == "cosine");
  CHECK(o.recipe.rate == 0.5);
  CHECK(o.recipe.weight_decay == 0.125);
  CHECK((o.recipe.epochs == 7 && o.recipe.batch == 1'000'000));  // the largest are allowed
  CHECK((o.seed == ~std::uint64_t{0} && o.threads == 1024 && o.limit == 4294967295));
}
