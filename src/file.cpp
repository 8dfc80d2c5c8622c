#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <origami/error.hpp>
#include <origami/file.hpp>
#include <system_error>
#include <utility>

namespace origami {

namespace fs = std::filesystem;

void throw_system_error(const fs::path& path, const std::string& action, int code) {
  throw DataError(path.string() + ": cannot " + action + " (" +
                  std::generic_category().message(code) + ")");
}

bool Descriptor::close() { return number_ < 0 || ::close(std::exchange(number_, -1)) == 0; }

/// Owner, group and permissions of `old`, as far as the system allows. Rights of a group that
/// cannot stay are dropped, or they would be another one's.
static void inherit(int file, const struct stat& old) {
  constexpr auto same = static_cast<uid_t>(-1);
  const bool group_stays = fchown(file, same, old.st_gid) == 0;
  [[maybe_unused]] const bool owner_stays = fchown(file, old.st_uid, same) == 0;
  [[maybe_unused]] const bool mode_stays =
      fchmod(file, old.st_mode & (group_stays ? 07777 : 07707)) == 0;
}

/// A new file: 0, or the errno of what failed, EEXIST if there is one. Nobody may read more of it
/// than of `old`, the file that it shall replace, if that is not null.
static int write_through(const fs::path& path, std::string_view bytes, const struct stat* old) {
  const mode_t mode = old == nullptr ? 0666 : 0600;
  Descriptor file(open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode));
  if (file.get() < 0) return errno;
  while (!bytes.empty()) {
    const ssize_t written = write(file.get(), bytes.data(), bytes.size());
    if (written > 0) bytes.remove_prefix(static_cast<std::size_t>(written));
    if (written < 0 && errno != EINTR) return errno;
  }
  if (old != nullptr) inherit(file.get(), *old);
  return fsync(file.get()) == 0 && file.close() ? 0 : errno;
}

std::string load_file(const fs::path& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (!fs::exists(status)) throw_system_error(path, "be read", error.value());
  if (!fs::is_regular_file(status))
    throw DataError(path.string() + ": is a " +
                    (fs::is_directory(status) ? "directory" : "special file") +
                    " but expected a regular file");
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat info {};
  if (file.get() < 0 || fstat(file.get(), &info) != 0) throw_system_error(path, "be read", errno);
  std::string bytes;
  try {
    bytes.resize(static_cast<std::size_t>(info.st_size));
  } catch (const std::exception&) {  // bad_alloc, length_error
    throw_system_error(path, "be read", ENOMEM);
  }
  for (std::size_t done = 0; done < bytes.size();) {
    const ssize_t got = read(file.get(), bytes.data() + done, bytes.size() - done);
    if (got < 0 && errno != EINTR) throw_system_error(path, "be read", errno);
    if (got == 0)
      throw DataError(path.string() + ": ends at byte " + std::to_string(done) + " but expected " +
                      std::to_string(bytes.size()) + "; it was cut off while being read");
    if (got > 0) done += static_cast<std::size_t>(got);
  }
  return bytes;
}

void sync_directory(const fs::path& directory) {
  const Descriptor file(open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  const bool synced = file.get() >= 0 && fsync(file.get()) == 0;
  if (!synced && errno != EINVAL && errno != EACCES)  // no such thing here, or no right to read
    throw_system_error(directory, "be brought to the disk", errno);
}

/// The file that `path` leads to, there or not.
static fs::path replaceable(const fs::path& path) {
  std::error_code error;
  fs::path target = path;
  for (int links = 0; fs::is_symlink(target, error); ++links) {
    if (links == 40) throw_system_error(path, "be written", ELOOP);
    target = target.parent_path() / fs::read_symlink(target, error);
  }
  if (fs::exists(target, error) && !fs::is_regular_file(target, error))
    throw DataError(path.string() + ": exists and is no regular file; choose another name");
  return target;
}

static fs::path folder_of(const fs::path& file) {
  return file.has_parent_path() ? file.parent_path() : ".";
}

void check_replaceable(const fs::path& path) {
  const fs::path folder = folder_of(replaceable(path));
  if (faccessat(AT_FDCWD, folder.c_str(), W_OK | X_OK, AT_EACCESS) != 0)  // as open() will be asked
    throw_system_error(path, "be written", errno);
}

void replace_file(const fs::path& path, std::string_view bytes) {
  const fs::path target = replaceable(path);
  std::error_code error;
  struct stat old {};
  const bool exists = stat(target.c_str(), &old) == 0;
  static std::atomic<unsigned> count = 0;
  fs::path temporary;
  int code = EEXIST;
  while (code == EEXIST) {  // a writer's on another machine, or a dead one's
    temporary =
        target.string() + "." + std::to_string(getpid()) + "-" + std::to_string(count++) + ".tmp";
    code = write_through(temporary, bytes, exists ? &old : nullptr);
  }
  if (code == 0 && std::rename(temporary.c_str(), target.c_str()) != 0) code = errno;
  if (code != 0) {
    fs::remove(temporary, error);
    throw_system_error(path, "be written", code);
  }
  sync_directory(folder_of(target));
}

}  // namespace origami
