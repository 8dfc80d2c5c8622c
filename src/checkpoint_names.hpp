// How checkpoints are called, and which files of a directory are some.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>

namespace origami {

enum class CheckpointFile { Whole, Temporary };

inline constexpr const char *kCheckpointBegin = "checkpoint-", *kCheckpointEnd = ".safetensors";

/// At least nine digits, so that names sort in a file manager, too.
inline std::string checkpoint_name(std::uint64_t steps) {
  std::string digits = std::to_string(steps);
  digits.insert(0, 9 - std::min<std::size_t>(9, digits.size()), '0');
  return kCheckpointBegin + digits + kCheckpointEnd;
}

/// Of two in one directory. Fewer digits are fewer steps.
inline bool is_older(const std::filesystem::path& a, const std::filesystem::path& b) {
  return std::pair(a.native().size(), a.native()) < std::pair(b.native().size(), b.native());
}

/// Whether `name` is one that CheckpointDir gives: a copy of ours by another name is the user's.
inline bool is_checkpoint(const std::string& name, CheckpointFile kind) {
  const std::string begin = kCheckpointBegin, end = kCheckpointEnd;
  const std::size_t digits = name.find_first_not_of("0123456789", begin.size());
  if (!name.starts_with(begin) || digits == name.npos || digits < begin.size() + 9) return false;
  if (digits > begin.size() + 9 && name[begin.size()] == '0') return false;
  std::string rest = name.substr(digits);
  if (kind == CheckpointFile::Whole) return rest == end;
  if (!rest.starts_with(end + ".") || !rest.ends_with(".tmp")) return false;
  rest.erase(0, end.size() + 1);  // replace_file puts two numbers between: "4711-0.tmp"
  return rest.find_first_not_of("0123456789-") == rest.size() - 4 && rest.size() > 4;
}

}  // namespace origami
