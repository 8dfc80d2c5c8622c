// Pictures for texts: SVG that can be read on a light and on a dark page.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace origami::examples {

/// What a colour means, the same in all pictures: Blue goes in, Orange is learnt, Green comes out,
/// Red is a gradient (or a mistake), Grey is beside the point.
enum class Tone { None, Grey, Blue, Orange, Green, Red };

/// In pixels from the upper left corner, y downwards.
struct Point {
  double x, y;
};

struct Box {
  double x, y, w, h;
  double right() const { return x + w; }
  double bottom() const { return y + h; }
  Point centre() const { return {x + w / 2, y + h / 2}; }
};

enum class Anchor { Start, Middle, End };

struct TextStyle {
  Anchor anchor = Anchor::Middle;
  double size = 14;
  Tone tone = Tone::None;  // None: the page's ink
  bool bold = false;
  double width = 0;  // pixels that the text takes in any font; 0: whatever it is
};

/// Font families, the first that the reader has.
inline constexpr const char* kTextFonts =
    "'Noto Sans', 'Noto Sans JP', 'Noto Sans CJK JP', 'DejaVu Sans', sans-serif";
inline constexpr const char* kCodeFonts =
    "ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace";

struct LineStyle {
  Tone tone = Tone::Grey;
  double width = 1.5;
  bool dashed = false;
};

/// One square of a grid. `heat` in [0, 1] draws the tone's full colour that opaque, and is how a
/// picture of many values is made; below 0 it is a light fill on which text can be read.
struct Cell {
  std::string text = "";
  Tone tone = Tone::None;
  double heat = -1;
};

class Canvas {
 public:
  /// `title` and `description` are what a reader hears who cannot see the picture.
  Canvas(double width, double height, const std::string& title, const std::string& description,
         const std::string& fonts = kTextFonts);

  /// Tone::None leaves it empty; `heat` as in Cell.
  void rect(const Box& box, Tone tone, double heat = -1, bool outline = true);
  /// A frame without a filling, to point at something.
  void frame(const Box& box, const LineStyle& style);
  /// `at` is the middle of the line of text's height.
  void text(Point at, const std::string& text, const TextStyle& style = {});
  /// `above` in bold and `below` in small grey: a matrix's name and shape.
  void caption(const Box& box, const std::string& above, const std::string& below = "");
  void line(Point from, Point to, const LineStyle& style = {});
  void arrow(Point from, Point to, const LineStyle& style = {});
  void polyline(const std::vector<Point>& points, const LineStyle& style);
  void dot(Point at, Tone tone, double radius = 4);
  /// rows x cols squares of `side` pixels with the upper left corner `at`; `cell(row, col)` says
  /// what is in each. Returns where it stands.
  Box grid(Point at, std::size_t rows, std::size_t cols,
           const std::function<Cell(std::size_t, std::size_t)>& cell, double side = 34);

  /// A picture of rows x cols values in [0, 1], 0 = paper, stretched over `box`. It has 8 shades,
  /// so that thousands of values make a small file.
  void image(const Box& box, std::size_t rows, std::size_t cols,
             const std::function<double(std::size_t, std::size_t)>& value, Tone tone = Tone::None);

  std::string svg() const;
  /// Throws DataError.
  void save(const std::filesystem::path& file) const;

 private:
  std::string begin_, body_;
};

/// "3", "-0.5", "0.123": at most `digits` significant ones, with a real minus sign.
std::string number(double value, int digits = 3);

}  // namespace origami::examples
