// Layers that write over each other's tensors compute what they compute on their own.
#include <origami/check_layer.hpp>
#include <origami/layers/affine.hpp>
#include <origami/layers/avg_pooling.hpp>
#include <origami/layers/conv.hpp>
#include <origami/layers/flatten.hpp>
#include <origami/layers/global_avg_pooling.hpp>
#include <origami/layers/pooling.hpp>
#include <origami/layers/relu.hpp>
#include <origami/layers/sigmoid.hpp>
#include <origami/layers/tanh.hpp>
#include <origami/parallel.hpp>

#include "layers_alone.hpp"

using namespace origami;

namespace {

/// y = x^2, which promises what it does not keep.
class Boaster : public Layer {
 public:
  struct Options {
    bool in_place, reads_output, uses_y;
    std::size_t drop = 0;  // values of a sample that are left out
    bool reads_input = true;
  };
  explicit Boaster(const Options& options) : options_(options) {}
  std::string type() const override { return "Boaster"; }
  bool in_place() const override { return options_.in_place; }
  bool reads_input() const override { return options_.reads_input; }
  bool reads_output() const override { return options_.reads_output; }

 private:
  Shape do_build(const Shape& in, Rng&) override { return {in[0] - options_.drop}; }
  void do_forward(const Tensor& x, Tensor& y, Mode) override {
    for (std::size_t i = 0; i < y.size(); ++i) y.data()[i] = x.data()[i] * x.data()[i];
  }
  void do_backward(const Tensor& x, const Tensor& y, const Tensor& dy, Tensor* dx) override {
    for (std::size_t i = 0; i < x.size(); ++i) {
      const Scalar size = options_.uses_y ? std::sqrt(y.data()[i]) : std::abs(x.data()[i]);
      dx->data()[i] = 2 * std::copysign(size, x.data()[i]) * dy.data()[i];
    }
  }

  Options options_;
};

/// y = w x, whose dx does without x, but whose dw does not.
class Scaling : public Layer {
 public:
  struct Options {};
  explicit Scaling(const Options&) { weight_.resize({1}); }
  std::string type() const override { return "Scaling"; }
  bool reads_input() const override { return false; }
  std::vector<Parameter*> parameters() override { return {&weight_}; }

 private:
  Shape do_build(const Shape& in, Rng&) override { return in; }
  void do_forward(const Tensor& x, Tensor& y, Mode) override { y = weight_.value().data()[0] * x; }
  void do_backward(const Tensor& x, const Tensor&, const Tensor& dy, Tensor* dx) override {
    weight_.grad.data()[0] = static_cast<Scalar>(dot(x, dy));
    if (dx != nullptr) *dx = weight_.value().data()[0] * dy;
  }

  Parameter weight_{"weight"};
};

/// y = x / 2, in place; a ReLU spoils nothing that is read again, as dx is 0 where it cuts y.
class Halving : public Layer {
 public:
  struct Options {};
  explicit Halving(const Options&) {}
  std::string type() const override { return "Halving"; }
  bool in_place() const override { return true; }
  bool reads_output() const override { return false; }

 private:
  Shape do_build(const Shape& in, Rng&) override { return in; }
  void do_forward(const Tensor& x, Tensor& y, Mode) override { y = x / 2; }
  void do_backward(const Tensor&, const Tensor&, const Tensor& dy, Tensor* dx) override {
    if (dx != nullptr) *dx = dy / 2;
  }
};

void compare_with_layers_alone(Sequential& net) {
  compare_with_layers_alone(net, 5, 0);  // a single shard
  set_threads(1);
  compare_with_layers_alone(net, 45, kRounding);  // six, one after the other
  set_threads(0);
}

}  // namespace

TEST_CASE("A network with layers in place computes what its layers alone do") {
  Sequential lenet({1, 12, 12});
  lenet.add<Conv>({.filters = 4, .kernel = 3}).add<ReLU>().add<Pooling>({.pool = 2});
  lenet.add<Conv>({.filters = 6, .kernel = 2}).add<Pooling>({.pool = 2}).add<ReLU>();
  lenet.add<Affine>({.units = 7}).add<ReLU>().add<Affine>({.units = 3}).add<ReLU>();
  compare_with_layers_alone(lenet);

  Sequential readers({2, 6, 6});  // Sigmoid reads its output in backward: not to be written over
  readers.add<Conv>({.filters = 3, .pad = 1}).add<Halving>().add<Halving>();  // Conv reads its x
  readers.add<Conv>({.filters = 3}).add<Sigmoid>().add<Halving>().add<Halving>();
  readers.add<Affine>({.units = 4}).add<Sigmoid>().add<Halving>();
  compare_with_layers_alone(readers);

  Sequential forgetful({2, 8, 8});  // no backward but Conv's reads x
  forgetful.add<Conv>({.filters = 4}).add<Pooling>({.pool = 2, .stride = 1}).add<Tanh>();
  forgetful.add<AvgPooling>({.pool = 2}).add<ReLU>().add<Conv>({.filters = 5, .kernel = 2});
  forgetful.add<GlobalAvgPooling>().add<Flatten>().add<Affine>({.units = 3});
  compare_with_layers_alone(forgetful);
}

TEST_CASE("A network does not write over the caller's tensors") {
  Sequential net({6});
  net.add<ReLU>();
  const Tensor x = random_tensor({4, 6}, 1), dy = random_tensor({4, 6}, 2);
  const Tensor x_before = x, dy_before = dy;
  net.forward(x, Mode::Train);
  net.backward(dy);
  CHECK(x == x_before);
  CHECK(dy == dy_before);
}

TEST_CASE("check_layer rejects false promises about shared memory") {
  const auto verdict = [](const Boaster::Options& options) {
    return check_layer<Boaster>(options, {6});
  };
  CHECK(verdict({.in_place = false, .reads_output = true, .uses_y = true}) == "");
  CHECK(verdict({.in_place = false, .reads_output = false, .uses_y = false}) == "");
  CHECK(contains(verdict({.in_place = false, .reads_output = false, .uses_y = true}),
                 "backward reads y, but reads_output() promises that it does not"));
  CHECK(contains(
      verdict({.in_place = false, .reads_output = true, .uses_y = true, .reads_input = false}),
      "backward reads x, but in_place() or reads_input() promises that it does not"));
  CHECK(contains(check_layer<Scaling>({}, {6}), "backward reads x, but"));
  CHECK(contains(verdict({.in_place = true, .reads_output = true, .uses_y = false}),
                 "dx is wrong where y replaces x"));
  CHECK(contains(verdict({.in_place = true, .reads_output = true, .uses_y = false, .drop = 1}),
                 "output (5), expected (6) like the input, as in_place() is true"));
}

namespace {

/// y = x + the first value of x, which is no longer what it was once y replaces x.
class AddsFirst : public Layer {
 public:
  struct Options {};
  explicit AddsFirst(const Options&) {}
  std::string type() const override { return "AddsFirst"; }
  bool in_place() const override { return true; }
  bool reads_output() const override { return false; }

 private:
  Shape do_build(const Shape& in, Rng&) override { return in; }
  void do_forward(const Tensor& x, Tensor& y, Mode) override {
    const std::size_t K = x.shape()[1];
    for (std::size_t i = 0; i < x.size(); ++i) y.data()[i] = x.data()[i] + x.data()[i / K * K];
  }
  void do_backward(const Tensor&, const Tensor&, const Tensor& dy, Tensor* dx) override {
    const std::size_t K = dy.shape()[1];
    for (std::size_t n = 0; n < dy.shape()[0]; ++n) {
      Scalar sum = 0;
      for (std::size_t k = 0; k < K; ++k) sum += dy.data()[n * K + k];
      for (std::size_t k = 0; k < K; ++k)
        dx->data()[n * K + k] = dy.data()[n * K + k] + (k == 0 ? sum : 0);
    }
  }
};

}  // namespace

TEST_CASE("check_layer rejects a forward that reads x again after y has replaced it") {
  CHECK(contains(check_layer<AddsFirst>({}, {6}), "y is wrong where it replaces x"));
}
