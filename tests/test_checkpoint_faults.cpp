#include <limits>
#include <origami/error.hpp>

#include "catch.hpp"
#include "checkpoint_run.hpp"
#include "child.hpp"

using namespace origami;

TEST_CASE("a damaged newest checkpoint gives way to the one before") {
  Stopped stopped(7);
  SECTION("a changed byte of a tensor") { stopped.damage(stopped.files[1]); }
  SECTION("a changed digit in the header") {
    Bytes bytes = read_file(stopped.files[1]);
    const std::string key = "checkpoint.numbers\":\"";
    auto at = std::search(bytes.begin(), bytes.end(), key.begin(), key.end());
    REQUIRE(at != bytes.end());
    at[static_cast<std::ptrdiff_t>(key.size())] =
        '1' + '2' - at[static_cast<std::ptrdiff_t>(key.size())];
    write_file(stopped.files[1], bytes);
  }
  SECTION("cut off") { fs::resize_file(stopped.files[1], 1000); }
  SECTION("empty") { fs::resize_file(stopped.files[1], 0); }
  SECTION("weights without a state") { save_weights(stopped.run.net, stopped.files[1]); }
  CheckpointDir dir(stopped.path, {{"--batch", "16"}}, Start::Resume);
  Run run, whole;
  std::string said;
  const auto found =
      dir.load_newest(run.net, *run.optimizer, [&](const std::string& s) { said += s; });
  REQUIRE(found.has_value());
  run.at = *found;
  CHECK(run.optimizer->steps() == 6);
  CHECK(contains(said, stopped.files[1].string() + ": "));
  CHECK(contains(said, "; going back to the checkpoint before it"));
  CHECK(dir.files() == std::vector<fs::path>{stopped.files[0]});
  CHECK(fs::exists(stopped.files[1].string() + ".damaged"));
  run.go(12, &dir);
  whole.go(12);
  check_same(run, whole);
}

TEST_CASE("a renamed checkpoint is no newer one") {
  Stopped stopped(7);
  const fs::path renamed = stopped.path / "checkpoint-000000009.safetensors";
  fs::rename(stopped.files[1], renamed);
  CheckpointDir dir(stopped.path, {{"--batch", "16"}}, Start::Resume);
  Run run;
  std::string said;
  dir.load_newest(run.net, *run.optimizer, [&](const std::string& s) { said += s; });
  CHECK(run.optimizer->steps() == 6);
  CHECK(contains(said, renamed.string() + ": was renamed"));
  CHECK(dir.files() == std::vector<fs::path>{stopped.files[0]});
}

TEST_CASE("without a sound checkpoint nothing is loaded and nothing renamed") {
  Stopped stopped(7);
  for (const fs::path& file : stopped.files) stopped.damage(file);
  CheckpointDir dir(stopped.path, {{"--batch", "16"}}, Start::Resume);
  Run run;
  const std::string before = bytes_of(run);
  CHECK(contains(message_of<DataError>([&] { dir.load_newest(run.net, *run.optimizer); }),
                 stopped.path.string() + ": none of its 2 checkpoints is sound"));
  CHECK((bytes_of(run) == before));
  CHECK(dir.files() == stopped.files);
}

TEST_CASE("a checkpoint that cannot be read is no damaged one") {
  Stopped stopped(7);
  for (const fs::path& open : {stopped.temp.path(), stopped.path, stopped.path / "lock"})
    fs::permissions(open, fs::perms(0777));
  fs::permissions(stopped.files[1], fs::perms(0));
  CHECK(contains(message_in_child([&] {
                   drop_rights();
                   CheckpointDir dir(stopped.path, {{"--batch", "16"}}, Start::Resume);
                   Run run;
                   dir.load_newest(run.net, *run.optimizer);
                 }),
                 stopped.files[1].string() + ": cannot be read (Permission denied)"));
  CheckpointDir dir(stopped.path, {{"--batch", "16"}}, Start::Resume);
  CHECK(dir.files() == stopped.files);
}

TEST_CASE("beside a checkpoint of a later step none is written") {
  Stopped stopped(7);
  CheckpointDir dir(stopped.path, {{"--batch", "16"}}, Start::Resume);
  Run run;
  CHECK(contains(message_of<StateError>([&] { dir.save(run.at, run.net, *run.optimizer); }),
                 "checkpoint-000000007.safetensors beside it is of a later step"));
  CHECK(dir.files() == stopped.files);
}

TEST_CASE("a second process is refused") {
  const TempDir temp;
  const auto open = [&] { CheckpointDir(temp.path(), {}, Start::Resume); };
  {
    CheckpointDir first(temp.path(), {}, Start::Fresh);
    CHECK(contains(message_in_child(open), "another process writes its checkpoints here"));
    CHECK(contains(message_of<DataError>(open), "another process writes its checkpoints here"));
  }
  CHECK(message_in_child(open) == "(nothing was thrown)");
}

TEST_CASE("what a killed process left half-written is cleared away") {
  Stopped stopped(3);
  write_file(stopped.path / "checkpoint-000000004.safetensors.77-0.tmp", Bytes(100));
  CheckpointDir dir(stopped.path, {{"--batch", "16"}}, Start::Resume);
  CHECK(count_files(stopped.path) == 3);
  Run run;
  resume(run, dir);
  CHECK(run.optimizer->steps() == 3);
}

TEST_CASE("values that are not finite are not written over good ones") {
  Stopped stopped(3);
  CheckpointDir dir(stopped.path, {{"--batch", "16"}}, Start::Resume);
  stopped.run.net.parameters()[0]->value().data()[1] = std::numeric_limits<Scalar>::quiet_NaN();
  CHECK(contains(message_of<NumericError>(
                     [&] { dir.save(stopped.run.at, stopped.run.net, *stopped.run.optimizer); }),
                 "conv1.weight has values that are not finite"));
  CHECK(dir.files() == stopped.files);
}

TEST_CASE("nor are an optimizer's") {
  Stopped stopped(3);
  CheckpointDir dir(stopped.path, {{"--batch", "16"}}, Start::Resume);
  stopped.run.optimizer->state()[0].tensor->data()[0] = std::numeric_limits<Scalar>::infinity();
  CHECK(contains(message_of<NumericError>(
                     [&] { dir.save(stopped.run.at, stopped.run.net, *stopped.run.optimizer); }),
                 "conv1.weight.mean has values that are not finite"));
}

TEST_CASE("a checkpoint that cannot be written leaves the ones before") {
  Stopped stopped(3);
  const auto save = [&] {
    CheckpointDir dir(stopped.path, {}, Start::Resume);
    limit_files(1000);
    stopped.run.optimizer->set_steps(4);
    dir.save(stopped.run.at, stopped.run.net, *stopped.run.optimizer);
  };
  CHECK(contains(message_in_child(save), "checkpoint-000000004.safetensors: cannot be written"));
  CheckpointDir dir(stopped.path, {{"--batch", "16"}}, Start::Resume);
  CHECK(dir.files() == stopped.files);
  Run run;
  resume(run, dir);
  CHECK(run.optimizer->steps() == 3);
}

TEST_CASE("a directory that cannot be made or written is named") {
  const TempDir temp;
  write_file(temp / "file", {});
  CHECK(contains(message_of<DataError>([&] { CheckpointDir(temp / "file", {}, Start::Fresh); }),
                 "file: cannot be made"));
  fs::create_directory(temp / "closed");
  fs::permissions(temp / "closed", fs::perms(0555));
  fs::permissions(temp.path(), fs::perms(0555));
  CHECK(contains(message_in_child([&] {
                   drop_rights();
                   CheckpointDir(temp / "closed", {}, Start::Fresh);
                 }),
                 "lock: cannot be written (Permission denied)"));
  fs::permissions(temp.path(), fs::perms(0700));
}
