// Sequential's promise: however a batch is cut and whoever computes it, the result is the same.
#include <origami/error.hpp>
#include <origami/layers/affine.hpp>
#include <origami/layers/conv.hpp>
#include <origami/layers/pooling.hpp>
#include <origami/layers/relu.hpp>
#include <origami/loss.hpp>
#include <origami/optimizer.hpp>
#include <origami/parallel.hpp>
#include <origami/sequential.hpp>

#include "../src/kernels/vector.hpp"
#include "../src/shards.hpp"
#include "layers_alone.hpp"

using namespace origami;

namespace {

Sequential small_net() {
  Sequential net({2, 9, 8}, /*seed=*/3);
  net.add<Conv>({.filters = 6, .kernel = 3, .pad = 1}).add<Pooling>({.pool = 2}).add<ReLU>();
  net.add<Conv>({.filters = 5, .kernel = {2, 3}}).add<ReLU>();
  net.add<Affine>({.units = 20}).add<ReLU>().add<Affine>({.units = 5});
  return net;
}

std::vector<Tensor> values_after_training(Sequential& net, Optimizer& optimizer) {
  SoftmaxCrossEntropy criterion;
  const std::size_t sizes[] = {64, 1, 33, 100, 32, 257};
  for (std::uint64_t step = 0; step < 20; ++step) {
    const std::size_t n = sizes[step % 6];
    const Tensor x = random_tensor({n, 2, 9, 8}, step);
    std::vector<int> labels(n);
    for (std::size_t i = 0; i < n; ++i) labels[i] = static_cast<int>((i + step) % 5);
    criterion.forward(net.forward(x, Mode::Train), labels);
    net.backward(criterion.backward());
    optimizer.step();
  }
  std::vector<Tensor> values;
  for (const Parameter* p : net.parameters()) values.push_back(p->value());
  return values;
}

template <class O>
std::vector<Tensor> train(std::size_t thread_count, const typename O::Options& options) {
  set_threads(thread_count);
  Sequential net = small_net();
  O optimizer(net.parameters(), options);
  return values_after_training(net, optimizer);
}

template <class O>
void check_same_for_any_threads(const typename O::Options& options) {
  Sequential untrained = small_net();
  const std::vector<Tensor> one = train<O>(1, options);
  for (const std::size_t count : {2, 3}) {
    const std::vector<Tensor> more = train<O>(count, options);
    REQUIRE(more.size() == one.size());
    for (std::size_t i = 0; i < one.size(); ++i) {
      CAPTURE(count, untrained.parameters()[i]->name);
      CHECK(same_bits(one[i], more[i]));
      CHECK(relative_error(one[i], untrained.parameters()[i]->value()) > 1e-4);  // it did train
    }
  }
  set_threads(0);
}

/// Passes its input through, but throws when it meets 13.
class Superstitious : public Layer {
 public:
  struct Options {};
  explicit Superstitious(const Options&) {}
  std::string type() const override { return "Superstitious"; }

 private:
  Shape do_build(const Shape& in, Rng&) override { return in; }
  void do_forward(const Tensor& x, Tensor& y, Mode) override {
    if (std::find(x.begin(), x.end(), Scalar{13}) != x.end()) throw NumericError("met 13");
    std::copy_n(x.data(), x.size(), y.data());
  }
  void do_backward(const Tensor&, const Tensor&, const Tensor& dy, Tensor* dx) override {
    std::copy_n(dy.data(), dy.size(), dx->data());
  }
};

}  // namespace

TEST_CASE("A shard has eight samples, more in a large batch, all in a small one") {
  CHECK(Sequential::shard_size(64) == 8);
  CHECK(Sequential::shard_size(256) == 16);
  CHECK(Sequential::shard_size(11) == 11);
}

TEST_CASE("Any batch size gives what the layers give one after another on the whole batch") {
  Sequential net = small_net();
  for (const std::size_t n : {1, 31, 32, 33, 64, 100, 257, 600, 2}) {
    CAPTURE(n);
    compare_with_layers_alone(net, n, kRounding);
  }
}

TEST_CASE("Every sample is in one shard, and no shard is much smaller or larger than the others") {
  for (const Mode mode : {Mode::Train, Mode::Eval})
    for (std::size_t n = 1; n <= 1000; ++n) {
      CAPTURE(n);
      const Cut cut = cut_batch(n, mode);
      REQUIRE(cut.begin(0) == 0);
      REQUIRE(cut.end(cut.shards - 1) == n);
      for (std::size_t i = 0; i < cut.shards; ++i) {
        const std::size_t size = cut.end(i) - cut.begin(i);
        if (i > 0) REQUIRE(cut.begin(i) == cut.end(i - 1));
        if (i + 1 < cut.shards) REQUIRE(size == cut.size);
        REQUIRE(size >= std::min(n, cut.size / 2));
        REQUIRE(size <= cut.size + cut.size / 2);
      }
      if (mode == Mode::Train) REQUIRE(cut.shards <= 16);  // each has gradients of its own
    }
}

TEST_CASE("The batch stays as it was, and so do the values") {
  Sequential net = small_net();
  const Tensor x = random_tensor({70, 2, 9, 8}, 1), before = x;
  const Tensor weight = net.parameters()[0]->value();
  net.forward(x, Mode::Train);
  net.backward(random_tensor({70, 5}, 2));
  CHECK(same_bits(x, before));
  CHECK(same_bits(net.parameters()[0]->value(), weight));
}

TEST_CASE("Training is the same to the bit for 1, 2 and 3 threads") {
  check_same_for_any_threads<Momentum>({.rate = 0.01, .weight_decay = 1e-4});
  check_same_for_any_threads<Adam>({.rate = 0.003});
}

TEST_CASE("The number of threads may change in the middle of a step") {
  Sequential a = small_net(), b = small_net();
  const Tensor x = random_tensor({100, 2, 9, 8}, 1), dy = random_tensor({100, 5}, 2);
  for (const std::size_t count : {3, 1, 2}) {
    set_threads(count);
    a.forward(x, Mode::Eval);
    a.forward(x, Mode::Train);
    set_threads(4 - count);
    a.backward(dy);
  }
  set_threads(0);
  b.forward(x, Mode::Train);
  b.backward(dy);
  for (std::size_t i = 0; i < a.parameters().size(); ++i)
    CHECK(same_bits(a.parameters()[i]->grad, b.parameters()[i]->grad));
}

TEST_CASE("A layer's exception comes out of forward, and the network works on") {
  Sequential net({4});
  net.add<Superstitious>().add<Affine>({.units = 3});
  Tensor x = random_tensor({100, 4}, 1);
  x.data()[280] = 13;  // in the ninth shard
  CHECK(message_of<NumericError>([&] { net.forward(x, Mode::Train); }) == "met 13");
  CHECK_THROWS_AS(net.backward(make_tensor({100, 3})), StateError);
  x.data()[280] = 12;
  const Tensor dy = random_tensor({100, 3}, 2);
  Sequential fresh({4});
  fresh.add<Superstitious>().add<Affine>({.units = 3});
  for (Sequential* n : {&net, &fresh}) {
    n->forward(x, Mode::Train);
    n->backward(dy);
  }
  CHECK(same_bits(net.parameters()[0]->grad, fresh.parameters()[0]->grad));
}

TEST_CASE("Layers that keep memory for each thread give the same on any number of them") {
  const std::size_t C = 4 * kLanes;  // wide enough for Winograd
  const Tensor x = random_tensor({64, C, 9, 9}, 1), dy = random_tensor({64, 3}, 2);
  std::vector<Tensor> want;
  for (const std::size_t count : {1, 3, 3, 3}) {
    set_threads(count);
    Sequential net({C, 9, 9});
    net.add<Conv>({.filters = C, .pad = 1}).add<ReLU>().add<Pooling>({.pool = 3, .stride = 2});
    net.add<Conv>({.filters = C, .pad = 1}).add<Pooling>({.pool = 2}).add<Affine>({.units = 3});
    net.forward(x, Mode::Train);
    net.backward(dy);
    std::vector<Tensor> got{net.parameters()[0]->grad, net.parameters()[2]->grad};
    got.push_back(net.forward(x, Mode::Eval));
    if (want.empty()) want = got;
    for (std::size_t i = 0; i < want.size(); ++i) CHECK(same_bits(got[i], want[i]));
  }
  set_threads(0);
}
