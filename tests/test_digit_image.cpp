#include <origami/datasets/digits.hpp>
#include <origami/error.hpp>
#include <origami/random.hpp>

#include "catch.hpp"
#include "ink.hpp"
#include "pictures.hpp"
#include "support/digit_image.hpp"

using namespace origami;
using namespace origami::examples;

namespace {

Bytes digit_of(const GreyImage& image) { return to_digit(image, "x"); }

/// Mean difference of the pixels where either has ink, 0 to 255.
double difference(const Bytes& a, const Bytes& b) {
  double sum = 0, count = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    sum += std::abs(a[i] - b[i]);
    count += a[i] > 0 || b[i] > 0;
  }
  return sum / count;
}

Ink ink_of(const Bytes& digit) { return Ink(digit.data()); }

}  // namespace

TEST_CASE("a block is scaled and centred as worked by hand") {
  // 4 rows of 2 black pixels on white: 20 x 10 after scaling, so rows 4 .. 23, columns 9 .. 18.
  GreyImage image = plain(9, 12, 255);
  for (const std::size_t y : {2, 3, 4, 5})
    for (const std::size_t x : {7, 8}) image.pixels[y * 12 + x] = 0;
  Bytes expected(28 * 28);
  for (std::size_t y = 4; y < 24; ++y)
    for (std::size_t x = 9; x < 19; ++x) expected[y * 28 + x] = 255;
  CHECK(digit_of(image) == expected);
}

TEST_CASE("dark on light and light on dark are the same digit") {
  CHECK(digit_of(seven()) == digit_of(inverted(seven())));
  GreyImage pale = plain(80, 60, 180);  // a pencil on grey paper
  draw_seven(pale, 12, 10, 56, 140);
  CHECK(difference(digit_of(pale), digit_of(seven())) < 12);
}

TEST_CASE("size and place in the picture do not matter") {
  const Bytes digit = digit_of(seven());
  const Ink ink = ink_of(digit);
  CHECK(ink.height() == 20);
  CHECK(ink.width() < 17);
  CHECK(ink.y == Approx(14.5).margin(0.5));
  CHECK(ink.x == Approx(14.5).margin(0.5));
  CHECK(difference(digit_of(seven(300, 500, 250)), digit) < 12);
  CHECK(difference(digit_of(seven(1500, 1100, 1000)), digit) < 12);
  CHECK(difference(digit_of(seven(31, 28, 28)), digit) < 24);
  GreyImage corner = plain(200, 300, 255);
  draw_seven(corner, 3, 5, 56);
  CHECK(difference(digit_of(corner), digit) < 12);
}

TEST_CASE("a wide stroke stays wide, a thin one is full ink") {
  GreyImage bar = plain(50, 300, 255);
  std::fill_n(bar.pixels.begin() + 25 * 300 + 20, 260, std::uint8_t{0});  // 1 pixel of 260
  const Bytes digit = digit_of(bar);
  const Ink ink = ink_of(digit);
  CHECK(ink.height() == 1);
  CHECK(ink.width() == 20);
  CHECK(*std::max_element(digit.begin(), digit.end()) == 255);
}

TEST_CASE("images laid out as MNIST's come back") {
  const Dataset digits = make_digits(200, /*seed=*/3);
  double sum = 0, worst = 0;
  for (std::size_t n = 0; n < digits.size(); ++n) {
    const std::uint8_t* pixels = digits.pixels.data() + n * 784;
    const Bytes digit = digit_of(enlarged(pixels, 3, 10));
    double d = 255;  // MNIST's centre may be a pixel below or to the right of a drawn digit's
    for (const std::size_t shift : {0, 1, 28, 29}) {
      Bytes moved(784);
      std::copy(pixels, pixels + 784 - shift, moved.begin() + static_cast<std::ptrdiff_t>(shift));
      d = std::min(d, difference(digit, moved));
    }
    sum += d, worst = std::max(worst, d);
  }
  CAPTURE(sum / 200, worst);
  CHECK(sum / 200 < 8);
  CHECK(worst < 60);
}

TEST_CASE("specks, noise and shadows are no ink") {
  const Bytes digit = digit_of(seven(400, 300, 200));
  GreyImage specks = seven(400, 300, 200);
  for (const std::size_t i : {5 * 300 + 7, 390 * 300 + 280, 8 * 300 + 290})
    for (const std::size_t j : {0, 1, 300, 301}) specks.pixels[i + j] = 0;
  CHECK(difference(digit_of(specks), digit) < 1);
  GreyImage rough = seven(400, 300, 200);
  Rng rng(1);
  for (std::size_t i = 0; i < rough.pixels.size(); ++i) {
    const double shadow = 40.0 * static_cast<double>(i % 300) / 300;  // darker to the right
    const double v = 0.8 * rough.pixels[i] - shadow + 4 * rng.normal();
    rough.pixels[i] = static_cast<std::uint8_t>(std::clamp(v, 0.0, 255.0));
  }
  CHECK(difference(digit_of(rough), digit) < 25);
}

TEST_CASE("a blank picture is said to be blank") {
  for (const GreyImage& image :
       {plain(1, 1, 0), plain(40, 30, 255), plain(3, 2000, 128), plain(1, 7, 9)})
    CHECK(contains(message_of<DataError>([&] { digit_of(image); }),
                   "x: is blank but expected a digit"));
  GreyImage faint = plain(80, 60, 200);
  draw_seven(faint, 12, 10, 56, 190);
  CHECK(contains(message_of<DataError>([&] { digit_of(faint); }), "is blank"));
}

TEST_CASE("pictures without a border or a sense are read somehow") {
  GreyImage image{2, 3, {0, 255, 0, 255, 0, 255}};
  CHECK(digit_of(image).size() == 784);
  Rng rng(2);
  for (int i = 0; i < 50; ++i) {
    GreyImage noise = plain(1 + static_cast<std::size_t>(rng.uniform() * 40),
                            1 + static_cast<std::size_t>(rng.uniform() * 40), 0);
    for (std::uint8_t& v : noise.pixels) v = static_cast<std::uint8_t>(255 * rng.uniform());
    noise.pixels[0] = 0, noise.pixels.back() = 255;
    const std::string said = message_of<DataError>([&] { digit_of(noise); });
    CHECK((contains(said, "is blank") || contains(said, "nothing was thrown")));
  }
}

TEST_CASE("a detached stroke belongs to the digit, be it a tenth of the other") {
  GreyImage image = plain(60, 60, 255);
  for (std::size_t y = 20; y < 50; ++y)
    for (std::size_t x = 20; x < 40; ++x) image.pixels[y * 60 + x] = 0;  // 600 pixels
  for (std::size_t y = 10; y < 13; ++y)
    for (std::size_t x = 20; x < 40; ++x) image.pixels[y * 60 + x] = 0;  // 60 above them
  CHECK(ink_of(digit_of(image)).width() == 10);  // 20 of 40; without the bar 20 of 30: 13
}
