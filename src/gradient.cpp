#include <algorithm>
#include <cmath>
#include <numeric>
#include <origami/error.hpp>
#include <origami/gradient.hpp>
#include <sstream>

namespace origami {

/// f() with another value in `place`, where the old one is back afterwards, also if f throws.
static double at(const std::function<double()>& f, Scalar& place, Scalar value) {
  struct PutBack {
    Scalar& place;
    const Scalar value = place;
    ~PutBack() { place = value; }
  } const put_back{place};
  place = value;
  return f();
}

Tensor central_difference(const std::function<double()>& f, Tensor& variable, double step) {
  Tensor slope = make_tensor(shape_of(variable));
  for (std::size_t i = 0; i < variable.size(); ++i) {
    Scalar& place = variable.data()[i];
    const auto above = static_cast<Scalar>(place + step), below = static_cast<Scalar>(place - step);
    const double plus = at(f, place, above), minus = at(f, place, below);
    slope.data()[i] = static_cast<Scalar>((plus - minus) / (above - below));
  }
  return slope;
}

static double dot(const Tensor& a, const Tensor& b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

static double distance(const Tensor& a, const Tensor& b, double scale) {  // |a - scale * b|
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    sum += std::pow(double{a.data()[i]} - scale * double{b.data()[i]}, 2);
  return std::sqrt(sum);
}

static std::string name_worst(const Tensor& analytic, const Tensor& numeric) {
  const auto error = [&](std::size_t i) {
    return std::abs(analytic.data()[i] - numeric.data()[i]);
  };
  std::size_t worst = 0;
  for (std::size_t i = 1; i < analytic.size(); ++i)
    if (error(i) > error(worst)) worst = i;
  std::ostringstream text;
  text.precision(4);
  text << "is wrong: element " << worst << " of " << to_string(shape_of(analytic)) << " is "
       << analytic.data()[worst] << " but the central difference gives " << numeric.data()[worst];
  return text.str();
}

std::string compare_gradients(const Tensor& analytic, const Tensor& numeric, double tolerance) {
  if (shape_of(analytic) != shape_of(numeric))
    throw ShapeError("gradient: analytic " + to_string(shape_of(analytic)) + " but expected " +
                     to_string(shape_of(numeric)) + ", the shape of the numeric one");
  const double a = distance(analytic, analytic, 0), n = distance(numeric, numeric, 0);
  const double difference = distance(analytic, numeric, 1);
  if (!std::isfinite(a)) return "has elements that are not numbers; overwrite every one";
  if (!std::isfinite(n)) return "cannot be measured: the function's values are not finite";
  if (difference <= tolerance * std::max(a, n) || std::max(a, n) < 1e-12) return "";
  if (a == 0) return "is zero everywhere, but expected it not to be; fill it in";
  const double ratio = n > 0 ? dot(analytic, numeric) / (n * n) : 0;
  const double left = distance(analytic, numeric, ratio);  // what no factor explains
  if (left > std::max(10 * tolerance, 1e-3) * a || left > difference / 2)
    return name_worst(analytic, numeric);
  if (std::abs(ratio + 1) < 0.01) return "has the wrong sign";
  std::ostringstream text;
  text.precision(4);
  text << "is " << ratio << " times what it should be; a factor is missing or too many";
  return text.str();
}

}  // namespace origami
