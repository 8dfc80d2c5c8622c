#include <locale>
#include <origami/error.hpp>

#include "catch.hpp"
#include "checkpoint_run.hpp"
#include "child.hpp"

using namespace origami;

TEST_CASE("a run that was stopped ends with the same bits as one that was not") {
  const std::vector<MakeOptimizer> optimizers{
      [](auto p) { return std::make_unique<SGD>(p, SGD::Options{.weight_decay = 0.01}); },
      [](auto p) { return std::make_unique<Momentum>(p, Momentum::Options{.nesterov = true}); },
      [](auto p) { return std::make_unique<AdaGrad>(p, AdaGrad::Options{}); },
      [](auto p) { return std::make_unique<RMSProp>(p, RMSProp::Options{cosine(0.01, 12)}); },
      adam()};
  for (std::size_t i = 0; i < optimizers.size(); ++i) {
    Run whole(optimizers[i]);
    whole.go(12);
    for (const std::uint64_t stop : {1, 4, 7, 12}) {  // 4 and 12 end an epoch
      INFO("optimizer " << i << ", stopped after step " << stop);
      const TempDir temp;
      {
        CheckpointDir dir(temp.path(), {}, Start::Fresh);
        Run first(optimizers[i]);
        first.go(stop, &dir);
      }
      CheckpointDir dir(temp.path(), {}, Start::Resume);
      Run second(optimizers[i]);
      resume(second, dir);
      CHECK(second.optimizer->steps() == stop);
      second.go(12, &dir);
      check_same(second, whole);
    }
  }
}

TEST_CASE("the last two checkpoints are kept, the newest sorts last, and its weights load") {
  Stopped stopped(7);
  REQUIRE(stopped.files.size() == 2);
  CHECK(stopped.files[0].filename() == "checkpoint-000000006.safetensors");
  CHECK(stopped.files[1].filename() == "checkpoint-000000007.safetensors");
  CHECK(count_files(stopped.path) == 3);  // and the lock
  Run other;
  other.go(2);
  const Metadata metadata = load_weights(other.net, stopped.files[1]);
  CHECK(metadata.at("--batch") == "16");
  CHECK(same_bits(other.net.parameters()[0]->value(), stopped.run.net.parameters()[0]->value()));
}

TEST_CASE("an empty directory has nothing to resume") {
  const TempDir temp;
  CheckpointDir dir(temp / "new", {}, Start::Resume);
  Run run;
  CHECK(!dir.load_newest(run.net, *run.optimizer).has_value());
}

TEST_CASE("a checkpoint is resumed with the same settings, net and optimizer alone") {
  Stopped stopped(3);
  const auto refusal = [&](const Metadata& settings, Run& run) {
    CheckpointDir dir(stopped.path, settings, Start::Resume);
    const std::string before = bytes_of(run);
    const std::string message =
        message_of<DataError>([&] { dir.load_newest(run.net, *run.optimizer); });
    CHECK((bytes_of(run) == before));
    CHECK(run.net.steps() == 0);
    return message;
  };
  Run same, sgd([](auto p) { return std::make_unique<SGD>(p, SGD::Options{}); }), larger;
  larger.net.add<Affine>({.units = 2});
  CHECK(contains(refusal({{"--batch", "32"}}, same), "--batch: 16 then but 32 now"));
  CHECK(
      contains(refusal({{"--batch", "16"}, {"--lr", "1"}}, same), "--lr: nothing then but 1 now"));
  CHECK(contains(refusal({{"--batch", "16"}}, sgd), "optimizer/conv1.weight.mean"));
  CHECK(contains(refusal({{"--batch", "16"}}, larger), "affine2.weight is missing"));
  CheckpointDir dir(stopped.path, {{"--batch", "16"}}, Start::Resume);
  resume(same, dir);
  check_same(same, stopped.run);
}

TEST_CASE("a new run does not begin where an old one left its checkpoints") {
  Stopped stopped(3);
  CHECK(contains(message_of<DataError>([&] { CheckpointDir(stopped.path, {}, Start::Fresh); }),
                 "holds checkpoint-000000003.safetensors of an earlier run"));
  CheckpointDir(stopped.path, {}, Start::Resume);  // and the failure left no lock
}

TEST_CASE("files of other names in the directory are nobody's to delete") {
  const TempDir dir;
  const char* theirs[] = {"weights.safetensors",
                          "a.safetensors",
                          "notes.tmp",
                          "checkpoint-best.safetensors",
                          "checkpoint-000000001 (copy).safetensors",
                          "checkpoint-notes.tmp",
                          "checkpoint-0000000001.safetensors",
                          "checkpoint-000000001.safetensors.tmp",
                          "checkpoint-000000001.safetensors.mine.tmp"};
  for (const char* name : theirs) write_file(dir / name, {});
  CheckpointDir checkpoints(dir.path(), {}, Start::Fresh);
  Run run;
  run.go(3, &checkpoints);
  for (const char* name : theirs) CHECK(fs::exists(dir / name));
}

TEST_CASE("a checkpoint of more digits is of a later step") {
  const TempDir dir;
  CheckpointDir checkpoints(dir.path(), {}, Start::Fresh);
  Run run;
  for (const std::uint64_t steps : {999999998u, 999999999u, 1000000000u}) {
    run.optimizer->set_steps(steps);
    checkpoints.save({}, run.net, *run.optimizer);
  }
  CHECK(checkpoints.files() == std::vector<fs::path>{dir / "checkpoint-999999999.safetensors",
                                                     dir / "checkpoint-1000000000.safetensors"});
  checkpoints.load_newest(run.net, *run.optimizer);
  CHECK(run.optimizer->steps() == 1000000000);
}

TEST_CASE("the next epoch begins with nothing counted, and with the notes") {
  TrainingState at{.batch = 4, .right = 5, .notes = "n"};
  at.loss.add(1, 2);
  at.begin_epoch(Rng(9));
  CHECK((at.epoch == 2 && at.batch == 0 && at.right == 0 && at.loss.weight() == 0));
  CHECK(at.rng.engine() == Rng(9).engine());
  CHECK(at.notes == "n");
}

TEST_CASE("how a program writes numbers changes nothing in a checkpoint") {
  struct Grouped : std::numpunct<char> {
    char do_thousands_sep() const override { return '.'; }
    std::string do_grouping() const override { return "\3"; }
  };
  const std::locale before = std::locale::global(std::locale(std::locale(), new Grouped));
  const Stopped stopped(7);
  std::locale::global(before);
  CheckpointDir dir(stopped.path, {{"--batch", "16"}}, Start::Resume);
  Run run;
  resume(run, dir);
  check_same(run, stopped.run);
}
