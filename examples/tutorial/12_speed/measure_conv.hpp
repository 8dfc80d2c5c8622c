// What chapter 12 measures of a convolution, LeNet's second.
#pragma once

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>
#include <origami/gemm.hpp>
#include <origami/im2col.hpp>
#include <origami/layers/conv.hpp>

#include "support/kept.hpp"
#include "support/stopwatch.hpp"

namespace origami::examples {

// [best]
/// Seconds of `work`, the best of many times: whatever else the machine does can only add to it.
template <class Work>
double best_seconds(int times, Work work) {
  double best = std::numeric_limits<double>::infinity();
  for (int i = 0; i < times; ++i) {
    const Stopwatch watch;
    work();
    best = std::min(best, watch.seconds());
  }
  return best;
}
// [/best]

// [plain]
/// im2col as in chapter 7: value after value, and for each the question whether it is padding.
inline void plain_im2col(const Scalar* image, const Windows& windows, Scalar* columns) {
  const auto& [C, H, W, KH, KW, SH, SW, PH, PW, OH, OW] = windows;
  for (std::size_t c = 0; c < C; ++c)
    for (std::size_t kh = 0; kh < KH; ++kh)
      for (std::size_t kw = 0; kw < KW; ++kw)
        for (std::size_t oh = 0; oh < OH; ++oh)
          for (std::size_t ow = 0; ow < OW; ++ow) {
            const std::size_t h = oh * SH + kh, w = ow * SW + kw;  // in the image with its padding
            const bool inside = h >= PH && h < PH + H && w >= PW && w < PW + W;
            *columns++ = inside ? image[(c * H + h - PH) * W + w - PW] : 0;
          }
}
// [/plain]

/// Microseconds of the plain and of the library's im2col, for LeNet's second convolution.
inline nlohmann::json im2col_microseconds() {
  const Shape image{20, 12, 12};
  const Windows w = Window2d{.kernel = {5, 5}}.over(image, "im2col");
  const Tensor x = make_tensor(image, 1);
  Tensor columns = make_tensor({w.rows(), w.cols()});
  const double plain = best_seconds(200, [&] { plain_im2col(x.data(), w, columns.data()); });
  const double flat = best_seconds(200, [&] { im2col(x.data(), w, columns.data()); });
  return {rounded(1e6 * plain, 1), rounded(1e6 * flat, 1)};
}

/// LeNet's second convolution, and a batch of what comes to it.
struct SecondConv {
  Conv conv{{.filters = 50, .kernel = 5}};
  Tensor x = make_tensor({16, 20, 12, 12}, 1);
  SecondConv() { conv.build({20, 12, 12}); }
};

/// Microseconds an image of its forward pass: im2col and the product with the matrix, the same with
/// the flat one, and with fewer multiplications, which is what the layer does.
inline nlohmann::json convolution_microseconds() {
  SecondConv second;
  const Windows w = Window2d{.kernel = {5, 5}}.over({20, 12, 12}, "im2col"), low = w.flat();
  const std::size_t OC = 50, K = w.rows(), P = w.cols();
  const std::vector<std::size_t> starts = row_starts(w);
  const Tensor& weight = second.conv.parameters()[0]->value();
  Tensor columns = make_tensor({K, P}), flat = make_tensor({low.rows(), low.cols()});
  Tensor y = make_tensor({OC, P});
  const auto with_matrix = [&] {
    im2col(second.x.data(), w, columns.data());
    gemm({weight.data(), OC, K}, {columns.data(), K, P}, {y.data(), OC, P});
  };
  const auto with_flat = [&] {
    im2col(second.x.data(), low, flat.data());
    gemm({weight.data(), OC, K}, {flat.data(), K, P, false, starts.data()}, {y.data(), OC, P});
  };
  double best[3] = {1, 1, 1};
  for (int again = 0; again < 200; ++again) {  // in turn
    best[0] = std::min(best[0], best_seconds(2, with_matrix));
    best[1] = std::min(best[1], best_seconds(2, with_flat));
    best[2] =
        std::min(best[2], best_seconds(1, [&] { second.conv.forward(second.x, Mode::Eval); }) / 16);
  }
  return {rounded(1e6 * best[0], 1), rounded(1e6 * best[1], 1), rounded(1e6 * best[2], 1)};
}

/// Microseconds an image of its backward pass: for a dy without zeros, and with four in five.
inline nlohmann::json backward_microseconds() {
  SecondConv second;
  Rng rng;
  const Tensor full = make_tensor({16, 50, 8, 8}, 1);
  Tensor sparse = full;
  for (Scalar& d : sparse) d = rng.below(5) == 0 ? 1 : 0;
  double best[2] = {1, 1};
  for (int again = 0; again < 50; ++again)
    for (const bool zeros : {false, true}) {
      second.conv.forward(second.x, Mode::Train);
      best[zeros] = std::min(best[zeros],
                             best_seconds(1, [&] { second.conv.backward(zeros ? sparse : full); }));
    }
  return {rounded(1e6 * best[0] / 16, 1), rounded(1e6 * best[1] / 16, 1)};
}

}  // namespace origami::examples
