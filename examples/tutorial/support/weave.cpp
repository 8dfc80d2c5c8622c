#include "support/weave.hpp"

#include <algorithm>
#include <optional>
#include <origami/error.hpp>
#include <regex>
#include <sstream>

namespace origami::examples {

using Lines = std::vector<std::string>;

static Lines lines_of(const std::string& text) {
  Lines lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

/// Joined, without their common indentation and without blank lines at both ends.
static std::string flush_left(Lines lines) {
  while (!lines.empty() && lines.back().empty()) lines.pop_back();
  while (!lines.empty() && lines.front().empty()) lines.erase(lines.begin());
  std::size_t indent = std::string::npos;
  for (const std::string& line : lines) indent = std::min(indent, line.find_first_not_of(' '));
  std::string text;
  for (const std::string& line : lines) text += (line.empty() ? line : line.substr(indent)) + "\n";
  return text;
}

std::string to_string(const Mark& mark) {
  return "<!-- " + mark.kind + ": " + mark.file + "#" + mark.name + " -->";
}

static std::optional<Mark> mark_in(const std::string& line) {
  static const std::regex form("<!-- (code|output): ([^#\\s]+)#(\\S+) -->");
  std::smatch found;
  if (!std::regex_match(line, found, form)) {
    if (line.starts_with("<!-- code") || line.starts_with("<!-- output"))
      throw DataError(line + " is no mark, expected " + to_string(Mark{"code", "FILE", "NAME"}));
    return {};
  }
  return Mark{found[1], found[2], found[3]};
}

std::vector<Mark> marks_of(const std::string& text) {
  std::vector<Mark> marks;
  for (const std::string& line : lines_of(text))
    if (const auto mark = mark_in(line)) marks.push_back(*mark);
  return marks;
}

/// From the comment above it to the brace that ends it.
static Lines definition_of(const Lines& lines, const std::string& name) {
  const auto names_it = [&](const std::string& line) {
    if (line.empty() || line.back() == ';' ||
        std::isalpha(static_cast<unsigned char>(line[0])) == 0)
      return false;
    const std::size_t at = line.find(" " + name);
    const std::size_t after = at + 1 + name.size();
    return at != std::string::npos &&
           (after == line.size() || line[after] == '(' || line[after] == ' ');
  };
  auto begin = std::find_if(lines.begin(), lines.end(), names_it), end = begin;
  if (begin == lines.end()) return {};
  if (begin->back() != '}')
    end = std::find_if(begin, lines.end(), [](const auto& line) { return line.starts_with("}"); });
  while (begin != lines.begin() && std::prev(begin)->starts_with("//")) --begin;
  return {begin, end == lines.end() ? end : std::next(end)};
}

std::string region_of(const std::string& source, const std::string& name) {
  static const std::regex marker("\\s*// \\[/?[\\w-]+\\]");
  const Lines lines = lines_of(source);
  Lines region;
  bool inside = false, found = false;
  for (const std::string& line : lines) {
    if (std::regex_match(line, marker)) {
      const std::string mark = line.substr(line.find('['));
      if (mark == "[" + name + "]") inside = found = true;
      if (mark == "[/" + name + "]") inside = false;
    } else if (inside) {
      region.push_back(line);
    }
  }
  if (!found) region = definition_of(lines, name);
  if (region.empty() || inside)
    throw DataError("no lines between // [" + name + "] and // [/" + name +
                    "], and no function or class of that name");
  return flush_left(region);
}

std::string section_of(const std::string& output, const std::string& name) {
  Lines section;
  bool inside = false, found = false;
  for (const std::string& line : lines_of(output)) {
    if (line.starts_with("== "))
      found |= inside = line == "== " + name + " ==";
    else if (inside)
      section.push_back(line);
  }
  if (!found) throw DataError("prints no section == " + name + " ==");
  return flush_left(section);
}

static std::string masked(const std::string& block) {
  static const std::regex measured(" *~ *[-+.,0-9e]+");
  return std::regex_replace(block, measured, " ~");
}

std::string weave(const std::string& text, const std::function<std::string(const Mark&)>& content) {
  std::string woven;
  const Lines lines = lines_of(text);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    woven += lines[i] + "\n";
    const auto mark = mark_in(lines[i]);
    if (!mark) continue;
    std::string block, fence = mark->kind == "output" ? "```text" : "```cpp";
    if (i + 1 < lines.size() && lines[i + 1].starts_with("```")) {
      fence = lines[++i];
      while (++i < lines.size() && lines[i] != "```") block += lines[i] + "\n";
      if (i == lines.size()) throw DataError(to_string(*mark) + ": the block below it has no end");
    }
    const std::string now = content(*mark);
    woven += fence + "\n" + (masked(block) == masked(now) ? block : now) + "```\n";
  }
  return woven;
}

std::string prose_of(const std::string& text) {
  static const std::regex code("`[^`]*`");
  std::string prose;
  bool block = false;
  for (const std::string& line : lines_of(text))
    if (line.starts_with("```"))
      block = !block;
    else if (!block)
      prose += std::regex_replace(line, code, "") + "\n";
  return prose;
}

std::vector<std::size_t> unmarked_blocks(const std::string& text) {
  std::vector<std::size_t> found;
  const Lines lines = lines_of(text);
  bool block = false;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (!lines[i].starts_with("```")) continue;
    block = !block;
    const bool shows = lines[i] == "```" || lines[i] == "```cpp" || lines[i] == "```text";
    if (block && shows && (i == 0 || !mark_in(lines[i - 1]))) found.push_back(i + 1);
  }
  return found;
}

}  // namespace origami::examples
