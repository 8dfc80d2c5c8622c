// How checkpoints are called, and which files of a directory are some.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <string>
#include <utility>

namespace origami {

enum class CheckpointFile { Whole, Temporary };

/// At least nine digits, so that names sort in a file manager, too.
inline std::string checkpoint_name(std::uint64_t steps) {
  std::string digits = std::to_string(steps);
  digits.insert(0, 9 - std::min<std::size_t>(9, digits.size()), '0');
  return "checkpoint-" + digits + ".safetensors";
}

/// Of two in one directory. Fewer digits are fewer steps.
inline bool is_older(const std::filesystem::path& a, const std::filesystem::path& b) {
  return std::pair(a.native().size(), a.native()) < std::pair(b.native().size(), b.native());
}

/// Whether `name` is one that CheckpointDir gives, or for `Temporary` replace_file before it is
/// complete, "checkpoint-000000123.safetensors.4711-0.tmp". A copy of ours by another name is the
/// user's.
inline bool is_checkpoint(const std::string& name, CheckpointFile kind) {
  unsigned long long steps = 0;
  unsigned process = 0, count = 0;
  std::sscanf(name.c_str(), "checkpoint-%19llu.safetensors.%9u-%9u", &steps, &process, &count);
  std::string ours = checkpoint_name(steps);
  if (kind == CheckpointFile::Temporary)
    ours += "." + std::to_string(process) + "-" + std::to_string(count) + ".tmp";
  return name == ours;
}

}  // namespace origami
