#include <origami/check_layer.hpp>
#include <origami/error.hpp>
#include <origami/layers/global_avg_pooling.hpp>

#include "golden.hpp"
#include "tensors.hpp"

using namespace origami;

TEST_CASE("GlobalAvgPooling leaves one number a channel") {
  Sequential net({6, 5, 3});
  net.add<GlobalAvgPooling>();
  CHECK(net.out_shape() == Shape{6});
  CHECK(net.layer(0).name() == "globalavgpool1");
}

TEST_CASE("GlobalAvgPooling by hand") {
  // Channel 0 holds 1 2 3 6 with mean 3, channel 1 holds 0 0 0 -2 with mean -1/2. Each of four
  // pixels has a quarter in its mean, so it receives a quarter of dy.
  GlobalAvgPooling layer({});
  layer.build({2, 2, 2});
  const Tensor x = tensor_of({1, 2, 2, 2}, {1, 2, 3, 6, 0, 0, 0, -2});
  CHECK(same_bits(layer.forward(x, Mode::Train), tensor_of({1, 2}, {3, -0.5})));
  CHECK(same_bits(layer.backward(tensor_of({1, 2}, {4, -8})),
                  tensor_of({1, 2, 2, 2}, {1, 1, 1, 1, -2, -2, -2, -2})));
}

TEST_CASE("GlobalAvgPooling keeps its digits over many pixels") {
  GlobalAvgPooling layer({});
  layer.build({1, 512, 512});
  const Tensor& y = layer.forward(make_tensor({1, 1, 512, 512}, Scalar{0.1}), Mode::Eval);
  CHECK(y(0, 0) == Approx(0.1).epsilon(1e-6));
}

TEST_CASE("GlobalAvgPooling agrees with the golden vectors") {
  check_golden<GlobalAvgPooling>("global_avg_pooling",
                                 [](const Json&) { return GlobalAvgPooling::Options{}; });
}

TEST_CASE("GlobalAvgPooling passes check_layer") {
  CHECK(check_layer<GlobalAvgPooling>({}, {2, 5, 3}) == "");
  CHECK(check_layer<GlobalAvgPooling>({}, {4, 1, 1}) == "");
}

TEST_CASE("GlobalAvgPooling wants images") {
  Sequential net({30});
  CHECK(message_of<ShapeError>([&] { net.add<GlobalAvgPooling>(); }) ==
        "globalavgpool1 (GlobalAvgPooling): input (30) but expected an image (C, H, W); put it "
        "before any Affine");
  Sequential images({2, 5, 3});
  images.add<GlobalAvgPooling>();
  Layer& layer = images.layer(0);
  layer.forward(make_tensor({4, 2, 5, 3}), Mode::Train);
  CHECK(message_of<ShapeError>([&] {
          layer.backward(make_tensor({4, 3}));
        }) == "globalavgpool1 (GlobalAvgPooling): backward got dy (4, 3), expected (N, 2)");
}
