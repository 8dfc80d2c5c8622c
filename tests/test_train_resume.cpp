// train_mnist --checkpoint: whatever stops a training, --resume continues it to the same bits.
#include <origami/checkpoint.hpp>
#include <origami/random.hpp>
#include <origami/safetensors.hpp>

#include "resume_run.hpp"
#include "support/metrics_file.hpp"
#include "support/nets.hpp"

using namespace origami;

namespace {

/// Seconds that a training with as many checkpoints as can be takes here and now, wall.
double whole_run() {
  const auto start = std::chrono::steady_clock::now();
  REQUIRE(Place().run({"--every", "1"}).status == 0);
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// Lets the training go on as long as `wait` does, `kills` times at most; then to its end. Returns
/// how often it was killed, and adds to `half_written` how often in the middle of a checkpoint.
template <class Wait>
std::size_t kill_and_resume(std::size_t kills, std::size_t& half_written, const Wait& wait) {
  const Place place;
  for (std::size_t killed = 0; killed < kills; ++killed) {
    Program program("train_mnist", place.command({"--resume", "--every", "1"}));
    wait(place, killed);
    program.signal(SIGKILL);
    const Program::Result result = program.result();
    CAPTURE(killed, result.out, result.err);
    if (result.status == 0) {
      CHECK((place.outcome(result.out) == undisturbed()));
      return killed;
    }
    REQUIRE(result.status == 128 + SIGKILL);
    if (!fs::exists(place.checkpoints)) continue;
    for (const auto& entry : fs::directory_iterator(place.checkpoints))
      half_written += entry.path().extension() == ".tmp";
  }
  CHECK((place.resume() == undisturbed()));
  return kills;
}

void sleep(double seconds) { std::this_thread::sleep_for(std::chrono::duration<double>(seconds)); }

}  // namespace

TEST_CASE("a training killed again and again ends as one that was never disturbed") {
  Rng rng(1);
  std::size_t half_written = 0;
  kill_and_resume(3, half_written, [&](const Place& place, std::size_t killed) {
    place.wait_for(3 + 14 * killed);  // in the first epoch, in its end and in the second one
    sleep(rng.uniform(0, 0.01));
  });
}

TEST_CASE("the same at 50 random moments, some of them in the middle of a checkpoint", "[slow]") {
  Rng rng(2);
  const double longest = whole_run();
  std::size_t half_written = 0;
  for (std::size_t killed = 0; killed < 50;)  // several trainings, one after another
    killed += kill_and_resume(50 - killed, half_written,
                              [&](const Place&, std::size_t) { sleep(rng.uniform(0, longest)); });
  CHECK(half_written > 0);
}

TEST_CASE("checkpoints change nothing, and a training that ended is only reported again") {
  const Place place;
  const Program::Result first = place.run({"--every", "7"});
  REQUIRE(first.status == 0);
  CHECK((place.outcome(first.out) == undisturbed()));
  CHECK(place.files() == std::vector<std::string>{Place::name_of(54), Place::name_of(60)});
  fs::remove(place.weights);
  const Program::Result again = place.run({"--resume"});
  CAPTURE(again.out, again.err);
  REQUIRE(again.status == 0);
  CHECK(contains(again.out, Place::name_of(60) + ": all epochs are done"));
  CHECK((place.outcome(again.out) == undisturbed()));
  CHECK(place.files().size() == 2);
}

TEST_CASE("Ctrl-C keeps the last batch, and another number of threads goes on from it") {
  const Place place(stopped().place);
  const std::string& out = stopped().result.out;
  CAPTURE(out, stopped().result.err);
  CHECK(stopped().result.status == 130);
  const std::string mark = " (stopped after ";
  REQUIRE(count(out, mark) == 1);
  const std::size_t step = kSteps * (count(out, "\nepoch ") - 1) +
                           std::stoul(out.substr(out.find(mark) + mark.size())) / 8;
  const std::string newest = place.files().back();
  CHECK(newest == Place::name_of(step));
  const Program::Result rest = place.run({"--resume", "--threads", "3"});
  REQUIRE(rest.status == 0);
  CHECK(contains(rest.out, "resuming from " + (place.checkpoints / newest).string() + ": epoch "));
  CHECK((place.outcome(rest.out) == undisturbed()));
}

TEST_CASE("--resume where there is nothing starts afresh and says so") {
  const Place place;
  const Program::Result result = place.run({"--resume"});
  CAPTURE(result.out, result.err);
  CHECK(result.status == 0);
  CHECK(contains(result.out, place.checkpoints.string() +
                                 ": no checkpoint to resume from yet, starting afresh"));
  CHECK((place.outcome(result.out) == undisturbed()));
}

TEST_CASE("--resume gives --metrics the lines it should have, whatever it holds") {
  const Place place(stopped().place);
  SECTION("too many") {
    std::ofstream(place.metrics, std::ios::app) << R"({"epoch":3,"train_loss":0})" << '\n';
  }
  SECTION("none") { fs::remove(place.metrics); }
  CHECK((place.resume() == undisturbed()));
}

TEST_CASE("weights and checkpoints say which net they are of") {
  const Place place(stopped().place);
  for (const fs::path& file : {place.weights, place.checkpoints / place.files().back()}) {
    const Metadata metadata = read_safetensors(file).metadata;
    CHECK(metadata.at("origami.net") == "course");
    CHECK(metadata.at("origami.input_shape") == "1,28,28");
    CHECK(contains(metadata.at("origami.summary"), "3*3*1*10 + 10 = 100"));
  }
}

TEST_CASE("what a checkpoint remembers of the epochs comes back number by number") {
  using namespace origami::examples;
  const History before{12.5, {{1, 0.5, 0.25, 0.8125, 0.9375, 1.25, 0.75, 1000, 50}}};
  CHECK(to_json(to_history(to_json(before))) == to_json(before));
  CHECK(to_history(to_json(before)).epochs[0].train_seconds == 1.25);
}

TEST_CASE("an epoch that was stopped took the seconds before and after") {
  using namespace origami::examples;
  const Place place(stopped().place);
  {  // as if the seconds before had been many
    Metadata settings, about;
    for (const auto& [key, value] :
         read_safetensors(place.checkpoints / place.files().back()).metadata)
      if (!key.starts_with("checkpoint."))
        (key.starts_with("origami.") ? about : settings)[key] = value;
    Sequential net = build_net(named_net("course"), {1, 28, 28}, 1);
    const auto optimizer = make_optimizer(
        {.optimizer = "adam", .rate = 0.001, .schedule = "onecycle", .batch = 8, .epochs = 3},
        net.parameters(), 3 * kSteps);
    CheckpointDir dir(place.checkpoints, settings, CheckpointDir::Start::Resume, about);
    auto at = dir.load_newest(net, *optimizer, [](const std::string&) {});
    REQUIRE(at.has_value());
    History history = to_history(at->notes);
    history.seconds = 1000;
    at->notes = to_json(history);
    dir.save(*at, net, *optimizer);
  }
  CHECK((place.resume() == undisturbed()));
  std::size_t long_ones = 0;
  for (const std::string& line : lines_of(load_file(place.metrics)))
    long_ones += nlohmann::json::parse(line)["train_seconds"] > 1000;
  CHECK(long_ones == 1);
}
