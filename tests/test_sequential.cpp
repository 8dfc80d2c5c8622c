#include <origami/error.hpp>
#include <origami/layers/affine.hpp>
#include <origami/layers/conv.hpp>
#include <origami/layers/pooling.hpp>
#include <origami/layers/relu.hpp>
#include <origami/layers/softmax.hpp>
#include <origami/sequential.hpp>

#include "tensors.hpp"

using namespace origami;

namespace {

Sequential small_net(std::uint64_t seed = 1) {
  Sequential net({2, 7, 6}, seed);
  net.add<Conv>({.filters = 4, .kernel = 3}).add<Pooling>({.pool = 2}).add<ReLU>();
  net.add<Affine>({.units = 5});
  return net;
}

std::vector<std::string> names_of(const std::vector<Parameter*>& parameters) {
  std::vector<std::string> names;
  for (const Parameter* p : parameters) names.push_back(p->name);
  return names;
}

/// The gradients of a training step on given data, one after another.
std::vector<Tensor> gradients_of(Sequential& net, std::size_t n) {
  const Tensor x = random_tensor(batch_shape(n, net.in_shape()), 7);
  net.forward(x, Mode::Train);
  net.backward(random_tensor(batch_shape(n, net.out_shape()), 8));
  std::vector<Tensor> gradients;
  for (const Parameter* p : net.parameters()) gradients.push_back(p->grad);
  return gradients;
}

}  // namespace

TEST_CASE("Layers get names, their parameters too") {
  Sequential net({1, 28, 20});
  CHECK(net.out_shape() == Shape{1, 28, 20});
  net.add<Conv>({.filters = 4, .kernel = 5}).add<Pooling>({.pool = 2}).add<ReLU>();
  net.add<Conv>({.filters = 6}).add<ReLU>().add<Affine>({.units = 10}).add<Softmax>();
  REQUIRE(net.size() == 7);
  std::string names;
  for (std::size_t i = 0; i < net.size(); ++i) names += net.layer(i).name() + " ";
  CHECK(names == "conv1 pool1 relu1 conv2 relu2 affine1 softmax1 ");
  CHECK(net.layer(3).in_shape() == Shape{4, 12, 8});
  CHECK(net.layer(3).out_shape() == Shape{6, 10, 6});
  CHECK(net.in_shape() == Shape{1, 28, 20});
  CHECK(net.out_shape() == Shape{10});
  CHECK(net.front() == 5);  // from the first Affine on, the batch is not cut
  CHECK(names_of(net.parameters()) == std::vector<std::string>{"conv1.weight", "conv1.bias",
                                                               "conv2.weight", "conv2.bias",
                                                               "affine1.weight", "affine1.bias"});
  CHECK(message_of<ValueError>([&] { net.layer(7); }) ==
        "net: layer 7 but expected less than its 7 layers");
}

TEST_CASE("The seed decides the weights, and every layer has its own") {
  const Sequential a = small_net(1), b = small_net(1), c = small_net(2);
  CHECK(same_bits(a.parameters()[0]->value(), b.parameters()[0]->value()));
  CHECK_FALSE(same_bits(a.parameters()[0]->value(), c.parameters()[0]->value()));
  Sequential twice({6}, 1);
  twice.add<Affine>({.units = 6}).add<Affine>({.units = 6});
  CHECK_FALSE(same_bits(twice.parameters()[0]->value(), twice.parameters()[2]->value()));
}

TEST_CASE("add refuses a layer that does not fit and leaves the network as it was") {
  Sequential net = small_net(), untouched = small_net();
  gradients_of(net, 70);  // with replicas
  gradients_of(untouched, 70);
  const std::string before = net.summary();
  CHECK(message_of<ShapeError>([&] { net.add<Conv>({.filters = 3}); }) ==
        "conv2 (Conv 3x3, stride 1, pad 0): input (5) but expected an image (C, H, W); put it "
        "before any Affine; affine1 outputs (5)");
  CHECK(contains(message_of<ValueError>([&] { net.add<Affine>(); }), "affine2 (Affine 0): units"));
  CHECK(message_of([&] {
          net.add([]() -> std::unique_ptr<Layer> { throw std::runtime_error("no layer"); });
        }) == "no layer");
  CHECK(net.summary() == before);
  CHECK(names_of(net.parameters()).size() == 4);
  const std::vector<Tensor> got = gradients_of(net, 70), want = gradients_of(untouched, 70);
  for (std::size_t i = 0; i < want.size(); ++i) CHECK(same_bits(got[i], want[i]));
  net.add<Affine>({.units = 3});  // and it takes a layer that does fit, under the same name
  CHECK(net.layer(4).name() == "affine2");
}

TEST_CASE("add names the layer before and its output") {
  Sequential net({1, 9, 10});
  net.add<Conv>({.filters = 30, .kernel = 4}).add<Pooling>({.pool = 2});
  const std::string message =
      message_of<ShapeError>([&] { net.add<Conv>({.filters = 3, .kernel = 5}); });
  CHECK(contains(message,
                 "conv2 (Conv 5x5, stride 1, pad 0): input (30, 3, 4) [C,H,W] is smaller "
                 "than the kernel; need H >= 5 and W >= 5"));
  CHECK(contains(message, "pool1 outputs (30, 3, 4)"));
  Sequential first({1, 3, 4});
  CHECK(contains(message_of<ShapeError>([&] { first.add<Conv>({.filters = 3, .kernel = 5}); }),
                 "conv1 (Conv 5x5, stride 1, pad 0): input (1, 3, 4) [C,H,W] is smaller"));
  CHECK(first.size() == 0);
}

TEST_CASE("Layers may be added after training; the trained values stay") {
  Sequential net = small_net();
  gradients_of(net, 100);
  const Tensor trained = net.parameters()[0]->value() += Scalar{1};
  net.add<ReLU>().add<Affine>({.units = 3});
  CHECK(net.out_shape() == Shape{3});
  CHECK(same_bits(net.parameters()[0]->value(), trained));
  CHECK(message_of<StateError>([&] {
          net.backward(make_tensor({100, 3}));
        }) == "net: backward before forward; each needs one with Mode::Train just before");
  const std::vector<Tensor> gradients = gradients_of(net, 100);
  CHECK(gradients.size() == 6);
  for (const Tensor& g : gradients) CHECK(dot(g, g) > 0);
}

TEST_CASE("A network refuses inputs and gradients of the wrong shape") {
  CHECK(contains(message_of<ShapeError>([] {
                   Sequential({1, 0, 6});
                 }),
                 "net: input (1, 0, 6) has no elements but expected"));
  Sequential net = small_net();
  const auto forward = [&](const Shape& x) {
    return message_of<ShapeError>([&] { net.forward(make_tensor(x), Mode::Train); });
  };
  CHECK(forward({5, 2, 6, 7}) ==
        "net: forward got x (5, 2, 6, 7), expected (N, 2, 7, 6) with N >= 1");
  CHECK(contains(forward({2, 7, 6}), "net: forward got x (2, 7, 6), expected (N, 2, 7, 6)"));
  CHECK(contains(forward({0, 2, 7, 6}), "net: forward got x (0, 2, 7, 6), expected"));
  const Tensor x = make_tensor({40, 2, 7, 6});
  net.forward(x, Mode::Train);
  const auto backward = [&](const Shape& dy) {
    return message_of<ShapeError>([&] { net.backward(make_tensor(dy)); });
  };
  CHECK(backward({40, 4}) ==
        "net: backward got dy (40, 4), expected (40, 5), the last forward's output");
  CHECK(contains(backward({39, 5}), "net: backward got dy (39, 5), expected (40, 5)"));
  CHECK(contains(backward({200}), "net: backward got dy (200), expected (40, 5)"));
  CHECK_NOTHROW(net.backward(make_tensor({40, 5})));  // the refusals left the forward pass valid
}

TEST_CASE("A network refuses calls in the wrong order") {
  Sequential empty({3});
  CHECK(contains(message_of<StateError>([&] {
                   empty.forward(make_tensor({1, 3}), Mode::Eval);
                 }),
                 "net: forward without layers; add one first"));
  Sequential net = small_net();
  const Tensor x = random_tensor({40, 2, 7, 6}, 1), dy = random_tensor({40, 5}, 2);
  const auto backward = [&] { return message_of<StateError>([&] { net.backward(dy); }); };
  const std::string early =
      "net: backward before forward; each needs one with Mode::Train just before";
  CHECK(backward() == early);
  net.forward(x, Mode::Eval);
  CHECK(backward() == early);
  net.forward(x, Mode::Train);
  net.forward(x, Mode::Eval);  // its activations are in the same buffers
  CHECK(backward() == early);
  net.forward(x, Mode::Train);
  net.backward(dy);
  CHECK(backward() == early);
}

TEST_CASE("A network refuses its own output, which it would write over while reading") {
  Sequential net({3});
  net.add<Affine>({.units = 4}).add<Affine>({.units = 3});
  const Tensor& y = net.forward(random_tensor({2, 3}, 1), Mode::Eval);
  CHECK(contains(message_of<ValueError>([&] { net.forward(y, Mode::Eval); }),
                 "net: forward got its own output as x but expected another tensor"));
}

TEST_CASE("A network may be moved between forward and backward") {
  Sequential still = small_net(), before = small_net();
  const Tensor x = random_tensor({40, 2, 7, 6}, 1), dy = random_tensor({40, 5}, 2);
  still.forward(x, Mode::Train);
  before.forward(x, Mode::Train);
  Sequential moved = std::move(before);
  still.backward(dy);
  moved.backward(dy);
  const auto want = still.parameters(), got = moved.parameters();
  for (std::size_t i = 0; i < want.size(); ++i) CHECK(same_bits(got[i]->grad, want[i]->grad));
}

TEST_CASE("Training forwards are counted") {
  Sequential net = small_net();
  const Tensor x = random_tensor({3, 2, 7, 6}, 1);
  CHECK(net.steps() == 0);
  net.forward(x, Mode::Train);
  net.forward(x, Mode::Eval);
  net.forward(x, Mode::Train);
  CHECK(net.steps() == 2);
  net.set_steps(70);
  net.forward(x, Mode::Train);
  CHECK(net.steps() == 71);
}
