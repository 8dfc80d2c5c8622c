#include "support/build_info.hpp"

#include <spdlog/fmt/fmt.h>
#include <sys/utsname.h>

#include <fstream>
#include <origami/gemm.hpp>
#include <origami/parallel.hpp>
#include <origami/tensor.hpp>

namespace origami::examples {
namespace {

#ifdef __clang__
constexpr const char* kCompiler = "clang++ " __clang_version__;
#else
constexpr const char* kCompiler = "g++ " __VERSION__;
#endif

/// "AMD EPYC 7B13", of Linux; "" elsewhere.
std::string processor() {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);)
    if (line.starts_with("model name"))
      if (const auto colon = line.find(": "); colon != std::string::npos)
        return line.substr(colon + 2);
  return "";
}

/// "Linux 6.1.0-18-amd64, x86_64"
std::string operating_system() {
  utsname names{};
  if (uname(&names) != 0) return "";
  return fmt::format("{} {}, {}", names.sysname, names.release, names.machine);
}

}  // namespace

std::vector<std::pair<std::string, std::string>> build_info() {
  std::vector<std::pair<std::string, std::string>> info{
      {"origami", ORIGAMI_VERSION},
      {"compiler",
       fmt::format("{}, {} build", kCompiler, kOptimised ? "optimised" : "debug (slow)")},
      {"xtensor", fmt::format("{}.{}.{}", XTENSOR_VERSION_MAJOR, XTENSOR_VERSION_MINOR,
                              XTENSOR_VERSION_PATCH)},
      {"matrix products", gemm_backend()},
      {"threads", std::to_string(threads())}};
  if (const std::string name = processor(); !name.empty()) info.emplace_back("processor", name);
  if (const std::string name = operating_system(); !name.empty()) info.emplace_back("system", name);
  return info;
}

}  // namespace origami::examples
