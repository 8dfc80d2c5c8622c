// Chapter 4: ReLU, or why a network needs a kink. Its text is README.md beside this file.
#include <cstdio>
#include <origami/gradient.hpp>
#include <origami/layers/relu.hpp>

#include "support/chapter.hpp"
#include "support/chart.hpp"

using namespace origami;
using namespace origami::examples;

// [relu]
double relu(double x) { return x > 0 ? x : 0; }
double relu_slope(double x) { return x > 0 ? 1 : 0; }
// [/relu]

// [straight]
/// Two affine layers in a row, each with one input and one output.
double two_layers(double x) {
  const double between = 3 * x + 1;
  return -2 * between + 5;
}
// [/straight]

void straight() {
  for (const double x : {-1, 0, 1, 2})
    std::printf("x = %2g: %g, and -6 x + 3 = %g\n", x, two_layers(x), -6 * x + 3);
}

// [folded]
/// Affine (1 -> 3), ReLU, Affine (3 -> 1).
double folded(double x) { return 1 * relu(x) + 2 * relu(x - 1) + 2 * relu(x - 2); }
// [/folded]

void fold() {
  for (const double x : {0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0})
    std::printf("x = %3g: folded %4g, x^2 %4g\n", x, folded(x), x * x);
}

const Tensor x{{3, -1, 0.5}, {-2, 4, -0.5}}, dy{{10, 20, 30}, {40, 50, 60}};

void layer() {
  // [layer]
  ReLU relu({});
  relu.build({3});
  show("x", x);
  show("y", relu.forward(x, Mode::Train));
  show("dy", dy);
  show("dx", relu.backward(dy));
  // [/layer]
}

void kink() {
  // [kink]
  for (const Scalar place : {Scalar(-0.5), Scalar(0), Scalar(0.005), Scalar(0.5)}) {
    Tensor v{place};
    const Tensor slope = central_difference([&] { return relu(v(0)); }, v, /*step=*/0.01);
    std::printf("at %5g: measured %.2f, ReLU's backward says %g\n", place, slope(0),
                relu_slope(place));
  }
  // [/kink]
}

Canvas draw_relu() {
  Canvas canvas(640, 270, "ReLU and its slope",
                "Left: y is 0 for negative x and x for positive x, with a kink at 0. Right: the "
                "slope is 0 for negative x and 1 for positive x.");
  const std::vector<double> ticks{-2, -1, 0, 1, 2};
  Chart left(canvas, {50, 40, 240, 170}, {"x", -2, 2, ticks}, {"y", 0, 2, {0, 1, 2}});
  Curve value{"", {}, {Tone::Blue, 3}};
  for (const double v : {-2.0, 0.0, 2.0}) value.points.push_back({v, relu(v)});
  left.curve(value);
  Chart right(canvas, {370, 40, 240, 170}, {"x", -2, 2, ticks}, {"slope", 0, 2, {0, 1, 2}});
  right.curve({"", {{-2, relu_slope(-2)}, {0, relu_slope(-1)}}, {Tone::Red, 3}});
  right.curve({"", {{0, relu_slope(1)}, {2, relu_slope(2)}}, {Tone::Red, 3}});
  canvas.dot(right.place({0, relu_slope(0)}), Tone::Red, 5);
  return canvas;
}

Canvas draw_folded() {
  Canvas canvas(
      560, 360, "Three ReLUs folded into a curve",
      "The sum relu(x) + 2 relu(x - 1) + 2 relu(x - 2) is a line with kinks at 0, 1 and "
      "2. It meets the parabola x squared at 0, 1, 2 and 3. Below it, the three summands.");
  Chart chart(canvas, {50, 40, 350, 264}, {"x", -1, 3, {-1, 0, 1, 2, 3}},
              {"y", 0, 9, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}});
  const auto curve = [&](const std::string& name, const std::function<double(double)>& f,
                         const LineStyle& style, int first = -10) {
    Curve c{name, {}, style};
    for (int i = first; i <= 30; ++i) c.points.push_back({0.1 * i, f(0.1 * i)});
    chart.curve(c);
  };
  curve("relu(x)", relu, {Tone::Grey, 1.5, true});
  curve("2 relu(x − 1)", [](double v) { return 2 * relu(v - 1); }, {Tone::Grey, 1.5, true});
  curve("2 relu(x − 2)", [](double v) { return 2 * relu(v - 2); }, {Tone::Grey, 1.5, true});
  curve(
      "", [](double v) { return v * v; }, {Tone::Orange, 2}, 0);
  curve("", folded, {Tone::Green, 3});
  chart.label({1.75, 7.6}, "x²", {.size = 14, .tone = Tone::Orange, .bold = true});
  chart.label({1.75, 6.9}, "Σ relu", {.size = 14, .tone = Tone::Green, .bold = true});
  return canvas;
}

Canvas draw_mask() {
  Canvas canvas(640, 170, "Where ReLU lets values and gradients pass",
                "Four 2 x 3 tables: x, y, dy and dx. Where x is positive, y is x and dx is dy; "
                "where x is negative, y and dx are 0 and grey.");
  ReLU layer({});
  layer.build({3});
  const Tensor y = layer.forward(x, Mode::Train), dx = layer.backward(dy);
  const auto draw = [&](double left, const std::string& name, const Tensor& t, Tone tone) {
    const Box box = canvas.grid({left, 54}, 2, 3, [&](std::size_t r, std::size_t c) {
      return Cell{number(t(r, c)), x(r, c) > 0 ? tone : Tone::Grey};
    });
    canvas.text({box.centre().x, 34}, name, {.bold = true});
    return box;
  };
  const Box a = draw(20, "x", x, Tone::Blue), b = draw(172, "y", y, Tone::Green);
  const Box c = draw(366, "dx", dx, Tone::Red), d = draw(518, "dy", dy, Tone::Red);
  canvas.arrow({a.right() + 8, 88}, {b.x - 8, 88}, {Tone::None, 2});
  canvas.arrow({d.x - 8, 88}, {c.right() + 8, 88}, {Tone::Red, 2});
  canvas.text({147, 146}, "forward", {.size = 13});
  canvas.text({493, 146}, "backward", {.size = 13, .tone = Tone::Red});
  return canvas;
}

int main(int argc, char** argv) {
  return run_chapter(
      argc, argv, {{"straight", straight}, {"fold", fold}, {"layer", layer}, {"kink", kink}},
      {{"relu.svg", draw_relu}, {"folded.svg", draw_folded}, {"mask.svg", draw_mask}});
}
