#include "support/command_line.hpp"

#include <spdlog/fmt/fmt.h>
#include <spdlog/fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <origami/error.hpp>
#include <sstream>
#include <utility>

namespace origami::examples {

static void flush_output() {
  if (std::fflush(stdout) != 0) throw DataError("standard output: cannot be written");
}

int run_main(const char* name, const std::function<int()>& body) {
  try {
    const int status = body();
    flush_output();
    return status;
  } catch (const std::exception& error) {
    std::fflush(stdout);
    std::fputs(fmt::format("{}: {}\n", name, error.what()).c_str(), stderr);  // never throws
    return 2;
  }
}

/// CLI11's error in our form: "--batch: no value but expected one".
static std::string complaint(const CLI::App& app, const CLI::ParseError& error) {
  const std::vector<std::string> unknown = app.remaining();
  for (const std::string& argument : unknown)
    if (argument.starts_with('-') && argument != "--")
      return argument + ": there is no such option";
  const std::string text = error.what();
  if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr)
    return text.substr(0, text.find(':')) + ": no value but expected one";
  if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr && !unknown.empty())
    return "'" + unknown.back() + "': one argument too many";
  return text;
}

/// The arguments from the last to the first, as CLI11 wants them. It would take the argument behind
/// "--report=" for the value, which is empty.
static std::vector<std::string> arguments(int argc, const char* const* argv) {
  std::vector<std::string> all;
  bool options = true;
  for (int i = 1; i < argc; ++i) {
    std::string argument = argv[i];
    options = options && argument != "--";
    const bool no_value = options && argument.starts_with("--") && argument.ends_with('=');
    if (no_value) argument.pop_back();
    all.push_back(std::move(argument));
    if (no_value) all.emplace_back();
  }
  std::ranges::reverse(all);
  return all;
}

void parse_command_line(CLI::App& app, int argc, const char* const* argv) {
  const std::size_t columns = 80 - app.get_formatter()->get_column_width();
  for (CLI::Option* option : app.get_options())
    option->description(wrapped(option->get_description(), columns));
  try {
    app.parse(arguments(argc, argv));
  } catch (const CLI::CallForHelp&) {
    fmt::print("{}", app.help());
    flush_output();
    std::exit(0);
  } catch (const CLI::ParseError& error) {
    throw ValueError(complaint(app, error) + "; --help lists the options");
  }
}

CLI::Validator whole(std::uint64_t least, std::uint64_t most, const std::string& hint) {
  const auto check = [=](const std::string& text) -> std::string {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool octal = text.size() > 1 && text[0] == '0';  // to CLI11, which would read 8 in 010
    const bool good = error == std::errc() && end == text.data() + text.size() && !octal;
    if (good && value >= least && value <= most) return "";
    return fmt::format("'{}' but expected a whole number from {} to {}{}", text, least, most, hint);
  };
  return CLI::Validator(check, "");
}

CLI::Validator number(bool zero) {
  const auto check = [=](const std::string& text) -> std::string {
    char* end = nullptr;
    const double value = std::strtod(text.c_str(), &end);
    const bool good = !text.empty() && *end == '\0' && std::isfinite(value);
    if (good && (value > 0 || (zero && value == 0))) return "";
    return fmt::format("'{}' but expected a number {}", text, zero ? "of at least 0" : "above 0");
  };
  return CLI::Validator(check, "");
}

CLI::Validator one_of(const std::vector<std::string>& names) {
  const auto check = [=](const std::string& text) -> std::string {
    if (std::ranges::find(names, text) != names.end()) return "";
    return fmt::format("'{}' but expected one of {}", text, fmt::join(names, ", "));
  };
  return CLI::Validator(check, "");
}

CLI::Validator not_empty() {
  const auto check = [](const std::string& text) -> std::string {
    return text.empty() ? "'' but expected a name" : "";
  };
  return CLI::Validator(check, "");
}

std::string wrapped(const std::string& text, std::size_t columns, const std::string& line_break) {
  std::istringstream words(text);
  std::string lines;
  std::size_t column = 0;
  for (std::string word; words >> word; column += word.size()) {
    if (column > 0 && column + 1 + word.size() > columns) lines += line_break, column = 0;
    if (column > 0) lines += ' ', ++column;
    lines += word;
  }
  return lines;
}

/// As a POSIX shell reads it.
static std::string quoted(const std::string& argument) {
  const auto plain = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) || std::strchr("_-+=./:,@%", c) != nullptr;
  };
  if (!argument.empty() && std::all_of(argument.begin(), argument.end(), plain)) return argument;
  std::string text = "'";
  for (const char c : argument) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return text + "'";
}

std::string command_line(int argc, const char* const* argv) {
  std::string line;
  for (int i = 0; i < argc; ++i) line += (i == 0 ? "" : " ") + quoted(argv[i]);
  return line;
}

}  // namespace origami::examples
