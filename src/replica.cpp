// How Sequential copies layers and runs them, and which of them share memory.
#include <algorithm>
#include <origami/error.hpp>
#include <origami/sequential.hpp>

namespace origami {

/// Calls the layer's factory again: the same layer, with the original's values.
std::unique_ptr<Layer> Sequential::replica_of(std::size_t index) const {
  Layer& original = layer(index);
  std::unique_ptr<Layer> copy = factories_[index]();
  const auto refuse = [&](const std::string& made) {
    throw ValueError(original.label() + ": its factory made " + made +
                     " for a replica but expected the same layer at every call");
  };
  if (copy == nullptr) refuse("nothing");
  copy->set_name(original.name());
  if (copy->type() != original.type()) refuse(copy->type());
  Rng rng(mix_seed(seed_, index));  // as in add: whatever the layer draws is the same
  copy->build(original.in_shape(), rng);
  const auto mine = copy->parameters(), theirs = original.parameters();
  const auto alike = [](const Parameter* a, const Parameter* b) {
    return shape_of(a->value()) == shape_of(b->value());
  };
  if (copy->description() != original.description() || !std::ranges::equal(mine, theirs, alike) ||
      copy->out_shape() != original.out_shape())
    refuse(copy->description());
  for (std::size_t p = 0; p < mine.size(); ++p) mine[p]->follow(*theirs[p]);
  return copy;
}

void Sequential::Part::append(std::unique_ptr<Layer> layer) {
  for (Parameter* p : layer->parameters()) parameters.push_back(p);
  layers.push_back(std::move(layer));
  y.emplace_back();
}

/// Whether backward reads the tensor that layer `index` writes: if that layer reads its output, or
/// the next one its input. A next one in place writes its own output into the same tensor, so then
/// it is asked the same question.
bool Sequential::Part::is_read_again(std::size_t index) const {
  while (!layers[index]->reads_output()) {
    if (++index == layers.size()) return false;
    if (!layers[index]->in_place()) return layers[index]->reads_input();
  }
  return true;
}

/// A layer in place writes over the output of the layer before, if that allows.
const Tensor& Sequential::Part::forward(const Tensor& x, Mode mode, std::uint64_t seed,
                                        Scratch& scratch) {
  const Tensor* in = &x;
  Tensor* out = nullptr;
  for (std::size_t i = 0; i < layers.size(); ++i) {
    const bool over = i > 0 && layers[i]->in_place() && !layers[i - 1]->reads_output();
    if (!over) out = mode == Mode::Train && is_read_again(i) ? &y[i] : &scratch.y[first + i];
    if (mode == Mode::Train) layers[i]->reseed(mix_seed(seed, first + i));
    layers[i]->forward_into(*in, *out, mode);
    in = out;
  }
  return *in;
}

/// Nobody else reads the dx of the layer behind, so one in place always writes over it. Nobody at
/// all reads that of the network's first layer.
const Tensor& Sequential::Part::backward(const Tensor& dy, Scratch& scratch) {
  const Tensor* in = &dy;
  Tensor* out = nullptr;
  for (std::size_t i = layers.size(); i-- > 0;) {
    if (i + 1 == layers.size() || !layers[i]->in_place()) out = &scratch.dx[first + i];
    layers[i]->backward_into(*in, first + i > 0 ? out : nullptr);
    in = out;
  }
  return *in;
}

}  // namespace origami
