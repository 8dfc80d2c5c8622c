// Arithmetic on numbers below the smallest normal one takes a hundred times as long; so results
// like that are 0 in every layer, in a task or not.
#include <limits>
#include <origami/layers/affine.hpp>
#include <origami/sequential.hpp>

#include "tensors.hpp"

using namespace origami;

namespace {

/// Passes on a quarter of its input times four: the smallest normal numbers become 0 if
/// results too small for a normal number do.
class Quartering : public Layer {
 public:
  struct Options {};
  explicit Quartering(const Options&) {}
  std::string type() const override { return "Quartering"; }

 private:
  static void quarter(const Tensor& in, Tensor& out) {
    for (std::size_t i = 0; i < in.size(); ++i) {
      volatile Scalar value = in.data()[i];
      value = value / 4;
      out.data()[i] = value * 4;
    }
  }
  Shape do_build(const Shape& in, Rng&) override { return in; }
  void do_forward(const Tensor& x, Tensor& y, Mode) override { quarter(x, y); }
  void do_backward(const Tensor&, const Tensor&, const Tensor& dy, Tensor* dx) override {
    quarter(dy, *dx);
  }
};

}  // namespace

#ifdef __SSE__
TEST_CASE("Layers before and behind an Affine flush results too small for a normal number") {
  constexpr Scalar kTiny = std::numeric_limits<Scalar>::min();
  Sequential behind({1});
  behind.add<Affine>({.units = 1}).add<Quartering>();
  behind.parameters()[0]->value().fill(1);
  Sequential before({1});
  before.add<Quartering>().add<Affine>({.units = 1});
  before.parameters()[0]->value().fill(1);
  const Tensor ones = make_tensor({20, 1}, 1);
  for (Sequential* net : {&behind, &before}) {
    CHECK(net->forward(make_tensor({20, 1}, kTiny), Mode::Eval)(19, 0) == 0);
    net->forward(ones, Mode::Train);
  }
  behind.backward(make_tensor({20, 1}, kTiny));
  CHECK(behind.parameters()[0]->grad(0, 0) == 0);
}
#endif
