// Solutions to the exercises of chapter 10.
#include <cmath>
#include <cstdio>
#include <origami/datasets/batches.hpp>
#include <origami/datasets/digits.hpp>
#include <origami/layers/affine.hpp>
#include <origami/layers/conv.hpp>
#include <origami/layers/pooling.hpp>
#include <origami/layers/relu.hpp>
#include <origami/loss.hpp>
#include <origami/metrics.hpp>
#include <origami/optimizer.hpp>
#include <origami/sequential.hpp>
#include <utility>

#include "support/chapter.hpp"

using namespace origami;
using namespace origami::examples;

const Dataset data = make_digits(200, /*seed=*/1);

void add_layers(Sequential& net) {
  net.add<Conv>({.filters = 8, .kernel = 5}).add<ReLU>().add<Pooling>({.pool = 2});
  net.add<Affine>({.units = 10});
}

/// The mean loss of the first and of the third epoch.
std::pair<double, double> train(Sequential& net, Optimizer& optimizer) {
  SoftmaxCrossEntropy criterion;
  Batches batches(data);
  Rng rng(1);
  Mean loss[3];
  for (Mean& epoch_loss : loss)
    for (const Batch& batch : batches.shuffled(20, rng)) {
      const Tensor& logits = net.forward(batch.images, Mode::Train);
      epoch_loss.add(criterion.forward(logits, batch.labels));
      net.backward(criterion.backward());
      optimizer.step();
    }
  return {loss[0].value(), loss[2].value()};
}

void no_pooling() {
  // [no_pooling]
  Sequential net({1, 28, 28});
  net.add<Conv>({.filters = 30, .kernel = 5}).add<ReLU>();
  net.add<Affine>({.units = 100}).add<ReLU>().add<Affine>({.units = 10});
  std::printf("%s", net.summary().c_str());
  // [/no_pooling]
  expect(net.parameters()[2]->value().size() == 30 * 24 * 24 * 100, "1,728,000 weights");
}

void rates() {
  // [rates]
  for (const double rate : {0.001, 0.01, 0.1}) {
    Sequential net({1, 28, 28}, /*seed=*/1);
    add_layers(net);
    AdaGrad optimizer(net.parameters(), {.rate = rate});
    const auto [first, third] = train(net, optimizer);
    std::printf("AdaGrad, rate %5g: loss ~%.2f, then ~%.2f\n", rate, first, third);
  }
  // [/rates]
}

// [sign]
/// value -= rate * sign(gradient): every weight goes equally far, whatever its gradient.
class SignDescent : public Optimizer {
 public:
  SignDescent(std::vector<Parameter*> parameters, Schedule rate)
      : Optimizer(std::move(parameters), std::move(rate), /*weight_decay=*/0, /*memory=*/{}) {}

 private:
  void update(const Run& run, const Now& now) const override {
    for (std::size_t i = 0; i < run.size; ++i)
      if (run.grad[i] != 0) run.value[i] -= std::copysign(now.rate, run.grad[i]);
  }
};
// [/sign]

void sign() {
  // [call]
  Sequential net({1, 28, 28}, /*seed=*/1);
  add_layers(net);
  SignDescent optimizer(net.parameters(), 0.001);
  const auto [first, third] = train(net, optimizer);
  std::printf("SignDescent: loss ~%.2f, then ~%.2f\n", first, third);
  // [/call]
  expect(third < 0.8 * first, "the loss falls");
}

int main(int argc, char** argv) {
  return run_chapter(argc, argv, {{"no_pooling", no_pooling}, {"rates", rates}, {"sign", sign}});
}
