#include <limits>
#include <origami/check_layer.hpp>
#include <origami/error.hpp>
#include <origami/layers/relu.hpp>

#include "tensors.hpp"

using namespace origami;

TEST_CASE("ReLU keeps any shape") {
  for (const Shape& in : {Shape{7}, Shape{3, 4, 5}, Shape{2, 1}}) {
    ReLU relu({});
    CHECK(relu.build(in) == in);
    CHECK(relu.parameters().empty());
  }
}

TEST_CASE("ReLU worked by hand") {
  // y = max(x, 0); dy passes where y > 0, so not at 0 itself
  ReLU relu({});
  relu.build({3});
  const Tensor x = tensor_of({2, 3}, {-2, 3, 0, 5, -0.5, 1});
  CHECK(values_of(relu.forward(x, Mode::Train)) == std::vector<Scalar>{0, 3, 0, 5, 0, 1});
  CHECK(values_of(relu.backward(tensor_of({2, 3}, {10, 20, 30, -40, 50, 60}))) ==
        std::vector<Scalar>{0, 20, 0, -40, 0, 60});
}

TEST_CASE("ReLU passes check_layer") {
  CHECK(check_layer<ReLU>({}, {7}) == "");
  CHECK(check_layer<ReLU>({}, {2, 4, 3}) == "");
  CHECK(check_layer<ReLU>({}, {3, 5}, {.batch = 4, .seed = 9}) == "");
}

TEST_CASE("ReLU agrees with a naive loop at every length") {
  for (std::size_t length = 1; length <= 70; ++length) {  // vector registers and their remainders
    ReLU relu({});
    relu.build({length});
    const Tensor x = random_tensor({3, length}, length), dy = random_tensor({3, length}, 99);
    Tensor want_y = x, want_dx = dy;
    for (std::size_t i = 0; i < x.size(); ++i)
      if (x.data()[i] <= 0) want_y.data()[i] = want_dx.data()[i] = 0;
    REQUIRE(relative_error(relu.forward(x, Mode::Train), want_y) == 0);
    REQUIRE(relative_error(relu.backward(dy), want_dx) == 0);
  }
}

TEST_CASE("ReLU does not hide a NaN") {
  ReLU relu({});
  relu.build({2});
  const Tensor x = tensor_of({1, 2}, {std::numeric_limits<Scalar>::quiet_NaN(), -1});
  const Tensor& y = relu.forward(x, Mode::Eval);
  CHECK(std::isnan(y.data()[0]));
  CHECK(y.data()[1] == 0);
}

TEST_CASE("ReLU refuses shapes that do not fit") {
  ReLU relu({});
  relu.build({2, 7, 6});
  CHECK(message_of<ShapeError>([&] {
          relu.forward(make_tensor({3, 84}), Mode::Train);
        }) == "ReLU (ReLU): forward got x (3, 84), expected (N, 2, 7, 6)");
  const Tensor x = make_tensor({3, 2, 7, 6});
  relu.forward(x, Mode::Train);
  CHECK(message_of<ShapeError>([&] {
          relu.backward(make_tensor({3, 2, 6, 7}));
        }) == "ReLU (ReLU): backward got dy (3, 2, 6, 7), expected (N, 2, 7, 6)");
}
