#include <cmath>
#include <origami/init.hpp>

namespace origami {

static void fill_normal(Tensor& t, double deviation, Rng& rng) {
  for (std::size_t i = 0; i < t.size(); ++i)
    t.data()[i] = static_cast<Scalar>(deviation * rng.normal());
}

void initialize(Init init, Parameter& weight, Parameter& bias, std::size_t fan_in,
                std::size_t fan_out, Rng& rng) {
  const auto in = static_cast<double>(fan_in), out = static_cast<double>(fan_out);
  switch (init) {
    case Init::He:
      return fill_normal(weight.value(), std::sqrt(2.0 / in), rng);
    case Init::Xavier:
      return fill_normal(weight.value(), std::sqrt(2.0 / (in + out)), rng);
    case Init::Course:
      fill_normal(weight.value(), 0.1, rng);
      return fill_normal(bias.value(), 0.1, rng);
  }
}

}  // namespace origami
