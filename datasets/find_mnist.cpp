#include <algorithm>
#include <cstdlib>
#include <origami/datasets/digits.hpp>
#include <origami/datasets/find_mnist.hpp>
#include <origami/datasets/mnist.hpp>
#include <origami/error.hpp>
#include <vector>

// The build sets ORIGAMI_DATASETS_DIR, the folder of this file in the source tree.

namespace origami {
namespace {

namespace fs = std::filesystem;

constexpr const char* kFashionDir = "/usr/share/datasets/fashion-mnist";

void say(const FindOptions& options, const std::string& line) {
  if (options.log) options.log(line);
}

/// Logs why if `dir` does not hold the files.
bool has_mnist(const FindOptions& options, const std::string& label, const fs::path& dir) {
  const std::string missing = missing_from_mnist(dir);
  say(options, "data: " + label + ": " + (missing.empty() ? "found" : missing));
  return missing.empty();
}

TrainTest generate(const FindOptions& options) {
  constexpr std::size_t kTrain = 60000, kTest = 10000;  // as many as MNIST has
  const std::size_t train = options.limit == 0 ? kTrain : std::min(options.limit, kTrain);
  say(options,
      "data: drawing " + std::to_string(train) + " + " + std::to_string(kTest) + " digits");
  return make_digit_data(train, kTest);
}

/// The directory that holds the files, downloaded if need be, or "" if there is none.
fs::path search(const FindOptions& options) {
  const char* from_environment = std::getenv("MNIST_DIR");
  if (from_environment == nullptr || *from_environment == '\0')
    say(options, "data: $MNIST_DIR: not set");
  else if (has_mnist(options, std::string("$MNIST_DIR = ") + from_environment, from_environment))
    return from_environment;

  std::vector<fs::path> homes{options.home};
  if (options.home.empty()) {
    homes = {"datasets/mnist"};
    const fs::path source = ORIGAMI_DATASETS_DIR;
    std::error_code none;
    if (fs::is_directory(source, none) && !fs::equivalent(source, "datasets", none))
      homes.push_back(source / "mnist");
  }
  for (const fs::path& home : homes)
    if (has_mnist(options, home.string(), home)) return home;
  try {
    download_mnist(homes.back(), options.log, options.download);
    return homes.back();
  } catch (const DataError& error) {
    say(options, error.what());
    return {};
  }
}

}  // namespace

TrainTest find_mnist(const FindOptions& options) {
  if (options.data == "synthetic") return generate(options);
  fs::path dir = options.data;
  if (options.data == "fashion") {
    dir = kFashionDir;
    const std::string missing = missing_from_mnist(dir);
    if (!missing.empty())
      throw DataError(
          dir.string() + ": " + missing +
          " but expected Fashion-MNIST; Debian's package dataset-fashion-mnist brings it");
  } else if (dir.empty()) {
    dir = search(options);
    if (dir.empty()) {
      say(options,
          "data: no MNIST here and none to download: training on generated digits instead");
      return generate(options);
    }
  }
  TrainTest data = load_mnist(dir);
  if (options.limit > 0) keep_first(data.train, options.limit);
  return data;
}

}  // namespace origami
