// Web pages that stand alone: they load nothing, and can be read by eye or ear, in light and dark.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace origami::examples {

/// `text` with everything escaped that means something to HTML, in elements and in "attributes".
std::string html_escaped(std::string_view text);

/// Bytes that travel within the page: "data:image/png;base64,..." for the type "image/png".
std::string data_uri(std::string_view type, std::string_view bytes);

/// `source` is a data_uri(); `alt` what a reader hears who cannot see it: "" for a picture among
/// others that are described together. Sizes in pixels.
std::string html_image(const std::string& source, std::size_t width, std::size_t height,
                       std::string_view alt, const std::string& attributes = "");

struct TableCell {
  std::string text;
  std::string attributes = "";  // " class=\"right\""
};

/// The first cell of each row is its heading. `kind` is a class of the page's style: "numbers",
/// "words", "layers" or "confusion". Texts are escaped.
std::string html_table(const std::string& kind, const std::string& caption,
                       const std::vector<std::string>& header,
                       const std::vector<std::vector<TableCell>>& rows);

struct Section {
  std::string id, title;  // the title is escaped,
  std::string html;       // this is not
};

/// The whole page: `title` and `lead` (text), a list of contents, the sections.
std::string html_page(const std::string& title, const std::string& lead,
                      const std::vector<Section>& sections);

}  // namespace origami::examples
