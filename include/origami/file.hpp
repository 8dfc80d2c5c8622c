// Files that are complete or not there at all.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace origami {

/// The bytes of a regular file. Memory is bounded by the file's real size. Throws DataError if it
/// is missing, unreadable, no regular file, or becomes shorter while it is read.
std::string load_file(const std::filesystem::path& path);

/// Replaces what `path` held, if anything. A full disk, a killed process or a power cut leaves the
/// old file or the new one, never a mixture: the bytes go to a temporary file beside it, reach the
/// disk, and only then take its name. Its permissions stay, its owner and group where the system
/// allows that; the rights of a group that cannot stay are dropped. Where `path` is a symbolic
/// link, what it leads to is replaced, or made. Throws DataError; then the old file is as it was,
/// unless only the last step failed, to make the new name survive a power cut.
void replace_file(const std::filesystem::path& path, std::string_view bytes);

/// Throws the DataError of replace_file() that can be known before there are any bytes: `path` is
/// no regular file, or its folder cannot be written.
void check_replaceable(const std::filesystem::path& path);

/// Makes the names in `directory` survive a power cut, if its file system can and we may read it.
/// Throws DataError.
void sync_directory(const std::filesystem::path& directory);

/// What open() returned, closed at the end.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() { close(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return number_; }
  /// False, with errno, if what was written may be lost.
  bool close();

 private:
  int number_;
};

/// "<path>: cannot <action> (<the system's reason>)" as a DataError.
[[noreturn]] void throw_system_error(const std::filesystem::path& path, const std::string& action,
                                     int code);

}  // namespace origami
