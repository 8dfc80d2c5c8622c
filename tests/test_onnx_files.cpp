// Writes networks as ONNX and as weights, with what they compute, for tests/python to compare.
#include <origami/datasets/batches.hpp>
#include <origami/datasets/digits.hpp>
#include <origami/layers/affine.hpp>
#include <origami/layers/avg_pooling.hpp>
#include <origami/layers/batch_norm.hpp>
#include <origami/layers/conv.hpp>
#include <origami/layers/dropout.hpp>
#include <origami/layers/flatten.hpp>
#include <origami/layers/global_avg_pooling.hpp>
#include <origami/layers/leaky_relu.hpp>
#include <origami/layers/pooling.hpp>
#include <origami/layers/sigmoid.hpp>
#include <origami/layers/softmax.hpp>
#include <origami/layers/tanh.hpp>
#include <origami/weights.hpp>

#include "catch.hpp"
#include "support/nets.hpp"
#include "temp_dir.hpp"
#include "tensors.hpp"

using namespace origami;

namespace {

void write_case(const std::string& name, Sequential& net) {
  const fs::path dir = fs::path(ORIGAMI_BINARY_DIR) / "onnx";
  fs::create_directories(dir);
  for (Parameter* p : net.parameters())  // so that no bias is 0 and no running statistic 0 or 1
    for (std::size_t i = 0; i < p->value().size(); ++i) {
      const auto noise = static_cast<Scalar>(0.1 * ((i * 7 + p->value().size()) % 5));
      p->value().data()[i] += p->value().size() > 200 ? 0 : noise;
    }
  static const Dataset digits = make_digits(100, 1);
  Batches batches(digits);
  Tensor x = (*batches.in_order(100).begin()).images, y = net.forward(x, Mode::Eval);
  save_onnx(net, dir / (name + ".onnx"));
  save_weights(net, dir / (name + ".safetensors"), {{"net", name}});
  write_safetensors(dir / (name + ".values.safetensors"), {store({{"x", &x}, {"y", &y}}), {}});
  CHECK(shape_of(y) == Shape{100, 10});
}

}  // namespace

TEST_CASE("the named networks are written for other programs") {
  for (const char* name : {"lenet", "fast"}) {
    Sequential net = examples::build_net(examples::named_net(name), {1, 28, 28}, 1);
    write_case(name, net);
  }
}

TEST_CASE("networks of all other layers are written for other programs") {
  Sequential pooled({1, 28, 28});  // sizes that do not divide, windows that are dropped
  pooled.add<Conv>({.filters = 5, .kernel = {5, 3}, .stride = {2, 1}, .pad = {2, 1}})
      .add<BatchNorm>({.epsilon = 0.01})
      .add<LeakyReLU>({.slope = 0.2})
      .add<Pooling>({.pool = {3, 2}, .stride = Size2d{2, 3}, .pad = {1, 0}})
      .add<Dropout>({.p = 0.5})
      .add<AvgPooling>({.pool = {2, 3}, .stride = Size2d{3, 2}, .pad = {1, 2}})
      .add<Tanh>()
      .add<GlobalAvgPooling>()
      .add<Affine>({.units = 10});
  write_case("pooled", pooled);
  Sequential flat({1, 28, 28});
  flat.add<AvgPooling>({.pool = 3})
      .add<Pooling>({.pool = 3, .stride = 4, .pad = 2})
      .add<Sigmoid>()
      .add<Flatten>()
      .add<BatchNorm>()
      .add<Affine>({.units = 10})
      .add<Softmax>();
  write_case("flat", flat);
}
