// Solutions to the exercises of chapter 9.
#include <cmath>
#include <cstdio>
#include <origami/check_layer.hpp>
#include <origami/datasets/digits.hpp>
#include <origami/layers/pooling.hpp>

#include "max_pool.hpp"
#include "support/chapter.hpp"

using namespace origami;
using namespace origami::examples;

// [direct]
/// What pool_backward computes, without the matrix: each gradient goes straight to its pixel.
Tensor straight_home(const Tensor& dy, const std::vector<std::size_t>& max_index,
                     const Window2d& window, const Shape& image) {
  const Windows w = window.over(image, "straight_home");
  Tensor dx = make_tensor(image);
  for (std::size_t p = 0; p < dy.size(); ++p) {
    const std::size_t oh = p / w.OW, ow = p % w.OW;                        // which window
    const std::size_t kh = max_index[p] / w.KW, kw = max_index[p] % w.KW;  // which place in it
    dx(0, oh * w.SH + kh - w.PH, ow * w.SW + kw - w.PW) += dy.data()[p];
  }
  return dx;
}
// [/direct]

/// Whole numbers, so that sums do not depend on their order.
Tensor whole_numbers(const Shape& shape, Rng& rng) {
  Tensor t = make_tensor(shape);
  for (Scalar& v : t) v = static_cast<Scalar>(rng.below(9)) - 4;
  return t;
}

/// (1, H, W) -> (1, 1, H, W)
Tensor as_batch(const Tensor& image) {
  Tensor batch = image;
  reshape_to(batch, batch_shape(1, shape_of(image)));
  return batch;
}

void direct() {
  Rng rng(1);
  int cases = 0;
  for (const std::size_t kernel : {1, 2, 3})
    for (const std::size_t stride : {1, 2, 3})
      for (std::size_t pad = 0; pad < kernel; ++pad, ++cases) {
        const Window2d window{kernel, stride, pad, Rounding::Ceil};
        const Tensor x = whole_numbers({1, 5, 7}, rng);
        const Pooled pooled = pool_forward(x, window);
        const Tensor dy = whole_numbers(shape_of(pooled.y), rng);
        const Tensor dx = straight_home(dy, pooled.max_index, window, {1, 5, 7});
        expect(dx == pool_backward(dy, pooled.max_index, window, {1, 5, 7}), "col2im agrees");
        Pooling pooling({.pool = kernel, .stride = Size2d(stride), .pad = pad});
        pooling.build({1, 5, 7}, rng);
        const Tensor batch = as_batch(x);  // backward will read it
        pooling.forward(batch, Mode::Train);
        expect(pooling.backward(as_batch(dy)) == as_batch(dx), "the library agrees");
      }
  std::printf("%d kinds of windows: three times the same dx\n", cases);
}

// [min]
/// y = the smallest value of each window = -max(-x)
class MinPooling : public Layer {
 public:
  using Options = Pooling::Options;
  explicit MinPooling(const Options& options) : max_(options) {}
  std::string type() const override { return "MinPooling"; }

 private:
  Shape do_build(const Shape& in, Rng& rng) override { return max_.build(in, rng); }
  void do_forward(const Tensor& x, Tensor& y, Mode mode) override {
    minus_x_ = -x;
    y = -max_.forward(minus_x_, mode);
  }
  void do_backward(const Tensor&, const Tensor&, const Tensor& dy, Tensor* dx) override {
    *dx = max_.backward(dy);  // two signs, -x and -max: they cancel
  }

  Pooling max_;
  Tensor minus_x_;
};
// [/min]

void minimum() {
  // [call_min]
  const Tensor x{{{{3, 1, -2, 5}, {0, 7, 4, 4}, {-1, -3, 2, 6}, {-4, -8, 8, 8}}}};  // (1, 1, 4, 4)
  MinPooling pooling({.pool = 2});
  pooling.build({1, 4, 4});
  show("y", pooling.forward(x, Mode::Train));
  show("dx", pooling.backward(Tensor{{{{10, 20}, {30, 40}}}}));
  const std::string problem =
      check_layer<MinPooling>({.pool = 3, .stride = 2, .pad = 1}, {2, 5, 4});
  std::printf("check_layer: %s\n", problem.empty() ? "all is well" : problem.c_str());
  // [/call_min]
  expect(problem.empty(), "check_layer finds nothing");
}

// [shift]
/// The picture (1, H, W), moved to the right by one pixel.
Tensor moved(const Tensor& picture) {
  Tensor result = make_tensor(shape_of(picture));
  for (std::size_t h = 0; h < picture.shape()[1]; ++h)
    for (std::size_t w = 1; w < picture.shape()[2]; ++w) result(0, h, w) = picture(0, h, w - 1);
  return result;
}

/// |a - b| / |a|
double difference(const Tensor& a, const Tensor& b) {
  double apart = 0, length = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    apart += std::pow(a.data()[i] - b.data()[i], 2);
    length += std::pow(a.data()[i], 2);
  }
  return std::sqrt(apart / length);
}

/// Pools both pictures `times` times, and compares them.
double difference_after(Tensor a, Tensor b, int times) {
  const Window2d tiles{.kernel = 2, .stride = 2};
  for (int i = 0; i < times; ++i) {
    a = pool_forward(a, tiles).y;
    b = pool_forward(b, tiles).y;
  }
  return difference(a, b);
}
// [/shift]

void shift() {
  const std::size_t count = 200;
  const Dataset digits = make_digits(count, /*seed=*/1);
  double mean[3] = {};
  Tensor digit = make_tensor({1, 28, 28});
  for (std::size_t n = 0; n < count; ++n) {
    for (std::size_t i = 0; i < 784; ++i)
      digit.data()[i] = static_cast<Scalar>(digits.pixels[n * 784 + i]) / 255;
    for (const int times : {0, 1, 2})
      mean[times] += difference_after(digit, moved(digit), times) / count;
  }
  for (const int times : {0, 1, 2}) std::printf("pooled %d times: %.2f\n", times, mean[times]);
  expect(mean[2] < mean[1] && mean[1] < mean[0], "pooling makes a shift matter less");
}

int main(int argc, char** argv) {
  return run_chapter(argc, argv, {{"direct", direct}, {"min", minimum}, {"shift", shift}});
}
