// The course's network, piece by piece ours: ConvLayer = Conv + ReLU, PoolingLayer = Pooling,
// MiddleLayer = Affine + ReLU, OutputLayer = Affine + Softmax with cross-entropy; all AdaGrad.
#include <numeric>
#include <origami/layers/affine.hpp>
#include <origami/layers/conv.hpp>
#include <origami/layers/pooling.hpp>
#include <origami/layers/relu.hpp>
#include <origami/loss.hpp>
#include <origami/metrics.hpp>
#include <origami/optimizer.hpp>
#include <origami/sequential.hpp>

#include "tensors.hpp"

using namespace origami;

namespace {

struct Examples {
  Tensor images;
  std::vector<int> labels;
};

/// 10x9 images with noise and a bright bar somewhere: lying, standing, rising or falling.
Examples bars(std::size_t count, std::uint64_t seed) {
  Examples e{make_tensor({count, 1, 10, 9}), std::vector<int>(count)};
  Rng rng(seed);
  for (Scalar& v : e.images) v = static_cast<Scalar>(0.3 * rng.uniform());
  for (std::size_t n = 0; n < count; ++n) {
    e.labels[n] = static_cast<int>(rng.below(4));
    const std::size_t top = rng.below(6), left = rng.below(5);
    for (std::size_t i = 0; i < 5; ++i) {
      const std::size_t h = e.labels[n] == 0 ? 2 : e.labels[n] == 2 ? 4 - i : i;
      const std::size_t w = e.labels[n] == 1 ? 2 : i;
      e.images(n, 0, top + h, left + w) += Scalar{0.7};
    }
  }
  return e;
}

Examples pick(const Examples& from, const std::vector<std::size_t>& indices, std::size_t begin,
              std::size_t size) {
  Examples batch{make_tensor({size, 1, 10, 9}), std::vector<int>(size)};
  for (std::size_t i = 0; i < size; ++i) {
    std::copy_n(from.images.data() + indices[begin + i] * 90, 90, batch.images.data() + i * 90);
    batch.labels[i] = from.labels[indices[begin + i]];
  }
  return batch;
}

}  // namespace

TEST_CASE("The course's network learns, trained as the course trains it") {
  Sequential net({1, 10, 9}, /*seed=*/1);
  net.add<Conv>({.filters = 10, .kernel = 3, .pad = 1, .init = Init::Course})
      .add<ReLU>()
      .add<Pooling>({.pool = 2})
      .add<Affine>({.units = 30, .init = Init::Course})
      .add<ReLU>()
      .add<Affine>({.units = 4, .init = Init::Course});
  SoftmaxCrossEntropy criterion;
  AdaGrad optimizer(net.parameters(), {.rate = 0.02});

  const Examples train = bars(600, 1), test = bars(400, 2);
  std::vector<std::size_t> order(600);
  std::iota(order.begin(), order.end(), std::size_t{0});
  Rng rng(3);
  std::vector<double> losses;
  for (int epoch = 0; epoch < 12; ++epoch) {
    rng.shuffle(order);
    Mean loss;
    for (std::size_t begin = 0; begin < 600; begin += 30) {
      const Examples batch = pick(train, order, begin, 30);
      loss.add(criterion.forward(net.forward(batch.images, Mode::Train), batch.labels), 30);
      net.backward(criterion.backward());
      optimizer.step();
    }
    losses.push_back(loss.value());
  }
  const std::size_t correct = count_correct(net.forward(test.images, Mode::Eval), test.labels);
  CAPTURE(losses, correct);
  CHECK(losses.front() < 1.5);  // it began at log 4 = 1.39
  CHECK(losses.back() < 0.1);
  CHECK(correct >= 380);  // guessing: 100
}
