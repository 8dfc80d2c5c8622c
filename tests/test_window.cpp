#include <origami/error.hpp>
#include <origami/window.hpp>

#include "catch.hpp"

using namespace origami;

TEST_CASE("The output size is what the formula says") {
  struct Case {
    std::size_t extent, kernel, stride, pad, floor, ceil;
  };
  const Case cases[] = {
      {28, 5, 1, 0, 24, 24}, {28, 5, 1, 2, 28, 28}, {28, 2, 2, 0, 14, 14},
      {7, 2, 2, 0, 3, 4},  // the last window has one row only: pooling keeps it
      {6, 3, 2, 0, 2, 3},    {6, 3, 2, 1, 3, 4},    {5, 3, 3, 1, 2, 2},
      {4, 2, 2, 1, 3, 3},    {5, 2, 2, 1, 3, 3},  // a fourth would start in the far padding
      {1, 1, 1, 0, 1, 1},    {3, 3, 5, 0, 1, 1},
  };
  for (const Case& c : cases) {
    CAPTURE(c.extent, c.kernel, c.stride, c.pad);
    Window2d window{c.kernel, c.stride, c.pad};
    CHECK(window.over({1, c.extent, c.extent}, "w").OH == c.floor);
    window.rounding = Rounding::Ceil;
    CHECK(window.over({1, c.extent, c.extent}, "w").OW == c.ceil);
  }
}

TEST_CASE("A pool larger than the image gives one value") {
  const Window2d window{5, 5, 0, Rounding::Ceil};
  const Windows w = window.over({2, 3, 4}, "w");
  CHECK((w.OH == 1 && w.OW == 1));
}

TEST_CASE("With stride = pool and no pad the pooling size is the course's") {
  for (std::size_t extent = 1; extent <= 30; ++extent)
    for (std::size_t pool = 1; pool <= extent; ++pool) {
      const Window2d window{pool, pool, 0, Rounding::Ceil};
      CAPTURE(extent, pool);
      CHECK(window.over({1, extent, extent}, "w").OH ==
            (extent % pool == 0 ? extent / pool : extent / pool + 1));
    }
}

/// Counts the windows one after another instead of dividing.
static std::size_t count_windows(std::size_t extent, std::size_t kernel, std::size_t stride,
                                 std::size_t pad, Rounding rounding) {
  std::size_t count = 0;
  for (std::size_t start = 0; start < extent + 2 * pad; start += stride) {
    const bool fits = start + kernel <= extent + 2 * pad;
    if (rounding == Rounding::Floor && !fits) break;
    if (start >= extent + pad) break;
    ++count;
    if (start + kernel >= extent + 2 * pad) break;
  }
  return count;
}

TEST_CASE("Sizes and stops agree with counting, every small geometry") {
  for (const Rounding rounding : {Rounding::Floor, Rounding::Ceil})
    for (std::size_t extent = 1; extent <= 9; ++extent)
      for (std::size_t kernel = 1; kernel <= 5; ++kernel)
        for (std::size_t stride = 1; stride <= 4; ++stride)
          for (std::size_t pad = 0; pad < kernel; ++pad) {
            if (rounding == Rounding::Floor && extent + 2 * pad < kernel) continue;
            CAPTURE(extent, kernel, stride, pad, rounding == Rounding::Ceil);
            const Window2d window{{kernel, 1}, {stride, 1}, {pad, 0}, rounding};
            const Windows w = window.over({1, extent, 1}, "w");
            REQUIRE(w.OH == count_windows(extent, kernel, stride, pad, rounding));
            for (std::size_t kh = 0; kh < kernel; ++kh) {
              const Stops stops = w.stops_h(kh);
              for (std::size_t oh = 0; oh < w.OH; ++oh) {
                const bool inside = oh * stride + kh >= pad && oh * stride + kh < extent + pad;
                REQUIRE(inside == (oh >= stops.begin && oh < stops.end));
              }
            }
          }
}

TEST_CASE("Height and width are told apart") {
  const Windows w = Window2d{{3, 2}, {2, 1}, {1, 0}}.over({4, 7, 6}, "w");
  CHECK((w.C == 4 && w.H == 7 && w.W == 6 && w.KH == 3 && w.KW == 2));
  CHECK((w.SH == 2 && w.SW == 1 && w.PH == 1 && w.PW == 0));
  CHECK((w.OH == 4 && w.OW == 5));
  CHECK((w.rows() == 4 * 3 * 2 && w.cols() == 4 * 5));
  CHECK(to_string(Size2d(3, 2)) == "3x2");
  CHECK(to_short_string(Size2d(3, 2)) == "3x2");
  CHECK(to_short_string(Size2d(3)) == "3");
  CHECK(Size2d(3) == Size2d(3, 3));
}

TEST_CASE("Options that make no sense are refused") {
  const auto message = [](const Window2d& window, const Shape& image) {
    return message_of<ValueError>([&] { window.over(image, "conv1 (Conv)"); });
  };
  CHECK(message({{0, 3}}, {1, 8, 8}) == "conv1 (Conv): kernel 0x3 but expected at least 1x1");
  CHECK(message({3, {1, 0}}, {1, 8, 8}) == "conv1 (Conv): stride 1x0 but expected at least 1");
  CHECK(contains(message({3, 1, 3}, {1, 8, 8}), "conv1 (Conv): pad 3 but expected less than"));
  CHECK(contains(message({{3, 2}, 1, {0, 2}}, {1, 8, 8}), "pad 0x2 but expected less than"));
  for (const Window2d& window :
       {Window2d{{static_cast<std::size_t>(-1), 3}}, Window2d{3, static_cast<std::size_t>(-2)},
        Window2d{3, 1, static_cast<std::size_t>(-1)}})
    CHECK(contains(message(window, {1, 8, 8}), "but expected at most 1048576; is one negative?"));
}

TEST_CASE("Inputs that do not fit are refused") {
  const auto message = [](const Window2d& window, const Shape& image) {
    return message_of<ShapeError>([&] { window.over(image, "conv2 (Conv)"); });
  };
  const std::string small = message({5}, {30, 3, 9});
  CHECK(contains(small, "conv2 (Conv): input (30, 3, 9) [C,H,W] is smaller than the kernel"));
  CHECK(contains(small, "need H >= 5 and W >= 5"));
  CHECK(contains(message({{5, 4}, 1, {1, 0}}, {2, 9, 3}), "need H >= 3 and W >= 4"));
  const std::string flat = message({5}, {720});
  CHECK(contains(flat, "conv2 (Conv): input (720) but expected an image (C, H, W)"));
  CHECK(contains(message({1}, {2, 3, 4, 5}), "input (2, 3, 4, 5) but expected"));
}

TEST_CASE("a width's mistakes are named as a height's are") {
  const auto message = [](const Window2d& window, const Shape& image) {
    return message_of<Error>([&] { window.over(image, "w"); });
  };
  const std::size_t negative = -1;
  CHECK(contains(message({{3, negative}}, {1, 8, 8}), "is one negative?"));
  CHECK(contains(message({{3, 0}}, {1, 8, 8}), "kernel 3x0 but expected at least 1x1"));
  CHECK(contains(message({{4, 5}, 1, {0, 1}}, {2, 9, 2}), "need H >= 4 and W >= 3"));
}
