#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <locale>
#include <origami/checkpoint.hpp>
#include <origami/error.hpp>
#include <origami/file.hpp>
#include <origami/weights.hpp>
#include <sstream>

#include "checkpoint_names.hpp"
#include "values.hpp"

namespace origami {
namespace {

namespace fs = std::filesystem;

// Keys of the metadata, beside the settings'.
constexpr const char* kChecksum = "checkpoint.checksum";
constexpr const char* kNumbers = "checkpoint.numbers";
constexpr const char* kNotes = "checkpoint.notes";

/// What a checkpoint says in numbers: all of a TrainingState, and steps.
struct Counters {
  TrainingState state;
  std::uint64_t optimizer_steps, net_steps;
};

std::string to_text(const Counters& n) {
  std::ostringstream out;
  out.imbue(std::locale::classic());
  // The sum as its bits: no decimal number would be exact.
  out << n.state.epoch << ' ' << n.state.batch << ' ' << n.state.right << ' '
      << std::bit_cast<std::uint64_t>(n.state.loss.sum()) << ' ' << n.state.loss.weight() << ' '
      << n.optimizer_steps << ' ' << n.net_steps << ' ' << n.state.rng.engine();
  return out.str();
}

Counters to_numbers(const Metadata& metadata, const std::string& who) {
  Counters n{};
  std::uint64_t sum = 0;
  std::size_t weight = 0;
  const auto text = metadata.find(kNumbers), notes = metadata.find(kNotes);
  std::istringstream in(text == metadata.end() ? "" : text->second);
  in.imbue(std::locale::classic());
  in >> n.state.epoch >> n.state.batch >> n.state.right >> sum >> weight >> n.optimizer_steps >>
      n.net_steps >> n.state.rng.engine();
  if (!in || notes == metadata.end())
    throw DataError(who + ": does not say where training stood but expected a checkpoint");
  n.state.loss = Mean(std::bit_cast<double>(sum), weight);
  n.state.notes = notes->second;
  return n;
}

/// Of everything else the file holds, by FNV-1a.
std::string checksum(const Safetensors& content) {
  std::uint64_t hash = 0xcbf29ce484222325u;
  for (const char c : encode_safetensors(content))
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
  return std::to_string(hash);
}

Safetensors decode_sound(const std::string& bytes, const std::string& who) {
  Safetensors content = decode_safetensors(bytes, who);
  const auto said = content.metadata.extract(kChecksum);
  if (said.empty() || said.mapped() != checksum(content))
    throw DataError(who + ": its checksum is wrong; it is damaged");
  return content;
}

void check_finite(const std::vector<NamedTensor>& tensors) {
  for (const auto& [name, tensor] : tensors)
    if (!finite(*tensor))
      throw NumericError("checkpoint: " + name + " has values that are not finite but expected " +
                         "only finite ones; try a lower learning rate");
}

void check_settings(const Metadata& now, Metadata before, const std::string& who) {
  std::string changes;
  for (const auto& [key, value] : now)
    if (before[key] != value)
      changes += "\n  " + key + ": " + (before[key].empty() ? "nothing" : before[key]) +
                 " then but " + value + " now";
  if (!changes.empty())
    throw DataError(who + ": belongs to a run with other settings; repeat them, or start afresh " +
                    "in another directory" + changes);
}

/// Everything that training changes. Names of the optimizer's tensors follow a prefix.
std::vector<NamedTensor> all_tensors(const Sequential& net, Optimizer& optimizer) {
  std::vector<NamedTensor> all = named_parameters(net);
  for (const auto& [name, tensor] : optimizer.state())
    all.push_back({kOptimizerPrefix + name, tensor});
  return all;
}

int open_locked(const fs::path& directory) {
  std::error_code error;
  fs::create_directories(directory, error);
  if (error) throw_system_error(directory, "be made", error.value());
  sync_directory(fs::canonical(directory, error).parent_path());  // also of "run/"
  const fs::path path = directory / "lock";
  const int lock = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (lock < 0) throw_system_error(path, "be written", errno);
  if (flock(lock, LOCK_EX | LOCK_NB) == 0) return lock;
  const int code = errno;
  close(lock);
  if (code != EWOULDBLOCK) throw_system_error(path, "be locked", code);
  throw DataError(directory.string() + ": another process writes its checkpoints here; " +
                  "wait for its end or choose another directory");
}

/// Our files in `directory`, the oldest first.
std::vector<fs::path> list(const fs::path& directory, CheckpointFile kind) {
  std::vector<fs::path> found;
  std::error_code error;
  for (fs::directory_iterator it(directory, error), end; !error && it != end; it.increment(error))
    if (is_checkpoint(it->path().filename().string(), kind)) found.push_back(it->path());
  if (error) throw_system_error(directory, "be read", error.value());
  std::sort(found.begin(), found.end(), is_older);
  return found;
}

}  // namespace

void TrainingState::begin_epoch(const Rng& now) {
  *this = {.epoch = epoch + 1, .rng = now, .notes = std::move(notes)};
}

CheckpointDir::CheckpointDir(fs::path directory, Metadata settings, Start start, Metadata about)
    : directory_(std::move(directory)),
      settings_(std::move(settings)),
      about_(std::move(about)),
      lock_(open_locked(directory_)) {
  if (start == Start::Fresh && !files().empty())
    throw DataError(directory_.string() + ": holds " + files().back().filename().string() +
                    " of an earlier run; continue it with --resume, or choose another directory");
  std::error_code ignored;
  for (const auto& path : list(directory_, CheckpointFile::Temporary)) fs::remove(path, ignored);
}

std::vector<fs::path> CheckpointDir::files() const {
  return list(directory_, CheckpointFile::Whole);
}

void CheckpointDir::save(const TrainingState& state, const Sequential& net, Optimizer& optimizer) {
  const std::vector<NamedTensor> tensors = all_tensors(net, optimizer);
  check_finite(tensors);
  Safetensors content{store(tensors), settings_};
  content.metadata.insert(about_.begin(), about_.end());
  content.metadata[kNumbers] = to_text({state, optimizer.steps(), net.steps()});
  content.metadata[kNotes] = state.notes;
  content.metadata[kChecksum] = checksum(content);
  const fs::path path = directory_ / checkpoint_name(optimizer.steps());
  if (const auto old = files(); !old.empty() && is_older(path, old.back()))
    throw StateError(path.string() + ": " + old.back().filename().string() +
                     " beside it is of a later step; go on from there with load_newest");
  write_safetensors(path, content);
  const std::vector<fs::path> old = files();
  std::error_code ignored;
  for (std::size_t i = 0; i + 2 < old.size(); ++i) fs::remove(old[i], ignored);
}

std::optional<TrainingState> CheckpointDir::load_newest(
    Sequential& net, Optimizer& optimizer, const std::function<void(const std::string&)>& note) {
  std::vector<fs::path> left = files(), damaged;
  for (; !left.empty(); left.pop_back()) {
    const std::string who = left.back().string();
    const std::string bytes = load_file(who);  // what cannot be read now need not be damaged
    Safetensors content;
    Counters numbers{};
    try {
      content = decode_sound(bytes, who);
      numbers = to_numbers(content.metadata, who);
      if (left.back().filename() != checkpoint_name(numbers.optimizer_steps))
        throw DataError(who + ": was renamed, it is of another step");
    } catch (const DataError& error) {
      note(std::string(error.what()) + "; going back to the checkpoint before it");
      damaged.push_back(who);
      continue;
    }
    check_settings(settings_, content.metadata, who);
    restore(all_tensors(net, optimizer), content.tensors, who);
    optimizer.set_steps(numbers.optimizer_steps);
    net.set_steps(numbers.net_steps);
    std::error_code ignored;
    for (const fs::path& path : damaged) fs::rename(path, path.string() + ".damaged", ignored);
    return numbers.state;
  }
  if (damaged.empty()) return std::nullopt;
  throw DataError(directory_.string() + ": none of its " + std::to_string(damaged.size()) +
                  " checkpoints is sound; remove them to start afresh");
}

}  // namespace origami
