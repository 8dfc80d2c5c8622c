#include <origami/file.hpp>

#include "small_mnist.hpp"

using namespace origami;

TEST_CASE("hello_mnist is a whole program of at most 40 lines of code") {
  const fs::path file = fs::path(ORIGAMI_GOLDEN_DIR) / "../../examples/hello_mnist.cpp";
  std::size_t code = 0;
  for (const std::string& line : lines_of(load_file(file))) {
    const std::size_t first = line.find_first_not_of(' ');
    code += first != std::string::npos && line.compare(first, 2, "//") != 0;
  }
  CHECK(code > 20);
  CHECK(code <= 40);
}

TEST_CASE("hello_mnist learns what train_mnist learns") {
  const auto hello = run_program("hello_mnist", {}, {"MNIST_DIR=" + small_mnist().string()});
  CAPTURE(hello.out, hello.err);
  REQUIRE(hello.status == 0);
  CHECK(contains(hello.out, "1000 images"));
  const auto full = train_small({});
  REQUIRE(full.status == 0);
  const std::string percent =
      lines_of(full.out).back().substr(14, 5);  // of "test accuracy 43.50 %"
  CHECK(contains(lines_of(hello.out).back(), "test " + percent + " %"));
}

TEST_CASE("hello_mnist says what is wrong with the data") {
  const TempDir dir;
  for (const char* name : {"train-images-idx3-ubyte", "train-labels-idx1-ubyte",
                           "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"})
    write_file(dir / name, {1, 2, 3});
  const auto hello = run_program("hello_mnist", {}, {"MNIST_DIR=" + dir.path().string()});
  CHECK(hello.status == 2);
  CHECK(hello.err.rfind("hello_mnist: " + dir.path().string(), 0) == 0);
}
