// What the programs promise of real training; slow.
#include "small_mnist.hpp"

namespace {

/// On real data if $MNIST_DIR has them, on generated digits otherwise.
double accuracy_after(Arguments arguments) {
  arguments.push_back("--quiet");
  if (std::getenv("MNIST_DIR") == nullptr)
    arguments.insert(arguments.end(), {"--data", "synthetic"});
  const auto result = run_program("train_mnist", arguments);
  INFO(result.out << result.err);
  REQUIRE(result.status == 0);
  return accuracy_in(result.out);
}

}  // namespace

TEST_CASE("the defaults reach 99 % on MNIST, whatever the seed", "[slow]") {
  const int seed = GENERATE(1, 2, 3, 4, 5);
  CAPTURE(seed);
  CHECK(accuracy_after({"--seed", std::to_string(seed)}) >= 0.99);
}

TEST_CASE("lenet reaches 98.7 % by momentum in three epochs", "[slow]") {
  CHECK(accuracy_after({"--net", "lenet", "--epochs", "3", "--optimizer", "momentum", "--lr",
                        "0.01", "--batch", "64"}) >= 0.987);
}

TEST_CASE("the course's network learns by AdaGrad", "[slow]") {
  CHECK(accuracy_after({"--net", "course"}) >= 0.97);
}
