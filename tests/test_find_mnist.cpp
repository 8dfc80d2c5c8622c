#include <optional>
#include <origami/datasets/find_mnist.hpp>
#include <origami/datasets/mnist.hpp>
#include <origami/error.hpp>

#include "child.hpp"
#include "tiny_mnist.hpp"

using namespace origami;

namespace {

/// Sets an environment variable, or unsets it, until the end of a test.
class Environment {
 public:
  Environment(const char* name, const char* value) : name_(name) {
    if (const char* before = std::getenv(name)) before_ = before;
    set(value);
  }
  ~Environment() { set(before_ ? before_->c_str() : nullptr); }
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;

 private:
  void set(const char* value) { value ? setenv(name_, value, 1) : unsetenv(name_); }
  const char* name_;
  std::optional<std::string> before_;
};

/// What find_mnist() with `options` says, one line after another.
struct Told {
  std::string text;
  Log log = [this](const std::string& line) { text += line + "\n"; };
};

}  // namespace

TEST_CASE("find_mnist: a directory that is asked for is used or refused, never replaced") {
  const TempDir dir;
  write_tiny(dir / "good");
  const std::string good = (dir / "good").string();
  const Environment set("MNIST_DIR", good.c_str());
  check_tiny(find_mnist({.data = good}));
  const std::string bad = (dir / "bad").string();
  CHECK(contains(message_of<DataError>([&] { find_mnist({.data = bad}); }), bad + ": no such"));
  const TrainTest few = find_mnist({.data = good, .limit = 2});
  CHECK(few.train.labels == Bytes{5, 0});
  CHECK(few.train.pixels.size() == 12);
  CHECK(few.test.size() == 3);
}

TEST_CASE("find_mnist: $MNIST_DIR, then the home folder, each place told") {
  const TempDir dir;
  const fs::path first = dir / "first", home = dir / "home";
  write_tiny(home);
  Told told;
  SECTION("from the environment") {
    write_tiny(first);
    const Environment set("MNIST_DIR", first.c_str());
    CHECK(find_mnist({.log = told.log, .home = home}).source == first.string());
    CHECK(told.text == "data: $MNIST_DIR = " + first.string() + ": found\n");
  }
  SECTION("not set") {
    const Environment unset("MNIST_DIR", nullptr);
    CHECK(find_mnist({.log = told.log, .home = home}).source == home.string());
    CHECK(told.text == "data: $MNIST_DIR: not set\ndata: " + home.string() + ": found\n");
  }
  SECTION("set, but there is nothing") {
    const Environment set("MNIST_DIR", first.c_str());
    CHECK(find_mnist({.log = told.log, .home = home}).source == home.string());
    CHECK(contains(told.text, first.string() + ": no such directory\n"));
  }
  SECTION("damaged files are reported, not passed over") {
    write_tiny(first);
    fs::resize_file(first / kMnistNames[2], 30);
    const Environment set("MNIST_DIR", first.c_str());
    CHECK(contains(message_of<DataError>([&] { find_mnist({.home = home}); }), "cut off"));
  }
}

TEST_CASE("find_mnist downloads what no place has") {
  const TempDir dir;
  const Environment unset("MNIST_DIR", nullptr);
  const std::string mirror = "file://" + (dir / "mirror").string();
  write_tiny(dir / "mirror", [](const std::string& name) { return name + ".gz"; });
  DownloadOptions download{.mirrors = {mirror}};
  for (const std::size_t i : {3, 1, 2, 0}) {
    const std::string file = (dir / "mirror" / kMnistNames[i]).string() + ".gz";
    download.sha256.push_back(sha256_of(file));
  }
  Told told;
  check_tiny(find_mnist({.log = told.log, .home = dir / "home", .download = download}));
  CHECK(contains(told.text, "download: " + mirror + "/train-images-idx3-ubyte.gz\n"));
  check_tiny(load_mnist(dir / "home"));
}

TEST_CASE("find_mnist: without files and network it says so and draws digits") {
  const TempDir dir;
  const Environment unset("MNIST_DIR", nullptr);
  Told told;
  const std::string nowhere = "http://127.0.0.1:9";
  const TrainTest data = find_mnist(
      {.limit = 50, .log = told.log, .home = dir / "home", .download = {.mirrors = {nowhere}}});
  CHECK(data.train.size() == 50);
  CHECK(data.test.size() > 0);
  CHECK(data.train.image_shape == Shape{1, 28, 28});
  CHECK(contains(told.text, "training on generated digits instead\n"));
  CHECK(contains(told.text, nowhere));
  CHECK_FALSE(fs::exists(dir / "home"));
  CHECK(contains(data.source, "generated"));
  CHECK(find_mnist({.data = "synthetic", .limit = 50}).train.pixels == data.train.pixels);
}

TEST_CASE("find_mnist: fashion is Debian's copy of Fashion-MNIST") {
  const auto find = [] { return find_mnist({.data = "fashion"}); };
  if (fs::exists("/usr/share/datasets/fashion-mnist/train-images-idx3-ubyte.gz")) {
    const TrainTest data = find();
    CHECK(data.train.size() == 60000);
    CHECK(data.test.size() == 10000);
    CHECK(data.train.image_shape == Shape{1, 28, 28});
  } else {
    CHECK(contains(message_of<DataError>(find), "package dataset-fashion-mnist"));
  }
}

TEST_CASE("find_mnist looks into datasets/mnist of where it is called") {
  const TempDir dir;
  write_tiny(dir / "datasets/mnist");
  CHECK(message_in_child([&] {
          unsetenv("MNIST_DIR");
          fs::current_path(dir.path());
          throw std::runtime_error(
              find_mnist({.limit = 1, .download = {.mirrors = {"http://127.0.0.1:9"}}}).source);
        }) == "datasets/mnist");
}
