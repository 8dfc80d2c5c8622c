// Chapter 5: softmax and cross-entropy. Its text is README.md beside this file.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <origami/layers/softmax.hpp>
#include <origami/loss.hpp>

#include "support/chapter.hpp"
#include "support/chart.hpp"

using namespace origami;
using namespace origami::examples;

// [scores]
/// Scores (logits) of one sample for three classes, chosen so that their exponentials are 1, 2, 5.
const Tensor scores{{0, std::log(Scalar{2}), std::log(Scalar{5})}};
// [/scores]

// [naive]
/// logits (N, K) -> probabilities (N, K), as the formula is written.
Tensor naive_softmax(const Tensor& logits) {
  Tensor p = logits;
  const std::size_t K = logits.shape()[1];
  for (Scalar* row = p.data(); row != p.data() + p.size(); row += K) {
    Scalar sum = 0;
    for (std::size_t k = 0; k < K; ++k) sum += row[k] = std::exp(row[k]);
    for (std::size_t k = 0; k < K; ++k) row[k] /= sum;
  }
  return p;
}
// [/naive]

// [stable]
/// The same, with the largest score of each row taken off first.
Tensor stable_softmax(const Tensor& logits) {
  Tensor shifted = logits;
  const std::size_t K = logits.shape()[1];
  for (Scalar* row = shifted.data(); row != shifted.data() + shifted.size(); row += K) {
    const Scalar top = *std::max_element(row, row + K);
    for (std::size_t k = 0; k < K; ++k) row[k] -= top;
  }
  return naive_softmax(shifted);
}
// [/stable]

void probabilities() { show("softmax", naive_softmax(scores)); }

void overflow() {
  // [overflow]
  const Tensor large{{1000, 999}};
  const Tensor naive = naive_softmax(large);
  std::printf("naive: finite numbers? %s\n", std::isfinite(naive(0, 0)) ? "yes" : "no");
  show("stable", stable_softmax(large));
  // [/overflow]
}

void loss() {
  // [loss]
  SoftmaxCrossEntropy criterion;
  for (const int label : {0, 1, 2}) {
    const double loss = criterion.forward(scores, std::vector<int>{label});
    std::printf("if class %d is right: loss %.4f\n", label, loss);
  }
  // [/loss]
}

// [alone]
/// d loss / d logits in two steps: cross-entropy alone, then back through the Softmax layer.
Tensor gradient_in_two_steps(const Tensor& logits, const std::vector<int>& labels) {
  const std::size_t N = logits.shape()[0], K = logits.shape()[1];
  Softmax softmax({});
  softmax.build({K});
  const Tensor& p = softmax.forward(logits, Mode::Train);
  Tensor dp = make_tensor({N, K});  // loss = mean of -log p(n, label), so only p(n, label) counts
  for (std::size_t n = 0; n < N; ++n) {
    const auto label = static_cast<std::size_t>(labels[n]);
    dp(n, label) = -1 / (p(n, label) * static_cast<Scalar>(N));
  }
  show("dp", dp);
  return softmax.backward(dp);
}
// [/alone]

// [fused]
Tensor gradient_fused(const Tensor& logits, const std::vector<int>& labels) {
  SoftmaxCrossEntropy criterion;
  criterion.forward(logits, labels);
  return criterion.backward();
}
// [/fused]

void gradients() {
  // [gradients]
  show("in two steps", gradient_in_two_steps(scores, {1}));
  show("fused", gradient_fused(scores, {1}));
  // [/gradients]
}

void confident() {
  // [confident]
  const Tensor wrong{{120, 0}};  // very sure of class 0, but class 1 is right
  const Tensor two_steps = gradient_in_two_steps(wrong, {1});
  std::printf("in two steps: finite numbers? %s\n", std::isfinite(two_steps(0, 1)) ? "yes" : "no");
  show("fused", gradient_fused(wrong, {1}));
  // [/confident]
}

Canvas draw_softmax() {
  Canvas canvas(760, 270, "From scores to probabilities to the gradient",
                "Three bar charts over the classes 0, 1, 2. Scores: 0, 0.69, 1.61. Probabilities: "
                "0.125, 0.25, 0.625, with sum 1. Gradient if class 1 is right: 0.125, -0.75, "
                "0.625, with sum 0.");
  const auto chart = [&](double left, const std::string& name, const Tensor& t, Tone tone,
                         double begin, double end, const std::vector<double>& ticks) {
    Chart axes(canvas, {left, 46, 180, 180}, {"k", -0.5, 2.5, {0, 1, 2}},
               {name, begin, end, ticks});
    for (std::size_t k = 0; k < 3; ++k) {
      const double v = t(0, k), at = static_cast<double>(k);
      axes.bar(at, v, 0.6, tone);
      axes.label({at, v + (v < 0 ? -1 : 1) * (end - begin) * 0.05}, number(v), {.size = 12});
    }
  };
  chart(50, "z", scores, Tone::Blue, 0, 2, {0, 0.5, 1, 1.5, 2});
  chart(305, "p = softmax(z)", stable_softmax(scores), Tone::Green, 0, 1, {0, 0.25, 0.5, 0.75, 1});
  chart(560, "dz = p − target", gradient_fused(scores, {1}), Tone::Red, -1, 1,
        {-1, -0.5, 0, 0.5, 1});
  return canvas;
}

Canvas draw_loss() {
  Canvas canvas(
      520, 320, "Cross-entropy: minus the logarithm of the right class's probability",
      "The loss falls from above 4 at a probability near 0 to 0 at probability 1. Marked: "
      "probability 0.125 with loss 2.08, 0.25 with 1.39, 0.625 with 0.47.");
  Chart chart(canvas, {50, 40, 430, 220}, {"p", 0, 1, {0, 0.25, 0.5, 0.75, 1}},
              {"−log p", 0, 4, {0, 1, 2, 3, 4}});
  Curve curve{"", {}, {Tone::Blue, 2.5}};
  for (int i = 2; i <= 100; ++i) curve.points.push_back({0.01 * i, -std::log(0.01 * i)});
  chart.curve(curve);
  const Tensor p = stable_softmax(scores);
  for (const Scalar v : p) {
    const Point at = chart.place({v, -std::log(v)});
    canvas.dot(at, Tone::Red, 5);
    canvas.text({at.x + 10, at.y - 10}, number(-std::log(v)),
                {.anchor = Anchor::Start, .size = 13});
  }
  return canvas;
}

int main(int argc, char** argv) {
  return run_chapter(argc, argv,
                     {{"probabilities", probabilities},
                      {"overflow", overflow},
                      {"loss", loss},
                      {"gradients", gradients},
                      {"confident", confident}},
                     {{"softmax.svg", draw_softmax}, {"loss.svg", draw_loss}});
}
