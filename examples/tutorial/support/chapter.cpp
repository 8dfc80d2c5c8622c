#include "support/chapter.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <origami/error.hpp>
#include <sstream>

#include "support/command_line.hpp"

namespace origami::examples {

int run_chapter(int argc, char** argv, const std::vector<Part>& parts,
                const std::vector<Figure>& figures) {
  return run_main(argv[0], [&] {
    CLI::App app("A chapter of the tutorial: prints what its text explains");
    std::filesystem::path folder;
    app.add_option("--figures", folder, "also draw the chapter's pictures into this folder");
    parse_command_line(app, argc, argv);
    for (const Part& part : parts) {
      if (&part != &parts.front()) std::cout << '\n';
      std::cout << "== " << part.name << " ==\n";
      part.run();
    }
    if (!folder.empty())
      for (const Figure& figure : figures) figure.draw().save(folder / figure.file);
    return 0;
  });
}

static std::string plain(Scalar value, int digits) {
  std::ostringstream text;
  text.precision(digits);
  text << (value == 0 ? Scalar{0} : value);  // no "-0"
  return text.str();
}

/// "[n][c]" of the `index`-th matrix in a tensor of this shape.
static std::string place(const Shape& shape, std::size_t index) {
  std::string text;
  for (std::size_t axis = shape.size() - 2; axis-- > 0; index /= shape[axis])
    text = "[" + std::to_string(index % shape[axis]) + "]" + text;
  return text;
}

void show(const std::string& name, const Tensor& t, int digits) {
  const Shape shape = shape_of(t);
  const std::size_t cols = shape.empty() ? 1 : shape.back();
  const std::size_t rows = shape.size() < 2 ? 1 : shape[shape.size() - 2];
  std::size_t width = 0;
  for (const Scalar v : t) width = std::max(width, plain(v, digits).size());
  std::cout << name << " " << to_string(shape) << '\n';
  for (std::size_t i = 0; i < t.size(); ++i) {
    if (shape.size() > 2 && i % (rows * cols) == 0)
      std::cout << ' ' << name << place(shape, i / (rows * cols)) << '\n';
    const std::string value = plain(t.data()[i], digits);
    std::cout << (i % cols == 0 ? "   " : "  ") << std::string(width - value.size(), ' ') << value;
    if ((i + 1) % cols == 0) std::cout << '\n';
  }
}

void expect(bool holds, const std::string& what) {
  if (!holds) throw Error(what + ": not so");
}

}  // namespace origami::examples
