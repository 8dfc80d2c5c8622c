// A convolution that cannot be wrong, for the tests of the fast ones.
#pragma once

#include <origami/layers/conv.hpp>

#include "../src/kernels/sparse_conv.hpp"
#include "../src/kernels/vector.hpp"
#include "tensors.hpp"

namespace origami {

/// The definition: six loops forward, and the same six for every gradient.
struct NaiveConv {
  Tensor y, dx, dweight, dbias;

  NaiveConv(const Tensor& x, const Tensor& weight, const Tensor& bias, const Tensor& dy,
            const Windows& w)
      : y(make_tensor(shape_of(dy))),
        dx(make_tensor(shape_of(x))),
        dweight(make_tensor(shape_of(weight))),
        dbias(make_tensor(shape_of(bias))) {
    for (std::size_t n = 0; n < dy.shape()[0]; ++n)
      for (std::size_t oc = 0; oc < dy.shape()[1]; ++oc)
        for (std::size_t oh = 0; oh < w.OH; ++oh)
          for (std::size_t ow = 0; ow < w.OW; ++ow) {
            const Scalar d = dy(n, oc, oh, ow);
            y(n, oc, oh, ow) = bias(oc);
            dbias(oc) += d;
            for (std::size_t c = 0; c < w.C; ++c)
              for (std::size_t kh = 0; kh < w.KH; ++kh)
                for (std::size_t kw = 0; kw < w.KW; ++kw) {
                  const std::size_t h = oh * w.SH + kh - w.PH, v = ow * w.SW + kw - w.PW;
                  if (h >= w.H || v >= w.W) continue;  // padding; below 0 it wraps round
                  y(n, oc, oh, ow) += weight(oc, c, kh, kw) * x(n, c, h, v);
                  dweight(oc, c, kh, kw) += d * x(n, c, h, v);
                  dx(n, c, h, v) += d * weight(oc, c, kh, kw);
                }
          }
  }
};

/// Compares all results of a Conv; every element of dy is 0 with probability `zeros`.
inline void check_conv(const Conv::Options& o, const Shape& in, std::size_t n, double zeros = 0) {
  Conv conv(o);
  Rng rng(3);
  const Shape out = conv.build(in, rng);
  Parameter &weight = *conv.parameters()[0], &bias = *conv.parameters()[1];
  bias.value() = random_tensor({o.filters}, 4);
  const Tensor x = random_tensor(batch_shape(n, in), 5);
  Tensor dy = random_tensor(batch_shape(n, out), 6);
  for (Scalar& d : dy)
    if (rng.uniform() < zeros) d = 0;
  const Windows windows = Window2d{o.kernel, o.stride, o.pad}.over(in, "naive");
  const NaiveConv naive(x, weight.value(), bias.value(), dy, windows);
  CAPTURE(conv.description(), to_string(in), n, zeros);
  if (zeros > 0) CHECK(is_sparse_conv(windows, dy) == kWideVectors);
  check_close(conv.forward(x, Mode::Train), naive.y);
  check_close(conv.backward(dy), naive.dx);
  check_close(weight.grad, naive.dweight);
  check_close(bias.grad, naive.dbias);
}

}  // namespace origami
