// The course's network, piece by piece ours: ConvLayer = Conv + ReLU, PoolingLayer = Pooling,
// MiddleLayer = Affine + ReLU, OutputLayer = Affine + Softmax with cross-entropy; all AdaGrad.
#include <origami/datasets/batches.hpp>
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

/// 10x9 images with noise and a bright bar somewhere: lying, standing, rising or falling.
Dataset bars(std::size_t count, std::uint64_t seed) {
  Dataset data{.image_shape = {1, 10, 9}, .pixels = {}, .labels = {}};
  Rng rng(seed);
  for (std::size_t i = 0; i < count * 90; ++i) data.pixels.push_back(rng.below(77) & 0xff);
  for (std::size_t n = 0; n < count; ++n) {
    data.labels.push_back(rng.below(4) & 0xff);
    const std::size_t top = rng.below(6), left = rng.below(5);
    for (std::size_t i = 0; i < 5; ++i) {
      const std::size_t h = data.labels[n] == 0 ? 2 : data.labels[n] == 2 ? 4 - i : i;
      const std::size_t w = data.labels[n] == 1 ? 2 : i;
      data.pixels[(n * 10 + top + h) * 9 + left + w] += 178;
    }
  }
  return data;
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

  const Dataset train = bars(600, 1), test = bars(400, 2);
  Batches batches(train), tests(test);
  Rng rng(3);
  std::vector<double> losses;
  for (int epoch = 0; epoch < 12; ++epoch) {
    Mean loss;
    for (const Batch& batch : batches.shuffled(30, rng)) {
      loss.add(criterion.forward(net.forward(batch.images, Mode::Train), batch.labels), 30);
      net.backward(criterion.backward());
      optimizer.step();
    }
    losses.push_back(loss.value());
  }
  std::size_t correct = 0;
  for (const Batch& batch : tests.in_order(400))
    correct += count_correct(net.forward(batch.images, Mode::Eval), batch.labels);
  CAPTURE(losses, correct);
  CHECK(losses.front() < 1.5);  // it began at log 4 = 1.39
  CHECK(losses.back() < 0.1);
  CHECK(correct >= 380);  // guessing: 100
}
