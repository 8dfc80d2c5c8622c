// Solutions to the exercises of chapter 6.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <origami/datasets/batches.hpp>
#include <origami/datasets/digits.hpp>
#include <origami/datasets/evaluate.hpp>
#include <origami/layers/affine.hpp>
#include <origami/layers/relu.hpp>
#include <origami/loss.hpp>
#include <origami/optimizer.hpp>

#include "support/chapter.hpp"

using namespace origami;
using namespace origami::examples;

const TrainTest data = make_digit_data(/*train_n=*/2000, /*test_n=*/500);

void make_layers(Sequential& net) {
  net.add<Affine>({.units = 50}).add<ReLU>().add<Affine>({.units = 10});
}

void rates() {
  // [rates]
  std::vector<double> losses;
  for (const double rate : {0.001, 0.1, 3.0}) {
    Sequential net({1, 28, 28}, /*seed=*/1);
    make_layers(net);
    SGD optimizer(net.parameters(), {.rate = rate});
    SoftmaxCrossEntropy criterion;
    Batches batches(data.train);
    Rng rng(1);
    for (int epoch = 1; epoch <= 3; ++epoch)
      for (const Batch& batch : batches.shuffled(20, rng)) {
        criterion.forward(net.forward(batch.images, Mode::Train), batch.labels);
        net.backward(criterion.backward());
        optimizer.step();
      }
    losses.push_back(evaluate(net, data.test).loss);
    std::printf("rate %5g: test loss ~%.2f\n", rate, losses.back());
  }
  // [/rates]
  expect(losses[1] < losses[0], "0.001 is too small");
  expect(losses[1] < losses[2], "3 is too large");
}

// [my_step]
void my_step(const std::vector<Parameter*>& parameters, Scalar rate) {
  for (Parameter* p : parameters)
    for (std::size_t i = 0; i < p->value().size(); ++i)
      p->value().data()[i] -= rate * p->grad.data()[i];
}
// [/my_step]

void mine() {
  // [mine]
  Sequential first({1, 28, 28}, /*seed=*/1), second({1, 28, 28}, /*seed=*/1);
  make_layers(first);
  make_layers(second);
  SGD optimizer(first.parameters(), {.rate = 0.1});
  SoftmaxCrossEntropy criterion;
  Batches batches(data.train);
  double apart = 0;
  for (const Batch& batch : batches.in_order(100)) {
    for (Sequential* net : {&first, &second}) {
      criterion.forward(net->forward(batch.images, Mode::Train), batch.labels);
      net->backward(criterion.backward());
    }
    optimizer.step();
    my_step(second.parameters(), Scalar(0.1));
  }
  for (std::size_t p = 0; p < first.parameters().size(); ++p) {
    const Tensor &a = first.parameters()[p]->value(), &b = second.parameters()[p]->value();
    for (std::size_t i = 0; i < a.size(); ++i)
      apart = std::max<double>(apart, std::abs(a.data()[i] - b.data()[i]));
  }
  std::printf("after 20 steps the same weights? %s\n", apart < 1e-4 ? "yes" : "no");
  // [/mine]
  expect(apart < 1e-4, "my step is SGD's");
}

int main(int argc, char** argv) {
  return run_chapter(argc, argv, {{"rates", rates}, {"mine", mine}});
}
