#include <origami/error.hpp>
#include <origami/layer.hpp>
#include <origami/layers/conv.hpp>

#include "tensors.hpp"

using namespace origami;

namespace {

/// y = 2 x, and a record of what the base asked for.
class Doubling : public Layer {
 public:
  std::string type() const override { return "Doubling"; }
  std::string description() const override { return "Doubling, option 3"; }
  std::vector<double> draw_noise() const {
    Rng rng = noise();
    return {rng.uniform(), rng.uniform(), rng.uniform()};
  }
  bool fail = false, wanted_dx = false;

 private:
  Shape do_build(const Shape& in, Rng&) override { return in; }
  void do_forward(const Tensor& x, Tensor& y, Mode) override {
    if (fail) throw NumericError("on purpose");
    for (std::size_t i = 0; i < x.size(); ++i) y.data()[i] = 2 * x.data()[i];
  }
  void do_backward(const Tensor&, const Tensor&, const Tensor& dy, Tensor* dx) override {
    wanted_dx = dx != nullptr;
    for (std::size_t i = 0; wanted_dx && i < dy.size(); ++i) dx->data()[i] = 2 * dy.data()[i];
  }
};

}  // namespace

TEST_CASE("A layer gives shapes and values of a batch of any size") {
  Doubling layer;
  CHECK(layer.build({3, 2}) == Shape{3, 2});
  CHECK(layer.in_shape() == Shape{3, 2});
  CHECK(layer.out_shape() == Shape{3, 2});
  for (const std::size_t n : {2, 5, 1, 5}) {
    const Tensor x = random_tensor({n, 3, 2}, n), dy = random_tensor({n, 3, 2}, 9 + n);
    check_close(layer.forward(x, Mode::Train), x + x);
    check_close(layer.backward(dy), dy + dy);
  }
}

TEST_CASE("Buffers stay where they are while N stays") {
  Doubling layer;
  layer.build({4});
  const Tensor x = random_tensor({3, 4}, 1);
  const Scalar* y = layer.forward(x, Mode::Train).data();
  const Scalar* dx = layer.backward(x).data();
  CHECK(layer.forward(x, Mode::Train).data() == y);
  CHECK(layer.backward(x).data() == dx);
}

TEST_CASE("dx is left out when nobody needs it") {
  Doubling layer;
  layer.build({4});
  const Tensor x = random_tensor({3, 4}, 1);
  layer.forward(x, Mode::Train);
  CHECK(layer.backward(x, /*need_dx=*/false).size() == 0);
  CHECK_FALSE(layer.wanted_dx);
  layer.forward(x, Mode::Train);
  check_close(layer.backward(x), x + x);
  CHECK(layer.wanted_dx);
}

TEST_CASE("The name of a layer is its type until it is given one") {
  Doubling layer;
  CHECK(layer.name() == "Doubling");
  layer.set_name("doubling7");
  CHECK(layer.name() == "doubling7");
  CHECK(layer.parameters().empty());
  CHECK(layer.multiply_adds() == 0);
}

TEST_CASE("The noise of a layer is decided by its seed") {
  Doubling a, b;
  Rng rng;
  a.build({4}, rng);
  b.build({4}, rng);
  CHECK(a.draw_noise() == a.draw_noise());
  CHECK(a.draw_noise() != b.draw_noise());  // every layer begins with a seed of its own
  b.reseed(5);
  const auto five = b.draw_noise();
  b.reseed(6);
  CHECK(b.draw_noise() != five);
  a.reseed(5);
  CHECK(a.draw_noise() == five);
}

TEST_CASE("Calls in the wrong order are refused") {
  Doubling layer;
  const Tensor x = random_tensor({3, 4}, 1);
  const auto backward = [&] { return message_of<StateError>([&] { layer.backward(x); }); };
  CHECK(message_of<StateError>([&] { layer.forward(x, Mode::Train); }) ==
        "Doubling (Doubling, option 3): forward before build; add the layer to a Sequential");
  layer.build({4});
  CHECK(contains(message_of<StateError>([&] { layer.build({4}); }), "build was called twice"));
  const std::string too_early = "Doubling (Doubling, option 3): backward before forward";
  CHECK(contains(backward(), too_early));
  layer.forward(x, Mode::Eval);
  CHECK(contains(backward(), too_early));
  layer.forward(x, Mode::Train);
  layer.forward(x, Mode::Eval);  // overwrote y, which backward would read
  CHECK(contains(backward(), too_early));
  layer.forward(x, Mode::Train);
  layer.backward(x);
  CHECK(contains(backward(), too_early));  // the second one
  layer.forward(x, Mode::Train);
  layer.fail = true;
  CHECK(message_of([&] { layer.forward(x, Mode::Train); }) == "on purpose");
  CHECK(contains(backward(), too_early));
}

TEST_CASE("A layer refuses the memory it writes to") {
  Doubling layer;
  layer.build({4});
  const Tensor& y = layer.forward(random_tensor({3, 4}, 1), Mode::Train);
  CHECK(contains(message_of<ValueError>([&] { layer.forward(y, Mode::Eval); }),
                 "Doubling (Doubling, option 3): forward got its own output as x"));
  const Tensor x = random_tensor({3, 4}, 2);
  layer.forward(x, Mode::Train);
  const Tensor& dx = layer.backward(x);
  layer.forward(x, Mode::Train);
  CHECK(contains(message_of<ValueError>([&] { layer.backward(dx); }), "backward got its own dx"));
}

TEST_CASE("Shapes that do not fit are refused with the layer's name and both shapes") {
  Doubling layer;
  const auto build = [&](const Shape& in) {
    return message_of<ShapeError>([&] { layer.build(in); });
  };
  CHECK(contains(build({}), "Doubling (Doubling, option 3): input () has no elements"));
  CHECK(contains(build({3, 0}), "input (3, 0) has no elements but expected"));
  layer.build({3, 4});
  layer.set_name("doubling2");
  const auto forward = [&](const Shape& x) {
    return message_of<ShapeError>([&] { layer.forward(make_tensor(x), Mode::Train); });
  };
  const auto backward = [&](const Shape& dy) {
    return message_of<ShapeError>([&] { layer.backward(make_tensor(dy)); });
  };
  const std::string who = "doubling2 (Doubling, option 3): ";
  CHECK(forward({5, 12}) == who + "forward got x (5, 12), expected (N, 3, 4)");
  CHECK(forward({3, 4}) == who + "forward got x (3, 4), expected (N, 3, 4)");
  CHECK(forward({5, 4, 3}) == who + "forward got x (5, 4, 3), expected (N, 3, 4)");
  CHECK(contains(forward({0, 3, 4}), who + "forward got x (0, 3, 4), an empty batch"));
  const Tensor x = make_tensor({5, 3, 4});
  layer.forward(x, Mode::Train);
  CHECK(backward({5, 4, 3}) == who + "backward got dy (5, 4, 3), expected (N, 3, 4)");
  CHECK(contains(backward({6, 3, 4}), who + "backward got dy (6, 3, 4), expected (5, 3, 4)"));
  CHECK(layer.backward(x).size() == 60);  // the refusals left the forward pass valid
}

TEST_CASE("A parameter's value of another shape is refused before it is read") {
  Conv conv({.filters = 1});
  conv.build({1, 4, 4});
  Parameter& weight = *conv.parameters().front();
  const Tensor x = random_tensor({2, 1, 4, 4}, 1), dy = random_tensor({2, 1, 2, 2}, 2);
  const Tensor right = weight.value();
  const std::string refused =
      "Conv (Conv 3x3, stride 1, pad 0): the value of weight is (3, 3) but expected (1, 1, 3, 3); "
      "assign a tensor of that shape";
  conv.forward(x, Mode::Train);
  weight.value() = make_tensor({3, 3});
  CHECK(message_of<ShapeError>([&] { conv.backward(dy); }) == refused);
  CHECK(message_of<ShapeError>([&] { conv.forward(x, Mode::Eval); }) == refused);
  weight.value() = right;
  CHECK(conv.backward(dy).size() == x.size());  // the refusals left the forward pass valid
}
