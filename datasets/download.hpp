// Fetching MNIST with CMake's own downloader, which is there wherever this was built.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace origami {

/// Receives lines that tell a person what is going on; may be empty.
using Log = std::function<void(const std::string&)>;

/// The defaults are right for MNIST; the tests have a server of their own.
struct DownloadOptions {
  /// Base addresses, tried in turn; empty: $ORIGAMI_MNIST_MIRROR, then the two public ones.
  std::vector<std::string> mirrors = {};
  /// SHA-256 of the .gz files: t10k-labels, train-labels, t10k-images, train-images; empty:
  /// MNIST's.
  std::vector<std::string> sha256 = {};
  /// Seconds until a mirror that says nothing is given up, or has not sent a file of labels whole;
  /// for a file of images that is 300. 0 stands for 4.
  int timeout = 4;
};

/// Brings those of the four .gz files that are missing into `dir`, which is created if need be;
/// others of their names, as of unpacked ones, are not looked at.
/// A file appears under its name only when it is complete and its SHA-256 is right.
/// Throws DataError, saying what each mirror answered, if files are still missing at the end; then
/// no incomplete file is left behind.
void download_mnist(const std::filesystem::path& dir, const Log& log = {},
                    const DownloadOptions& options = {});

}  // namespace origami
