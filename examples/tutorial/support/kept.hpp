// What pictures of a training are drawn from: its last digits differ between machines, so that the
// numbers are kept in a file, and the picture is the same everywhere.
#pragma once

#include <filesystem>
#include <functional>
#include <nlohmann/json.hpp>

namespace origami::examples {

/// The contents of `file`; if there is none, what `make` returns, which is then kept in it. So to
/// train anew, delete the file and run the program with `--figures`. Throws DataError if the file
/// holds no JSON or cannot be written.
nlohmann::json kept(const std::filesystem::path& file, const std::function<nlohmann::json()>& make);

/// To so many digits after the point: what is worth keeping.
double rounded(double value, int digits);

}  // namespace origami::examples
