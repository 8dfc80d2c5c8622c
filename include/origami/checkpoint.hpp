// Training that survives Ctrl-C, kill -9 and power cuts: it goes on to the same weights, bit by
// bit.
//
//   CheckpointDir checkpoints(dir, {{"--batch", "64"}}, resume);
//   TrainingState at{.rng = Rng(seed)};
//   if (auto found = checkpoints.load_newest(net, optimizer, log)) at = *found;
//   for (; at.epoch <= epochs; checkpoints.save(at, net, optimizer)) {
//     Rng rng = at.rng;
//     for (const Batch& batch : batches.shuffled(64, rng, at.batch)) {
//       ...
//       if (++at.batch % every == 0) checkpoints.save(at, net, optimizer);
//     }
//     at.begin_epoch(rng);
//   }
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <origami/file.hpp>
#include <origami/metrics.hpp>
#include <origami/optimizer.hpp>
#include <origami/random.hpp>
#include <origami/safetensors.hpp>
#include <origami/sequential.hpp>
#include <string>
#include <vector>

namespace origami {

/// Where a training run stands, besides weights and optimizer.
struct TrainingState {
  std::size_t epoch = 1;   // the running one, from 1
  std::size_t batch = 0;   // its batches that are done
  Rng rng = Rng(1);        // as it was when the epoch began: that decides its order
  Mean loss = {};          // over those batches
  std::size_t right = 0;   // images in them that were read right
  std::string notes = {};  // whatever the program wants to find again, UTF-8

  /// The next epoch, with `now` as its random numbers and the sums at 0.
  void begin_epoch(const Rng& now);
};

/// A directory of `checkpoint-000000123.safetensors` (123 steps done), of which it keeps the last
/// two. Each holds the weights as save_weights() writes them, so load_weights() reads it.
class CheckpointDir {
 public:
  enum class Start { Fresh, Resume };

  /// Makes the directory if need be, and locks it until this object goes. `settings` are what must
  /// not change between the runs ("--batch" -> "64"); they stand in each file's metadata, and so
  /// does `about`, for whoever reads it. Throws DataError: not writable; in use by another
  /// CheckpointDir, of this process or another; or, with Start::Fresh, holding checkpoints already.
  CheckpointDir(std::filesystem::path directory, Metadata settings, Start start,
                Metadata about = {});

  /// Writes a checkpoint, over one of the same step; the last one of an earlier step stays. A
  /// second optimizer of the same net needs a directory of its own. Throws DataError; NumericError
  /// if a value is not finite, so that training can go back to where all were; StateError beside
  /// one of a later step; ValueError if a text is no UTF-8.
  void save(const TrainingState& state, const Sequential& net, Optimizer& optimizer);

  /// Brings net and optimizer back to where the newest sound checkpoint was written; nothing if
  /// there is none. A damaged one is passed over: `note` is told, and it gets ".damaged" behind its
  /// name. Throws DataError, and leaves both as they were, if none is sound, if one cannot be read,
  /// or if one of our settings, or a name or shape of the net's and optimizer's tensors, is not the
  /// checkpoint's. What the checkpoint has besides our settings is not looked at: give all of them.
  std::optional<TrainingState> load_newest(
      Sequential& net, Optimizer& optimizer,
      const std::function<void(const std::string&)>& note = [](const std::string&) {});

  /// The checkpoints, the oldest first.
  std::vector<std::filesystem::path> files() const;

 private:
  std::filesystem::path directory_;
  Metadata settings_, about_;
  Descriptor lock_;
};

}  // namespace origami
