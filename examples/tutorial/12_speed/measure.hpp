// What chapter 12 measures: one core of this machine, and LeNet on it.
#pragma once

#include <algorithm>
#include <nlohmann/json.hpp>
#include <numeric>
#include <origami/gemm.hpp>

#include "measure_conv.hpp"
#include "support/kept.hpp"
#include "support/nets.hpp"
#include "support/speed.hpp"

namespace origami::examples {

// [add]
/// y += x, n values: two numbers are read and one is written for a single addition.
[[gnu::noinline]] inline void add(const Scalar* x, Scalar* y, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) y[i] += x[i];
}

/// GB/s that `add` moves when its two arrays take `kilobytes` together.
inline double bandwidth(std::size_t kilobytes) {
  const std::size_t n = kilobytes * 1024 / (2 * sizeof(Scalar)), calls = 1 + 1000000 / n;
  const Tensor x = make_tensor({n}, 1);
  Tensor y = make_tensor({n}, 1);
  const double seconds = best_seconds(8, [&] {
    for (std::size_t call = 0; call < calls; ++call) add(x.data(), y.data(), n);
  });
  return 1e-9 * static_cast<double>(3 * sizeof(Scalar) * n * calls) / seconds;
}
// [/add]

// [dot]
/// The sum of x * y, 32 partial sums at a time: what the inside of a matrix product looks like.
[[gnu::noinline]] inline Scalar dot(const Scalar* x, const Scalar* y, std::size_t n) {
  Scalar sums[32] = {};
  for (std::size_t i = 0; i + 32 <= n; i += 32)
    for (std::size_t j = 0; j < 32; ++j) sums[j] += x[i + j] * y[i + j];
  return std::accumulate(sums, sums + 32, Scalar{0});
}
// [/dot]

/// Nanoseconds of a dot product of 2048 values that begin with a 64-byte line, and 4 bytes later.
inline nlohmann::json dot_nanoseconds() {
  constexpr std::size_t n = 2048, calls = 50;
  const Tensor x = make_tensor({n + 1}, 1), y = make_tensor({n + 1}, 1);
  [[maybe_unused]] volatile Scalar sink;
  double best[2] = {1, 1};
  for (int again = 0; again < 500; ++again)  // in turn, lest something else comes over one of them
    for (const std::size_t skip : {0, 1})
      best[skip] = std::min(best[skip], best_seconds(1, [&] {
                              for (std::size_t c = 0; c < calls; ++c)
                                sink = dot(x.data() + skip, y.data() + skip, n);
                            }));
  return {rounded(1e9 * best[0] / calls, 0), rounded(1e9 * best[1] / calls, 0)};
}

// [product]
/// GFLOP/s of LeNet's first affine layer, (rows, 800) x (800, 500).
inline double product_rate(std::size_t rows) {
  const Tensor x = make_tensor({rows, 800}, 1), weight = make_tensor({500, 800}, 1);
  Tensor y = make_tensor({rows, 500});
  const double seconds = best_seconds(20, [&] {
    gemm({x.data(), rows, 800}, transposed({weight.data(), 500, 800}), {y.data(), rows, 500});
  });
  return 1e-9 * 2 * static_cast<double>(rows * 800 * 500) / seconds;
}
// [/product]

/// Layer by layer and direction: seconds an image, flop and bytes.
inline nlohmann::json layer_speeds() {
  Sequential net = build_net(named_net("lenet"), {1, 28, 28}, 1);
  std::vector<LayerSpeed> best = time_layers(net, 64);
  for (int again = 0; again < 2; ++again) {
    const std::vector<LayerSpeed> other = time_layers(net, 64);
    for (std::size_t i = 0; i < best.size(); ++i)
      for (int d : {0, 1}) best[i].seconds[d] = std::min(best[i].seconds[d], other[i].seconds[d]);
  }
  nlohmann::json rows;
  for (const LayerSpeed& s : best)
    for (int d : {0, 1})
      rows.push_back({{"layer", s.layer},
                      {"direction", d == 0 ? "forward" : "backward"},
                      {"us", rounded(1e6 * s.seconds[d], 2)},
                      {"flop", s.flop[d]},
                      {"bytes", s.bytes[d]}});
  return rows;
}

/// Everything, on one thread. Rates in 10^9 a second.
inline nlohmann::json measure() {
  const OneThread one;
  double peak = 0;
  for (int again = 0; again < 2; ++again) peak = std::max(peak, 1e-9 * gemm_peak());
  nlohmann::json products, moves;
  for (std::size_t rows = 1; rows <= 128; rows *= 2) {
    products.push_back({rows, rounded(product_rate(rows), 1)});
    peak = std::max(peak, product_rate(rows));
  }
  for (std::size_t kilobytes = 16; kilobytes <= 65536; kilobytes *= 4)
    moves.push_back({kilobytes, rounded(bandwidth(kilobytes), 1)});
  return {{"peak", rounded(peak, 1)},
          {"products", products},
          {"moves", moves},
          {"dot", dot_nanoseconds()},
          {"im2col", im2col_microseconds()},
          {"convolution", convolution_microseconds()},
          {"backward", backward_microseconds()},
          {"layers", layer_speeds()}};
}

}  // namespace origami::examples
