// What train_mnist leaves behind where something is in the way.
#include <csignal>
#include <nlohmann/json.hpp>
#include <origami/file.hpp>

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
  Program program("train_mnist", endless({"--save", (dir / "closed" / "net").string(), "--report",
                                          (dir / "closed" / "report.html").string()}));
  REQUIRE(program.wait_for("\nepoch 1/"));
  fs::remove(dir / "closed");
  program.signal(SIGINT);
  const auto result = program.result();
  CAPTURE(result.out, result.err);
  CHECK(result.status == 2);
  CHECK(accuracy_in(result.out) > 0);
  CHECK(contains(result.err, "closed/net: cannot be written"));
  CHECK(contains(result.err, "closed/report.html: cannot be written"));
}

TEST_CASE("a full disk under --metrics does not take the training with it") {
  if (!fs::exists("/dev/full")) return;
  const auto result = train_small({"--epochs", "2", "--metrics", "/dev/full"});
  CAPTURE(result.out, result.err);
  CHECK(result.status == 2);
  CHECK(result.err.starts_with(
      "train_mnist: /dev/full: the line of epoch 1 cannot be written (No space left on device)"));
  CHECK(count(result.err, "\n") == 1);
  CHECK(contains(result.out, "\nepoch 2/2"));
  CHECK(accuracy_in(result.out) > 0.1);
}

TEST_CASE("what cannot be left in the end is refused in the beginning") {
  const TempDir dir;
  for (const char* option : {"--save", "--report"}) {
    const auto nowhere = train_small({option, (dir / "none" / "file").string()});
    CHECK(nowhere.status == 2);
    CHECK(contains(nowhere.err, "none/file: cannot be written (No such file or directory)"));
    CHECK_FALSE(contains(nowhere.out, "\nepoch 1"));
  }
  const std::string file = (dir / "net").string(), same = (dir.path() / "." / "net").string();
  const auto result = train_small({"--metrics", file, "--save", same});
  CHECK(result.status == 2);
  CHECK(result.err ==
        "train_mnist: --save: '" + same + "' but expected another file than that of --metrics\n");
  CHECK_FALSE(fs::exists(file));
  for (const char* option : {"--metrics", "--save", "--report"})  // where train_small's output goes
    CHECK(contains(train_small({option, "/dev/stdout"}).err,
                   std::string(option) + ": '/dev/stdout' "));
  for (const char* name : {"report.html", "./report.html"})
    CHECK(contains(train_small({"--save", name}).err, "--report: 'report.html' but"));
}

TEST_CASE("the files may lie where the checkpoints will") {
  const auto result = train_small({"--epochs", "1", "--checkpoint", "run", "--save", "run/net",
                                   "--report", "run/report.html", "--metrics", "run/metrics"});
  CAPTURE(result.err);
  CHECK(result.status == 0);
}

TEST_CASE("kill and a closed terminal end a training as Ctrl-C does") {
  for (const int signal : {SIGTERM, SIGHUP}) {
    const TempDir dir;
    const fs::path net = dir / "net.safetensors";
    Program program("train_mnist", endless({"--save", net.string()}), {},
                    [] { std::signal(SIGHUP, SIG_DFL); });  // nohup has it ignored
    REQUIRE(program.wait_for("\nepoch 1/"));
    for (int i = 0; i < 3; ++i) {  // a shell that is closed sends it, and then the system does
      program.signal(signal);
      std::this_thread::sleep_for(std::chrono::milliseconds(3));
    }
    const auto result = program.result();
    CAPTURE(result.out, result.err);
    CHECK(result.status == 128 + signal);
    CHECK(accuracy_in(result.out) > 0.1);
    CHECK(fs::exists(net));
  }
}

TEST_CASE("what a training was started to ignore does not end it") {
  Program program("train_mnist", endless({}), {}, [] { std::signal(SIGHUP, SIG_IGN); });
  REQUIRE(program.wait_for("\nepoch 1/"));
  program.signal(SIGHUP);
  CHECK(program.wait_for("\nepoch 9/"));
  program.signal(SIGINT);
  CHECK(program.result().status == 130);
}

TEST_CASE("output that nobody reads takes no training with it") {
  for (const bool errors_too : {false, true}) {
    const TempDir dir;
    const fs::path net = dir / "net.safetensors";
    const auto close_output = [&] {
      int ends[2];
      if (pipe(ends) != 0 || dup2(ends[1], STDOUT_FILENO) < 0) _exit(126);
      if (errors_too && dup2(ends[1], STDERR_FILENO) < 0) _exit(126);
      close(ends[0]), close(ends[1]);
    };
    const auto result = Program("train_mnist",
                                {"--data", small_mnist().string(), "--epochs", "1", "--save",
                                 net.string(), "--report", ""},
                                {}, close_output)
                            .result();
    CHECK(result.status == 2);
    CHECK(contains(result.err, "standard output: cannot be written\n") != errors_too);
    CHECK(fs::exists(net));
  }
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
  Program first("train_mnist", endless({"--metrics", file}));
  REQUIRE(first.wait_for("\nepoch 2/"));
  REQUIRE(train_small({"--epochs", "2", "--quiet", "--metrics", file}).status == 0);
  first.signal(SIGINT);
  CHECK(first.result().status == 130);
  const auto lines = lines_of(load_file(file));
  CHECK(lines.size() == 2);
  for (const std::string& line : lines) CHECK(nlohmann::json::accept(line));
}
