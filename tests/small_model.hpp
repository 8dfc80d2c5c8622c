// A network that reads drawn digits, trained for a moment, as a file of weights.
#pragma once

#include <origami/datasets/batches.hpp>
#include <origami/datasets/digits.hpp>
#include <origami/loss.hpp>
#include <origami/weights.hpp>

#include "support/model_file.hpp"
#include "support/nets.hpp"
#include "temp_dir.hpp"

inline origami::Sequential small_net(const std::string& name = "simple") {
  using namespace origami;
  return examples::build_net(examples::named_net(name), {1, 28, 28}, 1);
}

inline const fs::path& small_model() {
  using namespace origami;
  static const TempDir dir;
  static const fs::path path = [] {
    Sequential net = small_net("fast");
    Adam optimizer(net.parameters(), {.rate = one_cycle(0.01, 90), .beta1 = 0.7, .beta2 = 0.9});
    SoftmaxCrossEntropy criterion;
    const Dataset digits = make_digits(2880, /*seed=*/1);
    Batches batches(digits);
    Rng rng(1);
    for (const Batch& batch : batches.shuffled(32, rng)) {
      criterion.forward(net.forward(batch.images, Mode::Train), batch.labels);
      net.backward(criterion.backward());
      optimizer.step();
    }
    save_weights(net, dir / "model.safetensors", examples::model_metadata("fast", net));
    return dir / "model.safetensors";
  }();
  return path;
}
