#include <algorithm>
#include <numeric>
#include <origami/error.hpp>
#include <origami/layers/global_avg_pooling.hpp>

namespace origami {

Shape GlobalAvgPooling::do_build(const Shape& in, Rng&) {
  if (in.size() != 3)
    throw ShapeError(label() + ": input " + to_string(in) +
                     " but expected an image (C, H, W); put it before any Affine");
  return {in[0]};
}

void GlobalAvgPooling::do_forward(const Tensor& x, Tensor& y, Mode) {
  const std::size_t pixels = x.size() / y.size();
  for (std::size_t c = 0; c < y.size(); ++c) {  // over the channels of all images
    const Scalar* channel = x.data() + c * pixels;
    const double sum = std::accumulate(channel, channel + pixels, 0.0);  // float would lose digits
    y.data()[c] = static_cast<Scalar>(sum / static_cast<double>(pixels));
  }
}

void GlobalAvgPooling::do_backward(const Tensor& x, const Tensor& y, const Tensor& dy, Tensor* dx) {
  const std::size_t pixels = x.size() / y.size();
  for (std::size_t c = 0; c < dy.size(); ++c)
    std::fill_n(dx->data() + c * pixels, pixels, dy.data()[c] / static_cast<Scalar>(pixels));
}

}  // namespace origami
