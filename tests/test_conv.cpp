#include <origami/check_layer.hpp>
#include <origami/error.hpp>
#include <origami/layers/conv.hpp>

#include "naive_conv.hpp"

using namespace origami;

static Shape built(const Conv::Options& options, const Shape& in) {
  Conv conv(options);
  return conv.build(in);
}

TEST_CASE("Conv shapes") {
  CHECK(built({.filters = 20, .kernel = 5}, {1, 28, 28}) == Shape{20, 24, 24});
  CHECK(built({.filters = 30, .kernel = 5, .pad = 2}, {3, 28, 20}) == Shape{30, 28, 20});
  CHECK(built({.filters = 4, .kernel = {3, 2}, .stride = {2, 3}, .pad = {1, 0}}, {2, 8, 11}) ==
        Shape{4, 4, 4});
  CHECK(built({.filters = 7}, {2, 3, 3}) == Shape{7, 1, 1});  // the kernel is 3x3 unless given
  Conv conv({.filters = 4, .kernel = {3, 2}});
  conv.build({5, 7, 6});
  const auto parameters = conv.parameters();
  REQUIRE(parameters.size() == 2);
  CHECK((parameters[0]->name == "weight" && parameters[1]->name == "bias"));
  CHECK(shape_of(parameters[0]->value()) == Shape{4, 5, 3, 2});
  CHECK(shape_of(parameters[1]->value()) == Shape{4});
  CHECK(conv.multiply_adds() == 4 * (5 * 3 * 2) * (5 * 5));
  CHECK(conv.description() == "Conv 3x2, stride 1, pad 0");
}

TEST_CASE("Conv worked by hand") {
  //     1 2 3
  // x = 4 5 6    W =  1 0    b = 10    y(0,0) = 1*1 + 2*0 - 4*1 + 5*2 + 10 = 17, and so on
  //     7 8 9        -1 2
  Conv conv({.filters = 1, .kernel = 2});
  conv.build({1, 3, 3});
  Parameter &weight = *conv.parameters()[0], &bias = *conv.parameters()[1];
  weight.value() = tensor_of({1, 1, 2, 2}, {1, 0, -1, 2});
  bias.value() = tensor_of({1}, {10});
  const Tensor x = tensor_of({1, 1, 3, 3}, {1, 2, 3, 4, 5, 6, 7, 8, 9});
  CHECK(values_of(conv.forward(x, Mode::Train)) == std::vector<Scalar>{17, 19, 23, 25});
  // dy = 1  2    dW(0,0) = 1*1 + 2*2 + 3*4 - 1*5 = 12: each dy times the pixel that W(0,0) met
  //      3 -1    dx(1,1) = 1*2 + 2*(-1) + 3*0 - 1*1 = -1: each dy times the weight that met x(1,1)
  const Tensor& dx = conv.backward(tensor_of({1, 1, 2, 2}, {1, 2, 3, -1}));
  CHECK(values_of(dx) == std::vector<Scalar>{1, 2, 0, 2, -1, 4, -3, 7, -2});
  CHECK(values_of(weight.grad) == std::vector<Scalar>{12, 17, 27, 32});
  CHECK(values_of(bias.grad) == std::vector<Scalar>{5});
}

TEST_CASE("Conv passes check_layer") {
  CHECK(check_layer<Conv>({.filters = 4, .kernel = 3}, {2, 7, 6}) == "");
  CHECK(check_layer<Conv>({.filters = 3, .kernel = {2, 3}, .stride = {2, 1}, .pad = {1, 2}},
                          {2, 6, 5}) == "");
  CHECK(check_layer<Conv>({.filters = 5, .kernel = {3, 1}, .stride = {1, 3}}, {3, 4, 7}) == "");
  CHECK(check_layer<Conv>({.filters = 2, .kernel = 4, .stride = 3, .pad = 3}, {1, 6, 5}) == "");
  CHECK(check_layer<Conv>({.filters = 3, .kernel = 1}, {4, 2, 5}) == "");
  CHECK(check_layer<Conv>({.filters = 2, .kernel = 2, .stride = 3, .init = Init::Course}, {3, 8, 6},
                          {.batch = 5, .seed = 2}) == "");
}

TEST_CASE("Conv agrees with naive loops") {
  check_conv({.filters = 20, .kernel = 5}, {1, 28, 28}, 2);
  check_conv({.filters = 6, .kernel = 5}, {20, 12, 12}, 3);
  check_conv({.filters = 5, .kernel = 3, .pad = 1}, {3, 10, 9}, 4);
  check_conv({.filters = 4, .kernel = {4, 3}, .stride = {3, 2}, .pad = {2, 1}}, {2, 9, 8}, 5);
  check_conv({.filters = 3, .kernel = 2, .stride = 3}, {2, 8, 7}, 33);
  Rng rng(8);
  const auto draw = [&](std::uint32_t low, std::uint32_t high) -> std::size_t {
    return low + rng.below(high - low + 1);
  };
  for (int i = 0; i < 30; ++i) {
    const Size2d kernel(draw(1, 5), draw(1, 5));
    check_conv({.filters = draw(1, 6),
                .kernel = kernel,
                .stride = {draw(1, 3), draw(1, 3)},
                .pad = {draw(0, 4) % kernel.h, draw(0, 4) % kernel.w}},
               {draw(1, 4), draw(5, 10), draw(5, 10)}, draw(1, 5));
  }
}

TEST_CASE("Conv refuses options and shapes that do not fit") {
  const auto build = [](const Conv::Options& o, const Shape& in) {
    return message_of<Error>([&] { built(o, in); });
  };
  CHECK(build({.kernel = 5}, {1, 28, 28}) ==
        "Conv (Conv 5x5, stride 1, pad 0): filters 0 but expected at least 1; set .filters");
  CHECK(contains(build({.filters = 2, .kernel = 0}, {1, 8, 8}), "kernel 0x0 but expected"));
  CHECK(contains(build({.filters = 2, .stride = 0}, {1, 8, 8}), "stride 0x0 but expected"));
  CHECK(contains(build({.filters = 2, .pad = 3}, {1, 8, 8}), "pad 3 but expected less than"));
  CHECK(contains(build({.filters = 2, .kernel = 5}, {30, 3, 4}),
                 "Conv (Conv 5x5, stride 1, pad 0): input (30, 3, 4) [C,H,W] is smaller than the "
                 "kernel; need H >= 5 and W >= 5"));
  CHECK(contains(build({.filters = 2}, {720}), "input (720) but expected an image (C, H, W)"));
  Conv conv({.filters = 4});
  conv.build({2, 7, 6});
  const Tensor x = make_tensor({3, 2, 7, 6});
  CHECK(message_of<ShapeError>([&] {
          conv.forward(make_tensor({3, 2, 6, 7}), Mode::Train);
        }) ==
        "Conv (Conv 3x3, stride 1, pad 0): forward got x (3, 2, 6, 7), expected (N, 2, 7, 6)");
  conv.forward(x, Mode::Train);
  CHECK(contains(message_of<ShapeError>([&] {
                   conv.backward(make_tensor({3, 4, 4, 5}));
                 }),
                 "backward got dy (3, 4, 4, 5), expected (N, 4, 5, 4)"));
}

TEST_CASE("Conv agrees with naive loops on rows of every length up to 70") {
  for (std::size_t width = 3; width <= 70; ++width)
    check_conv({.filters = 2, .kernel = 3}, {1, 4, width}, 1);
}

TEST_CASE("Conv begins with weights by its fans, C*KH*KW and OC*KH*KW, or by the course's 0.1") {
  const auto begun = [](Init init) {
    Conv conv({.filters = 60, .kernel = {5, 3}, .init = init});
    conv.build({20, 8, 8});  // 18,000 weights: the deviation is right to 0.5 %
    return deviation(conv.parameters()[0]->value());
  };
  CHECK(begun(Init::He) == Approx(std::sqrt(2.0 / 300)).epsilon(0.025));
  CHECK(begun(Init::Xavier) == Approx(std::sqrt(2.0 / (300 + 900))).epsilon(0.025));
  CHECK(begun(Init::Course) == Approx(0.1).epsilon(0.025));
}
