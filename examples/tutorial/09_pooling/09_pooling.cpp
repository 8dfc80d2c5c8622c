// Chapter 9: pooling, forward and backward. Its text is README.md beside this file.
#include <array>
#include <cstdio>
#include <origami/gradient.hpp>
#include <origami/layers/pooling.hpp>

#include "digit.hpp"
#include "pictures.hpp"
#include "support/chapter.hpp"

using namespace origami;
using namespace origami::examples;

// [image]
const Tensor x{{{3, 1, -2, 5}, {0, 7, 4, 4}, {-1, -3, 2, 6}, {-4, -8, 8, 8}}};  // (1, 4, 4)
const Tensor dy{{{10, 20}, {30, 40}}};                                          // (1, 2, 2)
const Window2d tiles{.kernel = 2, .stride = 2, .rounding = Rounding::Ceil};
// [/image]

void print_indices(const std::vector<std::size_t>& max_index) {
  std::printf("max_index:");
  for (const std::size_t r : max_index) std::printf(" %zu", r);
  std::printf("\n");
}

void forward() {
  // [call_forward]
  show("columns", im2col(x, tiles));
  const Pooled pooled = pool_forward(x, tiles);
  print_indices(pooled.max_index);
  show("y", pooled.y);
  // [/call_forward]
}

void backward() {
  // [call_backward]
  const Pooled pooled = pool_forward(x, tiles);
  show("dcolumns", gradient_columns(dy, pooled.max_index, 4));
  show("dx", pool_backward(dy, pooled.max_index, tiles, {1, 4, 4}));
  // [/call_backward]
}

void layer() {
  // [layer]
  Pooling pooling({.pool = 2});
  pooling.build({2, 4, 4});
  Tensor batch = make_tensor({1, 2, 4, 4});  // one picture of two channels: x and -x
  for (std::size_t i = 0; i < 16; ++i) {
    batch.data()[i] = x.data()[i];
    batch.data()[16 + i] = -x.data()[i];
  }
  show("y", pooling.forward(batch, Mode::Train));
  show("dx", pooling.backward(make_tensor({1, 2, 2, 2}, 1)));
  // [/layer]
}

void ties() {
  // [ties]
  Tensor v = x;
  const auto loss = [&] {  // grows by dy with each output
    const Tensor y = pool_forward(v, tiles).y;
    double sum = 0;
    for (std::size_t p = 0; p < y.size(); ++p) sum += y.data()[p] * dy.data()[p];
    return sum;
  };
  show("measured", central_difference(loss, v, /*step=*/0.25));
  // [/ties]
}

// [sizes]
const Tensor corner{{{3, 1, -2}, {0, 7, 4}, {-1, -3, 2}}};  // 3 is not divisible by 2
// [/sizes]

void sizes() {
  // [call_sizes]
  show("y", pool_forward(corner, tiles).y);
  // [/call_sizes]
}

// [formulas]
/// The notebook's number of windows in H pixels.
std::size_t notebook_size(std::size_t H, std::size_t pool) {
  return H % pool == 0 ? H / pool : H / pool + 1;
}
// [/formulas]

void formulas() {
  std::printf(" H  pool  stride  pad   notebook  ours\n");
  for (const auto& [H, pool, stride, pad] : std::vector<std::array<std::size_t, 4>>{
           {4, 2, 2, 0}, {3, 2, 2, 0}, {7, 3, 3, 0}, {4, 2, 2, 1}, {3, 2, 2, 1}, {8, 3, 2, 0}}) {
    const Window2d window{pool, stride, pad, Rounding::Ceil};
    const std::string theirs = stride == pool ? std::to_string(notebook_size(H, pool)) : "-";
    std::printf("%2zu  %4zu  %6zu  %3zu   %8s  %4zu\n", H, pool, stride, pad, theirs.c_str(),
                window.over({1, H, H}, "formulas").OH);
  }
}

// [padding]
const Window2d padded{.kernel = 2, .stride = 2, .pad = 1, .rounding = Rounding::Ceil};
// [/padding]

void padding() {
  // [call_padding]
  show("y", pool_forward(x, padded).y);
  show("with zeros", pool_forward(x, padded, /*padding=*/0).y);
  // [/call_padding]
}

// [overlap]
const Window2d overlapping{.kernel = 3, .stride = 1, .rounding = Rounding::Ceil};
// [/overlap]

void overlap() {
  // [call_overlap]
  const Pooled pooled = pool_forward(x, overlapping);
  print_indices(pooled.max_index);
  show("y", pooled.y);
  show("dx", pool_backward(dy, pooled.max_index, overlapping, {1, 4, 4}));
  // [/call_overlap]
}

const Words kForwardImage{"Forward: the largest value of each window",
                          "A 4 x 4 image x in four 2 x 2 windows. Their largest values, 7, 5, "
                          "-1 and 8, are marked and make the 2 x 2 image y. The last window has "
                          "two 8; the first of them is marked."};
const Words kForwardMatrix{
    "Forward: the largest value of each column",
    "im2col turns x into a 4 x 4 matrix, a column for each window. Below each column "
    "its maximum, 7, 5, -1, 8, and its row, max_index 3, 1, 0, 2. The maxima make y. "
    "The first window and its column, 3, 1, 0, 7, are framed."};
const Words kBackwardImage{"Backward: each gradient goes to the winner of its window",
                           "dy is 10, 20, 30, 40. In dx each of them stands where its window had "
                           "the maximum: 10 at row 1, column 1; 20 at row 0, column 3; 30 at row "
                           "2, column 0; 40 at row 3, column 2. All else is 0."};
const Words kBackwardMatrix{
    "Backward: each gradient in the row of its column's maximum",
    "dy, 10, 20, 30, 40, as a row, with max_index 3, 1, 0, 2. In the matrix of zeros 10 "
    "stands in row 3 of column 0, 20 in row 1 of column 1, 30 in row 0 of column 2, 40 "
    "in row 2 of column 3. col2im folds it into dx."};
const Words kSizes{"Windows that reach over the edge",
                   "A 3 x 3 image in four 2 x 2 windows. The last row and column of the "
                   "windows lie outside and count as minus infinity. y is 7, 4, -1, 2."};
const Words kPadding{"Padding of one pixel",
                     "The 4 x 4 image with a frame of minus infinity, in nine 2 x 2 "
                     "windows. y is 3, 1, 5, then 0, 7, 6, then -4, 8, 8."};
const Words kOverlap{
    "Overlapping windows: gradients add up",
    "Four 4 x 4 images, each with one 3 x 3 window and its gradient: 10 and 20 at row "
    "1, column 1; 30 and 40 at row 3, column 2. Their sum, dx, has 30 and 70 there."};

int main(int argc, char** argv) {
  return run_chapter(
      argc, argv,
      {{"forward", forward},
       {"backward", backward},
       {"layer", layer},
       {"ties", ties},
       {"sizes", sizes},
       {"formulas", formulas},
       {"padding", padding},
       {"overlap", overlap}},
      {{"digit.svg", [] { return draw_stages(pool_digit()); }},
       {"forward_image.svg", [] { return draw_image(kForwardImage, picture_of(x, tiles)); }},
       {"forward_matrix.svg", [] { return draw_matrix(kForwardMatrix, picture_of(x, tiles)); }},
       {"backward_image.svg", [] { return draw_image(kBackwardImage, gradient_of(x, dy, tiles)); }},
       {"backward_matrix.svg",
        [] { return draw_matrix(kBackwardMatrix, gradient_of(x, dy, tiles)); }},
       {"sizes.svg", [] { return draw_image(kSizes, picture_of(corner, tiles)); }},
       {"padding.svg", [] { return draw_image(kPadding, picture_of(x, padded)); }},
       {"overlap.svg", [] { return draw_sum(kOverlap, gradient_of(x, dy, overlapping)); }}});
}
