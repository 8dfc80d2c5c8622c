// A network is one network, however many replicas of its layers work on shards.
#include <origami/check_layer.hpp>
#include <origami/error.hpp>
#include <origami/layers/affine.hpp>
#include <origami/layers/batch_norm.hpp>
#include <origami/layers/relu.hpp>
#include <origami/sequential.hpp>

#include "tensors.hpp"

using namespace origami;

namespace {

/// y = +-x, with signs that build draws and nobody trains.
class RandomSigns : public Layer {
 public:
  struct Options {};
  explicit RandomSigns(const Options&) {}
  std::string type() const override { return "RandomSigns"; }

 private:
  Shape do_build(const Shape& in, Rng& rng) override {
    signs_ = make_tensor(in);
    for (Scalar& sign : signs_) sign = rng.below(2) == 0 ? Scalar{1} : Scalar{-1};
    return in;
  }
  void multiply(const Tensor& from, Tensor& to) const {
    for (std::size_t i = 0; i < to.size(); ++i)
      to.data()[i] = from.data()[i] * signs_.data()[i % signs_.size()];
  }
  void do_forward(const Tensor& x, Tensor& y, Mode) override { multiply(x, y); }
  void do_backward(const Tensor&, const Tensor&, const Tensor& dy, Tensor* dx) override {
    if (dx != nullptr) multiply(dy, *dx);
  }

  Tensor signs_;
};

constexpr std::size_t kSamples = 40;  // five shards

void check_equal_samples(Sequential& net, Mode mode) {
  const Tensor x = make_tensor(batch_shape(kSamples, net.in_shape()), 2);
  const std::vector<Scalar> y = values_of(net.forward(x, mode));
  const std::size_t size = y.size() / kSamples;
  for (std::size_t n = 1; n < kSamples; ++n)
    CHECK(std::equal(y.begin(), y.begin() + static_cast<std::ptrdiff_t>(size),
                     y.begin() + static_cast<std::ptrdiff_t>(n * size)));
}

}  // namespace

TEST_CASE("Replicas draw the same constants as their layer") {
  Sequential net({2, 3, 3}, /*seed=*/7);
  net.add<RandomSigns>().add<RandomSigns>();
  for (const Mode mode : {Mode::Train, Mode::Eval}) check_equal_samples(net, mode);
}

TEST_CASE("Replicas see what their layer's parameters share, also later") {
  Sequential a({2, 3, 3}), b({2, 3, 3});
  for (Sequential* net : {&a, &b}) net->add<BatchNorm>().add<ReLU>();
  check_equal_samples(b, Mode::Train);  // now it has replicas
  for (std::size_t i = 0; i < a.parameters().size(); ++i)
    b.parameters()[i]->share_value(*a.parameters()[i]);
  for (Parameter* p : a.parameters()) p->value().fill(5);
  for (const Mode mode : {Mode::Train, Mode::Eval}) check_equal_samples(b, mode);
  CHECK(b.forward(make_tensor({1, 2, 3, 3}, 5), Mode::Eval).data()[0] == 5);  // the bias
}

TEST_CASE("forward keeps a temporary until backward has read it") {
  Sequential named({3}), temporary({3});
  for (Sequential* net : {&named, &temporary}) net->add<Affine>({.units = 2});
  const Tensor x = random_tensor({4, 3}, 1), dy = random_tensor({4, 2}, 2);
  named.forward(x, Mode::Train);
  temporary.forward(Tensor(x), Mode::Train);
  const Tensor other = random_tensor({4, 3}, 3);  // where the temporary was, as likely as not
  named.backward(dy);
  temporary.backward(dy);
  CHECK(same_bits(temporary.parameters()[0]->grad, named.parameters()[0]->grad));
}

TEST_CASE("A temporary that is refused leaves nothing for backward") {
  Sequential net({3});
  net.add<Affine>({.units = 2});
  net.forward(random_tensor({4, 3}, 1), Mode::Train);
  CHECK_THROWS_AS(net.forward(random_tensor({4, 100}, 1), Mode::Train), ShapeError);
  CHECK_THROWS_AS(net.backward(random_tensor({4, 2}, 2)), StateError);
}

TEST_CASE("A factory that makes nothing is refused") {
  Sequential net({3});
  for (const LayerFactory& nothing : {LayerFactory(), LayerFactory([] { return nullptr; })}) {
    CHECK(message_of<ValueError>([&] { net.add(nothing); }) ==
          "net: add got a factory of nothing but expected a layer");
    CHECK(contains(check_layer(nothing, {3}), "check_layer: no layer but expected"));
  }
}
