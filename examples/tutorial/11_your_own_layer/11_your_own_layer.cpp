// Chapter 11: a layer of your own. Its text is README.md beside this file.
#include <cmath>
#include <cstdio>
#include <origami/check_layer.hpp>
#include <origami/datasets/batches.hpp>
#include <origami/datasets/digits.hpp>
#include <origami/datasets/evaluate.hpp>
#include <origami/layers/affine.hpp>
#include <origami/layers/conv.hpp>
#include <origami/layers/pooling.hpp>
#include <origami/loss.hpp>
#include <origami/optimizer.hpp>
#include <regex>

#include "support/chapter.hpp"
#include "support/chart.hpp"

using namespace origami;
using namespace origami::examples;

namespace {  // so that it does not meet the SiLU that you add to the library

// [about]
/// SiLU (nn.SiLU, Swish).
///   forward    y = x * s, with s = 1 / (1 + exp(-x))
///   backward   dx = dy * (s + y * (1 - s))
///   shapes     any -> the same
///   source     Elfwing et al.: Sigmoid-Weighted Linear Units (2017)
// [/about]
class SiLU : public Layer {
 public:
  struct Options {};

  explicit SiLU(const Options&) {}

  std::string type() const override { return "SiLU"; }

 private:
  Shape do_build(const Shape& in, Rng&) override { return in; }
  void do_forward(const Tensor& x, Tensor& y, Mode mode) override;
  void do_backward(const Tensor& x, const Tensor& y, const Tensor& dy, Tensor* dx) override;
};

void SiLU::do_forward(const Tensor& x, Tensor& y, Mode) {
  const Scalar* in = x.data();
  Scalar* out = y.data();
  for (std::size_t i = 0; i < x.size(); ++i) out[i] = in[i] / (1 + std::exp(-in[i]));
}

void SiLU::do_backward(const Tensor& x, const Tensor& y, const Tensor& dy, Tensor* dx) {
  const Scalar *in = x.data(), *out = y.data(), *dout = dy.data();
  Scalar* din = dx->data();
  for (std::size_t i = 0; i < dy.size(); ++i) {
    const Scalar s = 1 / (1 + std::exp(-in[i]));
    din[i] = dout[i] * (s + out[i] * (1 - s));
  }
}

// As the template has it; with half of the product rule; and with a fault in forward.
struct Fresh : SiLU {
  using SiLU::SiLU;
  void do_backward(const Tensor&, const Tensor&, const Tensor&, Tensor*) override {}
};

struct Half : SiLU {
  using SiLU::SiLU;
  void do_backward(const Tensor& x, const Tensor&, const Tensor& dy, Tensor* dx) override {
    const Scalar *in = x.data(), *dout = dy.data();
    Scalar* din = dx->data();
    for (std::size_t i = 0; i < dy.size(); ++i) {
      // [half]
      const Scalar s = 1 / (1 + std::exp(-in[i]));
      din[i] = dout[i] * s;
      // [/half]
    }
  }
};

// [copy]
/// Forward and backward fit each other perfectly. Only, it is no SiLU.
struct Copy : SiLU {
  using SiLU::SiLU;
  void do_forward(const Tensor& x, Tensor& y, Mode) override { y = x; }
  void do_backward(const Tensor&, const Tensor&, const Tensor& dy, Tensor* dx) override {
    *dx = dy;
  }
};
// [/copy]

// What check_layer says; measured values differ between machines in the last digit.
template <class L>
void say() {
  const std::string problem = check_layer<L>({}, {2, 5, 3});
  static const std::regex measured("(is|gives) (-?[0-9.]+)");
  std::printf("%s\n", problem.empty() ? "all is well"
                                      : std::regex_replace(problem, measured, "$1 ~$2").c_str());
}

template <class L>
std::unique_ptr<L> make(std::size_t n) {
  auto layer = std::make_unique<L>(typename L::Options{});
  layer->build({n});
  return layer;
}

void hand() {
  // [hand]
  const Scalar ln3 = std::log(Scalar{3});
  const Tensor x{{-ln3, 0, ln3}};
  const auto layer = make<SiLU>(3);
  show("y", layer->forward(x, Mode::Train), 3);
  show("dx", layer->backward(make_tensor({1, 3}, 1)), 3);
  // [/hand]
}

void use() {
  // [use]
  const TrainTest digits = make_digit_data(2000, 500);
  Sequential net(digits.train.image_shape);
  net.add<Conv>({.filters = 8, .kernel = 5}).add<SiLU>().add<Pooling>({.pool = 2});
  net.add<Affine>({.units = 10});
  std::printf("%s", net.summary().c_str());

  Adam optimizer(net.parameters(), {.rate = 0.005});
  SoftmaxCrossEntropy criterion;
  Batches train(digits.train);
  Rng rng(1);
  for (int epoch = 1; epoch <= 4; ++epoch)
    for (const Batch& batch : train.shuffled(50, rng)) {
      criterion.forward(net.forward(batch.images, Mode::Train), batch.labels);
      net.backward(criterion.backward());
      optimizer.step();
    }
  std::printf("reads ~%.0f %% of new digits\n", 100 * evaluate(net, digits.test).accuracy);
  // [/use]
}

constexpr double kEnd = 4;  // curves go from -4 to 4

/// (1, n): n points from -4 to 4.
Tensor axis(std::size_t n) {
  Tensor x = make_tensor({1, n});
  for (std::size_t i = 0; i < n; ++i)
    x(0, i) = static_cast<Scalar>(kEnd * (2.0 * double(i) / double(n - 1) - 1));
  return x;
}

Curve curve_of(const Tensor& y, const LineStyle& style) {
  const Tensor x = axis(y.size());
  Curve curve{"", {}, style};
  for (std::size_t i = 0; i < x.size(); ++i) curve.points.push_back({x(0, i), y(0, i)});
  return curve;
}

template <class L>
Tensor slope_of(const Tensor& x) {
  const auto layer = make<L>(x.size());
  layer->forward(x, Mode::Train);
  return layer->backward(make_tensor({1, x.size()}, 1));
}

Tensor y_of(const Tensor& x) { return make<SiLU>(x.size())->forward(x, Mode::Eval); }

Canvas draw_silu() {
  Canvas canvas(
      700, 300, "SiLU and its slope",
      "Left, y over x: SiLU follows zero for small x, dips a little below it and then approaches "
      "the line y = x; ReLU is drawn dashed. Right, the slope: measured dots lie on the curve of "
      "backward, not on that of half the product rule.");
  const std::vector<double> ticks{-4, -2, 0, 2, 4};
  Chart left(canvas, {50, 44, 250, 200}, {"x", -kEnd, kEnd, ticks}, {"y", -1, 4, {0, 2, 4}});
  left.curve({"", {{-kEnd, 0}, {0, 0}, {kEnd, kEnd}}, {Tone::Grey, 2, true}});
  const Tensor x = axis(81);
  left.curve(curve_of(y_of(x), {Tone::Green, 3}));
  left.label({0.9, 3.2}, "ReLU", {.size = 13, .tone = Tone::Grey});
  left.label({2.6, 1.5}, "SiLU", {.size = 14, .tone = Tone::Green, .bold = true});
  Chart right(canvas, {370, 44, 250, 200}, {"x", -kEnd, kEnd, ticks},
              {"slope", -0.2, 1.2, {0, 0.5, 1}});
  right.curve(curve_of(slope_of<Half>(x), {Tone::Grey, 2, true}));
  right.curve(curve_of(slope_of<SiLU>(x), {Tone::Red, 3}));
  const Tensor few = axis(17);
  const Scalar h = 0.01f;
  const Tensor measured = (y_of(few + h) - y_of(few - h)) / (2 * h);
  for (const Point& p : curve_of(measured, {}).points) canvas.dot(right.place(p), Tone::None, 4);
  right.label({4.15, 0.94}, "s", {.anchor = Anchor::Start, .size = 13, .tone = Tone::Grey});
  right.label({-1.5, 0.95}, "s + y(1 − s)", {.size = 14, .tone = Tone::Red, .bold = true});
  return canvas;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<Part> parts{{"fresh", say<Fresh>}, {"hand", hand},      {"half", say<Half>},
                                {"right", say<SiLU>},  {"copy", say<Copy>}, {"use", use}};
  return run_chapter(argc, argv, parts, {{"silu.svg", draw_silu}});
}
