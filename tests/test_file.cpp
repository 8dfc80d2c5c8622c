#include <sys/stat.h>

#include <origami/error.hpp>
#include <origami/file.hpp>

#include "catch.hpp"
#include "child.hpp"

using namespace origami;

namespace {

const std::string kOld(20000, 'o'), kNew(100000, 'n');

}  // namespace

TEST_CASE("a file is written, replaced and read back") {
  const TempDir dir;
  const fs::path path = dir / "file";
  replace_file(path, std::string("a\0b", 3));
  CHECK(load_file(path) == std::string("a\0b", 3));
  replace_file(path, kNew);
  CHECK(load_file(path) == kNew);
  replace_file(path, "");
  CHECK(load_file(path).empty());
  CHECK(count_files(dir.path()) == 1);
  sync_directory(dir.path());
}

TEST_CASE("a file in the current directory needs no folder in its name") {
  const TempDir dir;
  CHECK(message_in_child([&] {
          fs::current_path(dir.path());
          replace_file("here", kOld);
        }) == "(nothing was thrown)");
  CHECK(load_file(dir / "here") == kOld);
}

TEST_CASE("a symbolic link stays one, and what it points to is replaced") {
  const TempDir dir;
  replace_file(dir / "real", kOld);
  fs::create_symlink("real", dir / "link");
  replace_file(dir / "link", kNew);
  CHECK(fs::is_symlink(dir / "link"));
  CHECK(load_file(dir / "real") == kNew);
  fs::create_symlink("none", dir / "dangling");
  replace_file(dir / "dangling", kNew);
  CHECK(fs::is_symlink(dir / "dangling"));
  CHECK(load_file(dir / "none") == kNew);
  fs::create_symlink("loop", dir / "loop");
  CHECK_THROWS_AS(replace_file(dir / "loop", kNew), DataError);
  CHECK(fs::is_symlink(dir / "loop"));
}

TEST_CASE("what is no regular file is neither read nor replaced") {
  const TempDir dir;
  REQUIRE(mkfifo((dir / "pipe").c_str(), 0600) == 0);
  fs::create_directory(dir / "folder");
  for (const char* name : {"pipe", "folder"}) {
    INFO(name);
    CHECK(contains(message_of<DataError>([&] { replace_file(dir / name, kNew); }),
                   std::string(name) + ": exists and is no regular file"));
    CHECK(contains(message_of<DataError>([&] { load_file(dir / name); }),
                   "but expected a regular file"));
  }
  CHECK(contains(message_of<DataError>([] { replace_file("/dev/null", kNew); }), "/dev/null"));
  CHECK(fs::is_character_file("/dev/null"));
  CHECK(count_files(dir.path()) == 2);
}

TEST_CASE("missing files and directories are named with the reason") {
  const TempDir dir;
  const std::string message = message_of<DataError>([&] { load_file(dir / "none"); });
  CHECK(message == (dir / "none").string() + ": cannot be read (No such file or directory)");
  CHECK(contains(message_of<DataError>([&] { replace_file(dir / "no/file", kNew); }),
                 "no/file: cannot be written (No such file or directory)"));
  CHECK(contains(message_of<DataError>([&] { sync_directory(dir / "no"); }),
                 "cannot be brought to the disk"));
}

TEST_CASE("without the right to, nothing is read or written") {
  const TempDir dir;
  replace_file(dir / "file", kOld);
  fs::permissions(dir / "file", fs::perms::none);
  fs::permissions(dir.path(), fs::perms(0555));
  const auto denied = [&](auto call) {
    return message_in_child([&] {
      drop_rights();
      call();
    });
  };
  CHECK(contains(denied([&] { load_file(dir / "file"); }), "cannot be read (Permission denied)"));
  CHECK(contains(denied([&] { replace_file(dir / "file", kNew); }),
                 "cannot be written (Permission denied)"));
  CHECK(contains(denied([&] { replace_file(dir / "new", kNew); }), "(Permission denied)"));
  fs::permissions(dir / "file", fs::perms(0600));
  fs::permissions(dir.path(), fs::perms(0700));
  CHECK(load_file(dir / "file") == kOld);
  CHECK(count_files(dir.path()) == 1);
}

TEST_CASE("a write that fails at any byte leaves the old file and nothing else") {
  const TempDir dir;
  replace_file(dir / "file", kOld);
  for (const std::size_t limit : {0, 1, 4095, 4096, 50000, 99999}) {
    INFO("limit " << limit);
    CHECK(contains(message_in_child([&] {
                     limit_files(limit);
                     replace_file(dir / "file", kNew);
                   }),
                   "file: cannot be written (File too large)"));
    CHECK(load_file(dir / "file") == kOld);
    CHECK(count_files(dir.path()) == 1);
  }
}

TEST_CASE("a full disk leaves the old file and nothing else") {
  const TempDir dir;
  const std::string message = message_in_child([&] {
    if (!become_small_disk(dir.path(), "64k")) throw std::runtime_error("no small disk");
    replace_file(dir / "file", kOld);
    const std::string failure = message_of([&] { replace_file(dir / "file", kNew); });
    if (load_file(dir / "file") != kOld) throw std::runtime_error("the old file is lost");
    if (count_files(dir.path()) != 1) throw std::runtime_error("something is left behind");
    replace_file(dir / "file", kOld);  // and there is space for it again
    throw std::runtime_error(failure);
  });
  if (message == "no small disk")
    WARN("not tested: this process may not mount a small disk");
  else
    CHECK(contains(message, "file: cannot be written (No space left on device)"));
}

TEST_CASE("a file shorter than it says is not read past its end") {
  const fs::path path = "/sys/kernel/uevent_seqnum";  // the kernel says 4096 bytes and gives a few
  if (!fs::exists(path) || fs::file_size(path) != 4096) return;
  CHECK(contains(message_of<DataError>([&] { load_file(path); }), "but expected 4096"));
}

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)  // they need the address space
TEST_CASE("a file larger than the memory is refused") {
  const TempDir dir;
  replace_file(dir / "huge", "");
  fs::resize_file(dir / "huge", std::uintmax_t{1} << 40);  // no byte of it on the disk
  CHECK(contains(message_in_child([&] {
                   const rlimit limit{std::size_t{1} << 32, std::size_t{1} << 32};
                   setrlimit(RLIMIT_AS, &limit);
                   load_file(dir / "huge");
                 }),
                 "huge: cannot be read (Cannot allocate memory)"));
}
#endif

TEST_CASE("temporary files that another writer has are left alone") {
  const TempDir dir;
  CHECK(message_in_child([&] {
          for (int n = 0; n < 2000; ++n)
            write_file(
                dir / ("file." + std::to_string(getpid()) + "-" + std::to_string(n) + ".tmp"),
                {1, 2, 3});
          replace_file(dir / "file", kNew);
        }) == "(nothing was thrown)");
  CHECK(load_file(dir / "file") == kNew);
  CHECK(count_files(dir.path()) == 2001);
  for (const auto& entry : fs::directory_iterator(dir.path()))
    if (entry.path().extension() == ".tmp") REQUIRE(entry.file_size() == 3);
}

TEST_CASE("a directory that one may write but not enter takes no file") {
  const TempDir dir;
  fs::create_directory(dir / "closed");
  fs::permissions(dir.path(), fs::perms(0755));
  fs::permissions(dir / "closed", fs::perms(0222));
  CHECK(contains(message_in_child([&] {
                   drop_rights();
                   check_replaceable(dir / "closed/file");
                 }),
                 "closed/file: cannot be written (Permission denied)"));
  fs::permissions(dir / "closed", fs::perms(0700));
}
