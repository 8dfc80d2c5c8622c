// A data set of 4 + 3 images of 2x3 in MNIST's four files.
#pragma once

#include <origami/datasets/dataset.hpp>

#include "catch.hpp"
#include "temp_dir.hpp"

inline constexpr const char* kMnistNames[] = {"train-images-idx3-ubyte", "train-labels-idx1-ubyte",
                                              "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"};

/// Writes the tiny files with names changed by `rename`.
template <class Rename>
void write_tiny(const fs::path& dir, Rename rename) {
  fs::create_directories(dir);
  const Bytes files[] = {idx_images(4, 2, 3), idx_labels({5, 0, 4, 9}), idx_images(3, 2, 3),
                         idx_labels({7, 2, 1})};
  for (std::size_t i = 0; i < 4; ++i) {
    const std::string name = rename(kMnistNames[i]);
    write_file(dir / name, name.ends_with(".gz") ? gzip(files[i]) : files[i]);
  }
}

inline void write_tiny(const fs::path& dir) {
  write_tiny(dir, [](const std::string& name) { return name; });
}

/// "train-images-idx3-ubyte" -> "train-images.idx3-ubyte"
inline std::string dotted(std::string name) { return name.replace(name.find("-idx"), 1, "."); }

inline void check_tiny(const origami::TrainTest& data) {
  CHECK(data.train.image_shape == origami::Shape{1, 2, 3});
  CHECK(data.test.image_shape == origami::Shape{1, 2, 3});
  CHECK(data.train.labels == Bytes{5, 0, 4, 9});
  CHECK(data.test.labels == Bytes{7, 2, 1});
  REQUIRE(data.train.pixels.size() == 24);
  CHECK(data.train.pixels[23] == 23);
  CHECK(data.test.pixels.size() == 18);
}
