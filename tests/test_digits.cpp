#include <algorithm>
#include <array>
#include <cmath>
#include <origami/datasets/digits.hpp>
#include <origami/parallel.hpp>

#include "catch.hpp"
#include "ink.hpp"

using namespace origami;

namespace {

constexpr std::size_t kSide = 28, kPixels = kSide * kSide;

/// FNV-1a over pixels, then labels.
std::uint64_t checksum(const Dataset& data) {
  std::uint64_t hash = 0xCBF29CE484222325u;
  for (const auto* bytes : {&data.pixels, &data.labels})
    for (const std::uint8_t b : *bytes) hash = (hash ^ b) * 0x100000001B3u;
  return hash;
}

}  // namespace

TEST_CASE("generated digits are the same bytes for every compiler and machine", "[digits]") {
  CHECK(checksum(make_digits(1000, 1)) == 0xB48A3E0CD6B5637Au);
}

TEST_CASE("generated digits depend on seed and index alone", "[digits]") {
  const Dataset one = make_digits(100, 7);
  SECTION("not on the number of threads") {
    for (const std::size_t count : {1u, 0u, 2u, 3u, 200u}) {
      set_threads(count);
      const Dataset other = make_digits(100, 7);
      CHECK(other.pixels == one.pixels);
      CHECK(other.labels == one.labels);
    }
    set_threads(0);
  }
  SECTION("not on how many are made") {
    const Dataset few = make_digits(37, 7);
    CHECK(std::equal(few.pixels.begin(), few.pixels.end(), one.pixels.begin()));
    CHECK(std::equal(few.labels.begin(), few.labels.end(), one.labels.begin()));
  }
  SECTION("another seed gives other images") {
    const Dataset other = make_digits(100, 8);
    std::size_t equal = 0;
    for (std::size_t i = 0; i < 100; ++i)
      equal += std::equal(&one.pixels[i * kPixels], &one.pixels[i * kPixels] + kPixels,
                          &other.pixels[i * kPixels]);
    CHECK(equal == 0);
    CHECK(other.labels != one.labels);
  }
}

TEST_CASE("no digits and one digit", "[digits]") {
  const Dataset none = make_digits(0, 1), one = make_digits(1, 1);
  CHECK(none.size() == 0);
  CHECK(none.pixels.empty());
  CHECK(one.size() == 1);
  CHECK(one.pixels.size() == kPixels);
  CHECK(one.image_shape == Shape{1, kSide, kSide});
}

TEST_CASE("every class is equally likely", "[digits]") {
  constexpr std::size_t n = 5000;
  std::array<int, 10> count{};
  for (const std::uint8_t label : make_digits(n, 3).labels) ++count.at(label);
  for (const int c : count) CHECK(std::abs(c - 500) < 5 * 21);  // 21 = sqrt(n 0.1 0.9)
}

TEST_CASE("every digit fills a 20x20 box and is centred by mass", "[digits]") {
  constexpr std::size_t n = 3000;
  const Dataset data = make_digits(n, 5);
  std::size_t empty = 0, faint = 0, wrong_size = 0, off_centre = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const Ink ink(&data.pixels[i * kPixels]);
    if (ink.mass == 0) {
      ++empty;
      continue;
    }
    const std::size_t extent = std::max(ink.height(), ink.width());
    faint += ink.darkest < 200;
    wrong_size += extent < 18 || extent > 20;
    off_centre += std::abs(ink.x - 14) > 1 || std::abs(ink.y - 14) > 1;
  }
  CHECK(empty == 0);
  CHECK(faint == 0);
  CHECK(wrong_size == 0);
  CHECK(off_centre == 0);
}

TEST_CASE("the digits of one class differ, and less than those of two classes", "[digits]") {
  constexpr std::size_t n = 2000;
  const Dataset data = make_digits(n, 9);
  std::array<std::array<double, kPixels>, 10> mean{};
  std::array<double, 10> count{};
  for (std::size_t i = 0; i < n; ++i) {
    ++count[data.labels[i]];
    for (std::size_t p = 0; p < kPixels; ++p)
      mean[data.labels[i]][p] += data.pixels[i * kPixels + p];
  }
  const Dataset fresh = make_digits(n, 10);
  std::size_t right = 0;
  for (std::size_t i = 0; i < n; ++i) {  // a crude reader: the nearest mean image
    std::array<double, 10> distance{};
    for (std::size_t d = 0; d < 10; ++d)
      for (std::size_t p = 0; p < kPixels; ++p) {
        const double gap = mean[d][p] / count[d] - fresh.pixels[i * kPixels + p];
        distance[d] += gap * gap;
      }
    const auto nearest = std::min_element(distance.begin(), distance.end()) - distance.begin();
    right += nearest == fresh.labels[i];
  }
  CHECK(right > n * 4 / 10);    // chance is 1 in 10: the labels mean something
  CHECK(right < n * 95 / 100);  // and the styles vary
}

TEST_CASE("training and test digits are two streams and name their source", "[digits]") {
  const TrainTest data = make_digit_data(50, 20, 4);
  CHECK(data.train.size() == 50);
  CHECK(data.test.size() == 20);
  CHECK(data.source == "generated digits (seed 4)");
  CHECK(!std::equal(data.test.pixels.begin(), data.test.pixels.end(), data.train.pixels.begin()));
}
