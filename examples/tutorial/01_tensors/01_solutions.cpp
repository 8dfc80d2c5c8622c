// Solutions to the exercises of chapter 1.
#include <origami/tensor.hpp>

#include "support/chapter.hpp"

using namespace origami;
using namespace origami::examples;

// [place]
/// The place (n, c, h, w) of the value at `offset` in a tensor of shape (N, C, H, W).
Shape place_of(std::size_t offset, const Shape& shape) {
  Shape place(4);
  for (std::size_t axis = 4; axis-- > 0; offset /= shape[axis]) place[axis] = offset % shape[axis];
  return place;
}
// [/place]

void place() {
  for (const std::size_t offset : {0, 43, 47})
    std::printf("%zu -> %s\n", offset, to_string(place_of(offset, {2, 3, 2, 4})).c_str());
  expect(place_of(43, {2, 3, 2, 4}) == Shape{1, 2, 0, 3}, "offset 43 is (1, 2, 0, 3)");
}

// [planes]
/// A picture as most files hold it, (H, W, C), to (C, H, W).
Tensor to_planes(const Tensor& picture) {
  const std::size_t H = picture.shape()[0], W = picture.shape()[1], C = picture.shape()[2];
  Tensor planes = make_tensor({C, H, W});
  for (std::size_t c = 0; c < C; ++c)
    for (std::size_t h = 0; h < H; ++h)
      for (std::size_t w = 0; w < W; ++w)
        planes.data()[(c * H + h) * W + w] = picture.data()[(h * W + w) * C + c];
  return planes;
}
// [/planes]

void planes() {
  const Tensor picture{{{1, 10, 100}, {2, 20, 200}}};  // one row of two pixels: red, green, blue
  const Tensor result = to_planes(picture);
  show("picture", picture);
  show("planes", result);
  expect(result == Tensor{{{1, 2}}, {{10, 20}}, {{100, 200}}}, "each colour is a plane of its own");
}

int main(int argc, char** argv) {
  return run_chapter(argc, argv, {{"place", place}, {"planes", planes}});
}
