// Writes code, output and pictures of the chapters' programs into the tutorial's texts:
//   build/examples/weave_tutorial [--check] [CHAPTER...]     from the repository's root
#include <CLI/CLI.hpp>
#include <cstdio>

#include "support/chapter_check.hpp"
#include "support/command_line.hpp"

namespace fs = std::filesystem;

static int weave(int argc, char** argv) {
  const fs::path tutorial = "examples/tutorial";
  const fs::path programs = fs::path(argv[0]).parent_path() / "tutorial";
  CLI::App app("Brings the tutorial's texts and pictures up to date with its programs");
  std::vector<fs::path> chapters;
  bool check = false;
  app.add_option("chapter", chapters, "its folder; all if none is named");
  app.add_flag("--check", check, "only say what is stale");
  origami::examples::parse_command_line(app, argc, argv);
  if (chapters.empty()) chapters = origami::examples::chapters_of(tutorial);
  bool clean = true;
  for (const fs::path& chapter : chapters)
    for (const std::string& finding : origami::examples::check_chapter(chapter, programs, !check)) {
      std::puts(finding.c_str());
      clean = false;
    }
  return clean ? 0 : 1;
}

int main(int argc, char** argv) {
  return origami::examples::run_main("weave_tutorial", [&] { return weave(argc, argv); });
}
