// Where MNIST is on this machine; else a download; else digits drawn by the library itself.
#pragma once

#include <filesystem>
#include <origami/datasets/dataset.hpp>
#include <origami/datasets/download.hpp>
#include <string>

namespace origami {

/// What find_mnist() is asked for.
struct FindOptions {
  /// A directory; "fashion" for Debian's copy of Fashion-MNIST; "synthetic" for generated digits;
  /// "" to search. (A directory of one of these names is spelled "./fashion".)
  std::string data = {};
  /// Only the first `limit` training images; 0 for all.
  std::size_t limit = 0;
  /// Receives one line for each place looked at and for each file downloaded.
  Log log = {};
  /// Looked at, and downloaded to, after $MNIST_DIR; "" for `datasets/mnist`, here or in the
  /// source.
  std::filesystem::path home = {};
  /// What the download is told.
  DownloadOptions download = {};
};

/// MNIST from the first place that has it: `options.data` and nothing else if it is given, then
/// $MNIST_DIR, then `datasets/mnist` in the current directory and in the source tree, then a
/// download to the last of these, and then, where there is no network, generated digits. `source`
/// of the result says which. Throws DataError if `options.data` is not usable, or if the first
/// place that has all four files holds damaged ones: neither is ever replaced silently by other
/// data.
TrainTest find_mnist(const FindOptions& options = {});

}  // namespace origami
