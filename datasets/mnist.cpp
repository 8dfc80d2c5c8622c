#include <algorithm>
#include <origami/datasets/idx.hpp>
#include <origami/datasets/mnist.hpp>
#include <origami/error.hpp>
#include <utility>

namespace origami {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kClasses = 10;
constexpr const char* kStems[] = {"train-images", "train-labels", "t10k-images", "t10k-labels"};

/// "train-images" -> "train-images-idx3-ubyte"
std::string file_name(const std::string& stem, char separator = '-') {
  return stem + separator + (stem.ends_with("images") ? "idx3" : "idx1") + "-ubyte";
}

/// The file in any of its spellings; one that is a directory only if there is no better; else "".
fs::path find_file(const fs::path& dir, const std::string& stem) {
  fs::path found;
  for (const char separator : {'-', '.'})
    for (const char* ending : {"", ".gz"}) {
      fs::path path = dir / (file_name(stem, separator) + ending);
      std::error_code unreadable;  // counts as absent: load_mnist() names the reason
      if (fs::is_regular_file(path, unreadable)) return path;
      if (found.empty() && fs::exists(path, unreadable)) found = path;
    }
  return found;
}

Dataset load_part(const fs::path& dir, const std::string& part) {
  const fs::path image_file = find_file(dir, part + "-images");
  const fs::path label_file = find_file(dir, part + "-labels");
  IdxArray labels = read_idx(label_file, 1);  // the small file first: a mix-up is noticed at once
  IdxArray images = read_idx(image_file, 3);
  if (images.shape[0] != labels.shape[0])
    throw DataError(label_file.string() + ": " + std::to_string(labels.shape[0]) +
                    " labels but expected " + std::to_string(images.shape[0]) +
                    " as there are images in " + image_file.string() +
                    "; the two files belong to different sets");
  const auto bad = std::find_if(labels.data.begin(), labels.data.end(),
                                [](std::uint8_t label) { return label >= kClasses; });
  if (bad != labels.data.end())
    throw DataError(label_file.string() + ": label " + std::to_string(*bad) + " of image " +
                    std::to_string(bad - labels.data.begin()) +
                    " but expected 0 to 9; the file is damaged or of a set with more classes");
  return {{1, images.shape[1], images.shape[2]}, std::move(images.data), std::move(labels.data)};
}

}  // namespace

std::string missing_from_mnist(const fs::path& dir) {
  std::error_code error;
  const fs::file_status status = fs::status(dir, error);
  if (status.type() == fs::file_type::not_found) return "no such directory";
  if (!error && !fs::is_directory(status)) return "is a file";
  [[maybe_unused]] const fs::directory_iterator first(dir, error);
  if (error) return "cannot be read (" + error.message() + ")";
  for (const char* stem : kStems)
    if (find_file(dir, stem).empty()) return "has no " + file_name(stem) + " (nor that with .gz)";
  return "";
}

TrainTest load_mnist(const fs::path& dir) {
  const std::string missing = missing_from_mnist(dir);
  if (!missing.empty())
    throw DataError(dir.string() + ": " + missing +
                    " but expected a directory with the four MNIST files");
  TrainTest data{load_part(dir, "train"), load_part(dir, "t10k"), dir.string()};
  if (data.train.image_shape != data.test.image_shape)
    throw DataError(dir.string() + ": test images " + to_string(data.test.image_shape) +
                    " but expected " + to_string(data.train.image_shape) +
                    " as for training; the files belong to different sets");
  return data;
}

}  // namespace origami
