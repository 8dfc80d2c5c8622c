#include <algorithm>
#include <cmath>
#include <origami/error.hpp>
#include <origami/optimizer.hpp>
#include <origami/parallel.hpp>
#include <utility>

#include "batch.hpp"

namespace origami {

static void check(bool good, const char* what, double value, const char* expected) {
  if (!good)
    throw ValueError(std::string("optimizer: ") + what + " " + std::to_string(value) +
                     " but expected " + expected);
}

/// A share of what was: momentum, beta, alpha. In float 0.99999999 is 1.
static Scalar share(const char* what, double value) {
  const auto rounded = static_cast<Scalar>(value);
  check(value >= 0 && rounded < 1, what, value, "a number from 0 to below 1");
  return rounded;
}

static Scalar not_negative(const char* what, double value) {
  check(value >= 0, what, value, "a number of at least 0");
  const auto rounded = static_cast<Scalar>(value);
  check(std::isfinite(rounded), what, value, "one that a tensor can hold");  // float: to 3.4e38
  return rounded;
}

Optimizer::Optimizer(std::vector<Parameter*> parameters, Schedule rate, double weight_decay,
                     std::vector<std::string> memory)
    : parameters_(std::move(parameters)),
      pieces_(pieces_of(parameters_)),
      rate_(std::move(rate)),
      weight_decay_(not_negative("weight decay", weight_decay)),
      memory_names_(std::move(memory)),
      memory_(memory_names_.size()) {
  not_negative("learning rate", rate_(0));
  for (auto p = parameters_.begin(); p != parameters_.end(); ++p)
    if (std::any_of(parameters_.begin(), p,
                    [&](const Parameter* q) { return &q->value() == &(*p)->value(); }))
      throw ValueError("optimizer: " + (*p)->name + " twice but expected each parameter once");
  for (const Parameter* p : parameters_) shapes_.push_back(shape_of(p->value()));
  for (auto& tensors : memory_)
    for (const Shape& shape : shapes_) tensors.push_back(make_tensor(shape));
}

std::vector<NamedTensor> Optimizer::state() {
  std::vector<NamedTensor> named;
  for (std::size_t m = 0; m < memory_.size(); ++m)
    for (std::size_t p = 0; p < parameters_.size(); ++p)
      if (parameters_[p]->averaging == 0)
        named.push_back({parameters_[p]->name + "." + memory_names_[m], &memory_[m][p]});
  return named;
}

/// Tensors of another shape can be assigned by anybody, and a step would reach behind their ends.
void Optimizer::check_shapes() const {
  for (std::size_t i = 0; i < parameters_.size(); ++i)
    for (const Tensor* t : {&parameters_[i]->value(), &parameters_[i]->grad})
      if (!has_shape(*t, shapes_[i]))
        throw ShapeError("optimizer: value or gradient of " + parameters_[i]->name + " is " +
                         to_string(shape_of(*t)) + " but expected " + to_string(shapes_[i]) +
                         " as when the optimizer was made");
}

void Optimizer::step() {
  const Now now{not_negative("learning rate", rate()), weight_decay_,
                static_cast<double>(steps_ + 1)};
  check_shapes();
  parallel_for(pieces_.size(), [&](std::size_t i, std::size_t) { update_piece(pieces_[i], now); });
  ++steps_;
}

void Optimizer::update_piece(const Piece& piece, const Now& now) {
  const auto [index, begin, end] = piece;
  Parameter& p = *parameters_[index];
  Scalar* value = p.value().data() + begin;
  const Scalar* grad = p.grad.data() + begin;
  if (p.averaging > 0) {
    for (std::size_t i = 0; i < end - begin; ++i) value[i] += p.averaging * (grad[i] - value[i]);
    return;
  }
  Run run{end - begin, value, grad, {nullptr, nullptr}};
  for (std::size_t m = 0; m < memory_.size(); ++m) run.memory[m] = memory_[m][index].data() + begin;
  update(run, now);
}

SGD::SGD(std::vector<Parameter*> parameters, const Options& o)
    : Optimizer(std::move(parameters), o.rate, o.weight_decay, {}) {}

void SGD::update(const Run& run, const Now& now) const {
  for (std::size_t i = 0; i < run.size; ++i)
    run.value[i] -= now.rate * (run.grad[i] + now.decay * run.value[i]);
}

Momentum::Momentum(std::vector<Parameter*> parameters, const Options& o)
    : Optimizer(std::move(parameters), o.rate, o.weight_decay, {"velocity"}),
      momentum_(share("momentum", o.momentum)),
      nesterov_(o.nesterov) {}

void Momentum::update(const Run& run, const Now& now) const {
  Scalar* velocity = run.memory[0];
  for (std::size_t i = 0; i < run.size; ++i) {
    const Scalar g = run.grad[i] + now.decay * run.value[i];
    velocity[i] = momentum_ * velocity[i] + g;
    run.value[i] -= now.rate * (nesterov_ ? g + momentum_ * velocity[i] : velocity[i]);
  }
}

AdaGrad::AdaGrad(std::vector<Parameter*> parameters, const Options& o)
    : Optimizer(std::move(parameters), o.rate, o.weight_decay, {"squares"}),
      epsilon_(not_negative("epsilon", o.epsilon)) {}

void AdaGrad::update(const Run& run, const Now& now) const {
  Scalar* squares = run.memory[0];
  for (std::size_t i = 0; i < run.size; ++i) {
    const Scalar g = run.grad[i] + now.decay * run.value[i];
    squares[i] += g * g;
    run.value[i] -= now.rate * g / (std::sqrt(squares[i]) + epsilon_);
  }
}

RMSProp::RMSProp(std::vector<Parameter*> parameters, const Options& o)
    : Optimizer(std::move(parameters), o.rate, o.weight_decay, {"square"}),
      alpha_(share("alpha", o.alpha)),
      epsilon_(not_negative("epsilon", o.epsilon)) {}

void RMSProp::update(const Run& run, const Now& now) const {
  Scalar* square = run.memory[0];
  for (std::size_t i = 0; i < run.size; ++i) {
    const Scalar g = run.grad[i] + now.decay * run.value[i];
    square[i] = alpha_ * square[i] + (1 - alpha_) * g * g;
    run.value[i] -= now.rate * g / (std::sqrt(square[i]) + epsilon_);
  }
}

Adam::Adam(std::vector<Parameter*> parameters, const Options& o)
    : Optimizer(std::move(parameters), o.rate, o.weight_decay, {"mean", "square"}),
      beta1_(share("beta1", o.beta1)),
      beta2_(share("beta2", o.beta2)),
      epsilon_(not_negative("epsilon", o.epsilon)) {}

void Adam::update(const Run& run, const Now& now) const {
  Scalar *mean = run.memory[0], *square = run.memory[1];
  // Locals: read through `this`, they keep gcc from vectorising the loop (a step of 432,000
  // parameters: 1.9 ms -> 0.4 ms).
  const Scalar beta1 = beta1_, beta2 = beta2_, epsilon = epsilon_;
  const auto correction1 = static_cast<Scalar>(1 - std::pow(double{beta1_}, now.time));
  const auto correction2 = static_cast<Scalar>(std::sqrt(1 - std::pow(double{beta2_}, now.time)));
  const Scalar rate = now.rate / correction1;
  for (std::size_t i = 0; i < run.size; ++i) {
    const Scalar g = run.grad[i] + now.decay * run.value[i];
    mean[i] = beta1 * mean[i] + (1 - beta1) * g;
    square[i] = beta2 * square[i] + (1 - beta2) * g * g;
    run.value[i] -= rate * mean[i] / (std::sqrt(square[i]) / correction2 + epsilon);
  }
}

}  // namespace origami
