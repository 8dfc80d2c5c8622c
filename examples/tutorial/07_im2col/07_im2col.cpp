// Chapter 7: im2col and col2im. Its text is README.md beside this file.
#include <algorithm>
#include <cstdio>
#include <numeric>
#include <origami/gradient.hpp>
#include <origami/im2col.hpp>

#include "pictures.hpp"
#include "support/chapter.hpp"
#include "support/stopwatch.hpp"

using namespace origami;
using namespace origami::examples;

// [entries]
/// Calls visit(entry, pixel) for every entry of the column matrix that sees a pixel of the image,
/// not padding. Both are places in memory, counted from the first value.
template <class Visit>
void for_each_entry(const Windows& windows, Visit visit) {
  const auto& [C, H, W, KH, KW, SH, SW, PH, PW, OH, OW] = windows;
  for (std::size_t c = 0; c < C; ++c)
    for (std::size_t kh = 0; kh < KH; ++kh)
      for (std::size_t kw = 0; kw < KW; ++kw)
        for (std::size_t oh = 0; oh < OH; ++oh)
          for (std::size_t ow = 0; ow < OW; ++ow) {
            const std::size_t row = (c * KH + kh) * KW + kw, column = oh * OW + ow;
            const std::size_t h = oh * SH + kh, w = ow * SW + kw;  // in the image with its padding
            if (h < PH || h >= PH + H || w < PW || w >= PW + W) continue;
            visit(row * (OH * OW) + column, (c * H + h - PH) * W + w - PW);
          }
}
// [/entries]

// [unfold]
/// im2col: image (C, H, W) -> columns (C*KH*KW, OH*OW)
Tensor unfold(const Tensor& image, const Window2d& window) {
  const Windows windows = window.over(shape_of(image), "unfold");
  Tensor columns = make_tensor({windows.rows(), windows.cols()});
  for_each_entry(windows, [&](std::size_t entry, std::size_t pixel) {
    columns.data()[entry] = image.data()[pixel];
  });
  return columns;
}
// [/unfold]

// [fold]
/// col2im: columns (C*KH*KW, OH*OW) -> an image of the shape (C, H, W)
Tensor fold(const Tensor& columns, const Window2d& window, const Shape& shape) {
  Tensor image = make_tensor(shape);
  for_each_entry(window.over(shape, "fold"), [&](std::size_t entry, std::size_t pixel) {
    image.data()[pixel] += columns.data()[entry];
  });
  return image;
}
// [/fold]

Tensor fold_by_assigning(const Tensor& columns, const Window2d& window, const Shape& shape) {
  Tensor image = make_tensor(shape);
  for_each_entry(window.over(shape, "fold"), [&](std::size_t entry, std::size_t pixel) {
    // [assign]
    image.data()[pixel] = columns.data()[entry];  // wrong
    // [/assign]
  });
  return image;
}

/// 1, 2, 3 ...
Tensor counted(const Shape& shape) {
  Tensor t = make_tensor(shape);
  std::iota(t.begin(), t.end(), Scalar{1});
  return t;
}

const Window2d window{.kernel = 3};
const Tensor image = counted({1, 4, 4}), g = counted({9, 4});

void columns() {
  // [columns]
  const Window2d window{.kernel = 3};  // 3x3; the stride is 1 and there is no padding
  show("image", image);
  show("columns", unfold(image, window));
  // [/columns]
}

void padding() {
  // [padding]
  const Tensor small{{{1, 2}, {3, 4}}};
  show("columns", unfold(small, {.kernel = 3, .pad = 1}));
  // [/padding]
}

void folding() {
  // [folding]
  show("folded", fold(unfold(image, window), window, {1, 4, 4}));
  show("assigned", fold_by_assigning(unfold(image, window), window, {1, 4, 4}));
  // [/folding]
}

double dot(const Tensor& a, const Tensor& b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

std::string verdict(const Tensor& gradient, const Tensor& measured) {
  const std::string problem = compare_gradients(gradient, measured, 1e-3);
  return problem.empty() ? "is right" : problem;
}

void gradient() {
  // [gradient]
  Tensor x = image;
  const auto loss = [&] { return dot(unfold(x, window), g); };
  const Tensor measured = central_difference(loss, x, /*step=*/1);  // exact: the loss is linear
  const Tensor added = fold(g, window, {1, 4, 4});
  const Tensor assigned = fold_by_assigning(g, window, {1, 4, 4});
  show("measured", measured);
  show("added", added);
  show("assigned", assigned);
  std::printf("+= %s\n", verdict(added, measured).c_str());
  std::printf(" = %s\n", verdict(assigned, measured).c_str());
  // [/gradient]
}

// [matrix]
/// The matrix of a linear function: its column j is what the function makes of the input that is 1
/// at place j and 0 elsewhere.
template <class Function>
Tensor matrix_of(Function f, const Shape& in, const Shape& out) {
  Tensor matrix = make_tensor({element_count(out), element_count(in)});
  for (std::size_t j = 0; j < element_count(in); ++j) {
    Tensor unit = make_tensor(in);
    unit.data()[j] = 1;
    const Tensor result = f(unit);
    for (std::size_t i = 0; i < result.size(); ++i) matrix(i, j) = result.data()[i];
  }
  return matrix;
}
// [/matrix]

void adjoint() {
  // [adjoint]
  const Window2d pair{.kernel = {1, 2}};
  const Shape strip{1, 1, 3}, columns{2, 2};  // a b c -> a b
                                              //          b c
  show("im2col", matrix_of([&](const Tensor& x) { return im2col(x, pair); }, strip, columns));
  show("col2im",
       matrix_of([&](const Tensor& c) { return col2im(c, pair, strip); }, columns, strip));
  std::printf("im2col(x) . g = %g\n", dot(im2col(image, window), g));
  std::printf("x . col2im(g) = %g\n", dot(image, col2im(g, window, {1, 4, 4})));
  // [/adjoint]
}

/// Microseconds of the fastest of many calls.
template <class Function>
double fastest(Function f) {
  double best = 1;
  for (int i = 0; i < 200; ++i) {
    const Stopwatch watch;
    f();
    best = std::min(best, watch.seconds());
  }
  return 1e6 * best;
}

void timing() {
  const Shape shape{20, 12, 12};
  const Window2d five{.kernel = 5};
  const Tensor x = counted(shape), c = im2col(x, five);
  std::printf("im2col: chapter ~%.0f us, library ~%.0f us\n", fastest([&] { unfold(x, five); }),
              fastest([&] { im2col(x, five); }));
  std::printf("col2im: chapter ~%.0f us, library ~%.0f us\n",
              fastest([&] { fold(c, five, shape); }), fastest([&] { col2im(c, five, shape); }));
}

/// The entries that see pixel number `pixel` of a (1, 4, 4) image, the smallest place first.
std::vector<std::size_t> entries_of(std::size_t pixel) {
  std::vector<std::size_t> entries;
  for_each_entry(window.over({1, 4, 4}, "entries_of"), [&](std::size_t entry, std::size_t seen) {
    if (seen == pixel) entries.push_back(entry);
  });
  return entries;
}

int main(int argc, char** argv) {
  return run_chapter(argc, argv,
                     {{"columns", columns},
                      {"padding", padding},
                      {"folding", folding},
                      {"gradient", gradient},
                      {"adjoint", adjoint},
                      {"time", timing}},
                     {{"im2col.svg", [] { return draw_im2col(image, window, /*stop=*/2); }},
                      {"col2im.svg", [] { return draw_col2im(g, window, entries_of(5), 5); }},
                      {"counts.svg", draw_counts}});
}
