// A small training run that can be stopped, and what it leaves behind.
#pragma once

#include <functional>
#include <memory>
#include <numeric>
#include <origami/checkpoint.hpp>
#include <origami/layers/affine.hpp>
#include <origami/layers/batch_norm.hpp>
#include <origami/layers/conv.hpp>
#include <origami/layers/dropout.hpp>
#include <origami/layers/relu.hpp>
#include <origami/loss.hpp>
#include <origami/weights.hpp>

#include "temp_dir.hpp"
#include "tensors.hpp"

namespace origami {

using Start = CheckpointDir::Start;

inline constexpr std::size_t kImages = 50, kBatch = 16, kBatches = 4;  // the last one is smaller

using MakeOptimizer = std::function<std::unique_ptr<Optimizer>(std::vector<Parameter*>)>;

inline MakeOptimizer adam() {
  return [](auto p) { return std::make_unique<Adam>(p, Adam::Options{one_cycle(0.01, 12)}); };
}

/// A run of three epochs, which can be stopped after any step.
struct Run {
  explicit Run(const MakeOptimizer& make = adam(), double drop = 0.3) {
    net.add<Conv>({.filters = 3}).add<BatchNorm>().add<ReLU>();
    net.add<Dropout>({.p = drop}).add<Affine>({.units = 4});
    optimizer = make(net.parameters());
  }

  /// Goes on to step `last`, with a checkpoint at every step.
  void go(std::uint64_t last, CheckpointDir* dir = nullptr) {
    const auto save = [&] {
      if (dir != nullptr) dir->save(at, net, *optimizer);
    };
    while (at.epoch <= 3) {
      Rng rng = at.rng;
      std::vector<std::size_t> order(kImages);
      std::iota(order.begin(), order.end(), 0u);
      rng.shuffle(order);
      while (at.batch < kBatches) {
        if (optimizer->steps() == last) return;
        step({order.begin() + static_cast<std::ptrdiff_t>(at.batch * kBatch),
              order.begin() +
                  static_cast<std::ptrdiff_t>(std::min((at.batch + 1) * kBatch, kImages))});
        ++at.batch;
        save();
      }
      at.begin_epoch(rng);
      save();
    }
  }

  void step(const std::vector<std::size_t>& images) {
    Tensor x = make_tensor({images.size(), 1, 5, 6});
    std::vector<int> labels;
    for (std::size_t i = 0; i < images.size(); ++i) {
      const Tensor image = random_tensor({30}, images[i]);
      std::copy_n(image.data(), 30, x.data() + i * 30);
      labels.push_back(static_cast<int>(images[i] % 4));
    }
    at.loss.add(criterion.forward(net.forward(x, Mode::Train), labels), labels.size());
    net.backward(criterion.backward());
    optimizer->step();
  }

  Sequential net{{1, 5, 6}, 7};
  std::unique_ptr<Optimizer> optimizer;
  SoftmaxCrossEntropy criterion;
  TrainingState at{.rng = Rng(3), .notes = "note \"1\"\n"};
};

inline std::string bytes_of(const Run& run) {
  std::string all;
  for (const StoredTensor& t : store(named_parameters(run.net))) all += t.bytes;
  for (const StoredTensor& t : store(run.optimizer->state())) all += t.bytes;
  return all;
}

inline void check_same(const Run& a, const Run& b) {
  CHECK((bytes_of(a) == bytes_of(b)));
  CHECK(a.at.epoch == b.at.epoch);
  CHECK(a.at.batch == b.at.batch);
  CHECK(a.at.loss.sum() == b.at.loss.sum());
  CHECK(a.at.loss.weight() == b.at.loss.weight());
  CHECK(a.at.notes == b.at.notes);
  CHECK(a.at.rng.engine() == b.at.rng.engine());
  CHECK(a.optimizer->steps() == b.optimizer->steps());
  CHECK(a.net.steps() == b.net.steps());
}

inline void resume(Run& run, CheckpointDir& dir) {
  const auto found = dir.load_newest(run.net, *run.optimizer);
  REQUIRE(found.has_value());
  run.at = *found;
}

/// A run stopped after some step, in a directory of its own.
struct Stopped {
  explicit Stopped(std::uint64_t step) {
    CheckpointDir dir(path, {{"--batch", "16"}}, Start::Fresh);
    run.go(step, &dir);
    files = dir.files();
  }
  /// Makes byte `at` (from the end) of a file another one.
  void damage(const fs::path& file, std::size_t at = 10) const {
    Bytes bytes = read_file(file);
    bytes[bytes.size() - at] ^= 1;
    write_file(file, bytes);
  }

  TempDir temp;
  fs::path path = temp / "runs" / "1";
  Run run;
  std::vector<fs::path> files;
};

}  // namespace origami
