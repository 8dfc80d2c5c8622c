#include <nlohmann/json.hpp>
#include <origami/check_layer.hpp>
#include <origami/error.hpp>
#include <origami/layers/leaky_relu.hpp>

#include "golden.hpp"
#include "tensors.hpp"

using namespace origami;

TEST_CASE("LeakyReLU keeps the shape") {
  Sequential net({2, 5, 3});
  net.add<LeakyReLU>();
  CHECK(net.out_shape() == Shape{2, 5, 3});
  CHECK(net.layer(0).name() == "leakyrelu1");
}

TEST_CASE("LeakyReLU by hand") {
  // Above 0 everything passes; below, and at 0, a quarter of it.
  LeakyReLU layer({.slope = 0.25});
  layer.build({4});
  const Tensor x = tensor_of({1, 4}, {-8, -2, 0, 3});
  CHECK(values_of(layer.forward(x, Mode::Train)) == std::vector<Scalar>{-2, -0.5, 0, 3});
  CHECK(values_of(layer.backward(tensor_of({1, 4}, {4, -8, 12, 5}))) ==
        std::vector<Scalar>{1, -2, 3, 5});
}

TEST_CASE("LeakyReLU agrees with the golden vectors") {
  check_golden<LeakyReLU>("leaky_relu",
                          [](const Json& o) { return LeakyReLU::Options{.slope = o.at("slope")}; });
}

TEST_CASE("LeakyReLU passes check_layer") {
  CHECK(check_layer<LeakyReLU>({}, {2, 5, 3}) == "");
  CHECK(check_layer<LeakyReLU>({.slope = -0.5}, {7}) == "");
}

TEST_CASE("LeakyReLU names itself, its option and both shapes in errors") {
  Sequential net({2, 5, 3});
  CHECK(message_of<ValueError>([&] { net.add<LeakyReLU>({.slope = NAN}); }) ==
        "leakyrelu1 (LeakyReLU nan): slope is not finite but expected a number like 0.01");
  if (!kDouble) CHECK_THROWS_AS(net.add<LeakyReLU>({.slope = 1e39}), ValueError);
  net.add<LeakyReLU>({.slope = 0.2});
  CHECK(message_of<ShapeError>([&] {
          net.layer(0).forward(make_tensor({4, 2, 5}), Mode::Eval);
        }) == "leakyrelu1 (LeakyReLU 0.2): forward got x (4, 2, 5), expected (N, 2, 5, 3)");
}
