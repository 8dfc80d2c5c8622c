// Whose a file is, and who may read it, once replace_file has replaced it.
#include <sys/stat.h>
#include <unistd.h>

#include <origami/file.hpp>

#include "catch.hpp"
#include "child.hpp"

using namespace origami;

static const std::string kNew(1000, 'n');

/// To a user and a group that nobody here is; only the superuser may, and not in every container.
static bool give_away(const std::string& file) { return chown(file.c_str(), 12, 34) == 0; }

TEST_CASE("who may read a file may read what replaces it") {
  const TempDir dir;
  const std::string file = (dir / "file").string();
  const auto replaced = [&](mode_t mode) {
    write_file(file, {});
    const bool given = give_away(file);
    fs::permissions(file, fs::perms(mode));
    replace_file(file, kNew);
    struct stat info {};
    REQUIRE(stat(file.c_str(), &info) == 0);
    if (given) CHECK((info.st_uid == 12 && info.st_gid == 34));
    return info.st_mode & 07777;
  };
  for (const mode_t mode : {0600, 0644, 0660, 04755}) CHECK(replaced(mode) == mode);
}

TEST_CASE("a file of others loses the rights of a group that we cannot give it") {
  const TempDir dir;
  const std::string file = (dir / "file").string();
  write_file(file, {});
  if (!give_away(file)) return;
  fs::permissions(file, fs::perms(0664));
  fs::permissions(dir.path(), fs::perms(0777));
  CHECK(message_in_child([&] {
          drop_rights();
          replace_file(file, kNew);
        }) == "(nothing was thrown)");
  CHECK(load_file(file) == kNew);
  CHECK(fs::status(file).permissions() == fs::perms(0604));
}
