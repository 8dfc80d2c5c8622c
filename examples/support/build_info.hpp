// What a figure was measured with, so that it can be measured again.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace origami::examples {

#if defined(NDEBUG) && defined(__OPTIMIZE__)
inline constexpr bool kOptimised = true;
#else
inline constexpr bool kOptimised = false;
#endif

/// Name and value, for people: versions of origami, compiler, xtensor and what multiplies
/// matrices; threads, processor, system. What cannot be found out is left away.
std::vector<std::pair<std::string, std::string>> build_info();

}  // namespace origami::examples
