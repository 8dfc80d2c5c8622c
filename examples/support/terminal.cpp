#include "support/terminal.hpp"

#include <algorithm>
#include <origami/error.hpp>

namespace origami::examples {

using Lines = std::vector<std::string>;

// Braille has 2 x 4 dots a character, so a line twice as high as a column is wide makes them
// square.
constexpr double kSize = 13, kColumn = 0.6 * kSize, kLine = 2 * kColumn, kMargin = 16;

/// Bytes of the UTF-8 character at `at`.
static std::size_t character_size(const std::string& text, std::size_t at) {
  std::size_t end = at + 1;
  while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) ++end;
  return end - at;
}

static std::size_t columns_of(const std::string& line) {
  std::size_t columns = 0;
  for (std::size_t at = 0; at < line.size(); at += character_size(line, at)) ++columns;
  return columns;
}

/// Words with one blank between them are one text, for people who copy it. Any character beyond
/// ASCII is a text of its own: it may come from another font, with another width.
static void draw_line(Canvas& canvas, const std::string& line, double y, bool bold) {
  const auto solid = [&](std::size_t i) { return line[i] > ' ' && line[i] < 127; };
  std::size_t column = 0;
  for (std::size_t at = 0; at < line.size();) {
    std::size_t end = at + character_size(line, at);
    while (solid(at) && (solid(end) || (line[end] == ' ' && solid(end + 1)))) ++end;
    const std::string text = line.substr(at, end - at);
    const double x = kMargin + static_cast<double>(column) * kColumn;
    const double width = static_cast<double>(columns_of(text)) * kColumn;
    if (solid(at))
      canvas.text({x, y}, text,
                  {.anchor = Anchor::Start, .size = kSize, .bold = bold, .width = width});
    else if (text.size() > 1 && text != "\u2800")  // braille without a dot
      canvas.text({x + kColumn / 2, y}, text, {.size = kSize, .bold = bold});
    column += columns_of(text);
    at = end;
  }
}

Canvas draw_terminal(Lines lines) {
  if (lines.empty()) throw ValueError("terminal: no line but expected the command at least");
  std::size_t columns = 0;
  for (std::string& line : lines) {
    for (char& c : line)
      if (static_cast<unsigned char>(c) < ' ') c = ' ';  // XML has no way to write them
    columns = std::max(columns, columns_of(line));
  }
  const double width = 2 * kMargin + static_cast<double>(columns) * kColumn;
  const double height = 2 * kMargin + static_cast<double>(lines.size()) * kLine;
  Canvas canvas(width, height, lines.front(), "A terminal; the last line is: " + lines.back(),
                kCodeFonts);
  canvas.frame({0.5, 0.5, width - 1, height - 1}, {.width = 1});
  for (std::size_t i = 0; i < lines.size(); ++i)
    draw_line(canvas, lines[i], kMargin + (static_cast<double>(i) + 0.5) * kLine, i == 0);
  return canvas;
}

Lines cut(const Lines& lines, const std::string& range) {
  const std::size_t dots = range.find("..");
  if (dots == std::string::npos)
    throw ValueError("cut: '" + range + "' but expected FROM..TO, the beginnings of two lines");
  const std::string from = range.substr(0, dots), to = range.substr(dots + 2);
  const auto first = std::find_if(lines.begin(), lines.end(),
                                  [&](const std::string& line) { return line.starts_with(from); });
  const auto last = first == lines.end()
                        ? first
                        : std::find_if(first + 1, lines.end(), [&](const std::string& line) {
                            return to.empty() ? line.empty() : line.starts_with(to);
                          });
  if (last == lines.end()) throw DataError("cut: no lines from '" + from + "' to '" + to + "'");
  Lines shorter(lines.begin(), first + 1);
  if (last != first + 1) shorter.emplace_back("...");
  shorter.insert(shorter.end(), last, lines.end());
  return shorter;
}

}  // namespace origami::examples
