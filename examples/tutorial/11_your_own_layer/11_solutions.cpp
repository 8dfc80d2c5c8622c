// Solutions to the exercises of chapter 11.
#include <cmath>
#include <cstdio>
#include <origami/check_layer.hpp>
#include <origami/error.hpp>

#include "support/chapter.hpp"

using namespace origami;
using namespace origami::examples;

namespace {

// [swish]
/// Swish.
///   forward    y = x * s, with s = 1 / (1 + exp(-beta * x))
///   backward   dx = dy * (s + beta * y * (1 - s))
class Swish : public Layer {
 public:
  struct Options {
    double beta = 1;  // 0: y = x / 2; large: nearly ReLU
  };

  explicit Swish(const Options& options) : options_(options) {}

  std::string type() const override { return "Swish"; }
  std::string description() const override {
    return "Swish " + std::to_string(options_.beta).substr(0, 5);
  }

 private:
  Shape do_build(const Shape& in, Rng&) override {
    if (!std::isfinite(options_.beta))
      throw ValueError(label() + ": beta is not finite but expected a number like 1");
    return in;
  }

  void do_forward(const Tensor& x, Tensor& y, Mode) override {
    const auto beta = static_cast<Scalar>(options_.beta);
    for (std::size_t i = 0; i < x.size(); ++i)
      y.data()[i] = x.data()[i] / (1 + std::exp(-beta * x.data()[i]));
  }

  void do_backward(const Tensor& x, const Tensor& y, const Tensor& dy, Tensor* dx) override {
    const auto beta = static_cast<Scalar>(options_.beta);
    for (std::size_t i = 0; i < dy.size(); ++i) {
      const Scalar s = 1 / (1 + std::exp(-beta * x.data()[i]));
      dx->data()[i] = dy.data()[i] * (s + beta * y.data()[i] * (1 - s));
    }
  }

  Options options_;
};
// [/swish]

void swish() {
  for (const double beta : {0.0, 0.5, 1.0, 3.0}) {
    const std::string problem = check_layer<Swish>({.beta = beta}, {2, 5, 3});
    std::printf("beta %g: %s\n", beta, problem.empty() ? "all is well" : problem.c_str());
    expect(problem.empty(), "Swish passes check_layer");
  }
  try {
    Sequential({3}).add<Swish>({.beta = INFINITY});
    expect(false, "an infinite beta is refused");
  } catch (const ValueError& error) {
    std::printf("%s\n", error.what());
  }
}

// [prelu]
/// PReLU (nn.PReLU): each channel learns its own slope for negative values.
///   forward    y = x where x > 0, else slope[c] * x
///   backward   dx = dy where x > 0, else slope[c] * dy;  dslope[c] = sum of dy * x where x <= 0
///   shapes     (N, C, any...) -> the same;  slope (C)
class PReLU : public Layer {
 public:
  struct Options {
    double slope = 0.25;  // at the beginning
  };

  explicit PReLU(const Options& options) : options_(options) {}

  std::vector<Parameter*> parameters() override { return {&slope_}; }
  std::string type() const override { return "PReLU"; }

 private:
  Shape do_build(const Shape& in, Rng&) override {
    slope_.resize({in[0]});
    slope_.value().fill(static_cast<Scalar>(options_.slope));
    return in;
  }

  void do_forward(const Tensor& x, Tensor& y, Mode) override {
    for_each(x, [&](std::size_t i, std::size_t c) {
      const Scalar v = x.data()[i];
      y.data()[i] = v > 0 ? v : slope_.value()(c) * v;
    });
  }

  void do_backward(const Tensor& x, const Tensor&, const Tensor& dy, Tensor* dx) override {
    slope_.grad.fill(0);  // overwritten, not added to
    for_each(x, [&](std::size_t i, std::size_t c) {
      if (x.data()[i] <= 0) slope_.grad(c) += dy.data()[i] * x.data()[i];
    });
    if (dx == nullptr) return;  // only now: the slope's gradient is needed always
    for_each(x, [&](std::size_t i, std::size_t c) {
      dx->data()[i] = x.data()[i] > 0 ? dy.data()[i] : slope_.value()(c) * dy.data()[i];
    });
  }

  /// visit(i, c): every place i of x (N, C, any...) in memory, with the channel it lies in.
  template <class Visit>
  static void for_each(const Tensor& x, Visit visit) {
    const std::size_t C = x.shape()[1], plane = x.size() / (x.shape()[0] * C);
    for (std::size_t i = 0; i < x.size(); ++i) visit(i, i / plane % C);
  }

  Options options_;
  Parameter slope_{"slope"};
};
// [/prelu]

void prelu() {
  for (const Shape& in : {Shape{2, 5, 3}, Shape{7}}) {
    const std::string problem = check_layer<PReLU>({}, in);
    std::printf("%s: %s\n", to_string(in).c_str(),
                problem.empty() ? "all is well" : problem.c_str());
    expect(problem.empty(), "PReLU passes check_layer");
  }
  Sequential net({2, 5, 3});
  net.add<PReLU>();
  expect(net.parameters().at(0)->name == "prelu1.slope", "the parameter has a name");
  std::printf("%s", net.summary().c_str());
}

}  // namespace

int main(int argc, char** argv) {
  return run_chapter(argc, argv, {{"swish", swish}, {"prelu", prelu}});
}
