#include <nlohmann/json.hpp>
#include <origami/check_layer.hpp>
#include <origami/error.hpp>
#include <origami/layers/avg_pooling.hpp>

#include "golden.hpp"
#include "tensors.hpp"

using namespace origami;

TEST_CASE("AvgPooling has the shapes of Pooling") {
  const auto shape = [](const Shape& in, const AvgPooling::Options& options) {
    return Sequential(in).add<AvgPooling>(options).out_shape();
  };
  CHECK(shape({3, 6, 4}, {.pool = 2}) == Shape{3, 3, 2});
  CHECK(shape({3, 7, 5}, {.pool = 2}) == Shape{3, 4, 3});  // a last window that only partly fits
  CHECK(shape({3, 7, 5}, {.pool = {3, 2}, .stride = Size2d{2, 1}, .pad = {1, 0}}) ==
        Shape{3, 4, 4});
  CHECK(shape({3, 5, 4}, {.pool = 2, .stride = 2, .pad = 1}) == Shape{3, 3, 3});
}

TEST_CASE("AvgPooling by hand") {
  // 1 2 | 3      mean of four, then of the two, two and one pixels of the windows that stick out:
  // 5 4 | 7      (1 + 2 + 5 + 4) / 4 = 3   (3 + 7) / 2 = 5
  // ----+--      (6 + 8) / 2 = 7            9
  // 6 8 | 9      and each pixel receives its share of its window's dy.
  AvgPooling layer({.pool = 2});
  layer.build({1, 3, 3});
  const Tensor x = tensor_of({1, 1, 3, 3}, {1, 2, 3, 5, 4, 7, 6, 8, 9});
  CHECK(same_bits(layer.forward(x, Mode::Train), tensor_of({1, 1, 2, 2}, {3, 5, 7, 9})));
  CHECK(same_bits(layer.backward(tensor_of({1, 1, 2, 2}, {4, 6, 2, 5})),
                  tensor_of({1, 1, 3, 3}, {1, 1, 3, 1, 1, 3, 1, 1, 5})));
}

TEST_CASE("Padding is no part of an average") {
  Sequential net({2, 5, 4});
  net.add<AvgPooling>({.pool = 3, .stride = 1, .pad = 1});
  const Tensor y = net.forward(make_tensor({3, 2, 5, 4}, 7), Mode::Eval);
  check_close(y, make_tensor({3, 2, 5, 4}, 7));
}

TEST_CASE("AvgPooling agrees with the golden vectors") {
  check_golden<AvgPooling>("avg_pooling", [](const Json& o) {
    AvgPooling::Options options{.pool = to_size2d(o.at("pool")), .pad = to_size2d(o.at("pad"))};
    if (o.contains("stride")) options.stride = to_size2d(o.at("stride"));
    return options;
  });
}

TEST_CASE("AvgPooling passes check_layer") {
  CHECK(check_layer<AvgPooling>({}, {2, 5, 3}) == "");
  CHECK(check_layer<AvgPooling>({.pool = {3, 2}, .stride = Size2d{2, 1}, .pad = {1, 0}},
                                {2, 7, 4}) == "");
  CHECK(check_layer<AvgPooling>({.pool = 2, .stride = 3}, {2, 6, 7}) == "");
}

TEST_CASE("AvgPooling names itself, its options and the shape in errors") {
  Sequential net({2, 5, 3});
  CHECK(message_of<ValueError>([&] { net.add<AvgPooling>({.pool = 2, .pad = 2}); }) ==
        "avgpool1 (AvgPooling 2x2, stride 2, pad 2): pad 2 but expected less than the pool 2x2; a "
        "window would see nothing but padding");
  CHECK(
      contains(message_of<ValueError>([&] { net.add<AvgPooling>({.pool = 0}); }), "pool 0x0 but"));
  CHECK(contains(message_of<ValueError>([&] { net.add<AvgPooling>({.stride = 0}); }), "stride 0"));
  Sequential vectors({30});
  CHECK(contains(message_of<ShapeError>([&] { vectors.add<AvgPooling>(); }),
                 "avgpool1 (AvgPooling 2x2, stride 2, pad 0): input (30) but expected an image"));
}
