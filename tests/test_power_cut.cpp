// What has to be on the disk before the next step: fsync is ours here, and tells.
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <origami/file.hpp>

#include "catch.hpp"
#include "checkpoint_run.hpp"

#ifdef __linux__
static std::string calls;  // f for a file, d for a directory
static std::filesystem::path last;

extern "C" int fsync(int descriptor) {
  struct stat info {};
  fstat(descriptor, &info);
  calls += S_ISDIR(info.st_mode) ? 'd' : 'f';
  last = std::filesystem::read_symlink("/proc/self/fd/" + std::to_string(descriptor));
  return static_cast<int>(syscall(SYS_fsync, descriptor));
}

using namespace origami;

TEST_CASE("a file's bytes reach the disk, then its name") {
  const TempDir dir;
  calls.clear();
  replace_file(dir / "x", "y");
  CHECK(calls == "fd");
}

TEST_CASE("the name of a new directory of checkpoints reaches the disk") {
  const TempDir dir;
  for (const char* name : {"new", "other/"}) {
    calls.clear();
    const CheckpointDir checkpoints(dir / name, {}, Start::Fresh);
    CHECK(calls == "d");
    CHECK(last == fs::canonical(dir.path()));
  }
}
#endif
