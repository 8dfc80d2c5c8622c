// Chapter 1: tensors and their shapes. Its text is README.md beside this file.
#include <algorithm>
#include <cstdio>
#include <origami/tensor.hpp>
#include <stdexcept>

#include "support/chapter.hpp"

using namespace origami;
using namespace origami::examples;

// [number]
/// (2, 3, 2, 4): two pictures of three channels, each 2 pixels high and 4 wide. Every value spells
/// its own place: 1203 is n = 1, c = 2, h = 0, w = 3.
Tensor make_pictures() {
  Tensor x = make_tensor({2, 3, 2, 4});
  for (std::size_t n = 0; n < 2; ++n)
    for (std::size_t c = 0; c < 3; ++c)
      for (std::size_t h = 0; h < 2; ++h)
        for (std::size_t w = 0; w < 4; ++w)
          x(n, c, h, w) = static_cast<Scalar>(1000 * n + 100 * c + 10 * h + w);
  return x;
}
// [/number]

void shape() {
  // [shape]
  const Tensor x = make_pictures();
  std::printf("shape %s\n", to_string(shape_of(x)).c_str());
  std::printf("%zu values: 2 * 3 * 2 * 4\n", x.size());
  show("x", x);
  // [/shape]
}

// [offset]
/// How far value (n, c, h, w) stands from the first one in a tensor of shape (N, C, H, W).
std::size_t offset(const Shape& shape, std::size_t n, std::size_t c, std::size_t h, std::size_t w) {
  const std::size_t C = shape[1], H = shape[2], W = shape[3];
  return ((n * C + c) * H + h) * W + w;
}
// [/offset]

void memory() {
  // [memory]
  const Tensor x = make_pictures();
  const std::size_t i = offset(shape_of(x), 1, 2, 0, 3);
  std::printf("offset of (1, 2, 0, 3): %zu\n", i);
  std::printf("x.data()[%zu] = %g\n", i, x.data()[i]);
  std::printf("x(1, 2, 0, 3) = %g\n", x(1, 2, 0, 3));
  // [/memory]
}

void loop() {
  // [loop]
  const Tensor x = make_pictures();
  const std::size_t N = x.shape()[0], C = x.shape()[1], HW = x.shape()[2] * x.shape()[3];
  const Scalar* plane = x.data();
  for (std::size_t n = 0; n < N; ++n)
    for (std::size_t c = 0; c < C; ++c, plane += HW)
      std::printf("image %zu, channel %zu: largest value %g\n", n, c,
                  *std::max_element(plane, plane + HW));
  // [/loop]
}

void braces() {
  // [braces]
  const Tensor two_values({2, 3});              // the numbers 2 and 3
  const Tensor two_rows = make_tensor({2, 3});  // 2 rows of 3 zeros
  const Tensor written{{1, 2, 3}, {4, 5, 6}};   // nested braces: the values themselves
  show("two_values", two_values);
  show("two_rows", two_rows);
  show("written", written);
  // [/braces]
}

void lazy() {
  // [lazy]
  Tensor a{1, 2, 3};
  const auto recipe = 10 * a;    // nothing is computed yet
  const Tensor result = 10 * a;  // computed now
  a(0) = 7;
  std::printf("recipe(0) = %g, result(0) = %g\n", static_cast<double>(recipe(0)), result(0));
  // [/lazy]
}

void broadcast() {
  // [broadcast]
  const Tensor column = make_tensor({3, 1}, 10);  // three rows of one value
  const Tensor row{1, 2, 3};                      // (3)
  const Tensor difference = column - row;         // no error: both are stretched to (3, 3)
  show("difference", difference);
  // [/broadcast]
}

void bounds() {
  // [bounds]
  const Tensor row{1, 2, 3};
  try {
    std::printf("%g\n", row.at(3));  // row(3) would read whatever lies behind the tensor
  } catch (const std::out_of_range&) {
    std::printf("row.at(3): there are only places 0, 1 and 2\n");
  }
  // [/bounds]
}

Canvas draw_nchw() {
  Canvas canvas(
      760, 284, "A tensor of shape (2, 3, 2, 4) and its place in memory",
      "Two images of three channels, each two rows of four pixels. The number in a pixel "
      "is its offset in memory, from 0 to 47. Below, the 48 values in a row: image 0, "
      "then image 1, in each channel 0, 1, 2. Element (1, 2, 0, 3) is framed: offset 43.");
  const Shape shape{2, 3, 2, 4};
  const Tone tones[] = {Tone::Blue, Tone::Orange, Tone::Green};
  const double side = 27;
  Point framed{};
  for (std::size_t n = 0; n < 2; ++n)
    for (std::size_t c = 0; c < 3; ++c) {
      const Point corner{28 + 372.0 * static_cast<double>(n) + 116 * static_cast<double>(c), 74};
      const Box plane = canvas.grid(
          corner, 2, 4,
          [&](std::size_t h, std::size_t w) {
            return Cell{std::to_string(offset(shape, n, c, h, w)), tones[c]};
          },
          side);
      canvas.text({plane.centre().x, 60}, "c = " + std::to_string(c), {.size = 13});
      if (c == 1) canvas.text({plane.centre().x, 28}, "n = " + std::to_string(n), {.bold = true});
      if (n == 1 && c == 2) framed = {plane.x + 3 * side, plane.y};
    }
  canvas.text({28, 142}, "H = 2, W = 4", {.anchor = Anchor::Start, .size = 12, .tone = Tone::Grey});
  const double cell = 14.5, left = 32, top = 190;
  const std::size_t count = element_count(shape);
  for (std::size_t i = 0; i < count; ++i)
    canvas.rect({left + cell * static_cast<double>(i), top, cell, 30}, tones[i / 8 % 3]);
  for (const std::size_t i : {0, 8, 16, 24, 32, 40, 47})
    canvas.text({left + cell * (static_cast<double>(i) + 0.5), top + 44}, std::to_string(i),
                {.size = 12, .tone = Tone::Grey});
  canvas.text({left, top - 18}, "data()", {.anchor = Anchor::Start, .size = 13, .bold = true});
  const std::size_t marked = offset(shape, 1, 2, 0, 3);
  const Box there{left + cell * static_cast<double>(marked), top, cell, 30};
  canvas.frame({framed.x, framed.y, side, side}, {Tone::Red, 3});
  canvas.frame(there, {Tone::Red, 3});
  canvas.arrow({framed.x + side / 2, framed.y + 2 * side + 6}, {there.centre().x, there.y - 4},
               {Tone::Red, 2});
  canvas.text({there.centre().x - 8, top + 66}, "((1 · 3 + 2) · 2 + 0) · 4 + 3 = 43",
              {.anchor = Anchor::End, .size = 13, .tone = Tone::Red});
  return canvas;
}

int main(int argc, char** argv) {
  return run_chapter(argc, argv,
                     {{"shape", shape},
                      {"memory", memory},
                      {"loop", loop},
                      {"braces", braces},
                      {"lazy", lazy},
                      {"broadcast", broadcast},
                      {"bounds", bounds}},
                     {{"nchw.svg", draw_nchw}});
}
