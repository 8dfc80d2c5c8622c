// Chapter 6: a first network on digits, and its training loop. Its text is README.md beside this
// file, its pictures are drawn in pictures.hpp.
#include <cmath>
#include <cstdio>
#include <numeric>
#include <origami/datasets/batches.hpp>
#include <origami/datasets/digits.hpp>
#include <origami/datasets/evaluate.hpp>
#include <origami/layers/affine.hpp>
#include <origami/layers/relu.hpp>
#include <origami/loss.hpp>
#include <origami/metrics.hpp>
#include <origami/optimizer.hpp>

#include "pictures.hpp"
#include "support/chapter.hpp"
#include "support/kept.hpp"
#include "support/stopwatch.hpp"

using namespace origami;
using namespace origami::examples;

const TrainTest& digits() {
  // [digits]
  static const TrainTest data = make_digit_data(/*train_n=*/5000, /*test_n=*/1000);
  // [/digits]
  return data;
}

// [net]
Sequential make_net() {
  Sequential net({1, 28, 28}, /*seed=*/1);
  net.add<Affine>({.units = 50}).add<ReLU>().add<Affine>({.units = 10});
  return net;
}
// [/net]

void summary() { std::printf("%s", make_net().summary().c_str()); }

void one_step() {
  // [step]
  Parameter weight("weight");
  weight.resize({1});
  SGD optimizer({&weight}, {.rate = 0.1});

  weight.grad(0) = -3;  // of both samples together, at weight 0
  optimizer.step();
  std::printf("one batch of two: weight %g\n", weight.value()(0));

  weight.value()(0) = 0;
  const Scalar x[] = {1, 2}, t[] = {2, 2};
  for (int n = 0; n < 2; ++n) {
    weight.grad(0) = (weight.value()(0) * x[n] - t[n]) * x[n];  // of this sample alone
    optimizer.step();
    std::printf("after sample %d alone: weight %g\n", n, weight.value()(0));
  }
  // [/step]
}

/// What training wrote down: the loss of each step's batch and, of each epoch, their mean and how
/// the test digits were read.
struct History {
  std::vector<double> step_loss, epoch_loss, test_loss, test_accuracy;
};

// [train]
History train(Sequential& net, const TrainTest& data, std::size_t epochs, std::size_t batch_size) {
  SGD optimizer(net.parameters(), {.rate = 0.1});
  SoftmaxCrossEntropy criterion;
  Batches batches(data.train);
  Rng rng(1);  // for the order of the digits
  History history;
  for (std::size_t epoch = 1; epoch <= epochs; ++epoch) {
    Mean epoch_loss;
    for (const Batch& batch : batches.shuffled(batch_size, rng)) {
      const Tensor& logits = net.forward(batch.images, Mode::Train);  // what does the net say?
      const double loss = criterion.forward(logits, batch.labels);    // how wrong is that?
      net.backward(criterion.backward());                             // which way is better?
      optimizer.step();                                               // a small step that way
      epoch_loss.add(loss, batch.size());
      history.step_loss.push_back(loss);
    }
    const Evaluation test = evaluate(net, data.test);
    history.epoch_loss.push_back(epoch_loss.value());
    history.test_loss.push_back(test.loss);
    history.test_accuracy.push_back(test.accuracy);
  }
  return history;
}
// [/train]

constexpr std::size_t kEpochs = 10, kBatch = 20;

void training() {
  // [call]
  Sequential net = make_net();
  const History history = train(net, digits(), kEpochs, kBatch);
  for (std::size_t e = 0; e < kEpochs; ++e)
    std::printf("epoch %2zu: loss ~%.2f, test loss ~%.2f, read right ~%.1f %%\n", e + 1,
                history.epoch_loss[e], history.test_loss[e], 100 * history.test_accuracy[e]);
  expect(history.test_accuracy.back() > 0.7, "it reads seven of ten digits it never saw");
  // [/call]
}

// [gradient]
/// All gradients of the net in a row, for the `n` training digits from number `first` on.
std::vector<double> gradient(Sequential& net, std::size_t first, std::size_t n) {
  Batches batches(digits().train);
  SoftmaxCrossEntropy criterion;
  const Batch& batch = *batches.in_order(n, first / n).begin();
  criterion.forward(net.forward(batch.images, Mode::Train), batch.labels);
  net.backward(criterion.backward());
  std::vector<double> all;
  for (const Parameter* p : net.parameters()) all.insert(all.end(), p->grad.begin(), p->grad.end());
  return all;
}

double dot(const std::vector<double>& a, const std::vector<double>& b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}
// [/gradient]

void estimate() {
  // [estimate]
  Sequential net = make_net();
  const std::vector<double> full = gradient(net, 0, 5000);
  for (const std::size_t n : {1, 20, 500}) {
    Mean cosine;  // of the angle between the two: 1 = the same direction, 0 = at a right angle
    for (std::size_t i = 0; i < 10; ++i) {
      const std::vector<double> part = gradient(net, i * n, n);
      cosine.add(dot(part, full) / std::sqrt(dot(part, part) * dot(full, full)));
    }
    std::printf("batches of %3zu: cosine ~%.2f\n", n, cosine.value());
  }
  // [/estimate]
}

void batch_sizes() {
  // [batches]
  for (const std::size_t batch_size : {5000, 500, 20, 1}) {
    Sequential net = make_net();
    const Stopwatch clock;
    const History history = train(net, digits(), /*epochs=*/1, batch_size);
    std::printf("batches of %4zu: %4zu steps, ~%.2f s, test loss ~%.2f\n", batch_size,
                history.step_loss.size(), clock.seconds(), history.test_loss.back());
  }
  // [/batches]
}

nlohmann::json curves() {
  return kept(std::filesystem::path(__FILE__).replace_filename("training.json"), [] {
    nlohmann::json all;
    for (const std::size_t batch_size : {5000, 20, 1}) {
      Sequential net = make_net();
      const History history = train(net, digits(), kEpochs, batch_size);
      nlohmann::json& one = all[std::to_string(batch_size)];
      one["epoch"] = thinned(history.epoch_loss, 1);
      one["test"] = thinned(history.test_loss, 1);
      if (batch_size == kBatch) one["step"] = thinned(history.step_loss, 5);
    }
    return all;
  });
}

int main(int argc, char** argv) {
  return run_chapter(argc, argv,
                     {{"net", summary},
                      {"step", one_step},
                      {"train", training},
                      {"estimate", estimate},
                      {"batches", batch_sizes}},
                     {{"digits.svg", [] { return draw_digits(digits().train); }},
                      {"loss.svg", [] { return draw_loss(curves()); }},
                      {"batches.svg", [] { return draw_batches(curves()); }}});
}
