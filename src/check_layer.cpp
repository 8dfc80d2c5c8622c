#include <algorithm>
#include <cmath>
#include <origami/check_layer.hpp>
#include <origami/error.hpp>
#include <origami/gradient.hpp>

#include "values.hpp"

namespace origami {
namespace {

class Check {
 public:
  Check(const LayerFactory& make, const Shape& in, const CheckOptions& options)
      : layer_(make ? make() : nullptr), options_(options), rng_(options.seed) {
    if (layer_ == nullptr) throw ValueError("check_layer: no layer but expected the factory's");
    if (options.batch < 2)
      throw ValueError("check_layer: batch " + std::to_string(options.batch) +
                       " but expected at least 2");
    constexpr bool is_float = std::is_same_v<Scalar, float>;
    if (options_.step == 0) options_.step = is_float ? 1e-2 : 1e-5;
    if (options_.tolerance == 0) options_.tolerance = is_float ? 1e-2 : 1e-6;
    layer_->build(in, rng_);
    for (Parameter* p : layer_->parameters())  // biases begin at 0, which would hide mistakes
      for (Scalar& v : p->value()) v += static_cast<Scalar>(0.1 * rng_.normal());
    x_ = spaced(batch_shape(options_.batch, in));
  }

  void run() {
    call_order();
    outputs();
    samples_are_independent();
    gradients();
  }

 private:
  [[noreturn]] void fail(const std::string& what) const {
    throw Error(layer_->label() + ": " + what);  // check_layer returns the sentence
  }

  /// Distinct values on a grid, none within a step of 0 or of another: no kink of ReLU or max is
  /// crossed by a central difference. From -2.05 on: +-1, where kinks like to be, is hardly hit.
  Tensor spaced(const Shape& shape) {
    Tensor t = make_tensor(shape);
    const double gap = std::max(4 * options_.step, 4.1 / static_cast<double>(t.size()));
    const double middle = std::floor(static_cast<double>(t.size()) / 2) - 0.5;
    for (std::size_t i = 0; i < t.size(); ++i)
      t.data()[i] = static_cast<Scalar>(gap * (static_cast<double>(i) - middle));
    rng_.shuffle(t.storage());
    return t;
  }

  const Tensor& forward(const Tensor& x, Mode mode) {
    layer_->reseed(options_.seed);  // the same noise each time, for layers that draw some
    const Tensor& y = layer_->forward(x, mode);
    const Shape promised = batch_shape(x.shape()[0], layer_->out_shape());
    if (shape_of(y) != promised)
      fail("y has the shape " + to_string(shape_of(y)) + ", but expected " + to_string(promised) +
           ", which do_build promised");
    return y;
  }

  void call_order() {
    const Tensor dy = make_tensor(batch_shape(options_.batch, layer_->out_shape()));
    try {
      layer_->backward(dy);
    } catch (const StateError&) {
      // The first batch is a small one: what a layer keeps between calls has to grow with N.
      forward(rows(x_, 0, 1), Mode::Eval);
      return;
    }
    fail("backward before forward is accepted, but expected a StateError");
  }

  void outputs() {
    const Tensor before = x_;
    poison(forward(x_, Mode::Eval));
    const Tensor y = forward(x_, Mode::Eval);
    if (!same(x_, before)) fail("forward changes its input x, but expected it to stay as it is");
    if (!finite(y)) fail("y has values that are not finite; does do_forward write every element?");
    if (!same(y, forward(x_, Mode::Eval)))
      fail("the same input gives two different outputs in Mode::Eval; is a buffer left dirty?");
  }

  void samples_are_independent() {
    const Tensor y = forward(x_, Mode::Eval);
    for (std::size_t n = 0; n < options_.batch; ++n) {
      const Tensor one = forward(rows(x_, n, n + 1), Mode::Eval);
      if (!nearly_equal(rows(y, n, n + 1), one))
        fail("sample " + std::to_string(n) +
             " of a batch gives another output when it is alone; does do_forward mix samples?");
    }
  }

  void gradients() {
    Tensor g = make_tensor(batch_shape(options_.batch, layer_->out_shape()));
    for (Scalar& v : g) v = static_cast<Scalar>(rng_.normal());
    const Tensor other = spaced(shape_of(x_)), before = x_, g_before = g;
    const auto parameters = layer_->parameters();
    std::vector<Tensor> values, grads;
    for (Parameter* p : parameters) values.push_back(p->value());
    const Tensor few = rows(other, 0, std::max<std::size_t>(2, options_.batch - 1));
    forward(few, Mode::Train);  // a smaller batch first, as in call_order
    layer_->backward(rows(g, 0, few.shape()[0]));
    forward(other, Mode::Train);  // nothing of this step may be left in the next
    poison(layer_->backward(g));
    for (Parameter* p : parameters) poison(p->grad);
    forward(x_, Mode::Train);
    const Tensor dx = layer_->backward(g);
    for (Parameter* p : parameters) grads.push_back(p->grad);
    if (!same(x_, before)) fail("backward changes x, but expected it to stay as it is");
    if (!same(g, g_before)) fail("backward changes dy, but expected it to stay as it is");
    for (std::size_t i = 0; i < parameters.size(); ++i)
      if (!same(parameters[i]->value(), values[i]))
        fail("the value of " + parameters[i]->name + " changed; leave that to the optimizer");
    compare("dx", dx, x_, g);
    for (std::size_t i = 0; i < parameters.size(); ++i)
      if (parameters[i]->averaging == 0)  // else a statistic: nothing is derived by it
        compare("the gradient of " + parameters[i]->name, grads[i], parameters[i]->value(), g);
    gradients_without_dx(g, grads);
    shared_memory(g, dx, grads);
  }

  void gradients_without_dx(const Tensor& g, const std::vector<Tensor>& grads) {
    const auto parameters = layer_->parameters();
    for (Parameter* p : parameters) poison(p->grad);
    forward(x_, Mode::Train);
    layer_->backward(g, /*need_dx=*/false);
    for (std::size_t i = 0; i < parameters.size(); ++i) {
      const std::string problem =
          compare_gradients(parameters[i]->grad, grads[i], options_.tolerance);
      if (!problem.empty())
        fail("the gradient of " + parameters[i]->name + ", where dx is not needed, " + problem);
    }
  }

  /// What the layer promises for Sequential to let it share memory.
  void shared_memory(const Tensor& g, const Tensor& dx, const std::vector<Tensor>& grads) {
    if (layer_->in_place()) {
      const Tensor y = forward(x_, Mode::Train);
      Tensor x = x_, d = g;
      layer_->reseed(options_.seed);
      layer_->forward_into(x, x, Mode::Train);
      layer_->backward_into(d, &d);
      if (!nearly_equal(y, x)) fail("y is wrong where it replaces x, which in_place() allows");
      if (!nearly_equal(dx, d))
        fail("dx is wrong where y replaces x, and dx dy; in_place() allows both");
    }
    const auto is_right_without = [&](bool input) {
      Tensor x = x_, y;
      layer_->reseed(options_.seed);
      layer_->forward_into(x, y, Mode::Train);
      poison(input ? x : y);
      bool unchanged = nearly_equal(dx, layer_->backward(g));
      for (std::size_t i = 0; i < grads.size(); ++i)
        unchanged = unchanged && nearly_equal(grads[i], layer_->parameters()[i]->grad);
      return unchanged;
    };
    if ((layer_->in_place() || !layer_->reads_input()) && !is_right_without(/*input=*/true))
      fail("backward reads x, but in_place() or reads_input() promises that it does not");
    if (!layer_->reads_output() && !is_right_without(/*input=*/false))
      fail("backward reads y, but reads_output() promises that it does not");
  }

  /// `variable` is x_ or a parameter's value.
  void compare(const std::string& what, const Tensor& analytic, Tensor& variable, const Tensor& g) {
    const auto f = [&] { return dot_product(forward(x_, Mode::Train), g); };
    const Tensor numeric = central_difference(f, variable, options_.step);
    const std::string problem = compare_gradients(analytic, numeric, options_.tolerance);
    if (!problem.empty()) fail(what + " " + problem);
  }

  std::unique_ptr<Layer> layer_;
  CheckOptions options_;
  Rng rng_;
  Tensor x_;
};

}  // namespace

std::string check_layer(const LayerFactory& make, const Shape& in, const CheckOptions& options) {
  try {
    Check(make, in, options).run();
  } catch (const Error& error) {  // ours, or the layer's own: it cannot be built, or breaks off
    return error.what();
  }
  return "";
}

}  // namespace origami
