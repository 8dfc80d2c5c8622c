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

/// Calls body(i, count) for the numbers i .. i+count-1 of each word of bits. All counts but the
/// last are a constant, which lets the compiler use vectors.
template <class Body>
static void for_each_word(std::size_t size, Body body) {
  std::size_t i = 0;
  for (; i + kBits <= size; i += kBits) body(i, kBits);
  if (i < size) body(i, size - i);
}

void ReLU::do_forward(const Tensor& x, Tensor& y, Mode mode) {
  const Scalar* in = x.data();
  Scalar* out = y.data();
  for (std::size_t i = 0; i < x.size(); ++i) out[i] = in[i] < 0 ? Scalar{0} : in[i];  // NaN stays
  if (mode == Mode::Eval) return;
  positive_.resize((y.size() + kBits - 1) / kBits);
  for_each_word(y.size(), [&](std::size_t i, std::size_t count) {
    positive_[i / kBits] = positive_bits(out + i, count);
  });
}

void ReLU::do_backward(const Tensor&, const Tensor&, const Tensor& dy, Tensor* dx) {
  if (dx == nullptr) return;
  for_each_word(dy.size(), [&](std::size_t i, std::size_t count) {
    copy_where(positive_[i / kBits], dy.data() + i, dx->data() + i, count);
  });
}

}  // namespace origami
