// Solutions to the exercises of chapter 5.
#include <cmath>
#include <cstdio>
#include <origami/gradient.hpp>
#include <origami/layers/softmax.hpp>
#include <origami/loss.hpp>

#include "support/chapter.hpp"

using namespace origami;
using namespace origami::examples;

Tensor softmax(const Tensor& logits) {
  Softmax layer({});
  layer.build({logits.shape()[1]});
  return layer.forward(logits, Mode::Eval);
}

void temperature() {
  // [temperature]
  const Tensor scores{{0, 1, 2}};
  for (const Scalar temperature : {Scalar(0.25), Scalar(1), Scalar(4)}) {
    const Tensor p = softmax(scores / temperature);
    std::printf("T = %4g: %.3f %.3f %.3f\n", temperature, p(0, 0), p(0, 1), p(0, 2));
  }
  // [/temperature]
  expect(softmax(scores / Scalar(0.25))(0, 2) > 0.98, "a low temperature is sure");
  expect(softmax(scores / Scalar(4))(0, 2) < 0.5, "a high one is not");
}

void measured() {
  // [measured]
  Tensor logits{{0.5, -1, 2}, {1, 0.2, -0.7}};
  const std::vector<int> labels{2, 0};
  SoftmaxCrossEntropy criterion;
  criterion.forward(logits, labels);
  const Tensor analytic = criterion.backward();
  const Tensor numeric =
      central_difference([&] { return criterion.forward(logits, labels); }, logits, 1e-2);
  const std::string problem = compare_gradients(analytic, numeric, 1e-2);
  std::printf("%s\n", problem.empty() ? "all is well" : problem.c_str());

  for (std::size_t n = 0; n < 2; ++n)
    std::printf("row %zu of the gradient adds up to %.3f\n", n,
                std::abs(analytic(n, 0) + analytic(n, 1) + analytic(n, 2)));
  // [/measured]
  expect(problem.empty(), "the fused gradient is that of the loss");
}

int main(int argc, char** argv) {
  return run_chapter(argc, argv, {{"temperature", temperature}, {"measured", measured}});
}
