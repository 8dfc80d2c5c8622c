// An image is cut into tiles of M x M outputs. A tile sees S x S pixels, S = M + R - 1 for a kernel
// of R x R, and takes S * S multiplications a channel and filter instead of M * M * R * R: 36
// instead of 144 for 4x4 outputs of a 3x3 kernel, 49 instead of 225 for 5x5 of them, 64 instead of
// 400 for 4x4 outputs of a 5x5 kernel. winograd_points.hpp says how; here each step works on the
// columns of the tile and then on its rows. Added over the channels, the multiplications are S * S
// matrix products, one for each point down and point across:
//
//     pixels (tiles, C) * weights (C, OC) = sums (tiles, OC)
//
// Channels lie side by side, so all steps work on vectors of channels. (LeNet's second convolution:
// 38 us -> 14 us an image; fast's, 24 channels of 12x12, 3x3: 22 us -> 8 us; 64 of 32x32: 1000 us
// -> 390 us.)
#include "winograd.hpp"

#include <algorithm>
#include <cstring>

#include "channels_last.hpp"
#include "row_gemm.hpp"
#include "winograd_points.hpp"

namespace origami {
namespace {

// Of a matrix product, at most. More are a little faster in a loop of this layer alone, but in a
// network every core first has to bring the memory for them into its cache. (LeNet in training, two
// threads: 16 of them instead of 32, 82 us -> 80 us an image.)
constexpr std::size_t kTiles = 24;

/// Vectors in a square: how far it is from one to the next one down and to the next one right.
template <class T>
struct Square {
  T* corner;
  std::size_t down, right;
};

/// A transform of the columns of a square, then of its rows: (kIn, kIn) -> (kOut, kOut).
template <std::size_t kIn, std::size_t kOut, class Transform>
[[gnu::always_inline]] inline void transform_square(Square<const Scalar> in, Square<Scalar> out,
                                                    Transform transform) {
  alignas(kVectorBytes) Scalar half[kOut * kIn * kLanes];
  for (std::size_t j = 0; j < kIn; ++j)
    transform(in.corner + j * in.right, in.down, half + j * kLanes, kIn * kLanes);
  for (std::size_t i = 0; i < kOut; ++i)
    transform(half + i * kIn * kLanes, kLanes, out.corner + i * out.down, out.right);
}

/// Of a thread; it grows when the thread first meets such a layer.
struct Memory {
  Numbers plain, image, filters, pixels, sums, outputs;
  std::vector<std::size_t> c_starts, oc_starts;
};

template <class P>
struct Winograd {
  static constexpr std::size_t R = P::kWeights, M = P::kOutputs, S = P::kCount, kSquare = S * S;

  const Windows& w;
  const std::size_t OC, c_pitch = whole_vectors(w.C), oc_pitch = whole_vectors(OC);
  const std::size_t row = (w.W + 2 * w.PW) * w.C;  // of the image in its padding
  const std::size_t across = (w.OW + M - 1) / M;
  const std::size_t tiles = (w.OH + M - 1) / M * across;          // of an image
  const std::size_t all, products = (all + kTiles - 1) / kTiles;  // tiles of the batch
  const std::size_t together = (all + products - 1) / products;   // tiles of a product
  // To the next point. Without the vector that is not needed, all points of a tile of 64 channels
  // would compete for a few places in the cache (one image of them: 380 us -> 350 us).
  const std::size_t c_point = together * c_pitch + kLanes, oc_point = together * oc_pitch + kLanes;
  Memory& m;

  Winograd(const Windows& windows, std::size_t filters, std::size_t images, Memory& memory)
      : w(windows), OC(filters), all(images * tiles), m(memory) {
    const std::size_t most = std::max(together, w.C);
    m.c_starts.resize(most);
    m.oc_starts.resize(most);
    for (std::size_t r = 0; r < most; ++r)
      m.c_starts[r] = r * c_pitch, m.oc_starts[r] = r * oc_pitch;
    m.image.assign((w.H + 2 * w.PH) * row + kLanes, 0);  // the last vector may reach behind
    m.pixels.resize(kSquare * c_point);
    m.sums.resize(kSquare * oc_point);
    m.outputs.resize(w.cols() * oc_pitch);
  }

  void read_weights(const Tensor& weight, WinogradWeights& kept) {
    const std::size_t point = w.C * oc_pitch;
    if (kept.at_points.size() == kSquare * point &&
        std::ranges::equal(kept.shape, weight.shape()) &&
        std::memcmp(kept.from.data(), weight.data(), weight.size() * sizeof(Scalar)) == 0)
      return;
    kept.at_points.resize(kSquare * point);
    m.filters.assign(R * R * oc_pitch, 0);  // those of a channel, side by side
    for (std::size_t c = 0; c < w.C; ++c) {
      transpose(weight.data() + c * R * R, OC, R * R, w.rows(), m.filters.data(), oc_pitch);
      for (std::size_t oc = 0; oc < oc_pitch; oc += kLanes)
        transform_square<R, S>({&m.filters[oc], R * oc_pitch, oc_pitch},
                               {&kept.at_points[c * oc_pitch + oc], S * point, point},
                               WeightsToPoints<P>());
    }
    kept.shape.assign(weight.shape().begin(), weight.shape().end());
    kept.from.assign(weight.data(), weight.data() + weight.size());
  }

  /// Tiles first .. first+count-1 of all images (N, C, H, W).
  void read_tiles(const Scalar* x, std::size_t first, std::size_t count) {
    const std::size_t C = w.C, down = row, point = c_point;
    const ChannelsLast layout{C, w.H, w.W, down, m.plain};
    for (std::size_t t = 0; t < count; ++t) {
      const std::size_t n = (first + t) / tiles, tile = (first + t) % tiles;
      if (tile == 0) layout.read(x + n * C * w.H * w.W, &m.image[w.PH * down + w.PW * C]);
      const Scalar* in = &m.image[top(tile) * down + left(tile) * C];
      Scalar* out = &m.pixels[t * c_pitch];
      for (std::size_t c = 0; c < C; c += kLanes)
        transform_square<S, S>({in + c, down, C}, {out + c, S * point, point}, PixelsToPoints<P>());
    }
  }

  void multiply(const Scalar* weights, const Scalar* bias, std::size_t count) {
    // Output j takes t^j times the number at each point t. At 1, down and across, the factor is 1
    // for all outputs: a bias that is put there once is added to each of them.
    constexpr std::size_t kOne = P::kZero * (S + 1);
    for (std::size_t t = 0; t < count; ++t)
      std::copy_n(bias, OC, &m.sums[kOne * oc_point + t * oc_pitch]);
    for (std::size_t p = 0; p < kSquare; ++p)  // gemm would choose row_gemm each time
      row_gemm({&m.pixels[p * c_point], count, w.C, false, m.c_starts.data()},
               {weights + p * w.C * oc_pitch, w.C, oc_pitch, false, m.oc_starts.data()},
               {&m.sums[p * oc_point], count, oc_pitch, m.oc_starts.data()},
               p == kOne ? Into::Add : Into::Overwrite);
  }

  /// The same tiles of y (N, OC, OH, OW).
  void write_tiles(Scalar* y, std::size_t first, std::size_t count) {
    const std::size_t positions = w.cols(), pitch = oc_pitch, down = w.OW * pitch, point = oc_point;
    for (std::size_t t = 0; t < count; ++t) {
      const std::size_t n = (first + t) / tiles, tile = (first + t) % tiles;
      const Scalar* in = &m.sums[t * pitch];
      Scalar* out = &m.outputs[top(tile) * down + left(tile) * pitch];
      for (std::size_t oc = 0; oc < pitch; oc += kLanes)
        transform_square<S, M>({in + oc, S * point, point}, {out + oc, down, pitch},
                               PointsToOutputs<P>());
      if (tile + 1 == tiles)
        transpose(m.outputs.data(), positions, OC, pitch, y + n * OC * positions, positions);
    }
  }

  /// The output at the top left of a tile. The last tiles end where the outputs end.
  std::size_t top(std::size_t tile) const { return std::min(tile / across * M, w.OH - M); }
  std::size_t left(std::size_t tile) const { return std::min(tile % across * M, w.OW - M); }
};

template <class P>
void convolve(const Windows& w, const Tensor& x, const Tensor& weight, const Tensor& bias,
              WinogradWeights& kept, Tensor& y) {
  thread_local Memory memory;
  Winograd<P> winograd(w, bias.size(), x.shape()[0], memory);
  winograd.read_weights(weight, kept);
  for (std::size_t first = 0; first < winograd.all; first += winograd.together) {
    const std::size_t count = std::min(winograd.together, winograd.all - first);
    winograd.read_tiles(x.data(), first, count);
    winograd.multiply(kept.at_points.data(), bias.data(), count);
    winograd.write_tiles(y.data(), first, count);
  }
}

/// How many for each channel and filter, with tiles of M x M outputs.
std::size_t multiplications(const Windows& w, std::size_t M) {
  const std::size_t S = M + w.KH - 1;
  return (w.OH + M - 1) / M * ((w.OW + M - 1) / M) * S * S;
}

}  // namespace

bool is_winograd(const Windows& w, std::size_t filters) {
  return kWideVectors && w.SH == 1 && w.SW == 1 && w.KH == w.KW && (w.KH == 3 || w.KH == 5) &&
         std::min(w.OH, w.OW) >= 4 && w.C >= kLanes && filters >= kLanes;
}

void winograd_conv(const Windows& w, const Tensor& x, const Tensor& weight, const Tensor& bias,
                   WinogradWeights& kept, Tensor& y) {
  if (w.KH == 5) return convolve<Points<5, 4>>(w, x, weight, bias, kept, y);
  const bool five = std::min(w.OH, w.OW) >= 5 && multiplications(w, 5) < multiplications(w, 4);
  (five ? convolve<Points<3, 5>> : convolve<Points<3, 4>>)(w, x, weight, bias, kept, y);
}

}  // namespace origami
