#include <cstdio>
#include <origami/datasets/download.hpp>
#include <origami/error.hpp>

// The build sets ORIGAMI_DATASETS_DIR and ORIGAMI_INSTALLED_DIR, the folders of download.cmake in
// the tree and installed, and ORIGAMI_CMAKE_COMMAND, the cmake that built this.

namespace origami {
namespace {

namespace fs = std::filesystem;

/// `text` as one word for the shell, whatever it contains.
std::string quote(const std::string& text) {
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

std::string define(const std::string& name, const std::vector<std::string>& values) {
  std::string list;
  for (const std::string& value : values) list += value + ';';
  if (!list.empty()) list.pop_back();
  return " " + quote("-D" + name + "=" + list);
}

/// Runs `command`, hands on its progress, the lines that message(STATUS) marks. Returns "", or why
/// it failed: its last line without the mark.
std::string run(const std::string& command, const Log& log) {
  std::FILE* output = popen(command.c_str(), "r");
  if (output == nullptr) return "cannot start " ORIGAMI_CMAKE_COMMAND;
  std::string line, reason = ORIGAMI_CMAKE_COMMAND " cannot run download.cmake";
  for (int c; (c = std::fgetc(output)) != EOF;) {
    if (c != '\n') {
      line += static_cast<char>(c);
      continue;
    }
    if (!line.starts_with("-- "))
      reason = line;
    else if (log)
      log("download: " + line.substr(3));
    line.clear();
  }
  return pclose(output) == 0 ? "" : reason;
}

}  // namespace

void download_mnist(const fs::path& dir, const Log& log, const DownloadOptions& options) {
  fs::path script = fs::path(ORIGAMI_DATASETS_DIR) / "download.cmake";
  std::error_code none;
  if (!fs::exists(script, none)) script = fs::path(ORIGAMI_INSTALLED_DIR) / "download.cmake";
  if (!fs::exists(script, none))
    throw DataError(script.string() +
                    ": no such file but expected the download script; put the four "
                    "MNIST files into " +
                    dir.string() + " by hand");
  const bool existed = fs::exists(dir, none);
  std::string command = quote(ORIGAMI_CMAKE_COMMAND) +
                        define("DIR", {fs::absolute(dir, none).string()}) +
                        define("TIMEOUT", {std::to_string(options.timeout)});
  if (!options.mirrors.empty()) command += define("MIRRORS", options.mirrors);
  if (!options.sha256.empty()) command += define("HASHES", options.sha256);
  const std::string failure = run(command + " -P " + quote(script.string()) + " 2>/dev/null", log);
  if (failure.empty()) return;
  if (!existed) fs::remove(dir, none);  // only if it is empty
  throw DataError(dir.string() +
                  ": the download failed but MNIST's four files are expected there; " + failure);
}

}  // namespace origami
