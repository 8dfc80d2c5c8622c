// What an option's value may be. Each complaint reads "'0' but expected ...".
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <string>
#include <vector>

namespace origami::examples {

/// A whole number from `least` to `most`; `hint` ends the complaint.
CLI::Validator whole(std::uint64_t least, std::uint64_t most, const std::string& hint = "");

/// A finite number above 0 or, if `zero` is allowed, not below.
CLI::Validator number(bool zero, const std::string& hint = "");

CLI::Validator one_of(const std::vector<std::string>& names);

/// "" is what an unset variable of a shell leaves: never meant.
CLI::Validator not_empty();

}  // namespace origami::examples
