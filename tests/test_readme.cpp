// README.md and README.ja.md show the same, and only what is there.
#include <origami/file.hpp>
#include <regex>
#include <set>

#include "small_mnist.hpp"
#include "support/chapter_check.hpp"
#include "support/weave.hpp"

using namespace origami;
using namespace origami::examples;

static const fs::path kRoot = fs::path(ORIGAMI_GOLDEN_DIR).parent_path().parent_path();
static const char* const kTexts[] = {"README.md", "README.ja.md"};

static std::string text_of(const fs::path& file) { return load_file(kRoot / file); }

/// All that `pattern`'s first group finds, in order.
static std::vector<std::string> all(const std::string& text, const std::string& pattern) {
  const std::regex regex(pattern);
  std::vector<std::string> found;
  for (std::sregex_iterator it(text.begin(), text.end(), regex), end; it != end; ++it)
    found.push_back((*it)[1]);
  return found;
}

/// The lines of all code blocks, without comments, which are in the text's language.
static std::vector<std::string> code_of(const std::string& text) {
  std::vector<std::string> code;
  bool block = false;
  for (const std::string& line : lines_of(text)) {
    const bool fence = line.rfind("```", 0) == 0;
    if (block || fence) code.push_back(std::regex_replace(line, std::regex(" *# .*"), ""));
    if (fence) block = !block;
  }
  return code;
}

TEST_CASE("The front door fits under 200 lines and shows what is compiled") {
  for (const char* name : kTexts) {
    CAPTURE(name);
    const std::string text = text_of(name);
    CHECK(lines_of(text).size() < 200);
    CHECK(weave(text, [](const Mark& m) { return region_of(text_of(m.file), m.name); }) == text);
    CHECK(unmarked_blocks(text) == std::vector<std::size_t>{});
    CHECK(bad_links(kRoot / name) == std::vector<std::string>{});
  }
}

TEST_CASE("Both languages of the front door show the same") {
  const std::string english = text_of(kTexts[0]), japanese = text_of(kTexts[1]);
  CHECK(marks_of(english) == marks_of(japanese));
  CHECK(code_of(english) == code_of(japanese));
  CHECK(all(english, "\n(#+) ") == all(japanese, "\n(#+) "));
  CHECK(all(english, "\n([|])") == all(japanese, "\n([|])"));  // rows of tables
  const auto links = [](const std::string& text) {
    std::multiset<std::string> targets;  // sentences may put them in another order
    for (const std::string& target : all(prose_of(text), "\\]\\(([^)]+)\\)"))
      targets.insert(std::regex_replace(target, std::regex("\\.ja\\.md$"), ".md"));
    return targets;
  };
  CHECK(links(english) == links(japanese));
}

TEST_CASE("The front door names only commands, programs and options that exist") {
  const std::string makefile = text_of("Makefile");
  const std::string help = run_program("train_mnist", {"--help"}).out;
  for (const char* name : kTexts) {
    const std::string text = text_of(name);
    for (const std::string& target : all(text, "\\bmake ([a-z][a-z-]*)")) {
      CAPTURE(name, target);
      CHECK(std::regex_search(makefile, std::regex("(^|[\n ])" + target + "( [a-z-]+)*:")));
    }
    for (const std::string& program : all(text, "build/examples/([a-z_]+)")) {
      CAPTURE(name, program);
      CHECK(fs::exists(kRoot / "examples" / (program + ".cpp")));
    }
    for (const std::string& line : lines_of(text))
      if (contains(line, "train_mnist ") || contains(line, "ARGS='--") ||
          line.rfind("| `--", 0) == 0)
        for (const std::string& option : all(line, "(--[a-z][a-z-]*)")) {
          CAPTURE(name, option);
          CHECK(contains(help, option + " "));
        }
  }
}
