// Solutions to the exercises of chapter 8.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <origami/layers/conv.hpp>

#include "support/chapter.hpp"

using namespace origami;
using namespace origami::examples;

/// A built layer of one 3x3 filter for pictures (1, H, W).
void give_filter(Conv& conv, const Shape& in, const Tensor& filter, Scalar bias = 0) {
  conv.build(in);
  std::copy_n(filter.data(), 9, conv.parameters()[0]->value().data());
  conv.parameters()[1]->value()(0) = bias;
}

// [filters]
const Tensor same{{0, 0, 0}, {0, 1, 0}, {0, 0, 0}};
const Tensor to_the_right{{0, 0, 0}, {1, 0, 0}, {0, 0, 0}};  // each pixel from its left neighbour
const Tensor blur = make_tensor({3, 3}, Scalar{1} / 9);
// [/filters]

Tensor filtered(const Tensor& picture, const Tensor& filter) {
  Conv conv({.filters = 1, .kernel = 3, .pad = 1});
  give_filter(conv, {1, 3, 4}, filter);
  return conv.forward(picture, Mode::Eval);
}

void filters() {
  const Tensor picture{{{{1, 2, 3, 4}, {5, 6, 7, 8}, {9, 10, 11, 12}}}};
  expect(filtered(picture, same) == picture, "the first filter changes nothing");
  const Tensor moved = filtered(picture, to_the_right);
  show("to_the_right", moved);
  expect(moved(0, 0, 1, 3) == 7 && moved(0, 0, 1, 0) == 0, "the second shifts to the right");
  const Tensor blurred = filtered(picture, blur);
  show("blur", blurred);
  expect(std::abs(blurred(0, 0, 1, 1) - 6) < 1e-4, "the mean around 6 is 6");
}

void learn() {
  // [learn]
  Rng rng(3);
  Tensor x = make_tensor({16, 1, 8, 8});  // noise is a good teacher: it contains every pattern
  for (Scalar& v : x) v = static_cast<Scalar>(rng.uniform(-1, 1));
  Conv hidden({.filters = 1, .kernel = 3}), pupil({.filters = 1, .kernel = 3});
  give_filter(hidden, {1, 8, 8}, Tensor{{1, 0, -1}, {2, 0, -2}, {1, 0, -1}}, Scalar(0.5));
  const Tensor target = hidden.forward(x, Mode::Eval);
  pupil.build({1, 8, 8}, rng);
  const Scalar count = static_cast<Scalar>(target.size());
  for (int step = 0; step <= 60; ++step) {
    const Tensor error = pupil.forward(x, Mode::Train) - target;
    if (step % 20 == 0) {
      double loss = 0;
      for (const Scalar e : error) loss += 0.5 * e * e / count;
      std::printf("step %2d: loss %.3f\n", step, loss);
    }
    pupil.backward(error / count, /*need_dx=*/false);
    for (Parameter* p : pupil.parameters()) p->value() -= Scalar(0.5) * p->grad;
  }
  // [/learn]
  for (std::size_t i = 0; i < 2; ++i) {
    Tensor& learnt = pupil.parameters()[i]->value();
    const Tensor& wanted = hidden.parameters()[i]->value();
    for (std::size_t j = 0; j < learnt.size(); ++j) {
      expect(std::abs(learnt.data()[j] - wanted.data()[j]) < 1e-3, "the filter is found");
      learnt.data()[j] = std::round(100 * learnt.data()[j]) / 100;
    }
    show(pupil.parameters()[i]->name, learnt);
  }
}

int main(int argc, char** argv) {
  return run_chapter(argc, argv, {{"filters", filters}, {"learn", learn}});
}
