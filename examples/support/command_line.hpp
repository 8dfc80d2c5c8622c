// The main function of a program with options, from argv to its exit status.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace CLI {  // whose header takes four seconds to compile
class App;
class Validator;
}  // namespace CLI

namespace origami::examples {

/// The exit status of program `name`: what `body` returns, or 2 after an exception, whose message
/// is printed. One is that what was printed did not arrive, as on a full disk.
int run_main(const char* name, const std::function<int()>& body);

/// Prints the help and ends the program if asked to, the options' descriptions in lines of 80
/// columns. Throws ValueError: what is wrong, and that --help lists the options.
void parse_command_line(CLI::App& app, int argc, const char* const* argv);

/// Text for a help, in lines of at most so many columns.
std::string wrapped(const std::string& text, std::size_t columns,
                    const std::string& line_break = "\n");

/// The arguments in one line that a POSIX shell takes apart again to the same arguments.
std::string command_line(int argc, const char* const* argv);

// What an option's value may be. Each complaint reads "'0' but expected ...".

/// A whole number from `least` to `most`; `hint` ends the complaint.
CLI::Validator whole(std::uint64_t least, std::uint64_t most, const std::string& hint = "");

/// A finite number above 0 or, if `zero` is allowed, not below.
CLI::Validator number(bool zero);

CLI::Validator one_of(const std::vector<std::string>& names);

/// "" is what an unset variable of a shell leaves: never meant.
CLI::Validator not_empty();

}  // namespace origami::examples
