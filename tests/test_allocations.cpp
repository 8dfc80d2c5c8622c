// A training step that has run once allocates nothing: every operator new of the process is
// counted.
#include <atomic>
#include <cstdlib>
#include <functional>
#include <new>
#include <origami/layers/affine.hpp>
#include <origami/layers/avg_pooling.hpp>
#include <origami/layers/batch_norm.hpp>
#include <origami/layers/conv.hpp>
#include <origami/layers/dropout.hpp>
#include <origami/layers/flatten.hpp>
#include <origami/layers/global_avg_pooling.hpp>
#include <origami/layers/leaky_relu.hpp>
#include <origami/layers/pooling.hpp>
#include <origami/layers/relu.hpp>
#include <origami/layers/sigmoid.hpp>
#include <origami/layers/softmax.hpp>
#include <origami/layers/tanh.hpp>
#include <origami/loss.hpp>
#include <origami/metrics.hpp>
#include <origami/optimizer.hpp>
#include <origami/parallel.hpp>
#include <origami/sequential.hpp>

#include "../src/kernels/vector.hpp"
#include "tensors.hpp"

static std::atomic<std::size_t> allocations{0};

// The array forms of the standard library call these, its nothrow form too, but not a sanitizer's.
// Not inlined, or the compiler sees free() meet a `new` and warns.
[[gnu::noinline]] void* operator new(std::size_t size) {
  ++allocations;
  if (void* p = std::malloc(size == 0 ? 1 : size)) return p;
  throw std::bad_alloc();
}

[[gnu::noinline]] void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  ++allocations;
  return std::malloc(size == 0 ? 1 : size);
}

[[gnu::noinline]] void* operator new(std::size_t size, std::align_val_t alignment) {
  ++allocations;
  const auto line = static_cast<std::size_t>(alignment);
  if (void* p = std::aligned_alloc(line, (size + line) / line * line)) return p;
  throw std::bad_alloc();
}

[[gnu::noinline]] void operator delete(void* p) noexcept { std::free(p); }
[[gnu::noinline]] void operator delete(void* p, std::size_t) noexcept { std::free(p); }
[[gnu::noinline]] void operator delete(void* p, std::align_val_t) noexcept { std::free(p); }
[[gnu::noinline]] void operator delete(void* p, std::size_t, std::align_val_t) noexcept {
  std::free(p);
}

using namespace origami;

namespace {

std::size_t allocations_of(const std::function<void()>& call) {
  const std::size_t before = allocations;
  call();
  return allocations - before;
}

/// The least of some rounds: a worker that sat out the first steps makes its memory in later ones,
/// when it gets its first shard of a pass forward, of one backward, and its first part of a
/// product.
std::size_t in_steady_state(const std::function<void()>& call) {
  std::size_t least = allocations_of(call);
  for (int round = 1; round < 20 && least > 0; ++round)
    least = std::min(least, allocations_of(call));
  return least;
}

/// Every layer, with and without padding.
Sequential small_net() {
  Sequential net({2, 11, 9});
  net.add<Conv>({.filters = 6, .kernel = 3, .pad = 1})
      .add<Pooling>({.pool = 2})
      .add<ReLU>()
      .add<AvgPooling>({.pool = 2, .stride = 1})
      .add<BatchNorm>()
      .add<LeakyReLU>()
      .add<Dropout>({.p = 0.1})
      .add<Conv>({.filters = 5, .kernel = {2, 3}, .stride = {1, 1}})
      .add<Sigmoid>()
      .add<Pooling>({.pool = 3, .stride = 2, .pad = 1})
      .add<GlobalAvgPooling>()
      .add<Flatten>()
      .add<Affine>({.units = 20})
      .add<Tanh>()
      .add<Affine>({.units = 5});
  return net;
}

std::vector<int> some_labels(std::size_t n) {
  std::vector<int> labels(n);
  for (std::size_t i = 0; i < n; ++i) labels[i] = static_cast<int>(i % 5);
  return labels;
}

/// Allocations of three training steps, once two others have been.
template <class O>
std::size_t in_training(std::size_t n, const typename O::Options& options) {
  Sequential net = small_net();
  const Tensor x = random_tensor({n, 2, 11, 9}, 1);
  const std::vector<int> labels = some_labels(n);
  SoftmaxCrossEntropy criterion;
  O optimizer(net.parameters(), options);
  double loss = 0;
  std::size_t correct = 0;
  const auto train = [&](int steps) {
    for (int step = 0; step < steps; ++step) {
      const Tensor& logits = net.forward(x, Mode::Train);
      loss += criterion.forward(logits, labels);
      correct += count_correct(logits, labels);
      net.backward(criterion.backward());
      optimizer.step();
    }
  };
  train(2);
  const std::size_t count = in_steady_state([&] { train(3); });
  CHECK(loss > 0);
  return count;
}

}  // namespace

TEST_CASE("The counter counts") {
  CHECK(allocations_of([] { make_tensor({3, 4}); }) >= 1);
  CHECK(allocations_of([] { ::operator delete(::operator new(3)); }) == 1);
  CHECK(allocations_of([] {}) == 0);
}

TEST_CASE("A training step allocates nothing, whatever the batch and the threads") {
  for (const std::size_t n : {1, 32, 64, 100}) {
    for (const std::size_t count : {1, 2}) {
      set_threads(count);
      CAPTURE(n, count);
      CHECK(in_training<Momentum>(n, {}) == 0);
    }
  }
  set_threads(0);
}

TEST_CASE("Convolutions of two shapes allocate nothing in training") {
  Sequential net({2 * kLanes, 6, 6});  // wide enough for Winograd
  net.add<Conv>({.filters = 2 * kLanes, .pad = 1}).add<Conv>({.filters = 3 * kLanes, .pad = 1});
  const Tensor x = random_tensor({16, 2 * kLanes, 6, 6}, 1);
  CHECK(in_steady_state([&] { net.forward(x, Mode::Train); }) == 0);
}

TEST_CASE("A convolution with few gradients allocates nothing") {
  Conv conv({.filters = 8});
  conv.build({64, 8, 8});
  const Tensor x = random_tensor({4, 64, 8, 8}, 1);
  Tensor dy = make_tensor({4, 8, 6, 6});
  const auto step = [&] {
    dy.data()[100] = 1;
    conv.forward(x, Mode::Train);
    conv.backward(dy);
  };
  step();
  CHECK(allocations_of(step) == 0);
}

TEST_CASE("No optimizer allocates, nor does a schedule") {
  const Schedule rate = one_cycle(0.01, 100);
  CHECK(in_training<SGD>(33, {.rate = rate}) == 0);
  CHECK(in_training<AdaGrad>(33, {.rate = cosine(0.01, 100)}) == 0);
  CHECK(in_training<RMSProp>(33, {.rate = step_decay(0.01, 10)}) == 0);
  CHECK(in_training<Adam>(33, {.rate = rate, .weight_decay = 1e-4}) == 0);
}

TEST_CASE("Evaluating allocates nothing") {
  Sequential net = small_net();
  net.add<Softmax>();
  for (const std::size_t n : {1, 100}) {
    const Tensor x = random_tensor({n, 2, 11, 9}, 1);
    for (const std::size_t count : {1, 2}) {
      set_threads(count);
      net.forward(x, Mode::Eval);
      net.forward(x, Mode::Eval);
      CAPTURE(n, count);
      CHECK(in_steady_state([&] { net.forward(x, Mode::Eval); }) == 0);
    }
  }
  set_threads(0);
}
