// safetensors, the file format of weights: u64 length of a JSON header, the header, then raw data.
// Python reads it by the package `safetensors`. https://github.com/huggingface/safetensors
#pragma once

#include <filesystem>
#include <map>
#include <origami/tensor.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace origami {

/// One tensor as it stands in a file.
struct StoredTensor {
  std::string name;   // "conv1.weight"
  std::string dtype;  // "F32", "F64", "U8", "I64", ...
  Shape shape;        // () for a single number
  std::string bytes;  // row-major, little-endian
};

using Metadata = std::map<std::string, std::string>;

/// The content of a file: names are unique; metadata is whatever its writer wants to say.
struct Safetensors {
  std::vector<StoredTensor> tensors;
  Metadata metadata;
};

/// The bytes of a file; the same content gives the same bytes. Throws ValueError: a name twice, an
/// unknown dtype, bytes that do not fit dtype and shape, text that is not UTF-8.
std::string encode_safetensors(const Safetensors& content);

/// The reverse, every byte checked. `who` begins the message of the DataError.
Safetensors decode_safetensors(std::string_view bytes, const std::string& who);

/// The same with files. The old file stays until the new one is complete (replace_file). Throws
/// DataError; writing also ValueError, as encode_safetensors does.
void write_safetensors(const std::filesystem::path& path, const Safetensors& content);
Safetensors read_safetensors(const std::filesystem::path& path);

}  // namespace origami
