#include <algorithm>
#include <origami/datasets/batches.hpp>
#include <origami/error.hpp>
#include <set>

#include "catch.hpp"

using namespace origami;

namespace {

/// n images of (2, 3, 5): image i holds the bytes i, i+1, ...; its label is i.
Dataset counting(std::size_t n) {
  Dataset data;
  data.image_shape = {2, 3, 5};
  for (std::size_t i = 0; i < n; ++i) {
    data.labels.push_back(static_cast<std::uint8_t>(i));
    for (std::size_t p = 0; p < 30; ++p) data.pixels.push_back(static_cast<std::uint8_t>(i + p));
  }
  return data;
}

/// All labels in the order in which a pass gives them, with the sizes of its batches.
struct Seen {
  std::vector<int> labels;
  std::vector<std::size_t> sizes;
};

Seen look(const Batches::Pass& pass) {
  Seen seen;
  for (const Batch& batch : pass) {
    seen.sizes.push_back(batch.size());
    seen.labels.insert(seen.labels.end(), batch.labels.begin(), batch.labels.end());
  }
  return seen;
}

}  // namespace

TEST_CASE("Batches: shapes, pixels in [0,1], labels, a smaller last batch") {
  const Dataset data = counting(250);
  Batches batches(data);
  std::size_t image = 0;
  for (const Batch& batch : batches.in_order(64)) {
    const std::size_t n = image < 192 ? 64 : 58;
    REQUIRE(shape_of(batch.images) == Shape{n, 2, 3, 5});
    REQUIRE(batch.size() == n);
    for (std::size_t i = 0; i < n; ++i, ++image) {
      REQUIRE(batch.labels[i] == static_cast<int>(image));
      for (std::size_t p = 0; p < 30; ++p)
        REQUIRE(batch.images.data()[i * 30 + p] ==
                static_cast<Scalar>(data.pixels[image * 30 + p]) / 255);
    }
  }
  CHECK(image == 250);
  CHECK(*std::max_element(data.pixels.begin(), data.pixels.end()) == 255);
}

TEST_CASE("Batches: batch sizes that divide, that do not, and that are too large") {
  const Dataset data = counting(12);
  Batches batches(data);
  CHECK(look(batches.in_order(4)).sizes == std::vector<std::size_t>{4, 4, 4});
  CHECK(look(batches.in_order(5)).sizes == std::vector<std::size_t>{5, 5, 2});
  CHECK(look(batches.in_order(1)).sizes.size() == 12);
  CHECK(look(batches.in_order(100)).sizes == std::vector<std::size_t>{12});
  CHECK(batches.in_order(5).count() == 3);
  CHECK(batches.size() == 12);
}

TEST_CASE("Batches: a shuffled pass has every image once, and a new order each time") {
  const Dataset data = counting(200);
  Batches batches(data);
  Rng rng(3), same(3);
  const Seen a = look(batches.shuffled(7, rng)), b = look(batches.shuffled(7, rng));
  CHECK(std::set<int>(a.labels.begin(), a.labels.end()).size() == 200);
  CHECK(a.labels.size() == 200);
  CHECK_FALSE(std::is_sorted(a.labels.begin(), a.labels.end()));
  CHECK(a.labels != b.labels);
  CHECK(std::set<int>(b.labels.begin(), b.labels.end()).size() == 200);
  CHECK(look(batches.shuffled(7, same)).labels == a.labels);
}

TEST_CASE("Batches: images stay with their labels when shuffled") {
  const Dataset data = counting(100);
  Batches batches(data);
  Rng rng(1);
  for (const Batch& batch : batches.shuffled(9, rng))
    for (std::size_t i = 0; i < batch.size(); ++i)
      REQUIRE(batch.images.data()[i * 30] == static_cast<Scalar>(batch.labels[i]) / 255);
}

TEST_CASE("Batches: a pass is resumed in its middle from the state at its start") {
  const Dataset data = counting(100);
  Batches batches(data), others(data);
  Rng rng(5);
  look(batches.shuffled(8, rng));  // one epoch before
  const Rng at_start = rng;
  const Seen whole = look(batches.shuffled(8, rng));
  for (std::size_t done = 0; done <= 13; ++done) {
    Rng again = at_start;
    const Seen rest = look(others.shuffled(8, again, done));
    const std::size_t from = std::min<std::size_t>(8 * done, 100);
    CHECK(rest.labels == std::vector<int>(whole.labels.begin() + from, whole.labels.end()));
    CHECK(again.engine() == rng.engine());  // so that the next epoch is the same, too
  }
  const Batches::Pass pass = others.in_order(8, 12);
  CHECK((*pass.begin()).size() == 4);
}

TEST_CASE("Batches: memory is reused, also by the smaller last batch and after a break") {
  const Dataset data = counting(20);
  Batches batches(data);
  Rng rng(1);
  std::set<const Scalar*> buffers;
  for (int epoch = 0; epoch < 3; ++epoch)
    for (const Batch& batch : batches.shuffled(8, rng)) {
      buffers.insert(batch.images.data());
      if (epoch == 1) break;
    }
  CHECK(buffers.size() == 2);
}

TEST_CASE("Batches: errors") {
  Rng rng(1);
  const Dataset empty;
  Batches none(empty);
  CHECK(message_of<ValueError>([&] { none.in_order(4); }) ==
        "Batches: the dataset has 0 images but expected at least 1");
  const Dataset data = counting(12);
  Batches batches(data);
  CHECK(message_of<ValueError>([&] { batches.shuffled(0, rng); }) ==
        "Batches: batch size 0 but expected at least 1");
  CHECK(contains(message_of<ValueError>([&] { batches.in_order(4, 4); }),
                 "asked to skip 4 batches but expected at most 3"));
  Dataset odd = counting(12);
  odd.pixels.pop_back();
  Batches wrong(odd);
  CHECK(contains(message_of<ShapeError>([&] { wrong.in_order(4); }),
                 "359 pixels but expected (12, 2, 3, 5)"));
  CHECK(contains(message_of<StateError>([&] {
                   for (const Batch& batch : batches.in_order(4))
                     look(batches.in_order(batch.size()));
                 }),
                 "two Batches objects"));
  Dataset shrinking = counting(12);
  Batches shrunk(shrinking);
  CHECK(contains(
      message_of<StateError>([&] {
        for (const Batch& batch : shrunk.in_order(4)) keep_first(shrinking, batch.size());
      }),
      "the dataset has 4 images (2, 3, 5) and 120 pixels but expected 12 images (2, 3, 5), "
      "as when the pass began"));
}

TEST_CASE("keep_first keeps the first images, or all") {
  Dataset data = counting(12);
  keep_first(data, 50);
  CHECK(data.size() == 12);
  keep_first(data, 5);
  CHECK(data.size() == 5);
  CHECK(data.pixels.size() == 5 * 30);
  CHECK(data.labels == std::vector<std::uint8_t>{0, 1, 2, 3, 4});
}

TEST_CASE("Batches: a dataset that grows during a pass ends it") {
  Dataset data = counting(12);
  Batches batches(data);
  const auto pass = batches.in_order(4);
  const Dataset more = counting(16);
  data.pixels = more.pixels, data.labels = more.labels;
  CHECK(contains(
      message_of<StateError>([&] { *pass.begin(); }),
      "the dataset has 16 images (2, 3, 5) and 480 pixels but expected 12 images (2, 3, 5)"));
  data = counting(12);
  data.pixels.resize(12);
  CHECK_THROWS_AS(*pass.begin(), StateError);
  for (const Shape& other : {Shape{2, 300, 500}, Shape{3, 2, 5}}) {
    data = counting(12);
    data.image_shape = other;
    CHECK(contains(
        message_of<StateError>([&] { *pass.begin(); }),
        "12 images " + to_string(other) + " and 360 pixels but expected 12 images (2, 3, 5)"));
  }
}
