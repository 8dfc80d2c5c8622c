#include <sys/resource.h>

#include <origami/file.hpp>

#include "catch.hpp"
#include "support/chapter_check.hpp"
#include "support/weave.hpp"
#include "temp_dir.hpp"

using namespace origami;
using namespace origami::examples;

static const fs::path kTutorial =
    fs::path(ORIGAMI_GOLDEN_DIR).parent_path().parent_path() / "examples" / "tutorial";

/// Of the programs that have been run and waited for so far.
static double child_seconds() {
  rusage usage{};
  getrusage(RUSAGE_CHILDREN, &usage);
  return static_cast<double>(usage.ru_utime.tv_sec) +
         1e-6 * static_cast<double>(usage.ru_utime.tv_usec);
}

TEST_CASE("Every chapter shows the code, output and pictures of its programs") {
  const std::vector<fs::path> chapters = chapters_of(kTutorial);
  REQUIRE(!chapters.empty());
  for (const fs::path& chapter : chapters) {
    [[maybe_unused]] const double before = child_seconds();
    CHECK(check_chapter(chapter, fs::path(ORIGAMI_BINARY_DIR) / "examples" / "tutorial", false) ==
          std::vector<std::string>{});
#ifdef NDEBUG  // in processor time, which other work on the machine lengthens less
    CAPTURE(chapter.string());
    CHECK(child_seconds() - before < 5);
#endif
  }
}

TEST_CASE("Every link of the tutorial's contents leads somewhere") {
  for (const char* text : {"README.md", "README.ja.md"})
    CHECK(bad_links(kTutorial / text) == std::vector<std::string>{});
}

static void write_text(const fs::path& file, const std::string& text) {
  fs::create_directories(file.parent_path());
  write_file(file, {text.begin(), text.end()});
}

/// A repository of one chapter, whose program is a script that prints and draws.
struct SmallTutorial {
  TempDir dir;
  fs::path folder = dir / "examples/tutorial/01_x", programs = dir / "programs";

  SmallTutorial() {
    write_text(folder / "01_x.cpp", "void f() {\n  // [sum]\n  int a = 1 + 1;\n  // [/sum]\n}\n");
    write_text(dir / "src/lib.cpp",
               "// Doubles.\nint twice(int x) {\n  return 2 * x;\n}\n\nint z;\n");
    set_program("echo '== sum =='; echo 2; echo 'took ~17 ms'", "<svg/>");
    for (const char* name : {"README.md", "README.ja.md"})
      write_text(folder / name,
                 "A text\n<!-- code: 01_x.cpp#sum -->\n\n<!-- code: src/lib.cpp#twice -->\n\n"
                 "<!-- output: 01_x#sum -->\n\n![two](p.svg) [lib](../../../src/lib.cpp)\n");
  }

  void set_program(const std::string& commands, const std::string& picture) const {
    write_text(programs / "01_x",
               "#!/bin/sh\n" + commands + "\nprintf '%s' '" + picture + "' > \"$2/p.svg\"\n");
    fs::permissions(programs / "01_x", fs::perms::owner_all);
  }

  void replace(const std::string& file, const std::string& from, const std::string& to) const {
    std::string text = load_file(folder / file);
    REQUIRE(contains(text, from));
    write_text(folder / file, text.replace(text.find(from), from.size(), to));
  }

  std::string findings(bool write = false) const {
    std::string all;
    for (const std::string& finding : check_chapter(folder, programs, write)) all += finding + "\n";
    return all;
  }
};

TEST_CASE("Weaving writes code, output and pictures into both texts") {
  const SmallTutorial small;
  CHECK(contains(small.findings(), "README.md: code or output differs"));
  CHECK(contains(small.findings(), "p.svg: drawn by the program but not kept"));
  CHECK(small.findings(true).empty());
  CHECK(small.findings().empty());
  CHECK(load_file(small.folder / "p.svg") == "<svg/>");
  CHECK(load_file(small.folder / "README.ja.md") ==
        "A text\n<!-- code: 01_x.cpp#sum -->\n```cpp\nint a = 1 + 1;\n```\n\n"
        "<!-- code: src/lib.cpp#twice -->\n```cpp\n// Doubles.\nint twice(int x) {\n"
        "  return 2 * x;\n}\n```\n\n<!-- output: 01_x#sum -->\n```text\n2\ntook ~17 ms\n```\n\n"
        "![two](p.svg) [lib](../../../src/lib.cpp)\n");
}

TEST_CASE("A number after ~ may differ, any other may not") {
  const SmallTutorial small;
  CHECK(small.findings(true).empty());
  small.set_program("echo '== sum =='; echo 2; echo 'took ~ 4.5 ms'", "<svg/>");
  CHECK(small.findings().empty());
  small.set_program("echo '== sum =='; echo 3; echo 'took ~17 ms'", "<svg/>");
  CHECK(contains(small.findings(), "README.ja.md: code or output differs"));
}

TEST_CASE("What is stale or broken in a chapter is found") {
  const SmallTutorial small;
  REQUIRE(small.findings(true).empty());
  SECTION("code that was edited in the text") {
    small.replace("README.md", "1 + 1", "1 + 2");
    CHECK(contains(small.findings(), "README.md: code or output differs"));
  }
  SECTION("a block that only one language has") {
    small.replace("README.ja.md", "<!-- code: 01_x.cpp#sum -->", "<!-- a comment -->");
    CHECK(contains(
        small.findings(),
        "README.ja.md: <!-- code: src/lib.cpp#twice --> but README.md has <!-- code: 01_x"));
    CHECK(contains(small.findings(), "README.ja.md: the block in line 3 has no <!-- code"));
  }
  SECTION("a language that is missing") {
    fs::remove(small.folder / "README.ja.md");
    CHECK(contains(small.findings(), "README.ja.md: missing"));
  }
  SECTION("a picture that is old, unknown or not shown") {
    write_text(small.folder / "p.svg", "<svg></svg>");
    write_text(small.folder / "q.svg", "<svg/>");
    CHECK(contains(small.findings(), "p.svg: differs from what the program draws"));
    CHECK(contains(small.findings(), "q.svg: no program draws it"));
    small.replace("README.md", "p.svg", "r.svg");
    CHECK(contains(small.findings(), "README.md: does not show p.svg"));
    CHECK(contains(small.findings(), "the link to r.svg leads nowhere"));
  }
  SECTION("a picture without a text, and a link that leads nowhere") {
    small.replace("README.md", "![two]", "![]");
    small.replace("README.md", "src/lib.cpp)", "src/lab.cpp)");
    CHECK(contains(small.findings(), "the picture p.svg has no alternative text"));
    CHECK(contains(small.findings(), "the link to ../../../src/lab.cpp leads nowhere"));
  }
  SECTION("a mark that points nowhere") {
    small.replace("README.md", "01_x.cpp#sum", "01_x.cpp#some");
    CHECK(contains(message_of([&] { small.findings(); }), "no lines between // [some]"));
  }
  SECTION("a mark with a slip in it, and a block without an end") {
    small.replace("README.md", "01_x.cpp#sum -->", "01_x.cpp#sum-->");
    CHECK(contains(message_of([&] { small.findings(); }), "#sum--> is no mark"));
    small.replace("README.md", "01_x.cpp#sum-->", "01_x.cpp#sum -->");
    const std::string text = load_file(small.folder / "README.md");
    write_text(small.folder / "README.md", text.substr(0, text.find("\n```\n\n![two]")) + "\n");
    CHECK(contains(message_of([&] { small.findings(true); }), "has no end"));
  }
  SECTION("a program that fails") {
    small.set_program("exit 3", "");
    CHECK(contains(message_of([&] { small.findings(); }), "exit status 3 but expected 0"));
  }
}

TEST_CASE("Code is no prose: brackets in it are no links") {
  CHECK(prose_of("see [a](b) and `[c](d)`\n```cpp\n[](int) {};\n```\nend\n") ==
        "see [a](b) and \nend\n");
}
