// Chapter 8: convolution as one matrix product. Its text is README.md beside this file.
#include <algorithm>
#include <cstdio>
#include <origami/check_layer.hpp>
#include <origami/datasets/digits.hpp>
#include <origami/gemm.hpp>
#include <origami/im2col.hpp>
#include <origami/layers/conv.hpp>

#include "pictures.hpp"
#include "support/chapter.hpp"

using namespace origami;
using namespace origami::examples;

// [values]
/// (C, H, W) = (2, 3, 4): one picture of two channels.
const Tensor x{{{1, 0, 2, 1}, {0, 3, 1, 0}, {2, 1, 4, 1}},   // c = 0
               {{0, 1, 1, 0}, {2, 0, 5, 1}, {1, 2, 0, 2}}};  // c = 1
/// (OC, C, KH, KW) = (3, 2, 2, 2): three filters, and one bias for each.
const Tensor weight{{{{1, -1}, {1, -1}}, {{0, 0}, {1, 0}}},
                    {{{1, 0}, {0, 1}}, {{0, 1}, {-1, 0}}},
                    {{{0, 2}, {0, 0}}, {{1, 1}, {-1, -1}}}};
const Tensor bias{1, -1, 0};
// [/values]

const Window2d window{.kernel = 2};

// [slide]
/// x (C, H, W), weight (OC, C, KH, KW), bias (OC) -> y (OC, OH, OW). Stride 1, no padding.
Tensor slide(const Tensor& x, const Tensor& weight, const Tensor& bias) {
  const std::size_t C = x.shape()[0], OC = weight.shape()[0];
  const std::size_t KH = weight.shape()[2], KW = weight.shape()[3];
  const std::size_t OH = x.shape()[1] - KH + 1, OW = x.shape()[2] - KW + 1;
  Tensor y = make_tensor({OC, OH, OW});
  for (std::size_t oc = 0; oc < OC; ++oc)
    for (std::size_t oh = 0; oh < OH; ++oh)
      for (std::size_t ow = 0; ow < OW; ++ow) {
        y(oc, oh, ow) = bias(oc);
        for (std::size_t c = 0; c < C; ++c)
          for (std::size_t kh = 0; kh < KH; ++kh)
            for (std::size_t kw = 0; kw < KW; ++kw)
              y(oc, oh, ow) += weight(oc, c, kh, kw) * x(c, oh + kh, ow + kw);
      }
  return y;
}
// [/slide]

// [forward]
/// x (C, H, W), weight (OC, C, KH, KW), bias (OC) -> y (OC, OH, OW)
Tensor conv_forward(const Tensor& x, const Tensor& weight, const Tensor& bias,
                    const Window2d& window) {
  const Windows w = window.over(shape_of(x), "conv_forward");
  const std::size_t OC = weight.shape()[0], K = w.rows(), P = w.cols();
  const Tensor columns = im2col(x, window);  // (K, P)
  Tensor y = make_tensor({OC, w.OH, w.OW});  // the same memory as (OC, P)
  for (std::size_t oc = 0; oc < OC; ++oc) std::fill_n(y.data() + oc * P, P, bias(oc));
  gemm({weight.data(), OC, K}, {columns.data(), K, P}, {y.data(), OC, P}, Into::Add);
  return y;
}
// [/forward]

// [backward]
struct ConvGradients {
  Tensor dx, dweight, dbias;  // shaped like x, weight and bias
};

/// dy (OC, OH, OW): how much the loss grows with each output.
ConvGradients conv_backward(const Tensor& x, const Tensor& weight, const Tensor& dy,
                            const Window2d& window) {
  const Windows w = window.over(shape_of(x), "conv_backward");
  const std::size_t OC = weight.shape()[0], K = w.rows(), P = w.cols();
  const Tensor columns = im2col(x, window);
  Tensor dcolumns = make_tensor({K, P}), dweight = make_tensor(shape_of(weight));
  Tensor dbias = make_tensor({OC});
  const ConstMatrix dout{dy.data(), OC, P}, filters{weight.data(), OC, K};
  for (std::size_t i = 0; i < dy.size(); ++i) dbias(i / P) += dy.data()[i];
  gemm(dout, transposed({columns.data(), K, P}), {dweight.data(), OC, K});  // dW = dY * columns^T
  gemm(transposed(filters), dout, {dcolumns.data(), K, P});                 // dcolumns = W^T * dY
  return {col2im(dcolumns, window, shape_of(x)), dweight, dbias};
}
// [/backward]

/// d loss / d y (3, 2, 3): two outputs matter, both in the upper row.
const Tensor dy{{{1, 0, 0}, {0, 0, 0}}, {{0, 2, 0}, {0, 0, 0}}, {{0, 0, 0}, {0, 0, 0}}};

const char* yes(bool holds) { return holds ? "yes" : "no"; }

void forward() {
  // [call_forward]
  const Tensor y = conv_forward(x, weight, bias, window);  // window: kernel 2x2, stride 1
  show("columns", im2col(x, window));
  show("y", y);
  std::printf("the same as by sliding: %s\n", yes(y == slide(x, weight, bias)));
  // [/call_forward]
}

void backward() {
  // [call_backward]
  const ConvGradients d = conv_backward(x, weight, dy, window);
  show("dweight", d.dweight);
  show("dbias", d.dbias);
  show("dx", d.dx);
  // [/call_backward]
}

/// `sample` twice: (...) -> (2, ...)
Tensor twice(const Tensor& sample) {
  Tensor batch = make_tensor(batch_shape(2, shape_of(sample)));
  for (std::size_t i = 0; i < batch.size(); ++i) batch.data()[i] = sample.data()[i % sample.size()];
  return batch;
}

void layer() {
  // [layer]
  Conv conv({.filters = 3, .kernel = 2});
  conv.build({2, 3, 4});
  Parameter &w = *conv.parameters()[0], &b = *conv.parameters()[1];
  w.value() = weight;
  b.value() = bias;
  const Tensor pictures = twice(x);  // a batch of two: (2, 2, 3, 4)
  const Tensor y = conv.forward(pictures, Mode::Train), dx = conv.backward(twice(dy));
  const ConvGradients d = conv_backward(x, weight, dy, window);
  const bool same = y == twice(slide(x, weight, bias)) && dx == twice(d.dx);
  const bool doubled = w.grad == 2 * d.dweight && b.grad == 2 * d.dbias;
  std::printf("y and dx are the same: %s\n", yes(same));
  std::printf("the gradients of weight and bias are twice as large: %s\n", yes(doubled));
  // [/layer]
}

void check() {
  // [check]
  const std::string problem =
      check_layer<Conv>({.filters = 3, .kernel = {2, 3}, .pad = 1}, {2, 5, 6});
  std::printf("%s\n", problem.empty() ? "all is well" : problem.c_str());
  // [/check]
}

void counting() {
  // [counting]
  Conv conv({.filters = 20, .kernel = 5});
  const Shape in{1, 28, 28}, out = conv.build(in);
  const std::size_t inputs = element_count(in), outputs = element_count(out);
  std::printf("%s -> %s\n", to_string(in).c_str(), to_string(out).c_str());
  const std::vector<Parameter*> p = conv.parameters();
  std::printf("Conv:   %zu weights and biases, %zu products\n",
              p[0]->value().size() + p[1]->value().size(), conv.multiply_adds());
  std::printf("Affine: %zu weights and biases, %zu products\n", (inputs + 1) * outputs,
              inputs * outputs);
  // [/counting]
}

// [edges]
/// More ink towards the right, the left, the bottom, the top.
const Tensor edges{{{{-1, 0, 1}, {-2, 0, 2}, {-1, 0, 1}}},
                   {{{1, 0, -1}, {2, 0, -2}, {1, 0, -1}}},
                   {{{-1, -2, -1}, {0, 0, 0}, {1, 2, 1}}},
                   {{{1, 2, 1}, {0, 0, 0}, {-1, -2, -1}}}};

/// A digit (1, 28, 28), pixels 0 .. 255.
Tensor a_digit() {
  const Dataset digits = make_digits(3, /*seed=*/1);
  Tensor digit = make_tensor({1, 28, 28});
  std::copy_n(&digits.pixels[2 * digit.size()], digit.size(), digit.data());
  return digit;
}

/// What the four filters find in it, and ReLU leaves: (4, 26, 26).
Tensor find_edges(const Tensor& digit) {
  Tensor y = conv_forward(digit, edges, make_tensor({4}), {.kernel = 3});
  for (Scalar& v : y) v = std::max(v, Scalar{0});
  return y;
}
// [/edges]

Canvas draw_backward() {
  Tensor first = dy, second = dy;
  first(1, 0, 1) = second(0, 0, 0) = 0;
  const auto dx_of = [](const Tensor& g) { return conv_backward(x, weight, g, window).dx; };
  return draw_sum(dx_of(first), dx_of(second), dx_of(dy));
}

int main(int argc, char** argv) {
  return run_chapter(
      argc, argv,
      {{"forward", forward},
       {"backward", backward},
       {"layer", layer},
       {"check", check},
       {"counting", counting}},
      {{"edges.svg", [] { return draw_feature_maps(a_digit(), edges, find_edges(a_digit())); }},
       {"product.svg",
        [] {
          return draw_product(x, weight, bias, im2col(x, window),
                              conv_forward(x, weight, bias, window), {1, 1, 1});
        }},
       {"backward.svg", draw_backward}});
}
