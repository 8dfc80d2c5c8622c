#include <origami/error.hpp>
#include <origami/file.hpp>

#include "catch.hpp"
#include "small_mnist.hpp"
#include "support/terminal.hpp"

using namespace origami;
using namespace origami::examples;

using Lines = std::vector<std::string>;

/// The line of an SVG that draws `text`.
static std::string element(const std::string& svg, const std::string& text) {
  for (const std::string& line : lines_of(svg))
    if (line.rfind("<text", 0) == 0 && contains(line, ">" + text + "</text>")) return line;
  return "";
}

static double number_in(const std::string& line, const std::string& name) {
  const std::size_t at = line.find(" " + name + "=\"");
  REQUIRE(at != std::string::npos);
  return std::strtod(line.c_str() + at + name.size() + 3, nullptr);
}

TEST_CASE("A character stands in its column, whatever stands before it") {
  const std::string svg = draw_terminal({"$ run", "ab  cd e", "⠀⣠⡾ cd f", "±±±±cd g"}).svg();
  const double column = 7.8, margin = 16;
  for (const char* words : {"cd e", "cd f", "cd g"}) {
    CAPTURE(words, svg);
    CHECK(number_in(element(svg, words), "x") == Approx(margin + 4 * column));
    CHECK(number_in(element(svg, words), "textLength") == Approx(4 * column));
  }
  CHECK(number_in(element(svg, "⣠"), "x") == Approx(margin + 1.5 * column));  // its middle
  CHECK(number_in(element(svg, "⡾"), "x") == Approx(margin + 2.5 * column));
  CHECK(count(svg, "<text") == 1 + 2 + 3 + 5);  // blanks are not drawn
}

TEST_CASE("Lines are evenly spaced, and the picture is as large as they are") {
  const auto height = [](std::size_t lines) {
    return number_in(lines_of(draw_terminal(Lines(lines, "x")).svg()).front(), "height");
  };
  CHECK(height(12) - height(11) == Approx(2 * 7.8));
  const std::string svg = draw_terminal({"$ a", "b", "", "c"}).svg();
  const double step = number_in(element(svg, "b"), "y") - number_in(element(svg, "$ a"), "y");
  const double two = number_in(element(svg, "c"), "y") - number_in(element(svg, "b"), "y");
  CHECK(two == Approx(2 * step).margin(0.21));  // they are written in tenths of a pixel
  CHECK(contains(element(svg, "$ a"), "bold"));
  CHECK_FALSE(contains(element(svg, "b"), "bold"));
}

TEST_CASE("What XML takes for its own is escaped, and control characters are blank") {
  const std::string svg = draw_terminal({"$ a <b> && c", "d\x1b[1m\te"}).svg();
  CHECK(contains(svg, ">$ a &lt;b&gt; &amp;&amp; c</text>"));
  CHECK(svg.find_first_of("\x1b\t") == std::string::npos);
  CHECK_FALSE(element(svg, "d [1m e").empty());
}

TEST_CASE("Those who cannot see the picture hear the command and the last line") {
  const std::string svg = draw_terminal({"$ make mnist", "data", "test accuracy 99 %"}).svg();
  CHECK(contains(svg, "<title id=\"title\">$ make mnist</title>"));
  CHECK(contains(svg, "the last line is: test accuracy 99 %</desc>"));
  CHECK(message_of<ValueError>([] { draw_terminal({}); }) ==
        "terminal: no line but expected the command at least");
}

TEST_CASE("Lines between two others are cut") {
  const Lines lines{"conv1", "pool1", "relu1", "total", "read", "a", "", "end"};
  CHECK(cut(lines, "conv..total") == Lines{"conv1", "...", "total", "read", "a", "", "end"});
  CHECK(cut(lines, "read..") ==
        Lines{"conv1", "pool1", "relu1", "total", "read", "...", "", "end"});
  CHECK(cut(lines, "conv..pool") == lines);  // nothing stands between them
  CHECK(message_of<DataError>([&] { cut(lines, "conv..conv"); }) ==
        "cut: no lines from 'conv' to 'conv'");
  CHECK(contains(message_of<DataError>([&] { cut(lines, "x..total"); }), "from 'x' to 'total'"));
  CHECK(message_of<ValueError>([&] { cut(lines, "conv"); }) ==
        "cut: 'conv' but expected FROM..TO, the beginnings of two lines");
}

TEST_CASE("The program draws what it reads") {
  const TempDir dir;
  const std::string program = path_of("terminal_picture"), file = (dir / "p.svg").string();
  const auto draw = [&](const std::string& options) {
    const std::string command = "printf 'a\\nb\\nc\\n' | \"" + program + "\" 'my command' \"" +
                                file + "\" " + options + " 2>\"" + (dir / "err").string() + "\"";
    return std::system(command.c_str());
  };
  REQUIRE(draw("--cut a..c") == 0);
  CHECK(load_file(file) == draw_terminal({"$ my command", "a", "...", "c"}).svg());
  CHECK(draw("--cut a..x") != 0);
  CHECK(load_file(dir / "err") == "terminal_picture: cut: no lines from 'a' to 'x'\n");
}
