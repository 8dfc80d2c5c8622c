// Tests any layer, yours too: its promises, and its gradient against central differences.
#pragma once

#include <memory>
#include <origami/sequential.hpp>
#include <string>

namespace origami {

struct CheckOptions {
  std::size_t batch = 3;   // samples; at least 2; from 3 on N changes in Mode::Train too
  std::uint64_t seed = 1;  // of inputs, weights and the layer's noise
  double step = 0;         // of the central difference; 0: 1e-5 in double, 1e-2 in float
  double tolerance = 0;    // |analytic - numeric| / max(|analytic|, |numeric|); 0: 1e-6 or 1e-2
};

/// Builds the layer for samples of shape `in` and returns "" if all is well, else one sentence that
/// says what is wrong. What must hold: y and dx are written completely and are finite; the same
/// input gives the same output (Mode::Eval); samples do not influence each other (Mode::Eval); N
/// may change; x, dy and the parameters' values stay as they were; gradients are overwritten, not
/// added to; backward without forward throws; and dx and every parameter's gradient equal the
/// central difference of sum(y * g) with random g, compared a tensor at a time by their norms. An
/// exception of the layer's that is no origami::Error passes through.
std::string check_layer(const LayerFactory& make, const Shape& in, const CheckOptions& check = {});

/// check_layer<Conv>({.filters = 4, .kernel = 3}, {2, 7, 6})
template <class L>
std::string check_layer(const typename L::Options& options, const Shape& in,
                        const CheckOptions& check = {}) {
  return check_layer([&options] { return std::make_unique<L>(options); }, in, check);
}

}  // namespace origami
