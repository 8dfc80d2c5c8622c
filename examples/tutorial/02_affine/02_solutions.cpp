// Solutions to the exercises of chapter 2.
#include <cstdio>
#include <origami/gemm.hpp>
#include <origami/layers/affine.hpp>

#include "support/chapter.hpp"

using namespace origami;
using namespace origami::examples;

void products() {
  const Tensor x{{1, 2, 3}, {4, 5, 6}}, weight{{1, 1, -1}, {2, 1, 0}}, dy{{1, 2}, {0, -1}};
  const std::size_t N = 2, inputs = 3, units = 2;
  // [products]
  Tensor dweight = make_tensor({units, inputs}), dx = make_tensor({N, inputs});
  gemm(transposed({dy.data(), N, units}), {x.data(), N, inputs}, {dweight.data(), units, inputs});
  gemm({dy.data(), N, units}, {weight.data(), units, inputs}, {dx.data(), N, inputs});
  // [/products]
  show("dweight", dweight);
  show("dx", dx);
  expect(dweight == Tensor{{1, 2, 3}, {-2, -1, 0}}, "dweight is that of the chapter");
  expect(dx == Tensor{{5, 3, -1}, {-2, -1, 0}}, "dx is that of the chapter");
}

void descent() {
  // [descent]
  const Tensor x{{1, 2, 3}, {4, 5, 6}}, target{{0, 1}, {1, 0}};
  Affine affine({.units = 2});
  affine.build({3});
  double first = 0, loss = 0;
  for (int step = 0; step <= 200; ++step) {
    const Tensor& y = affine.forward(x, Mode::Train);
    const Tensor dy = y - target;  // of the loss: half the sum of the squared differences
    loss = 0;
    for (const Scalar d : dy) loss += 0.5 * d * d;
    if (step == 0) first = loss;
    affine.backward(dy);
    for (Parameter* p : affine.parameters())
      for (std::size_t i = 0; i < p->grad.size(); ++i)
        p->value().data()[i] -= Scalar(0.02) * p->grad.data()[i];
    if (step % 50 == 0) std::printf("step %3d: loss %.2f\n", step, loss);
  }
  // [/descent]
  expect(loss < first / 100, "the loss falls to less than a hundredth");
}

int main(int argc, char** argv) {
  return run_chapter(argc, argv, {{"products", products}, {"descent", descent}});
}
