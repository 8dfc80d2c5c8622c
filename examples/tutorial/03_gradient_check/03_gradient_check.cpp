// Chapter 3: a gradient by measuring. Its text is README.md beside this file.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <origami/check_layer.hpp>
#include <origami/gradient.hpp>

#include "support/chapter.hpp"
#include "support/chart.hpp"

using namespace origami;
using namespace origami::examples;

// [cube]
template <class Real>
Real cube(Real x) {
  return x * x * x;
}
constexpr double kPlace = 1.5, kSlope = 3 * kPlace * kPlace;  // the derivative of x^3 is 3 x^2
// [/cube]

// [differences]
template <class Real>
Real one_sided(Real x, Real h) {
  return (cube(x + h) - cube(x)) / h;
}

template <class Real>
Real central(Real x, Real h) {
  return (cube(x + h) - cube(x - h)) / (2 * h);
}
// [/differences]

double error_of(double slope) { return std::abs(slope - kSlope); }

void steps() {
  // [steps]
  std::printf("     h   one-sided     central   central, float\n");
  for (const double h : {0.1, 0.01, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8})
    std::printf("%6.0e     %.1e     %.1e          %.1e\n", h, error_of(one_sided(kPlace, h)),
                error_of(central(kPlace, h)),
                error_of(double{central(static_cast<float>(kPlace), static_cast<float>(h))}));
  // [/steps]
}

// [loss]
/// What the layer y = x^2 adds to a loss whose gradient by y is g.
double loss(const Tensor& x, const Tensor& g) {
  double sum = 0;
  for (std::size_t i = 0; i < x.size(); ++i) sum += double{x.data()[i]} * x.data()[i] * g.data()[i];
  return sum;
}
// [/loss]

void measure() {
  // [measure]
  Tensor x{1, 2, 3};
  const Tensor g{1, -1, 0.5};
  const Tensor numeric = central_difference([&] { return loss(x, g); }, x, /*step=*/1e-2);
  show("numeric", numeric, 3);

  const Tensor correct = 2 * x * g, wrong_sign = -2 * x * g, no_factor = x * g;
  for (const Tensor& analytic : {correct, wrong_sign, no_factor}) {
    const std::string problem = compare_gradients(analytic, numeric, /*tolerance=*/1e-2);
    std::printf("%s\n", problem.empty() ? "is right" : problem.c_str());
  }
  // [/measure]
}

// [square]
/// y = x * x. The options let it make the mistakes that people make.
class Square : public Layer {
 public:
  struct Options {
    Scalar slope = 2;   // dx = slope * x * dy
    bool adds = false;  // dx += instead of dx =
  };
  explicit Square(const Options& options) : options_(options) {}
  std::string type() const override { return "Square"; }

 private:
  Shape do_build(const Shape& in, Rng&) override { return in; }
  void do_forward(const Tensor& x, Tensor& y, Mode) override {
    for (std::size_t i = 0; i < x.size(); ++i) y.data()[i] = x.data()[i] * x.data()[i];
  }
  void do_backward(const Tensor& x, const Tensor&, const Tensor& dy, Tensor* dx) override {
    for (std::size_t i = 0; i < x.size(); ++i) {
      const Scalar d = options_.slope * x.data()[i] * dy.data()[i];
      dx->data()[i] = options_.adds ? dx->data()[i] + d : d;
    }
  }

  Options options_;
};
// [/square]

void layers() {
  // [layers]
  const auto report = [](const char* what, const std::string& problem) {
    std::printf("%-13s %s\n", what, problem.empty() ? "all is well" : problem.c_str());
  };
  report("2 x dy", check_layer<Square>({}, {4}));
  report("-2 x dy", check_layer<Square>({.slope = -2}, {4}));
  report("x dy", check_layer<Square>({.slope = 1}, {4}));
  report("dx += 2 x dy", check_layer<Square>({.adds = true}, {4}));
  // [/layers]
}

Canvas draw_secants() {
  Canvas canvas(480, 360, "The slope of x cubed at 1.5: tangent, one-sided and central difference",
                "The curve x cubed. Through the point at 1.5 goes the tangent. The secant from 1.5 "
                "to 2 is clearly steeper; the one from 1 to 2 is nearly parallel to the tangent.");
  Chart chart(canvas, {56, 40, 390, 260},
              {"x", 0.6, 2.2, {1, 1.5, 2}, false, {"x − h", "x", "x + h"}},
              {"x³", -1, 10, {0, 2, 4, 6, 8, 10}});
  const double h = 0.5, x = kPlace;
  const auto line = [&](double slope, double from, double to, const LineStyle& style) {
    const auto at = [&](double v) { return Point{v, cube(to) + slope * (v - to)}; };
    chart.curve({"", {at(from), at(2.12)}, style});
  };
  Curve curve{"", {}, {Tone::Grey, 2.5}};
  for (int i = 0; i <= 50; ++i) {
    const double v = 0.6 + 0.03 * i;
    curve.points.push_back({v, cube(v)});
  }
  chart.curve(curve);
  const double one = one_sided(x, h), two = central(x, h);
  line(kSlope, 1, x, {Tone::Green, 2.5});
  line(two, 0.92, x + h, {Tone::Blue, 2});
  line(one, 1.2, x + h, {Tone::Red, 2});
  TextStyle label{.anchor = Anchor::End, .tone = Tone::Blue};
  chart.label({1.4, 4.8}, "central " + number(two, 4), label);
  label = {.anchor = Anchor::Start, .tone = Tone::Green};
  chart.label({1.92, 5.2}, "3 x² = " + number(kSlope, 4), label);
  label.tone = Tone::Red;
  chart.label({1.32, 0.8}, "one-sided " + number(one, 4), label);
  for (const double v : {x - h, x, x + h}) canvas.dot(chart.place({v, cube(v)}), Tone::None);
  return canvas;
}

Canvas draw_errors() {
  Canvas canvas(
      600, 360, "The error of three differences for steps from 0.1 to 1e-8",
      "Both axes are logarithmic. From right to left, the one-sided difference's error "
      "falls by ten for each tenth of the step, the central one's by a hundred, until "
      "rounding takes over and the error grows again. In float that happens much sooner.");
  Axis steps{"h", 1e-8, 1e-1, {}, true}, errors{"error", 1e-12, 1e2, {}, true};
  for (const int e : {-8, -6, -4, -2}) {
    steps.ticks.push_back(std::pow(10.0, e));
    steps.names.push_back("1e" + number(e));
  }
  for (const int e : {-12, -9, -6, -3, 0}) {
    errors.ticks.push_back(std::pow(10.0, e));
    errors.names.push_back(e == 0 ? "1" : "1e" + number(e));
  }
  Chart chart(canvas, {64, 40, 400, 264}, steps, errors);
  Curve one{"", {}, {Tone::Red, 2.5}, true}, two{"", {}, {Tone::Blue, 2.5}, true},
      single{"", {}, {Tone::Orange, 2.5}, true};
  for (double h = 0.1; h > 5e-9; h /= 10) {
    const double floor = 1e-12;  // an error of exactly 0 has no logarithm
    one.points.push_back({h, std::max(floor, error_of(one_sided(kPlace, h)))});
    two.points.push_back({h, std::max(floor, error_of(central(kPlace, h)))});
    const float f = central(static_cast<float>(kPlace), static_cast<float>(h));
    single.points.push_back({h, std::max(floor, error_of(double{f}))});
  }
  chart.curve(one);
  chart.curve(two);
  chart.curve(single);
  const auto name = [&](const Curve& curve, const std::string& text) {
    const Point end = chart.place(curve.points.front());
    canvas.text({end.x + 10, end.y}, text,
                {.anchor = Anchor::Start, .size = 13, .tone = curve.style.tone});
  };
  name(one, "one-sided");
  name(two, "central");
  canvas.text({chart.place(single.points.back()).x + 16, chart.place(single.points.back()).y - 12},
              "central, float", {.anchor = Anchor::Start, .size = 13, .tone = Tone::Orange});
  return canvas;
}

int main(int argc, char** argv) {
  return run_chapter(argc, argv, {{"steps", steps}, {"measure", measure}, {"layers", layers}},
                     {{"secants.svg", draw_secants}, {"errors.svg", draw_errors}});
}
