#include "support/command_line.hpp"

#include <spdlog/fmt/fmt.h>
#include <spdlog/fmt/ranges.h>

#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <origami/error.hpp>

namespace origami::examples {

void parse_command_line(CLI::App& app, int argc, const char* const* argv,
                        const Complaint& complaint) {
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    fmt::print("{}", app.help());
    flush_output();
    std::exit(0);
  } catch (const CLI::ParseError& error) {
    throw ValueError((complaint ? complaint(app, error) : std::string(error.what())) +
                     "; --help lists the options");
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

CLI::Validator number(bool zero, const std::string& hint) {
  const auto check = [=](const std::string& text) -> std::string {
    char* end = nullptr;
    const double value = std::strtod(text.c_str(), &end);
    const bool good = !text.empty() && *end == '\0' && std::isfinite(value);
    if (good && (value > 0 || (zero && value == 0))) return "";
    return fmt::format("'{}' but expected a number {}{}", text, zero ? "of at least 0" : "above 0",
                       hint);
  };
  return CLI::Validator(check, "");
}

CLI::Validator one_of(const std::vector<std::string>& names) {
  const auto check = [=](const std::string& text) -> std::string {
    for (const std::string& name : names)
      if (text == name) return "";
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

void flush_output() {
  if (std::fflush(stdout) != 0) throw DataError("standard output: cannot be written");
}

}  // namespace origami::examples
