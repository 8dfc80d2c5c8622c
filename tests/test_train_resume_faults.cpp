// What can go wrong around train_mnist --checkpoint: nothing that was kept is lost.
#include <origami/safetensors.hpp>

#include "child.hpp"
#include "resume_run.hpp"

using namespace origami;

TEST_CASE("a second training in the same directory is refused, and disturbs nothing") {
  const Place place;
  Program first("train_mnist", place.command({"--epochs", "100000"}));
  REQUIRE(first.wait_for("\nepoch 2/"));
  const Program::Result second = place.run({"--resume"});
  check_refused(second, "train_mnist: " + place.checkpoints.string() +
                            ": another process writes its checkpoints here; ");
  CHECK(read_file(place.metrics).size() > 0);
}

TEST_CASE("without --resume earlier checkpoints are in the way") {
  const Place place(stopped().place);
  const Bytes metrics = read_file(place.metrics);
  check_refused(place.run(), " of an earlier run; continue it with --resume, or choose");
  CHECK(place.files() == stopped().place.files());
  CHECK(read_file(place.metrics) == metrics);
}

TEST_CASE("a training is resumed with what decides its result alone") {
  const Place place(stopped().place);
  const auto changed = [&](Arguments more) {
    more.push_back("--resume");
    const Program::Result result = place.run(more);
    CHECK(result.status == 2);
    CHECK(place.files() == stopped().place.files());
    return result.err;
  };
  CHECK(contains(changed({"--batch", "4"}), "--batch: 8 then but 4 now"));
  CHECK(contains(changed({"--lr", "0.02"}), "--lr: 0.001 then but 0.02 now"));
  CHECK(contains(changed({"--limit", "150"}), "training images: 160 (CRC-32 "));
  const std::string other = changed({"--net", "simple"});
  CHECK(contains(other, "--net: course then but simple now"));
  CHECK_FALSE(contains(other, "origami."));  // what follows from it
}

TEST_CASE("a damaged newest checkpoint gives way to the one before, and people are told") {
  const Place place(stopped().place);
  const fs::path newest = place.checkpoints / place.files().back();
  Bytes bytes = read_file(newest);
  bytes[bytes.size() / 2] ^= 1;
  write_file(newest, bytes);
  const Program::Result result = place.run({"--resume"});
  CAPTURE(result.out, result.err);
  REQUIRE(result.status == 0);
  CHECK(contains(result.out, newest.string() + ": "));
  CHECK(contains(result.out, "; going back to the checkpoint before it"));
  CHECK((place.outcome(result.out) == undisturbed()));
}

TEST_CASE("a disk that becomes full ends the training and keeps its checkpoints") {
  const Place place(stopped().place);
  const Program::Result result =
      place.run({"--resume", "--every", "1"}, [] { limit_files(1'000'000); });
  check_refused(result, "cannot be written (File too large); the ones before stay, ");
  CHECK(place.files() == stopped().place.files());
  CHECK((place.resume() == undisturbed()));
}

TEST_CASE("a disk that is full from the beginning leaves nothing to go back to") {
  const Place place;
  const Program::Result result = place.run({"--every", "1"}, [] { limit_files(1000); });
  check_refused(result, "cannot be written (File too large); there is none yet");
  CHECK(place.files().empty());
}

TEST_CASE("a real full disk is named") {
  const Place place;
  fs::create_directory(place.checkpoints);
  const Program::Result result = place.run({"--every", "1"}, [&] {
    if (!become_small_disk(place.checkpoints, "6m")) throw std::runtime_error("not allowed");
  });
  if (result.status == Program::kNotPrepared) return;
  check_refused(result, "cannot be written (No space left on device); the ones before stay");
}

TEST_CASE("a directory that cannot be written is named before the training") {
  const Place place;
  fs::create_directory(place.checkpoints);
  fs::permissions(place.checkpoints, fs::perms(0555));
  const Program::Result result = place.run({}, [&] {  // the superuser may write all but this
    if (geteuid() == 0 && !become_small_disk(place.checkpoints, "1m", MS_RDONLY))
      throw std::runtime_error("not allowed");
  });
  if (result.status == Program::kNotPrepared) return;
  check_refused(result, (place.checkpoints / "lock").string() + ": cannot be written (");
  CHECK_FALSE(contains(result.out, "\nepoch "));
}

TEST_CASE("a --save that cannot be written is named before the training") {
  const Place place;
  for (const fs::path& file : {place.temp / "none/weights", place.temp.path()}) {
    const Program::Result result = train_small({"--save", file.string()});
    check_refused(result, "train_mnist: " + file.string() + ": ");
    CHECK_FALSE(contains(result.out, "\nepoch "));
  }
}

TEST_CASE("a loss that is not finite leaves the last good checkpoint and names it") {
  const Place place;
  const Arguments wild{"--optimizer", "sgd",  "--schedule", "constant",
                       "--lr",        "1e20", "--every",    "1"};
  const Program::Result result = place.run(wild);
  check_refused(result, "train_mnist: epoch 1, batch 2 of 20: ");
  const fs::path last = place.checkpoints / Place::name_of(1);
  CHECK(contains(result.err,
                 "try a lower learning rate (--lr is 1e+20); the last good checkpoint "
                 "stays: " +
                     last.string()));
  CHECK(read_safetensors(last).metadata.at("--lr") == "1e+20");
  CHECK_FALSE(fs::exists(place.weights));
}

TEST_CASE("weights that are not finite are never kept") {
  const Place place;
  const Program::Result result = place.run({"--optimizer", "sgd", "--schedule", "constant", "--lr",
                                            "1e38", "--weight-decay", "1e38", "--every", "1"});
  check_refused(result,
                "epoch 1, batch 1 of 20: checkpoint: conv1.weight has values that are not finite");
  CHECK(place.files().empty());
}

TEST_CASE("a training is resumed with the same seed, decay, labels and test images alone") {
  const Place place(stopped().place);
  const auto changed = [&](Arguments more) {
    more.push_back("--resume");
    return place.run(more).err;
  };
  CHECK(contains(changed({"--seed", "2"}), "--seed: 1 then but 2 now"));
  CHECK(contains(changed({"--weight-decay", "0.5"}), "--weight-decay: 0 then but 0.5 now"));
  const auto with_other = [&](const char* name) {  // one byte, the last of the file
    const TempDir dir;
    fs::copy(small_mnist(), dir / "data");
    Bytes bytes = read_file(dir / "data" / name);
    bytes[20] ^= 1;
    write_file(dir / "data" / name, bytes);
    return changed({"--data", (dir / "data").string()});
  };
  CHECK(contains(with_other("train-labels-idx1-ubyte"), "training images: 160 (CRC-32 "));
  CHECK(contains(with_other("t10k-images-idx3-ubyte"), "test images: 200 (CRC-32 "));
}
