// How the weights of a layer begin.
#pragma once

#include <origami/parameter.hpp>
#include <origami/random.hpp>

namespace origami {

enum class Init {
  He,      // weight ~ N(0, 2 / fan_in), bias 0: keeps the variance through ReLU (He et al. 2015)
  Xavier,  // weight ~ N(0, 2 / (fan_in + fan_out)), bias 0: for tanh and sigmoid (Glorot 2010)
  Course,  // weight and bias ~ 0.1 * N(0, 1), as the course's notebooks do
};

/// Fills the weight (out, in, ...) and, with Init::Course, the bias, which else stays 0. An output
/// sums over fan_in = size / out inputs, and an input feeds fan_out = size / in outputs.
void initialize(Init init, Parameter& weight, Parameter& bias, Rng& rng);

}  // namespace origami
