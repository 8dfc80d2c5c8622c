#include <cmath>
#include <origami/init.hpp>

namespace origami {

static void fill_normal(Tensor& t, double deviation, Rng& rng) {
  for (std::size_t i = 0; i < t.size(); ++i)
    t.data()[i] = static_cast<Scalar>(deviation * rng.normal());
}

void initialize(Init init, Parameter& weight, Parameter& bias, Rng& rng) {
  const Tensor& w = weight.value();
  const std::size_t in = w.size() / w.shape()[0], out = w.size() / w.shape()[1];
  const auto fan_in = static_cast<double>(in), fan_out = static_cast<double>(out);
  switch (init) {
    case Init::He:
      return fill_normal(weight.value(), std::sqrt(2.0 / fan_in), rng);
    case Init::Xavier:
      return fill_normal(weight.value(), std::sqrt(2.0 / (fan_in + fan_out)), rng);
    case Init::Course:
      fill_normal(weight.value(), 0.1, rng);
      return fill_normal(bias.value(), 0.1, rng);
  }
}

}  // namespace origami
