#include <origami/check_layer.hpp>
#include <origami/error.hpp>
#include <origami/layers/tanh.hpp>

#include "golden.hpp"
#include "tensors.hpp"

using namespace origami;

TEST_CASE("Tanh keeps the shape") {
  Sequential net({2, 5, 3});
  net.add<Tanh>();
  CHECK(net.out_shape() == Shape{2, 5, 3});
  CHECK(net.layer(0).name() == "tanh1");
}

TEST_CASE("Tanh by hand") {
  // tanh(ln 2) = (2 - 1/2) / (2 + 1/2) = 0.6, so the slope is 1 - 0.36; at 0: 0 and 1.
  const auto ln2 = static_cast<Scalar>(std::log(2.0));
  Tanh layer({});
  layer.build({3});
  const Tensor x = tensor_of({1, 3}, {0, ln2, -ln2});
  check_close(layer.forward(x, Mode::Train), tensor_of({1, 3}, {0, 0.6, -0.6}));
  check_close(layer.backward(tensor_of({1, 3}, {5, 100, -50})), tensor_of({1, 3}, {5, 64, -32}));
}

TEST_CASE("Tanh is exact for small x and stable for large") {
  Tanh layer({});
  layer.build({4});
  const Tensor& y = layer.forward(tensor_of({1, 4}, {1e-6f, -1e-6f, 1e4, -1e4}), Mode::Eval);
  CHECK(y(0, 0) == Approx(1e-6f).epsilon(1e-5));
  CHECK(y(0, 1) == Approx(-1e-6f).epsilon(1e-5));
  CHECK((y(0, 2) == 1 && y(0, 3) == -1));
}

TEST_CASE("Tanh agrees with the golden vectors") {
  check_golden<Tanh>("tanh", [](const Json&) { return Tanh::Options{}; });
}

TEST_CASE("Tanh passes check_layer") {
  CHECK(check_layer<Tanh>({}, {2, 5, 3}) == "");
  CHECK(check_layer<Tanh>({}, {7}) == "");
}

TEST_CASE("Tanh names itself and both shapes in errors") {
  Sequential net({2, 5, 3});
  net.add<Tanh>();
  CHECK(message_of<ShapeError>([&] {
          net.layer(0).forward(make_tensor({4, 2, 5}), Mode::Eval);
        }) == "tanh1 (Tanh): forward got x (4, 2, 5), expected (N, 2, 5, 3)");
}
