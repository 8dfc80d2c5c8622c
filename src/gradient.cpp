#include <algorithm>
#include <cmath>
#include <origami/error.hpp>
#include <origami/gradient.hpp>
#include <sstream>

#include "values.hpp"

namespace origami {

Tensor central_difference(const std::function<double()>& f, Tensor& variable, double step) {
  struct PutBack {  // also if f throws
    Scalar& place;
    const Scalar value = place;
    ~PutBack() { place = value; }
  };
  Tensor slope = make_tensor(shape_of(variable));
  for (std::size_t i = 0; i < variable.size(); ++i) {
    Scalar& place = variable.data()[i];
    const auto above = static_cast<Scalar>(place + step), below = static_cast<Scalar>(place - step);
    const PutBack put_back{place};
    place = above;
    const double plus = f();
    place = below;
    const double minus = f();
    slope.data()[i] = static_cast<Scalar>((plus - minus) / (above - below));
  }
  return slope;
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
  const double a = norm(analytic), n = norm(numeric), difference = norm(analytic - numeric);
  if (!std::isfinite(a)) return "has elements that are not numbers; overwrite every one";
  if (!std::isfinite(n)) return "cannot be measured: the function's values are not finite";
  if (difference <= tolerance * std::max(a, n) || std::max(a, n) < 1e-12) return "";
  if (a == 0) return "is zero everywhere, but expected it not to be; fill it in";
  const double ratio = n > 0 ? dot_product(analytic, numeric) / (n * n) : 0;
  const double left = norm(analytic - ratio * numeric);  // what no factor explains
  if (left > std::max(10 * tolerance, 1e-3) * a || left > difference / 2)
    return name_worst(analytic, numeric);
  if (std::abs(ratio + 1) < 0.01) return "has the wrong sign";
  std::ostringstream text;
  text.precision(4);
  text << "is " << ratio << " times what it should be; a factor is missing or too many";
  return text.str();
}

}  // namespace origami
