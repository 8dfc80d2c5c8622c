// Golden vectors: what an independent framework computes (golden/make_golden.py), and our layers
// held to it. The folder comes from the build as ORIGAMI_GOLDEN_DIR.
#pragma once

#include <functional>
#include <memory>
#include <nlohmann/json_fwd.hpp>  // the whole of it takes each test a second to compile
#include <origami/layer.hpp>
#include <origami/tensor.hpp>
#include <origami/window.hpp>
#include <string>
#include <type_traits>
#include <vector>

#include "tensors.hpp"

namespace origami {

using Json = nlohmann::json;

/// Allowed relative error in norm; the inputs are exact in both precisions.
constexpr double kGoldenTolerance = std::is_same_v<Scalar, double> ? 1e-12 : 1e-5;

/// The cases of golden/<file>.json.
std::vector<Json> golden_cases(const std::string& file);

Tensor to_tensor(const Json& json);

/// From [height, width].
Size2d to_size2d(const Json& json);

/// The parameters that gradients train: those without running statistics.
std::vector<Parameter*> trained(std::vector<Parameter*> parameters);

/// Gives `parameters` the values of a case, which must name them all.
void set_golden_values(const std::vector<Parameter*>& parameters, const Json& values);
void check_golden_values(const std::vector<Parameter*>& parameters, const Json& values);

/// A layer built for the images of `x` (N, ...), with a case's parameters.
void build_golden(Layer& layer, const Tensor& x, const Json& parameters);

/// Forward and backward of `step` ({x, dy, y, dx, gradients}).
void check_golden_step(Layer& layer, const Json& step);

/// Every case of golden/<file>.json, with the layer that `make` returns for its options.
void check_golden_layers(const std::string& file,
                         const std::function<std::unique_ptr<Layer>(const Json&)>& make);

/// The same; `options` makes an L::Options from the case's.
template <class L, class MakeOptions>
void check_golden(const std::string& file, const MakeOptions& options) {
  check_golden_layers(file, [&](const Json& o) { return std::make_unique<L>(options(o)); });
}

}  // namespace origami
