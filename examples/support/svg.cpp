#include "support/svg.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <cmath>
#include <origami/file.hpp>

#include "support/html.hpp"

namespace origami::examples {

// Classes, because an image in a page knows whether the page is dark only through a media query. f:
// light fill under text; h: full colour; l: line; t: text. librsvg knows no CSS variables, so every
// colour is spelt out.
static const char* const kStyle = R"(<style>
.paper{fill:#fff}.outline{stroke:#8c959f}text{fill:#1f2328}
.f1{fill:#e6e9ed}.f2{fill:#cfe6ff}.f3{fill:#ffdfb5}.f4{fill:#c5efcf}.f5{fill:#ffd0cc}
.h0{fill:#1f2328}.h1{fill:#6e7781}.h2{fill:#0b62c4}.h3{fill:#b35900}.h4{fill:#1a7f37}.h5{fill:#cf222e}
.l0{stroke:#1f2328}.l1{stroke:#6e7781}.l2{stroke:#0b62c4}.l3{stroke:#b35900}.l4{stroke:#1a7f37}.l5{stroke:#cf222e}
.t1{fill:#59636e}.t2{fill:#0b62c4}.t3{fill:#9a4b00}.t4{fill:#1a7f37}.t5{fill:#c01f2a}
@media (prefers-color-scheme:dark){
.paper{fill:#0d1117}.outline{stroke:#6e7681}text{fill:#e6edf3}
.f1{fill:#30363d}.f2{fill:#12467a}.f3{fill:#6b4107}.f4{fill:#14532b}.f5{fill:#7a2525}
.h0{fill:#e6edf3}.h1{fill:#8b949e}.h2{fill:#58a6ff}.h3{fill:#f0a04b}.h4{fill:#4cc36a}.h5{fill:#ff7b72}
.l0{stroke:#e6edf3}.l1{stroke:#8b949e}.l2{stroke:#58a6ff}.l3{stroke:#f0a04b}.l4{stroke:#4cc36a}.l5{stroke:#ff7b72}
.t1{fill:#9da7b3}.t2{fill:#79b8ff}.t3{fill:#f5b56f}.t4{fill:#6fd58a}.t5{fill:#ff938b}
}
</style>
)";

/// Tenths of a pixel are enough, and the same on every machine.
static std::string px(double v) {
  const double tenths = std::round(v * 10) / 10;
  return fmt::format("{:g}", tenths == 0 ? 0 : tenths);  // no "-0"
}

static std::string attribute(const char* name, double v) {
  return std::string(" ") + name + "=\"" + px(v) + "\"";
}

static std::string klass(const char* kind, Tone tone) {
  return kind + std::to_string(static_cast<int>(tone));
}

Canvas::Canvas(double width, double height, const std::string& title,
               const std::string& description, const std::string& fonts) {
  begin_ = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + px(width) + " " +
           px(height) + "\"" + attribute("width", width) + attribute("height", height) +
           " role=\"img\" aria-labelledby=\"title desc\" font-family=\"" + fonts +
           "\">\n<title id=\"title\">" + html_escaped(title) + "</title>\n<desc id=\"desc\">" +
           html_escaped(description) + "</desc>\n" + kStyle + "<rect class=\"paper\"" +
           attribute("width", width) + attribute("height", height) + " rx=\"6\"/>\n";
}

static std::string place(const Box& b) {
  return attribute("x", b.x) + attribute("y", b.y) + attribute("width", b.w) +
         attribute("height", b.h);
}

static std::string stroke(const LineStyle& style) {
  return " class=\"" + klass("l", style.tone) + "\" fill=\"none\"" +
         attribute("stroke-width", style.width) + (style.dashed ? " stroke-dasharray=\"5 4\"" : "");
}

void Canvas::rect(const Box& box, Tone tone, double heat, bool outline) {
  std::string look = tone == Tone::None && heat < 0 ? "" : klass(heat < 0 ? "f" : "h", tone);
  if (outline) look += look.empty() ? "outline" : " outline";
  body_ += "<rect" + place(box) + " class=\"" + look + "\"";
  if (tone == Tone::None && heat < 0) body_ += " fill=\"none\"";
  if (heat >= 0)
    body_ += fmt::format(" fill-opacity=\"{:g}\"", std::round(std::min(heat, 1.0) * 100) / 100);
  body_ += "/>\n";
}

void Canvas::frame(const Box& box, const LineStyle& style) {
  body_ += "<rect" + place(box) + " rx=\"3\"" + stroke(style) + "/>\n";
}

void Canvas::text(Point at, const std::string& text, const TextStyle& style) {
  static const char* const kAnchors[] = {"start", "middle", "end"};
  body_ += "<text" + attribute("x", at.x) + attribute("y", at.y + style.size * 0.35) +
           attribute("font-size", style.size) + " text-anchor=\"" +
           kAnchors[static_cast<int>(style.anchor)] + "\"" +
           (style.tone == Tone::None ? "" : " class=\"" + klass("t", style.tone) + "\"") +
           (style.bold ? " font-weight=\"bold\"" : "") +
           (style.width > 0 ? attribute("textLength", style.width) : "") + ">" +
           html_escaped(text) + "</text>\n";
}

void Canvas::caption(const Box& box, const std::string& above, const std::string& below) {
  text({box.centre().x, box.y - 16}, above, {.bold = true});
  if (!below.empty())
    text({box.centre().x, box.bottom() + 16}, below, {.size = 12, .tone = Tone::Grey});
}

void Canvas::line(Point from, Point to, const LineStyle& style) {
  body_ += "<line" + attribute("x1", from.x) + attribute("y1", from.y) + attribute("x2", to.x) +
           attribute("y2", to.y) + stroke(style) + "/>\n";
}

void Canvas::arrow(Point from, Point to, const LineStyle& style) {
  const double length = std::hypot(to.x - from.x, to.y - from.y), head = 4 + 2 * style.width;
  const double ux = (to.x - from.x) / length, uy = (to.y - from.y) / length;
  const Point neck{to.x - head * ux, to.y - head * uy};
  line(from, neck, style);
  const auto corner = [&](double side) {
    return px(neck.x - side * head * 0.5 * uy) + "," + px(neck.y + side * head * 0.5 * ux);
  };
  body_ += "<polygon points=\"" + px(to.x) + "," + px(to.y) + " " + corner(1) + " " + corner(-1) +
           "\" class=\"" + klass("h", style.tone) + "\"/>\n";
}

void Canvas::polyline(const std::vector<Point>& points, const LineStyle& style) {
  std::string list;
  for (const Point& p : points) list += (list.empty() ? "" : " ") + px(p.x) + "," + px(p.y);
  body_ += "<polyline points=\"" + list + "\"" + stroke(style) + "/>\n";
}

void Canvas::dot(Point at, Tone tone, double radius) {
  body_ += "<circle" + attribute("cx", at.x) + attribute("cy", at.y) + attribute("r", radius) +
           " class=\"" + klass("h", tone) + "\"/>\n";
}

Box Canvas::grid(Point at, std::size_t rows, std::size_t cols,
                 const std::function<Cell(std::size_t, std::size_t)>& cell, double side) {
  for (std::size_t r = 0; r < rows; ++r)
    for (std::size_t c = 0; c < cols; ++c) {
      const Cell what = cell(r, c);
      const Box box{at.x + side * static_cast<double>(c), at.y + side * static_cast<double>(r),
                    side, side};
      rect(box, what.tone, what.heat, what.heat < 0);
      if (!what.text.empty()) text(box.centre(), what.text, {.size = std::min(14.0, side * 0.42)});
    }
  const Box all{at.x, at.y, side * static_cast<double>(cols), side * static_cast<double>(rows)};
  rect(all, Tone::None);
  return all;
}

void Canvas::image(const Box& box, std::size_t rows, std::size_t cols,
                   const std::function<double(std::size_t, std::size_t)>& value, Tone tone) {
  constexpr int kShades = 8;
  std::string paths[kShades + 1];
  const auto shade = [&](std::size_t r, std::size_t c) {
    return static_cast<int>(std::lround(std::clamp(value(r, c), 0.0, 1.0) * kShades));
  };
  for (std::size_t r = 0; r < rows; ++r)
    for (std::size_t c = 0, end = 0; c < cols; c = end) {  // a run of one shade is one rectangle
      for (end = c + 1; end < cols && shade(r, end) == shade(r, c);) ++end;
      const std::string length = std::to_string(end - c);
      paths[shade(r, c)] +=
          "M" + std::to_string(c) + " " + std::to_string(r) + "h" + length + "v1h-" + length + "z";
    }
  const std::string scale = fmt::format("{:g} {:g}", box.w / static_cast<double>(cols),
                                        box.h / static_cast<double>(rows));
  body_ += "<g transform=\"translate(" + px(box.x) + " " + px(box.y) + ") scale(" + scale +
           ")\" class=\"" + klass("h", tone) + "\" shape-rendering=\"crispEdges\">";
  for (int s = 1; s <= kShades; ++s)
    if (!paths[s].empty())
      body_ +=
          "<path fill-opacity=\"" + number(s / double{kShades}) + "\" d=\"" + paths[s] + "\"/>";
  body_ += "</g>\n";
}

std::string Canvas::svg() const { return begin_ + body_ + "</svg>\n"; }

void Canvas::save(const std::filesystem::path& file) const { replace_file(file, svg()); }

std::string number(double value, int digits) {
  std::string out = fmt::format("{:.{}g}", value == 0 ? 0 : value, digits);
  if (out[0] == '-') out.replace(0, 1, "\u2212");
  return out;
}

}  // namespace origami::examples
