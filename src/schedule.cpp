#include <algorithm>
#include <cmath>
#include <numbers>
#include <origami/error.hpp>
#include <origami/schedule.hpp>
#include <string>

namespace origami {

/// From `a` at t = 0 to `b` at t = 1 and beyond, flat at both ends.
static double half_cosine(double a, double b, double t) {
  return b + (a - b) * (1 + std::cos(std::numbers::pi * std::min(t, 1.0))) / 2;
}

static void need_positive(std::size_t count, const std::string& what) {
  if (count == 0) throw ValueError("schedule (" + what + "): 0 steps but expected at least 1");
}

Schedule step_decay(double rate, std::size_t every, double factor) {
  need_positive(every, "step");
  return Schedule([=](std::size_t step) {
    const std::size_t decays = step / every;
    return rate * std::pow(factor, static_cast<double>(decays));
  });
}

Schedule cosine(double rate, std::size_t steps, double floor) {
  need_positive(steps, "cosine");
  return Schedule([=](std::size_t step) {
    return half_cosine(rate, floor, static_cast<double>(step) / static_cast<double>(steps));
  });
}

Schedule one_cycle(double peak, std::size_t steps) {
  need_positive(steps, "one cycle");
  const double start = peak / 25, end = start / 1e4;
  const double last = static_cast<double>(steps) - 1;
  const double top = std::max(0.3 * static_cast<double>(steps) - 1, 0.0);  // where the peak is
  return Schedule([=](std::size_t step) {
    const auto t = static_cast<double>(step);
    if (t < top) return half_cosine(start, peak, t / top);
    return last > top ? half_cosine(peak, end, (t - top) / (last - top)) : peak;
  });
}

}  // namespace origami
