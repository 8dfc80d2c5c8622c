// The way from argv into the variables of a program, the same in all of them.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <string>

namespace origami::examples {

/// CLI11's error in a sentence, without a full stop.
using Complaint = std::function<std::string(const CLI::App&, const CLI::ParseError&)>;

/// Prints the help and ends the program if asked to. Throws ValueError: what `complaint` says of
/// the error, its own words if there is none, and that --help lists the options.
void parse_command_line(CLI::App& app, int argc, const char* const* argv,
                        const Complaint& complaint = nullptr);

}  // namespace origami::examples
