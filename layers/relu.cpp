#include <origami/layers/relu.hpp>

namespace origami {

// Backward asks of y only what is positive, and a bit for each number tells that. Y itself would
// have left the caches by then; to write and fetch it costs more than all else the layer does. (An
// image in training: lenet 172 us -> 164 us, simple 137 us -> 124 us.)
static constexpr std::size_t kBits = 32;

/// Bit i: whether numbers[i] > 0.
static std::uint32_t positive_bits(const Scalar* numbers, std::size_t count) {
  std::uint32_t bits = 0;
  for (std::size_t i = 0; i < count; ++i) bits |= std::uint32_t{numbers[i] > 0} << i;
  return bits;
}

/// to[i] = from[i] where bit i is set, else 0.
static void copy_where(std::uint32_t bits, const Scalar* from, Scalar* to, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) to[i] = (bits >> i & 1) != 0 ? from[i] : Scalar{0};
}

Shape ReLU::do_build(const Shape& in, Rng&) { return in; }

void ReLU::do_forward(const Tensor& x, Tensor& y, Mode mode) {
  const Scalar* in = x.data();
  Scalar* out = y.data();
  for (std::size_t i = 0; i < x.size(); ++i) out[i] = in[i] < 0 ? Scalar{0} : in[i];  // NaN stays
  if (mode == Mode::Eval) return;
  positive_.resize((y.size() + kBits - 1) / kBits);
  const std::size_t whole = y.size() / kBits, rest = y.size() % kBits;
  for (std::size_t w = 0; w < whole; ++w) positive_[w] = positive_bits(out + w * kBits, kBits);
  if (rest > 0) positive_[whole] = positive_bits(out + whole * kBits, rest);
}

void ReLU::do_backward(const Tensor&, const Tensor&, const Tensor& dy, Tensor* dx) {
  if (dx == nullptr) return;
  const std::size_t whole = dy.size() / kBits, rest = dy.size() % kBits;
  for (std::size_t w = 0; w < whole; ++w)
    copy_where(positive_[w], dy.data() + w * kBits, dx->data() + w * kBits, kBits);
  if (rest > 0)
    copy_where(positive_[whole], dy.data() + whole * kBits, dx->data() + whole * kBits, rest);
}

}  // namespace origami
