// How the learning rate changes from step to step.
#pragma once

#include <cstddef>
#include <functional>
#include <utility>

namespace origami {

/// The learning rate of step 0, 1, 2, ...; a plain number is a constant one.
class Schedule {
 public:
  Schedule(double rate) : rate_([rate](std::size_t) { return rate; }) {}  // NOLINT
  explicit Schedule(std::function<double(std::size_t step)> rate) : rate_(std::move(rate)) {}

  double operator()(std::size_t step) const { return rate_(step); }

 private:
  std::function<double(std::size_t)> rate_;
};

/// rate, multiplied by `factor` after every `every` steps (StepLR). Throws ValueError when every is
/// 0.
Schedule step_decay(double rate, std::size_t every, double factor = 0.1);

/// Half a cosine from `rate` at step 0 down to `floor` at step `steps`, and `floor` from there on
/// (CosineAnnealingLR). Throws ValueError when steps is 0.
Schedule cosine(double rate, std::size_t steps, double floor = 0);

/// Up from peak/25 to `peak` in the first 30 % of `steps`, then down to peak/250,000, both along
/// half a cosine (OneCycleLR; Smith and Topin: Super-Convergence, 2018), and there from then on.
/// With three steps or fewer it begins at `peak`. Throws ValueError when steps is 0.
Schedule one_cycle(double peak, std::size_t steps);

}  // namespace origami
