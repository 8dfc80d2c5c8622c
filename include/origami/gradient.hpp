// A gradient by measuring, and what is wrong with another one.
#pragma once

#include <functional>
#include <origami/tensor.hpp>
#include <string>

namespace origami {

/// d f / d variable, element by element: (f(v + step) - f(v - step)) / (2 step). Calls f twice an
/// element; `variable` is moved for that and put back. The error falls with step^2 until rounding
/// takes over: 1e-5 is good in double, 1e-2 in float.
Tensor central_difference(const std::function<double()>& f, Tensor& variable, double step);

/// "" if |analytic - numeric| <= tolerance * max(|analytic|, |numeric|) (Euclidean norms) or both
/// norms are below 1e-12; else the end of a sentence that says which mistake it looks like: "has
/// the wrong sign". Throws ShapeError.
std::string compare_gradients(const Tensor& analytic, const Tensor& numeric, double tolerance);

}  // namespace origami
