// Web pages and the pictures in them.
#include "page.hpp"
#include "support/html.hpp"
#include "support/pixels.hpp"
#include "support/stb_image.hpp"

using namespace origami;
using namespace origami::examples;

namespace {

using Values = std::vector<int>;

/// The red, green and blue of every pixel, as another program reads the file.
Values decoded(const Pixels& pixels) {
  const std::string file = png(pixels);
  int width = 0, height = 0, channels = 0;
  stb_allocation_limit = 1 << 16;
  stbi_uc* rgb =
      stbi_load_from_memory(reinterpret_cast<const stbi_uc*>(file.data()),
                            static_cast<int>(file.size()), &width, &height, &channels, 3);
  REQUIRE(rgb != nullptr);
  CHECK(static_cast<std::size_t>(width) == pixels.width);
  CHECK(static_cast<std::size_t>(height) == pixels.height);
  const Values values(rgb, rgb + 3 * width * height);
  stbi_image_free(rgb);
  return values;
}

}  // namespace

TEST_CASE("text is escaped, in elements and attributes") {
  CHECK(html_escaped("a<b & \"c\">d") == "a&lt;b &amp; &quot;c&quot;&gt;d");
  CHECK(contains(html_image("data:,", 1, 2, "\"><script>"), "alt=\"&quot;&gt;&lt;script&gt;\""));
  const std::string table = html_table("words", "<caption>", {"<th>"}, {{{"<row>"}, {"<cell>"}}});
  for (const char* part : {"<caption><span>&lt;caption&gt;</span></caption>",
                           "aria-label=\"&lt;caption&gt;\"", "<th scope=\"col\">&lt;th&gt;</th>",
                           "<th scope=\"row\">&lt;row&gt;</th><td>&lt;cell&gt;</td>"})
    CHECK(contains(table, part));
  const std::string page = html_page("<title>", "<lead>", {{"id", "<section>", "<p>as it is</p>"}});
  for (const char* part : {"<h1>&lt;title&gt;</h1>", "&lt;lead&gt;", ">&lt;section&gt;</h2>",
                           ">&lt;section&gt;</a>", "<p>as it is</p>"})
    CHECK(contains(page, part));
  CHECK(flaw_of(page) == "");
}

TEST_CASE("the checker of pages finds what is wrong") {
  const std::string begin = "<!DOCTYPE html><p>";
  CHECK(flaw_of(begin + "<img alt=\"a\"><br></p>") == "");
  CHECK(contains(flaw_of(begin), "never closed: p"));
  CHECK(contains(flaw_of(begin + "<b></p></b>"), "out of order"));
  CHECK(contains(flaw_of(begin + "1 < 2</p>"), "no tag"));
  CHECK(contains(flaw_of(begin + "<img alt=a></p>"), "no tag"));
}

TEST_CASE("bytes travel as base64") {  // RFC 4648, section 10
  const std::pair<const char*, const char*> examples[] = {{"", ""},
                                                          {"f", "Zg=="},
                                                          {"fo", "Zm8="},
                                                          {"foo", "Zm9v"},
                                                          {"foob", "Zm9vYg=="},
                                                          {"fooba", "Zm9vYmE="},
                                                          {"foobar", "Zm9vYmFy"}};
  for (const auto& [bytes, text] : examples) {
    CHECK(data_uri("image/png", bytes) == std::string("data:image/png;base64,") + text);
    CHECK(bytes_of_uri(data_uri("x", bytes)) == bytes);
  }
  CHECK(data_uri("x", "\xFF\xFE\xFF") == "data:x;base64,//7/");
}

TEST_CASE("images come out of a PNG file as they went in") {
  const std::uint8_t image[] = {0, 50, 100, 150, 200, 250, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
  CHECK(decoded(image_pixels(image, {1, 2, 3})) ==
        Values{0, 0, 0, 50, 50, 50, 100, 100, 100, 150, 150, 150, 200, 200, 200, 250, 250, 250});
  CHECK(decoded(image_pixels(image, {3, 1, 2})) == Values{0, 100, 200, 50, 150, 250});
  // Two channels: side by side.
  CHECK(decoded(image_pixels(image, {2, 2, 1})) ==
        Values{0, 0, 0, 100, 100, 100, 50, 50, 50, 150, 150, 150});
}

TEST_CASE("heat is black at 0, orange above, blue below") {
  const Scalar values[] = {0, 2, -2, 4, -4};
  CHECK(decoded(heat_pixels(values, {1, 1, 5}, 4)) ==
        Values{0, 0, 0, 255, 128, 0, 0, 128, 255, 255, 255, 204, 204, 255, 255});
  const Scalar zeros[] = {0, 0};
  CHECK(decoded(heat_pixels(zeros, {1, 2, 1}, 0)) == Values(6, 0));
  // A filter of three channels is a picture of colours around grey.
  const Scalar filter[] = {0, 1, -1};
  CHECK(decoded(filter_pixels(filter, {3, 1, 1}, 1)) == Values{128, 255, 0});
}
