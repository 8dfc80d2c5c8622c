// How Sequential cuts a batch into shards.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <origami/layer.hpp>

namespace origami {

// Samples of a shard. Few, or their activations leave a core's cache; but in training every shard
// has gradients of its own, and batch normalisation makes do with its samples.
constexpr std::size_t kTrainShard = 16, kMaxTrainShards = 16, kEvalShard = 8;

/// How a batch of n samples is cut. A function of n alone, or results would depend on the threads.
struct Cut {
  std::size_t n, shards, size, larger;  // the first `larger` shards have one sample more
  std::size_t begin(std::size_t shard) const { return shard * size + std::min(shard, larger); }
  std::size_t end(std::size_t shard) const { return std::min(n, begin(shard + 1)); }
};

inline Cut cut_batch(std::size_t n, Mode mode) {
  if (mode == Mode::Eval) return {n, (n + kEvalShard - 1) / kEvalShard, kEvalShard, 0};
  const std::size_t few = std::bit_ceil((n + kTrainShard - 1) / kTrainShard);
  const std::size_t shards = std::min(few, kMaxTrainShards);
  return {n, shards, n / shards, n % shards};
}

}  // namespace origami
