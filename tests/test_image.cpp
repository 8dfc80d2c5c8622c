#include <origami/error.hpp>

#include "catch.hpp"
#include "child.hpp"
#include "pictures.hpp"

using namespace origami;
using namespace origami::examples;

namespace {

GreyImage decode(const Bytes& bytes) { return decode_image(bytes_as_text(bytes), "x"); }

std::string complaint(const Bytes& bytes) {
  return message_of<DataError>([&] { decode(bytes); });
}

/// 2 rows of 3 pixels: red, green, blue; white, a grey, black.
const Picture kColours{
    2, 3, 3, {255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255, 90, 90, 90, 0, 0, 0}};
/// Their luma, 0.30 R + 0.59 G + 0.11 B, by hand: 255 * 77 / 256 = 76.7, ...
const Bytes kGreys{77, 149, 29, 255, 90, 0};

void check_greys(const GreyImage& image, int tolerance = 0) {
  REQUIRE(image.height == 2);
  REQUIRE(image.width == 3);
  for (std::size_t i = 0; i < kGreys.size(); ++i) {
    CAPTURE(i, int{image.pixels[i]});
    CHECK(std::abs(image.pixels[i] - kGreys[i]) <= tolerance);
  }
}

fs::path corpus(const std::string& name) {
  return fs::path(ORIGAMI_GOLDEN_DIR).parent_path() / "fuzz/corpus/image" / name;
}

}  // namespace

TEST_CASE("every format gives the same greys") {
  check_greys(decode(as_png(kColours)));
  check_greys(decode(as_bmp(kColours)));
  check_greys(decode(as_bmp(kColours, /*from_top=*/true)));
  check_greys(decode(as_pnm(kColours)), 1);
  check_greys(decode(text("P3 # text\n3 2 #by hand\n 255 255 0 0 0 255 0 0 0 255 255 255 255\n"
                          "90 90 90 0 0 0")),
              1);
  check_greys(decode(text("P2\n3 2\n255\n77 149 29\n255 90 0\n")));
  const Bytes in_rgb = as_jpeg(as_picture(seven())), smooth = seven().pixels;
  const GreyImage jpeg = decode(in_rgb);
  REQUIRE(jpeg.pixels.size() == smooth.size());
  for (std::size_t i = 0; i < smooth.size(); ++i) CHECK(std::abs(jpeg.pixels[i] - smooth[i]) <= 24);
}

TEST_CASE("16 bits and other ranges become 8") {
  const Bytes lines{0, 0x00, 0x00, 0x80, 0x40, 0xFF, 0xFF};  // one row
  CHECK(decode(make_png(1, 3, 16, 0, lines)).pixels == Bytes{0, 0x80, 255});
  Bytes pgm = text("P5 3 1 65535\n");
  append(pgm, {0x00, 0x00, 0x80, 0x40, 0xFF, 0xFF});
  CHECK(decode(pgm).pixels == Bytes{0, 0x80, 255});
  pgm = text("P5 3 1 1023\n");
  append(pgm, {0x00, 0x00, 0x02, 0x00, 0x03, 0xFF});
  CHECK(decode(pgm).pixels == Bytes{0, 128, 255});
  CHECK(decode(text("P2 3 1 15 0 8 15")).pixels == Bytes{0, 136, 255});
  CHECK(decode(make_png(1, 8, 1, 0, {0, 0b10100101})).pixels ==
        Bytes{255, 0, 255, 0, 0, 255, 0, 255});
}

TEST_CASE("what is transparent lies on white") {
  const Picture colour{1, 3, 4, {0, 0, 0, 0, 0, 0, 0, 255, 0, 0, 0, 128}};
  CHECK(decode(as_png(colour)).pixels == Bytes{255, 0, 127});
  const Picture grey{1, 3, 2, {40, 0, 40, 255, 55, 51}};  // 255 - (255 - 55) / 5
  CHECK(decode(as_png(grey)).pixels == Bytes{255, 40, 215});
}

TEST_CASE("a CMYK JPEG is read") {
  const GreyImage image = read_image(corpus("cmyk.jpg"));  // a dark square on light
  REQUIRE(image.height == 16);
  REQUIRE(image.width == 16);
  CHECK(image.pixels[0] > 200);
  CHECK(image.pixels[8 * 16 + 8] < 60);
}

TEST_CASE("a photograph is turned as the camera was held") {
  Picture picture{16, 24, 1, Bytes(16 * 24, 255)};  // its upper left corner is black
  for (std::size_t i = 0; i < 64; ++i) picture.pixels[i / 8 * 24 + i % 8] = 0;
  // Exif 2.3, Orientation: where the first row's first pixel is seen.
  const bool below[] = {false, false, true, true, false, false, true, true};
  const bool right[] = {false, true, true, false, false, true, true, false};
  for (std::size_t value = 0; value <= 9; ++value)  // 0 and 9 mean nothing
    for (const bool high_first : {false, true}) {
      const std::size_t o = value >= 1 && value <= 8 ? value : 1;
      const auto number = high_first ? big : little;
      Bytes exif = text(high_first ? "MM" : "II");
      for (const auto& [field, bytes] : {std::pair(42, 2),
                                         {8, 4},
                                         {2, 2},
                                         {256, 2},
                                         {3, 2},
                                         {1, 4},
                                         {7, 4},
                                         {274, 2},
                                         {3, 2},
                                         {1, 4},
                                         {static_cast<int>(value), 2}})
        append(exif, number(static_cast<std::uint64_t>(field), bytes));
      Bytes jpeg{0xFF, 0xD8, 0xFF, 0xE1};
      append(jpeg, big(exif.size() + 8, 2));
      append(jpeg, text("Exif"));
      append(jpeg, {0, 0});
      append(jpeg, exif);
      const Bytes stored = as_jpeg(picture);
      append(jpeg, {stored.begin() + 2, stored.end()});
      const GreyImage seen = decode(jpeg);
      CAPTURE(value, high_first);
      REQUIRE(seen.height == (o < 5 ? 16 : 24));
      REQUIRE(seen.width == (o < 5 ? 24 : 16));
      for (const bool b : {false, true})
        for (const bool r : {false, true}) {
          const std::size_t y = b ? seen.height - 4 : 3, x = r ? seen.width - 4 : 3;
          const bool black = b == below[o - 1] && r == right[o - 1];
          CHECK((seen.pixels[y * seen.width + x] < 128) == black);
        }
    }
}

TEST_CASE("a file that ends too early is refused wherever it ends") {
  const Picture small{4, 5, 3, Bytes(60, 200)};
  for (const Bytes& whole : {as_png(small), as_bmp(small), as_pnm(small), as_jpeg(small)}) {
    CHECK(decode(whole).pixels.size() == 20);
    for (std::size_t size = 0; size < whole.size(); ++size) {
      const auto end = whole.begin() + static_cast<std::ptrdiff_t>(size);
      CAPTURE(whole[1], whole.size(), size);
      CHECK(contains(complaint({whole.begin(), end}), "x: "));
    }
  }
  CHECK(contains(complaint({}), "x: is empty but expected a picture"));
  Bytes bmp = as_bmp(small);
  bmp.resize(60);
  CHECK(contains(complaint(bmp), "x: is cut off but expected a whole BMP"));
  CHECK(contains(complaint(text("P5 3 2 255\nabcde")), "has 5 bytes of pixels but expected 6"));
  CHECK(contains(complaint(text("P2 3 2 255\n1 2 3 4 5")), "but expected at least 11"));
}

TEST_CASE("what is no picture, or too large a one, is refused before memory is taken") {
  CHECK(
      contains(complaint(text("GIF89a")), "x: is of an unknown kind but expected PNG, JPEG, BMP"));
  CHECK(contains(complaint({'P', 0, ' ', '1'}), "x: is of an unknown kind"));
  CHECK(contains(complaint(text("P5 0 7 255 ")), "has 0 x 7 pixels but expected at least 1 x 1"));
  CHECK(contains(complaint(text("P5 8193 8192 255 ")), "but expected at most 67108864 in all"));
  CHECK(contains(complaint(text("P5 99999999999999999999 1 255 ")), "has 1000000000 x 1 pixels"));
  CHECK(contains(complaint(text("P5 8000 8000 255 ")), "its 17 bytes cannot hold so many"));
  CHECK(contains(complaint(text("P2 1 1 9 10")), "has the value 10 but expected at most 9"));
  CHECK(contains(complaint(text("P2 1 1 0 0")), "has the largest value 0 but expected 1 to"));
  CHECK(contains(complaint(text("P2 1 one")), "has no number at byte 5"));
  CHECK(contains(complaint(make_png(9000, 9000, 8, 0, {})), "9000 x 9000 pixels but expected"));
  CHECK(contains(complaint(make_png(90000, 90000, 8, 0, {})), "x: has a bad header but"));
  CHECK(contains(complaint(make_png(8000, 8000, 8, 0, {})), "bytes cannot hold so many"));
  Bytes bmp = as_bmp(kColours);
  bmp[18 + 3] = 0x10;  // the width's highest byte
  CHECK(contains(complaint(bmp), " x 2 pixels but expected at most"));
  // 4 MB of zeros in 4 kB: refused when they are more than any picture of 1 x 1 pixels.
  CHECK(contains(complaint(make_png(1, 1, 8, 0, Bytes(std::size_t{1} << 22))), "outofmem"));
}

TEST_CASE("a JPEG with tables that would be written out of bounds is refused") {
  Bytes jpeg = as_jpeg(as_picture(seven()));
  const std::uint8_t marker[] = {0xFF, 0xC4};
  const auto table = std::search(jpeg.begin(), jpeg.end(), std::begin(marker), std::end(marker));
  REQUIRE(table != jpeg.end());
  std::fill_n(table + 5, 16, std::uint8_t{255});
  CHECK(contains(complaint(jpeg), "x: has bad tables but expected a whole JPEG"));
  // The header of a scan has bytes that look like a segment that hides all behind it.
  CHECK(contains(complaint(read_file(corpus("tables_behind_scan.jpg"))), "x: has bad tables"));
}

TEST_CASE("files that cannot be read are named") {
  const TempDir dir;
  const auto complaint_of = [](const fs::path& path) {
    return message_in_child([&] {
      drop_rights();
      read_image(path);
    });
  };
  const fs::path file = write_file(dir / "a.png", as_png(kColours));
  check_greys(read_image(file));
  fs::permissions(dir.path(), fs::perms::all);
  fs::permissions(file, fs::perms::none);
  CHECK(contains(complaint_of(file), "a.png: cannot be read (Permission denied)"));
  CHECK(contains(complaint_of(dir / "none.png"), "none.png: cannot be read (No such file"));
  CHECK(contains(complaint_of(dir.path()), ": is a directory but expected a regular file"));
}
