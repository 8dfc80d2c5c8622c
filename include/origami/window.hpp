// Where a window stops when it slides over an image: the one place with the output-size formula.
#pragma once

#include <cstddef>
#include <origami/tensor.hpp>
#include <string>

namespace origami {

/// Height and width in pixels. One number stands for both: `.kernel = 5` is 5x5.
struct Size2d {
  std::size_t h, w;
  constexpr Size2d(std::size_t both) : h(both), w(both) {}  // NOLINT(google-explicit-constructor)
  constexpr Size2d(std::size_t height, std::size_t width) : h(height), w(width) {}
  friend bool operator==(const Size2d&, const Size2d&) = default;
};

/// "5x3"
std::string to_string(const Size2d& size);
/// "2", or "2x1" where the two differ.
std::string to_short_string(const Size2d& size);

/// The stops 0 <= o < count along one axis at which a pixel of the window lies inside the image.
struct Stops {
  std::size_t begin, end;
};

/// A (C, H, W) image cut into OH x OW windows of KH x KW pixels. A window may reach into the
/// padding.
struct Windows {
  std::size_t C, H, W, KH, KW, SH, SW, PH, PW, OH, OW;

  /// Shape of the matrix of columns: (C*KH*KW, OH*OW).
  std::size_t rows() const { return C * KH * KW; }
  std::size_t cols() const { return OH * OW; }
  /// The windows of the flat matrix (row_starts in im2col.hpp): cut off below the stride, so that
  /// they do not overlap from top to bottom, and with (KH - 1) / SH more stops down, so that they
  /// see the same pixels.
  Windows flat() const;
  /// The oh with 0 <= oh*SH + kh - PH < H.
  Stops stops_h(std::size_t kh) const;
  /// The ow with 0 <= ow*SW + kw - PW < W.
  Stops stops_w(std::size_t kw) const;
};

/// What happens to a last window that only partly fits.
enum class Rounding {
  Floor,  // it is dropped: floor((H + 2*pad - kernel) / stride) + 1, convolution's rule
  Ceil,   // it is kept if it starts inside image or near padding: ceil(...) + 1, pooling's rule;
          // a kernel larger than all that has one stop
};

/// Kernel, stride and padding of a convolution or pooling.
struct Window2d {
  Size2d kernel = 1, stride = 1, pad = 0;
  Rounding rounding = Rounding::Floor;

  /// Slides over one (C, H, W) image. `who` begins the message of the ValueError (an option that
  /// makes no sense) or ShapeError (not an image, or smaller than the kernel, which `what` names).
  Windows over(const Shape& image, const std::string& who,
               const std::string& what = "kernel") const;
  /// "2x2, stride 2, pad 0"
  std::string description() const;
};

}  // namespace origami
