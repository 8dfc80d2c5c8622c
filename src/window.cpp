#include <algorithm>
#include <origami/error.hpp>
#include <origami/window.hpp>

namespace origami {

std::string to_string(const Size2d& size) {
  return std::to_string(size.h) + "x" + std::to_string(size.w);
}

std::string to_short_string(const Size2d& size) {
  return size.h == size.w ? std::to_string(size.h) : to_string(size);
}

static std::size_t ceil_div(std::size_t a, std::size_t b) { return (a + b - 1) / b; }

static Stops stops(std::size_t k, std::size_t stride, std::size_t pad, std::size_t extent,
                   std::size_t count) {
  Stops s{0, count};  // few steps, where a division would cost more than the copy it is for
  while (s.end > 0 && (s.end - 1) * stride + k >= extent + pad) --s.end;
  while (s.begin < s.end && s.begin * stride + k < pad) ++s.begin;
  return s;
}

Stops Windows::stops_h(std::size_t kh) const { return stops(kh, SH, PH, H, OH); }
Stops Windows::stops_w(std::size_t kw) const { return stops(kw, SW, PW, W, OW); }

Windows Windows::flat() const {
  Windows low = *this;
  low.KH = std::min(KH, SH);
  low.OH = OH + (KH - 1) / SH;
  return low;
}

static std::size_t count_stops(std::size_t extent, std::size_t kernel, std::size_t stride,
                               std::size_t pad, Rounding rounding) {
  const std::size_t padded = extent + 2 * pad;
  if (rounding == Rounding::Floor) return (padded - kernel) / stride + 1;
  const std::size_t count = padded > kernel ? ceil_div(padded - kernel, stride) + 1 : 1;
  return (count - 1) * stride < extent + pad ? count : count - 1;  // no start in the far padding
}

std::string Window2d::description() const {
  return to_string(kernel) + ", stride " + to_short_string(stride) + ", pad " +
         to_short_string(pad);
}

Windows Window2d::over(const Shape& image, const std::string& who, const std::string& what) const {
  constexpr std::size_t kMost = std::size_t{1} << 20;
  for (const Size2d& size : {kernel, stride, pad})  // -1 has become 2^64 - 1
    if (std::max(size.h, size.w) > kMost)
      throw ValueError(who + ": " + what + ", stride or pad " + to_short_string(size) +
                       " but expected at most " + std::to_string(kMost) + "; is one negative?");
  if (kernel.h == 0 || kernel.w == 0)
    throw ValueError(who + ": " + what + " " + to_string(kernel) + " but expected at least 1x1");
  if (stride.h == 0 || stride.w == 0)
    throw ValueError(who + ": stride " + to_string(stride) + " but expected at least 1");
  if (pad.h >= kernel.h || pad.w >= kernel.w)
    throw ValueError(who + ": pad " + to_short_string(pad) + " but expected less than the " + what +
                     " " + to_string(kernel) + "; a window would see nothing but padding");
  if (image.size() != 3)
    throw ShapeError(who + ": input " + to_string(image) +
                     " but expected an image (C, H, W); put it before any Affine");
  const std::size_t C = image[0], H = image[1], W = image[2];
  if (rounding == Rounding::Floor && (H + 2 * pad.h < kernel.h || W + 2 * pad.w < kernel.w))
    throw ShapeError(who + ": input " + to_string(image) + " [C,H,W] is smaller than the " + what +
                     "; need H >= " + std::to_string(kernel.h - std::min(kernel.h, 2 * pad.h)) +
                     " and W >= " + std::to_string(kernel.w - std::min(kernel.w, 2 * pad.w)) +
                     ", add pad or drop a pooling layer");
  const std::size_t OH = count_stops(H, kernel.h, stride.h, pad.h, rounding);
  const std::size_t OW = count_stops(W, kernel.w, stride.w, pad.w, rounding);
  return {C, H, W, kernel.h, kernel.w, stride.h, stride.w, pad.h, pad.w, OH, OW};
}

}  // namespace origami
