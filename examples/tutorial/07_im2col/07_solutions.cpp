// Solutions to the exercises of chapter 7.
#include <origami/im2col.hpp>

#include "support/chapter.hpp"

using namespace origami;
using namespace origami::examples;

// [axis]
/// How many stops o = 0 .. count-1 of a window along one axis see the pixel h: o*stride <= h + pad
/// and h + pad < o*stride + kernel.
std::size_t windows_over(std::size_t h, std::size_t count, std::size_t kernel, std::size_t stride,
                         std::size_t pad) {
  std::size_t seen = 0;
  for (std::size_t o = 0; o < count; ++o)
    if (o * stride <= h + pad && h + pad < o * stride + kernel) ++seen;
  return seen;
}

/// The same for each pixel of a (1, H, W) image: rows times columns.
Tensor overlap(const Windows& w) {
  Tensor counts = make_tensor({1, w.H, w.W});
  for (std::size_t h = 0; h < w.H; ++h)
    for (std::size_t i = 0; i < w.W; ++i)
      counts(0, h, i) = static_cast<Scalar>(windows_over(h, w.OH, w.KH, w.SH, w.PH) *
                                            windows_over(i, w.OW, w.KW, w.SW, w.PW));
  return counts;
}
// [/axis]

/// The same by folding ones.
Tensor folded_ones(const Window2d& window, const Windows& w) {
  return col2im(make_tensor({w.rows(), w.cols()}, 1), window, {w.C, w.H, w.W});
}

void counts() {
  for (const Window2d& window : {Window2d{.kernel = 3}, Window2d{.kernel = 3, .pad = 1},
                                 Window2d{.kernel = {5, 2}, .stride = {2, 1}, .pad = {2, 0}}}) {
    const Windows w = window.over({1, 5, 7}, "counts");
    expect(overlap(w) == folded_ones(window, w), "col2im of ones counts the windows");
    show("overlap", overlap(w));
  }
}

// [undo]
/// The image that `columns` was unfolded from; a pixel that no window saw is lost and becomes 0.
Tensor undo(const Tensor& columns, const Window2d& window, const Shape& shape) {
  const Tensor ones = make_tensor({columns.shape()[0], columns.shape()[1]}, 1);
  Tensor image = col2im(columns, window, shape);
  const Tensor counts = col2im(ones, window, shape);
  for (std::size_t i = 0; i < image.size(); ++i)
    if (counts.data()[i] > 0) image.data()[i] /= counts.data()[i];
  return image;
}
// [/undo]

void undoing() {
  Tensor image = make_tensor({1, 4, 4});
  for (std::size_t i = 0; i < 16; ++i) image.data()[i] = static_cast<Scalar>(i + 1);
  const Window2d one{.kernel = 3}, two{.kernel = 3, .stride = 2};
  const Tensor whole = undo(im2col(image, one), one, {1, 4, 4});
  const Tensor holes = undo(im2col(image, two), two, {1, 4, 4});
  show("stride 1", whole);
  show("stride 2", holes);
  expect(whole == image, "with stride 1 every pixel returns");
  expect(holes(0, 2, 2) == image(0, 2, 2) && holes(0, 3, 3) == 0, "with stride 2 the edge is lost");
}

int main(int argc, char** argv) {
  return run_chapter(argc, argv, {{"counts", counts}, {"undo", undoing}});
}
