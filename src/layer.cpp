#include <origami/error.hpp>
#include <origami/layer.hpp>

#include "batch.hpp"

namespace origami {

void Layer::check_batch(const Tensor& t, const Shape& sample, const char* what) const {
  if (!is_batch(t, sample))
    throw ShapeError(label() + ": " + what + " " + to_string(shape_of(t)) + ", expected " +
                     to_batch_string(sample));
  if (t.shape()[0] == 0)
    throw ShapeError(label() + ": " + what + " " + to_string(shape_of(t)) +
                     ", an empty batch, expected at least one sample");
}

/// A value of another shape can be assigned by anybody, and do_forward would read behind its end.
void Layer::check_parameters() const {
  for (const auto& [parameter, shape] : built_parameters_)
    if (!has_shape(parameter->value(), shape))
      throw ShapeError(label() + ": the value of " + parameter->name + " is " +
                       to_string(shape_of(parameter->value())) + " but expected " +
                       to_string(shape) + "; assign a tensor of that shape");
}

Shape Layer::build(const Shape& in, Rng& rng) {
  if (built_) throw StateError(label() + ": build was called twice; make a new layer instead");
  if (in.empty() || element_count(in) == 0)
    throw ShapeError(label() + ": input " + to_string(in) +
                     " has no elements but expected every dimension to be at least 1");
  seed_ = std::uint64_t{rng.bits()} << 32;
  seed_ |= rng.bits();
  out_ = do_build(in, rng);
  if (in_place() && out_ != in)
    throw ShapeError(label() + ": output " + to_string(out_) + ", expected " + to_string(in) +
                     " like the input, as in_place() is true");
  for (const Parameter* p : parameters()) built_parameters_.emplace_back(p, shape_of(p->value()));
  in_ = in;
  built_ = true;
  return out_;
}

void Layer::forward_into(const Tensor& x, Tensor& y, Mode mode) {
  if (!built_) throw StateError(label() + ": forward before build; add the layer to a Sequential");
  check_batch(x, in_, "forward got x");
  if (&x == &y && !in_place())
    throw ValueError(label() + ": forward got its own output as x but expected another tensor; " +
                     "copy it first");
  check_parameters();
  x_ = nullptr;  // a forward that throws must not leave an older one to be continued
  resize_batch(y, x.shape()[0], out_);
  do_forward(x, y, mode);
  if (mode == Mode::Train) x_ = &x;
  y_ = &y;
}

void Layer::backward_into(const Tensor& dy, Tensor* dx) {
  if (x_ == nullptr)
    throw StateError(label() +
                     ": backward before forward; each needs one with Mode::Train just before");
  check_batch(dy, out_, "backward got dy");
  const std::size_t n = x_->shape()[0];
  if (dy.shape()[0] != n)
    throw ShapeError(label() + ": backward got dy " + to_string(shape_of(dy)) + ", expected " +
                     to_string(batch_shape(n, out_)) +
                     " as the last forward had N = " + std::to_string(n));
  if (dx == &dy && !in_place())
    throw ValueError(label() + ": backward got its own dx as dy but expected another tensor; " +
                     "copy it first");
  check_parameters();
  if (dx != nullptr) resize_batch(*dx, n, in_);
  if (dx != nullptr || !built_parameters_.empty()) do_backward(*x_, *y_, dy, dx);
  x_ = nullptr;
}

const Tensor& Layer::forward(const Tensor& x, Mode mode) {
  forward_into(x, own_y_, mode);
  return own_y_;
}

const Tensor& Layer::backward(const Tensor& dy, bool need_dx) {
  backward_into(dy, need_dx ? &own_dx_ : nullptr);
  if (!need_dx) own_dx_ = Tensor::from_shape({0});
  return own_dx_;
}

}  // namespace origami
