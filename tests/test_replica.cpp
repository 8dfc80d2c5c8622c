// A network is one network, however many replicas of its layers work on shards.
#include <origami/check_layer.hpp>
#include <origami/error.hpp>
#include <origami/layers/affine.hpp>
#include <origami/layers/batch_norm.hpp>
#include <origami/layers/leaky_relu.hpp>
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
    multiply(dy, *dx);
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

TEST_CASE("Two parameters of one name, which no file could hold, are refused") {
  struct Twins : RandomSigns {
    Parameter a{"weight"}, b{"weight"};
    Twins() : RandomSigns(RandomSigns::Options{}) {}
    std::vector<Parameter*> parameters() override { return {&a, &b}; }
  };
  Sequential net({3});
  CHECK(message_of<ValueError>([&] { net.add([] { return std::make_unique<Twins>(); }); }) ==
        "randomsigns1 (RandomSigns): two parameters are called weight but expected a name of its "
        "own for each; rename one");
  CHECK(net.size() == 0);
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

TEST_CASE("A factory that makes something else the next time is refused") {
  const Tensor few = random_tensor({8, 2, 3, 3}, 1), many = random_tensor({40, 2, 3, 3}, 1);
  std::unique_ptr<Layer> only = std::make_unique<ReLU>(ReLU::Options{});
  std::size_t calls = 0;
  const std::pair<LayerFactory, std::string> cases[] = {
      {[&] { return std::move(only); }, "relu1 (ReLU): its factory made nothing for a replica"},
      {[&]() -> std::unique_ptr<Layer> {
         if (calls++ == 0) return std::make_unique<ReLU>(ReLU::Options{});
         return std::make_unique<BatchNorm>(BatchNorm::Options{});
       },
       "relu1 (ReLU): its factory made BatchNorm for a replica"},
      {[&, slope = 0.0]() mutable {
         return std::make_unique<LeakyReLU>(LeakyReLU::Options{slope += 0.25});
       },
       "leakyrelu1 (LeakyReLU 0.25): its factory made LeakyReLU 0.5 for a replica"}};
  for (const auto& [make, message] : cases) {
    Sequential net({2, 3, 3});
    net.add(make);
    CHECK_NOTHROW(net.forward(few, Mode::Train));
    CHECK(contains(message_of<ValueError>([&] { net.forward(many, Mode::Train); }), message));
    CHECK_NOTHROW(net.forward(few, Mode::Train));
  }
}
