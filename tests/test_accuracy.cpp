// What the programs promise of real training; slow.
#include "small_mnist.hpp"

namespace {

bool has_mnist() { return std::getenv("MNIST_DIR") != nullptr; }

/// On the real data if $MNIST_DIR has them; or else on generated digits, which are harder.
double accuracy_after(Arguments arguments) {
  arguments.push_back("--quiet");
  if (!has_mnist()) arguments.insert(arguments.end(), {"--data", "synthetic"});
  const auto result = run_program("train_mnist", arguments);
  INFO(result.out << result.err);
  REQUIRE(result.status == 0);
  return accuracy_in(result.out);
}

}  // namespace

TEST_CASE("the defaults reach 99 % on MNIST, whatever the seed", "[slow]") {
  const int seed = GENERATE(1, 2, 3, 4, 5);
  CAPTURE(seed);
  CHECK(accuracy_after({"--seed", std::to_string(seed)}) >= (has_mnist() ? 0.99 : 0.95));
}

TEST_CASE("lenet reaches 98.7 % by momentum in three epochs", "[slow]") {
  CHECK(accuracy_after({"--net", "lenet", "--epochs", "3", "--optimizer", "momentum", "--lr",
                        "0.01", "--batch", "64"}) >= (has_mnist() ? 0.987 : 0.93));
}

TEST_CASE("the course's network learns by AdaGrad", "[slow]") {
  CHECK(accuracy_after({"--net", "course"}) >= (has_mnist() ? 0.97 : 0.87));
}
