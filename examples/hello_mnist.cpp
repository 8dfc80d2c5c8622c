// The smallest whole program: finds MNIST, builds a network, trains it and tests it.
#include <cstdio>
#include <origami/datasets/batches.hpp>
#include <origami/datasets/evaluate.hpp>
#include <origami/datasets/find_mnist.hpp>
#include <origami/layers/affine.hpp>
#include <origami/layers/conv.hpp>
#include <origami/layers/pooling.hpp>
#include <origami/layers/relu.hpp>
#include <origami/loss.hpp>
#include <origami/metrics.hpp>
#include <origami/optimizer.hpp>

// [program]
using namespace origami;

int main() try {
  const TrainTest data = find_mnist();
  std::printf("%zu images from %s\n", data.train.size(), data.source.c_str());

  Sequential net({1, 28, 28}, /*seed=*/1);
  net.add<Conv>({.filters = 24, .kernel = 5}).add<Pooling>({.pool = 2}).add<ReLU>();
  net.add<Conv>({.filters = 32, .kernel = 3}).add<Pooling>({.pool = 2}).add<ReLU>();
  net.add<Affine>({.units = 256}).add<ReLU>().add<Affine>({.units = 10});

  const std::size_t epochs = 2, batch_size = 256;
  const std::size_t steps = epochs * ((data.train.size() + batch_size - 1) / batch_size);
  Adam optimizer(net.parameters(), {.rate = one_cycle(0.01, steps), .beta1 = 0.7, .beta2 = 0.9});
  SoftmaxCrossEntropy criterion;
  Batches train(data.train);
  Rng rng(1);

  for (std::size_t epoch = 1; epoch <= epochs; ++epoch) {
    Mean loss;
    for (const Batch& batch : train.shuffled(batch_size, rng)) {
      const Tensor& logits = net.forward(batch.images, Mode::Train);
      loss.add(criterion.forward(logits, batch.labels), batch.size());
      net.backward(criterion.backward());
      optimizer.step();
    }
    const Evaluation test = evaluate(net, data.test);
    std::printf("epoch %zu: loss %.4f, test %.2f %%\n", epoch, loss.value(), 100 * test.accuracy);
  }
} catch (const std::exception& error) {
  std::fprintf(stderr, "hello_mnist: %s\n", error.what());
  return 2;
}
// [/program]
