#include "support/kept.hpp"

#include <cmath>
#include <fstream>
#include <origami/error.hpp>
#include <origami/file.hpp>

namespace origami::examples {

nlohmann::json kept(const std::filesystem::path& file,
                    const std::function<nlohmann::json()>& make) {
  if (std::ifstream in(file); in) {
    nlohmann::json found = nlohmann::json::parse(in, nullptr, /*allow_exceptions=*/false);
    if (found.is_discarded()) throw DataError(file.string() + ": no JSON; delete it to train anew");
    return found;
  }
  nlohmann::json made = make();
  replace_file(file, made.dump() + '\n');
  return made;
}

double rounded(double value, int digits) {
  const double unit = std::pow(10.0, digits);
  return std::round(value * unit) / unit;
}

}  // namespace origami::examples
