#include <origami/check_layer.hpp>
#include <origami/error.hpp>
#include <origami/layers/sigmoid.hpp>

#include "golden.hpp"
#include "tensors.hpp"

using namespace origami;

TEST_CASE("Sigmoid keeps the shape") {
  Sequential net({2, 5, 3});
  net.add<Sigmoid>();
  CHECK(net.out_shape() == Shape{2, 5, 3});
  CHECK(net.layer(0).name() == "sigmoid1");
}

TEST_CASE("Sigmoid by hand") {
  // exp(-ln 3) = 1/3, so y = 1 / (1 + 1/3) = 3/4 and the slope is 3/4 * 1/4; at 0: 1/2 and 1/4.
  const auto ln3 = static_cast<Scalar>(std::log(3.0));
  Sigmoid layer({});
  layer.build({3});
  const Tensor x = tensor_of({1, 3}, {0, ln3, -ln3});
  check_close(layer.forward(x, Mode::Train), tensor_of({1, 3}, {0.5, 0.75, 0.25}));
  check_close(layer.backward(tensor_of({1, 3}, {4, 16, -16})), tensor_of({1, 3}, {1, 3, -3}));
}

TEST_CASE("Sigmoid saturates without overflow") {
  Sequential net({2});
  net.add<Sigmoid>();
  CHECK(values_of(net.forward(tensor_of({1, 2}, {-10000, 10000}), Mode::Eval)) ==
        std::vector<Scalar>{0, 1});
}

TEST_CASE("Sigmoid agrees with the golden vectors") {
  check_golden<Sigmoid>("sigmoid", [](const Json&) { return Sigmoid::Options{}; });
}

TEST_CASE("Sigmoid passes check_layer") {
  CHECK(check_layer<Sigmoid>({}, {2, 5, 3}) == "");
  CHECK(check_layer<Sigmoid>({}, {7}) == "");
}

TEST_CASE("Sigmoid names itself and both shapes in errors") {
  Sequential net({2, 5, 3});
  net.add<Sigmoid>();
  CHECK(message_of<ShapeError>([&] {
          net.layer(0).forward(make_tensor({4, 2, 5}), Mode::Eval);
        }) == "sigmoid1 (Sigmoid): forward got x (4, 2, 5), expected (N, 2, 5, 3)");
}
