// Draws what a command printed as a picture of a terminal:
//   make mnist | build/examples/terminal_picture 'make mnist' picture.svg [--cut FROM..TO]...
#include <CLI/CLI.hpp>
#include <iostream>

#include "support/command_line.hpp"
#include "support/terminal.hpp"

using namespace origami::examples;

int main(int argc, char** argv) {
  return run_main("terminal_picture", [&] {
    CLI::App app("Draws standard input as a terminal shows it", "terminal_picture");
    std::string command, file;
    std::vector<std::string> cuts;
    app.add_option("command", command, "what printed it, for the first line")->required();
    app.add_option("file", file, "the .svg to write")->required();
    app.add_option("--cut", cuts, "FROM..TO: shows ... for the lines between two that begin so")
        ->allow_extra_args(false);
    parse_command_line(app, argc, argv);
    std::vector<std::string> lines{"$ " + command};
    for (std::string line; std::getline(std::cin, line);) lines.push_back(line);
    for (const std::string& range : cuts) lines = cut(lines, range);
    draw_terminal(lines).save(file);
    return 0;
  });
}
