// Looking things up by their names in a table whose rows have a `name`.
#pragma once

#include <spdlog/fmt/fmt.h>
#include <spdlog/fmt/ranges.h>

#include <origami/error.hpp>
#include <string>
#include <vector>

namespace origami::examples {

template <class Table>
std::vector<std::string> names_of(const Table& table) {
  std::vector<std::string> names;
  for (const auto& row : table) names.emplace_back(row.name);
  return names;
}

/// Throws ValueError: "optimizer: 'adm' but expected one of sgd, momentum, ...".
template <class Table>
const auto& find_named(const Table& table, const std::string& what, const std::string& name) {
  for (const auto& row : table)
    if (row.name == name) return row;
  throw ValueError(
      fmt::format("{}: '{}' but expected one of {}", what, name, fmt::join(names_of(table), ", ")));
}

}  // namespace origami::examples
