#include <origami/check_layer.hpp>
#include <origami/error.hpp>
#include <origami/layers/flatten.hpp>

#include "golden.hpp"
#include "tensors.hpp"

using namespace origami;

TEST_CASE("Flatten makes one vector a sample") {
  Sequential net({2, 5, 3});
  net.add<Flatten>().add<Flatten>();
  CHECK(net.layer(0).out_shape() == Shape{30});
  CHECK(net.out_shape() == Shape{30});
}

TEST_CASE("Flatten by hand") {
  // Two images of one channel, one row, two pixels, (2, 1, 1, 2), become two vectors.
  Flatten layer({});
  layer.build({1, 1, 2});
  const Tensor x = tensor_of({2, 1, 1, 2}, {1, 2, 3, 4});
  const Tensor dy = tensor_of({2, 2}, {5, 6, 7, 8});
  CHECK(same_bits(layer.forward(x, Mode::Train), tensor_of({2, 2}, {1, 2, 3, 4})));
  CHECK(same_bits(layer.backward(dy), tensor_of({2, 1, 1, 2}, {5, 6, 7, 8})));
}

TEST_CASE("Flatten agrees with the golden vectors") {
  check_golden<Flatten>("flatten", [](const Json&) { return Flatten::Options{}; });
}

TEST_CASE("Flatten passes check_layer") {
  CHECK(check_layer<Flatten>({}, {2, 5, 3}) == "");
  CHECK(check_layer<Flatten>({}, {7}) == "");
}

TEST_CASE("Flatten names itself and both shapes in errors") {
  Sequential net({2, 5, 3});
  net.add<Flatten>();
  Layer& layer = net.layer(0);
  CHECK(message_of<ShapeError>([&] {
          layer.forward(make_tensor({4, 30}), Mode::Eval);
        }) == "flatten1 (Flatten): forward got x (4, 30), expected (N, 2, 5, 3)");
}
