// A digit and what pooling leaves of it: the first picture of chapter 9.
#pragma once

#include <origami/datasets/digits.hpp>
#include <vector>

#include "max_pool.hpp"
#include "support/svg.hpp"

namespace origami::examples {

/// Three pictures (1, H, W), pixels in [0, 1]: a generated 6, pooled, and pooled again.
inline std::vector<Tensor> pool_digit() {
  const Window2d tiles{.kernel = 2, .stride = 2};
  const Dataset digits = make_digits(18, /*seed=*/1);
  Tensor digit = make_tensor({1, 28, 28});
  for (std::size_t i = 0; i < digit.size(); ++i)
    digit.data()[i] = static_cast<Scalar>(digits.pixels[17 * digit.size() + i]) / 255;
  const Tensor half = pool_forward(digit, tiles).y;
  return {digit, half, pool_forward(half, tiles).y};
}

/// Pictures (1, H, W) of values in [0, 1], each as large on the page.
inline Canvas draw_stages(const std::vector<Tensor>& pictures) {
  const double side = 168;
  Canvas canvas(8 + (side + 48) * static_cast<double>(pictures.size()), side + 68,
                "A digit, pooled twice",
                "A 6 of 28 x 28 pixels, then of 14 x 14 and of 7 x 7: coarser, but still a 6.");
  Box box{24, 24, side, side};
  for (const Tensor& t : pictures) {
    const std::size_t H = t.shape()[1], W = t.shape()[2];
    const double cell = side / static_cast<double>(W);
    for (std::size_t h = 0; h < H; ++h)
      for (std::size_t v = 0; v < W; ++v)
        if (t(0, h, v) > 0.02)
          canvas.rect({box.x + cell * static_cast<double>(v), box.y + cell * static_cast<double>(h),
                       cell, cell},
                      Tone::None, t(0, h, v), /*outline=*/false);
    canvas.rect(box, Tone::None);
    canvas.text({box.centre().x, box.bottom() + 18}, to_string(Shape{H, W}),
                {.size = 12, .tone = Tone::Grey});
    if (&t != &pictures.back())
      canvas.arrow({box.right() + 10, box.centre().y}, {box.right() + 38, box.centre().y},
                   {Tone::None, 2});
    box.x += side + 48;
  }
  return canvas;
}

}  // namespace origami::examples
