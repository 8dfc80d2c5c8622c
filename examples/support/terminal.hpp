// Pictures of what a program printed, as a terminal shows it.
#pragma once

#include <string>
#include <vector>

#include "support/svg.hpp"

namespace origami::examples {

/// `lines`, UTF-8, one below the other, the first in bold: the command. All characters are one
/// column wide and stand in their column whatever the reader's fonts; control characters are blank.
/// Throws ValueError if there is no line.
Canvas draw_terminal(std::vector<std::string> lines);

/// "..." instead of the lines between the first that begins with FROM and the next that begins with
/// TO, or is empty if TO is. `range` is "FROM..TO". Throws ValueError if it is no range, DataError
/// if no such lines are there.
std::vector<std::string> cut(const std::vector<std::string>& lines, const std::string& range);

}  // namespace origami::examples
