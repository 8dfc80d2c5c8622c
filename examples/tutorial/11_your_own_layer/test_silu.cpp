// tests/test_silu.cpp as it stands at the end of chapter 11; its own test fills in the layer.
#include <cmath>
#include <origami/check_layer.hpp>
#include <origami/layers/silu.hpp>

#include "catch.hpp"

using namespace origami;

TEST_CASE("SiLU has the right output shape") {
  Sequential net({2, 5, 3});
  net.add<SiLU>();
  CHECK(net.out_shape() == Shape{2, 5, 3});
}

// [hand]
TEST_CASE("SiLU by hand") {
  const Scalar ln3 = std::log(Scalar{3});
  const Tensor x{{-ln3, 0, ln3}};  // exp(-x) is 3, 1 and 1/3, so s is 1/4, 1/2 and 3/4
  Sequential net({3});
  net.add<SiLU>();
  const Tensor& y = net.forward(x, Mode::Eval);
  CHECK(y(0, 0) == Approx(-ln3 / 4));
  CHECK(y(0, 1) == 0);
  CHECK(y(0, 2) == Approx(3 * ln3 / 4));
}
// [/hand]

TEST_CASE("SiLU passes check_layer") {
  INFO("Fill in do_forward and do_backward in layers/silu.cpp until this passes");
  CHECK(check_layer<SiLU>({}, {2, 5, 3}) == "");
}
