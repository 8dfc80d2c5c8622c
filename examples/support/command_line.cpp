#include "support/command_line.hpp"

#include <spdlog/fmt/fmt.h>

#include <cstdlib>
#include <origami/error.hpp>

namespace origami::examples {

void parse_command_line(CLI::App& app, int argc, const char* const* argv,
                        const Complaint& complaint) {
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    fmt::print("{}", app.help());
    std::exit(0);
  } catch (const CLI::ParseError& error) {
    throw ValueError((complaint ? complaint(app, error) : std::string(error.what())) +
                     "; --help lists the options");
  }
}

}  // namespace origami::examples
