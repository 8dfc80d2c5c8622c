// MNIST and the data sets that share its file names (Fashion-MNIST, KMNIST): reading them.
#pragma once

#include <filesystem>
#include <origami/datasets/dataset.hpp>
#include <string>

namespace origami {

/// Reads the four files of `dir`: `train-images-idx3-ubyte`, `train-labels-idx1-ubyte` and the two
/// of `t10k`, also spelled `train-images.idx3-ubyte`, each raw or compressed by gzip (.gz).
/// Throws DataError if one is missing or damaged, if images and labels differ in number, if train
/// and test images differ in size, or if a label is above 9.
TrainTest load_mnist(const std::filesystem::path& dir);

/// Why load_mnist(dir) cannot even begin ("no such directory", "has no ..."); "" if all four files
/// are there, sound or not.
std::string missing_from_mnist(const std::filesystem::path& dir);

}  // namespace origami
