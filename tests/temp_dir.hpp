// A directory that lives as long as a test, and tiny IDX files to put into it.
#pragma once

#include <unistd.h>
#include <zlib.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

namespace fs = std::filesystem;

using Bytes = std::vector<std::uint8_t>;

class TempDir {
 public:
  TempDir() {
    std::string name = (fs::temp_directory_path() / "origami-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make " + name);
    path_ = name;
  }
  ~TempDir() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;
  const fs::path& path() const { return path_; }
  fs::path operator/(const std::string& name) const { return path_ / name; }

 private:
  fs::path path_;
};

inline fs::path write_file(const fs::path& path, const Bytes& bytes) {
  std::ofstream file(path, std::ios::binary);
  file.write(reinterpret_cast<const char*>(bytes.data()),
             static_cast<std::streamsize>(bytes.size()));
  if (!file.flush()) throw std::runtime_error("cannot write " + path.string());
  return path;
}

inline Bytes read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// The bytes of a gzip file with `bytes` in it.
inline Bytes gzip(const Bytes& bytes) {
  const TempDir dir;
  const gzFile file = gzopen((dir / "x").c_str(), "wb");
  gzwrite(file, bytes.data(), static_cast<unsigned>(bytes.size()));
  gzclose(file);
  return read_file(dir / "x");
}

/// In hexadecimal, by the cmake that built this.
inline std::string sha256_of(const fs::path& file) {
  const std::string command =
      "\"" ORIGAMI_CMAKE_COMMAND "\" -E sha256sum \"" + file.string() + "\"";
  std::FILE* output = popen(command.c_str(), "r");
  char text[65] = "";
  if (output == nullptr || std::fgets(text, sizeof text, output) == nullptr)
    throw std::runtime_error("cannot run " + command);
  pclose(output);
  return text;
}

/// An IDX header: magic number, then the sizes.
inline Bytes idx_header(std::uint32_t magic, const std::vector<std::uint32_t>& sizes) {
  Bytes bytes;
  const auto put = [&](std::uint32_t v) {
    for (const int shift : {24, 16, 8, 0}) bytes.push_back(static_cast<std::uint8_t>(v >> shift));
  };
  put(magic);
  for (const std::uint32_t size : sizes) put(size);
  return bytes;
}

/// A whole image file, (n, h, w), whose bytes count up from 0.
inline Bytes idx_images(std::uint32_t n, std::uint32_t h, std::uint32_t w) {
  Bytes bytes = idx_header(0x803, {n, h, w});
  for (std::uint32_t i = 0; i < n * h * w; ++i) bytes.push_back(static_cast<std::uint8_t>(i));
  return bytes;
}

/// A whole label file.
inline Bytes idx_labels(const Bytes& labels) {
  Bytes bytes = idx_header(0x801, {static_cast<std::uint32_t>(labels.size())});
  bytes.insert(bytes.end(), labels.begin(), labels.end());
  return bytes;
}
