// Solutions to the exercises of chapter 4.
#include <cmath>
#include <cstdio>
#include <origami/check_layer.hpp>

#include "support/chapter.hpp"

using namespace origami;
using namespace origami::examples;

double relu(double x) { return x > 0 ? x : 0; }

// [hat]
double absolute(double x) { return relu(x) + relu(-x); }
double hat(double x) { return relu(x + 1) - 2 * relu(x) + relu(x - 1); }
// [/hat]

void hats() {
  for (const double x : {-2.0, -1.0, -0.5, 0.0, 0.5, 1.0, 2.0}) {
    std::printf("x = %4g: absolute %3g, hat %3g\n", x, absolute(x), hat(x));
    expect(absolute(x) == std::abs(x), "relu(x) + relu(-x) is |x|");
    expect(hat(x) == relu(1 - std::abs(x)), "the hat is 1 - |x| between -1 and 1, else 0");
  }
}

// [clipped]
/// y = min(max(x, 0), 6)
class ClippedReLU : public Layer {
 public:
  struct Options {};
  explicit ClippedReLU(const Options&) {}
  std::string type() const override { return "ClippedReLU"; }

 private:
  Shape do_build(const Shape& in, Rng&) override { return in; }
  void do_forward(const Tensor& x, Tensor& y, Mode) override {
    for (std::size_t i = 0; i < x.size(); ++i)
      y.data()[i] = std::min(std::max(x.data()[i], Scalar{0}), Scalar{6});
  }
  void do_backward(const Tensor& x, const Tensor&, const Tensor& dy, Tensor* dx) override {
    for (std::size_t i = 0; i < x.size(); ++i) {
      const bool passes = x.data()[i] > 0 && x.data()[i] < 6;
      dx->data()[i] = passes ? dy.data()[i] : Scalar{0};
    }
  }
};
// [/clipped]

void clipped() {
  const Tensor x{{-3, 2, 9}}, dy{{1, 1, 1}};
  ClippedReLU layer({});
  layer.build({3});
  show("y", layer.forward(x, Mode::Train));
  show("dx", layer.backward(dy));
  const std::string problem = check_layer<ClippedReLU>({}, {500});
  std::printf("check_layer: %s\n", problem.empty() ? "all is well" : problem.c_str());
  expect(problem.empty(), "check_layer finds nothing");
}

int main(int argc, char** argv) {
  return run_chapter(argc, argv, {{"hat", hats}, {"clipped", clipped}});
}
