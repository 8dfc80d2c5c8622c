// How Sequential cuts a batch into shards.
#pragma once

#include <algorithm>
#include <cstddef>
#include <origami/layer.hpp>

namespace origami {

// Samples of a shard. They are few, so that their activations stay in a core's cache, and a slow
// core does not keep the others waiting for long. And the most shards of a batch in training, where
// each has gradients of its own that have to be added up.
constexpr std::size_t kShard = 8, kMostInTraining = 16;

/// How a batch of n samples is cut. A function of n alone, or results would depend on the threads.
struct Cut {
  std::size_t n, size, shards;  // all of one size but the last, of half to one and a half of it
  std::size_t begin(std::size_t shard) const { return shard * size; }
  std::size_t end(std::size_t shard) const { return shard + 1 == shards ? n : begin(shard + 1); }
};

inline Cut cut_batch(std::size_t n, Mode mode) {
  const std::size_t most = mode == Mode::Train ? kMostInTraining : n;
  const std::size_t size = std::max(kShard, (n + most - 1) / most);
  return {n, size, std::max<std::size_t>(1, (n + size / 2) / size)};
}

}  // namespace origami
