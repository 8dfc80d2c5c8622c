// Chapter 10: a convolutional network, trained by three optimizers. Its text is README.md beside
// this file, its pictures are drawn in pictures.hpp.
#include <cstdio>
#include <functional>
#include <memory>
#include <origami/datasets/batches.hpp>
#include <origami/datasets/digits.hpp>
#include <origami/datasets/evaluate.hpp>
#include <origami/datasets/find_mnist.hpp>
#include <origami/layers/affine.hpp>
#include <origami/layers/conv.hpp>
#include <origami/layers/pooling.hpp>
#include <origami/layers/relu.hpp>
#include <origami/loss.hpp>
#include <origami/metrics.hpp>
#include <origami/optimizer.hpp>

#include "pictures.hpp"
#include "support/chapter.hpp"
#include "support/kept.hpp"

using namespace origami;
using namespace origami::examples;

// [net]
Sequential make_net() {
  Sequential net({1, 28, 28}, /*seed=*/1);
  net.add<Conv>({.filters = 30, .kernel = 5}).add<ReLU>().add<Pooling>({.pool = 2});
  net.add<Affine>({.units = 100}).add<ReLU>().add<Affine>({.units = 10});
  return net;
}
// [/net]

void summary() { std::printf("%s", make_net().summary().c_str()); }

// [optimizers]
struct Contestant {
  const char* name;
  double rate;  // a usual one for this optimizer
  std::function<std::unique_ptr<Optimizer>(std::vector<Parameter*>, double rate)> make;
};

const Contestant kContestants[] = {
    {"AdaGrad", 0.01,
     [](auto p, double rate) { return std::make_unique<AdaGrad>(p, AdaGrad::Options{rate}); }},
    {"Momentum", 0.01,
     [](auto p, double rate) { return std::make_unique<Momentum>(p, Momentum::Options{rate}); }},
    {"Adam", 0.001,
     [](auto p, double rate) { return std::make_unique<Adam>(p, Adam::Options{rate}); }},
};
// [/optimizers]

void steps() {
  // [steps]
  for (const Scalar gradient : {Scalar(1), Scalar(0.01)})
    for (const Contestant& contestant : kContestants) {
      Parameter weight("weight");
      weight.resize({1});
      const auto optimizer = contestant.make({&weight}, /*rate=*/0.1);
      std::printf("gradient %4g, %-8s goes", gradient, contestant.name);
      for (int step = 0; step < 3; ++step) {
        const Scalar before = weight.value()(0);
        weight.grad(0) = gradient;
        optimizer->step();
        std::printf(" %.4f", before - weight.value()(0));
      }
      std::printf("\n");
    }
  // [/steps]
}

// [train]
/// Training as in chapter 6, for so many epochs with batches of so many images. After every `every`
/// steps it writes down their mean loss and how many test images are read right.
struct Plan {
  std::size_t batch_size, epochs, every;
};

Curves train(Sequential& net, Optimizer& optimizer, const TrainTest& data, const Plan& plan) {
  SoftmaxCrossEntropy criterion;
  Batches batches(data.train);
  Rng rng(1);
  Mean loss;
  Curves curves;
  for (std::size_t epoch = 1; epoch <= plan.epochs; ++epoch)
    for (const Batch& batch : batches.shuffled(plan.batch_size, rng)) {
      const Tensor& logits = net.forward(batch.images, Mode::Train);
      loss.add(criterion.forward(logits, batch.labels));
      net.backward(criterion.backward());
      optimizer.step();
      if (optimizer.steps() % plan.every != 0) continue;
      curves.loss.push_back(loss.value());
      curves.accuracy.push_back(evaluate(net, data.test).accuracy);
      loss = Mean();
    }
  return curves;
}
// [/train]

void compare() {
  // [compare]
  const TrainTest data = make_digit_data(/*train_n=*/400, /*test_n=*/200);
  const Plan plan{.batch_size = 20, .epochs = 3, .every = 20};  // 20 steps are an epoch
  for (const Contestant& contestant : kContestants) {
    Sequential net = make_net();
    const auto optimizer = contestant.make(net.parameters(), contestant.rate);
    const Curves curves = train(net, *optimizer, data, plan);
    for (std::size_t i = 0; i < plan.epochs; ++i)
      std::printf("%-8s epoch %zu: loss ~%.2f, read right ~%.0f %%\n", contestant.name, i + 1,
                  curves.loss[i], 100 * curves.accuracy[i]);
    expect(curves.loss.back() < curves.loss.front(), "the loss falls");
  }
  // [/compare]
}

/// What the pictures show: the same with all of MNIST (or generated digits, where it cannot be
/// had), and the filters that Adam finds.
Learnt learn() {
  return kept(std::filesystem::path(__FILE__).replace_filename("training.json"), [] {
    const TrainTest data = find_mnist();
    const Plan plan{.batch_size = 100, .epochs = 2, .every = 100};
    const bool generated = data.source.find("generated") != std::string::npos;
    Learnt trained{generated ? "generated digits" : "MNIST", {}, {}, {}};
    for (const Contestant& contestant : kContestants) {
      Sequential net = make_net();
      const auto optimizer = contestant.make(net.parameters(), contestant.rate);
      Curves& curves = trained.curves[contestant.name];
      curves = train(net, *optimizer, data, plan);
      for (double& loss : curves.loss) loss = rounded(loss, 3);
      trained.weight = in_thousandths(net.parameters()[0]->value());
      trained.bias = in_thousandths(net.parameters()[1]->value());
    }
    return trained;
  });
}

// [maps]
/// (1, 30, 24, 24): what Conv and ReLU make of a digit (28 * 28 bytes). Filters and pixels are
/// whole numbers here, so that every sum is exact, and the same on every machine.
Tensor feature_maps(const std::vector<int>& weight, const std::vector<int>& bias,
                    const std::uint8_t* digit) {
  Sequential net({1, 28, 28});
  net.add<Conv>({.filters = bias.size(), .kernel = 5}).add<ReLU>();
  std::copy(weight.begin(), weight.end(), net.parameters()[0]->value().begin());
  std::copy(bias.begin(), bias.end(), net.parameters()[1]->value().begin());
  net.parameters()[1]->value() *= 255;  // a full pixel is 255 here, and was 1 in training
  Tensor x = make_tensor({1, 1, 28, 28});
  std::copy(digit, digit + 28 * 28, x.begin());
  return net.forward(x, Mode::Eval);
}
// [/maps]

/// The first digit of chapter 6, a 5.
const std::uint8_t* example() {
  static const TrainTest data = make_digit_data(/*train_n=*/1, /*test_n=*/1);
  return data.train.pixels.data();
}

int main(int argc, char** argv) {
  return run_chapter(argc, argv, {{"net", summary}, {"steps", steps}, {"compare", compare}},
                     {{"network.svg", [] { return draw_network(make_net(), example()); }},
                      {"curves.svg", [] { return draw_curves(learn()); }},
                      {"filters.svg", [] {
                         const Learnt trained = learn();
                         return draw_filters(trained, example(),
                                             feature_maps(trained.weight, trained.bias, example()));
                       }}});
}
