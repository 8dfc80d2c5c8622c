// A whole small network from installed headers only.
#include <cstdio>
#include <origami/datasets/digits.hpp>
#include <origami/datasets/evaluate.hpp>
#include <origami/layers/affine.hpp>
#include <origami/layers/conv.hpp>
#include <origami/layers/pooling.hpp>
#include <origami/layers/relu.hpp>
#include <origami/sequential.hpp>

int main() {
  using namespace origami;
  Sequential net({1, 28, 28}, /*seed=*/1);
  net.add<Conv>({.filters = 4, .kernel = 5}).add<Pooling>({.pool = 2}).add<ReLU>();
  net.add<Affine>({.units = 10});
  const Tensor& logits = net.forward(make_tensor({2, 1, 28, 28}, 0.5f), Mode::Eval);
  std::printf("%s\n%s\n", net.summary().c_str(), to_string(shape_of(logits)).c_str());
  const bool good = shape_of(logits) == Shape{2, 10};
  return good && evaluate(net, make_digits(20, /*seed=*/1)).size() == 20 ? 0 : 1;
}
