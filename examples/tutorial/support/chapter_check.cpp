#include "support/chapter_check.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <map>
#include <origami/error.hpp>
#include <origami/file.hpp>
#include <regex>

#include "support/weave.hpp"

namespace origami::examples {

namespace fs = std::filesystem;
using Findings = std::vector<std::string>;

/// Standard output of a program that is told to draw its pictures into `figures`.
static std::string run(const fs::path& program, const fs::path& figures) {
  const std::string command = "\"" + program.string() + "\" --figures \"" + figures.string() + "\"";
  std::FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) throw DataError(command + ": cannot be started");
  std::string out;
  char buffer[4096];
  for (std::size_t n; (n = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;) out.append(buffer, n);
  const int status = pclose(pipe);
  if (WIFSIGNALED(status))
    throw DataError(command + ": ended by signal " + std::to_string(WTERMSIG(status)));
  if (status != 0)
    throw DataError(command + ": exit status " + std::to_string(WEXITSTATUS(status)) +
                    " but expected 0");
  return out;
}

static std::vector<fs::path> files_in(const fs::path& folder, const std::string& pattern) {
  std::vector<fs::path> files;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder))
    if (std::regex_match(entry.path().filename().string(), std::regex(pattern)))
      files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

/// An empty folder for as long as it lives.
class Scratch {
 public:
  Scratch() : path(fs::temp_directory_path() / ("origami-figures-" + std::to_string(getpid()))) {
    fs::remove_all(path);
    fs::create_directories(path);
  }
  ~Scratch() {
    std::error_code ignored;
    fs::remove_all(path, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  const fs::path path;
};

class Chapter {
 public:
  Chapter(const fs::path& folder, const fs::path& programs) : folder_(folder) {
    for (const fs::path& source : files_in(folder, "[0-9].*\\.cpp"))
      output_[source.stem().string()] = run(programs / source.stem(), drawn_.path);
  }

  void update() const {
    for (const fs::path& old : files_in(folder_, ".*\\.svg")) fs::remove(old);
    for (const fs::path& figure : files_in(drawn_.path, ".*\\.svg"))
      fs::copy_file(figure, folder_ / figure.filename());
    for (const fs::path& text : texts()) {
      const std::string old = load_file(text), now = woven(text);
      if (now != old) replace_file(text, now);
    }
  }

  Findings findings() const {
    Findings found;
    compare_figures(found);
    compare_languages(found);
    for (const fs::path& text : texts()) {
      if (woven(text) != load_file(text))
        found.push_back(text.string() + ": code or output differs from the program's");
      for (const std::size_t line : unmarked_blocks(load_file(text)))
        found.push_back(text.string() + ": the block in line " + std::to_string(line) +
                        " has no <!-- code: --> or <!-- output: --> above it");
      for (const std::string& link : bad_links(text)) found.push_back(link);
    }
    return found;
  }

 private:
  std::vector<fs::path> texts() const { return files_in(folder_, "README.*\\.md"); }

  std::string content(const Mark& mark) const {
    if (mark.kind == "code") {
      const bool here = mark.file.find('/') == std::string::npos;
      return region_of(load_file((here ? folder_ : folder_ / "../../..") / mark.file), mark.name);
    }
    if (!output_.contains(mark.file)) throw DataError("no program " + mark.file);
    return section_of(output_.at(mark.file), mark.name);
  }

  std::string woven(const fs::path& text) const {
    return weave(load_file(text), [&](const Mark& mark) {
      try {
        return content(mark);
      } catch (const DataError& error) {
        throw DataError(text.string() + ": " + to_string(mark) + ": " + error.what());
      }
    });
  }

  void compare_figures(Findings& found) const {
    std::map<std::string, int> names;  // 1: kept, 2: drawn, 3: both
    for (const fs::path& file : files_in(folder_, ".*\\.svg")) names[file.filename()] |= 1;
    for (const fs::path& file : files_in(drawn_.path, ".*\\.svg")) names[file.filename()] |= 2;
    for (const auto& [name, where] : names) {
      const std::string file = (folder_ / name).string();
      if (where == 1) found.push_back(file + ": no program draws it");
      if (where == 2) found.push_back(file + ": drawn by the program but not kept");
      if (where == 3 && load_file(folder_ / name) != load_file(drawn_.path / name))
        found.push_back(file + ": differs from what the program draws");
      for (const fs::path& text : texts())
        if (load_file(text).find("](" + name + ")") == std::string::npos)
          found.push_back(text.string() + ": does not show " + name);
    }
  }

  void compare_languages(Findings& found) const {
    const fs::path english = folder_ / "README.md", japanese = folder_ / "README.ja.md";
    for (const fs::path& text : {english, japanese})
      if (!fs::exists(text)) return found.push_back(text.string() + ": missing");
    const std::vector<Mark> ours = marks_of(load_file(english)),
                            theirs = marks_of(load_file(japanese));
    if (ours == theirs) return;
    std::size_t i = 0;
    while (i < ours.size() && i < theirs.size() && ours[i] == theirs[i]) ++i;
    const auto name = [&](const std::vector<Mark>& marks) {
      return i < marks.size() ? to_string(marks[i]) : std::string("nothing more");
    };
    found.push_back(japanese.string() + ": " + name(theirs) + " but README.md has " + name(ours));
  }

  fs::path folder_;
  Scratch drawn_;
  std::map<std::string, std::string> output_;
};

std::vector<fs::path> chapters_of(const fs::path& tutorial) {
  std::vector<fs::path> folders;
  for (const fs::directory_entry& entry : fs::directory_iterator(tutorial))
    if (std::isdigit(static_cast<unsigned char>(entry.path().filename().string()[0])))
      folders.push_back(entry.path());
  std::sort(folders.begin(), folders.end());
  return folders;
}

std::vector<std::string> check_chapter(const fs::path& folder, const fs::path& programs,
                                       bool write) {
  const Chapter chapter(folder, programs);
  if (write) chapter.update();
  return chapter.findings();
}

std::vector<std::string> bad_links(const fs::path& file) {
  static const std::regex link("(!?)\\[([^\\]]*)\\]\\(([^)\\s]+)\\)|(?:src|href)=\"([^\"]+)\"");
  Findings found;
  const std::string text = prose_of(load_file(file));
  for (std::sregex_iterator it(text.begin(), text.end(), link), end; it != end; ++it) {
    const std::string target = (*it)[3].matched ? (*it)[3] : (*it)[4];
    if ((*it)[1] == "!" && (*it)[2] == "")
      found.push_back(file.string() + ": the picture " + target + " has no alternative text");
    if (std::regex_search(target, std::regex("^[a-z]+:"))) continue;  // https:, mailto:
    if (!fs::exists(file.parent_path() / target))
      found.push_back(file.string() + ": the link to " + target + " leads nowhere");
  }
  return found;
}

}  // namespace origami::examples
