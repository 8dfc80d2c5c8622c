// How Sequential runs layers, and which of them share memory.
#include <origami/sequential.hpp>

namespace origami {

void Sequential::Replica::append(std::unique_ptr<Layer> layer) {
  layers.push_back(std::move(layer));
  y.emplace_back();
}

/// Whether backward reads what layer `index` writes. Layers in place behind it write over the same
/// tensor, up to one that reads its own output: that is the last to do so.
bool Sequential::Replica::is_read_again(std::size_t index, std::size_t end) const {
  while (!layers[index]->reads_output()) {
    if (++index == end) return false;
    if (!layers[index]->in_place()) return layers[index]->reads_input();
  }
  return true;
}

/// Layers begin .. end-1. One in place writes over the output of the layer before, if that allows.
const Tensor& Sequential::Replica::forward(std::size_t begin, std::size_t end, const Tensor& x,
                                           Mode mode, std::uint64_t seed, Scratch& scratch) {
  const Tensor* in = &x;
  Tensor* out = nullptr;
  for (std::size_t i = begin; i < end; ++i) {
    const bool over = i > begin && layers[i]->in_place() && !layers[i - 1]->reads_output();
    if (!over) out = mode == Mode::Train && is_read_again(i, end) ? &y[i] : &scratch.y[i];
    if (mode == Mode::Train) layers[i]->reseed(mix_seed(seed, i));
    layers[i]->forward_into(*in, *out, mode);
    in = out;
  }
  return *in;
}

/// Nobody else reads the dx of the layer behind, so one in place always writes over it.
const Tensor& Sequential::Replica::backward(std::size_t begin, std::size_t end, const Tensor& dy,
                                            Scratch& scratch) {
  const Tensor* in = &dy;
  Tensor* out = nullptr;
  for (std::size_t i = end; i-- > begin;) {
    if (i + 1 == end || !layers[i]->in_place()) out = &scratch.dx[i];
    layers[i]->backward_into(*in, i > 0 ? out : nullptr);
    in = out;
  }
  return *in;
}

}  // namespace origami
