#include <algorithm>
#include <limits>
#include <origami/error.hpp>
#include <origami/tensor.hpp>

#include "batch.hpp"

namespace origami {

std::size_t element_count(const Shape& shape) {
  constexpr std::size_t kMost = std::numeric_limits<std::ptrdiff_t>::max() / sizeof(Scalar);
  std::size_t count = 1;
  for (const std::size_t extent : shape) {
    if (extent > 0 && count > kMost / extent)
      throw ShapeError("tensor: " + to_string(shape) + " has more elements than any memory holds" +
                       " but expected less than 2^63 bytes");
    count *= extent;
  }
  return count;
}

static std::string join(const Shape& shape, std::string text) {
  for (std::size_t i = 0; i < shape.size(); ++i)
    text += (text.size() > 1 ? ", " : "") + std::to_string(shape[i]);
  return text + ")";
}

std::string to_string(const Shape& shape) { return join(shape, "("); }

std::string to_batch_string(const Shape& sample) { return join(sample, "(N"); }

Shape batch_shape(std::size_t n, const Shape& sample) {
  Shape shape{n};
  shape.insert(shape.end(), sample.begin(), sample.end());
  return shape;
}

Shape shape_of(const Tensor& t) { return {t.shape().begin(), t.shape().end()}; }

Tensor make_tensor(const Shape& shape, Scalar fill) {
  const std::size_t count = element_count(shape);
  Tensor t = Tensor::from_shape(shape);
  std::fill_n(t.data(), count, fill);
  return t;
}

void reshape_to(Tensor& t, const Shape& shape) {
  if (has_shape(t, shape)) return;
  if (element_count(shape) == t.size())
    t.reshape(shape);
  else
    t = Tensor::from_shape(shape);  // where memory is short, t stays as it was: resize would not
}

}  // namespace origami
