// What a network has learnt, layer by layer: part of html_report.hpp.
#pragma once

#include <origami/sequential.hpp>
#include <string>
#include <string_view>

#include "support/pixels.hpp"

namespace origami::examples {

/// HTML: a picture, each of its pixels `pixel` pixels of the screen wide and high.
std::string tile(const Pixels& pixels, std::size_t pixel, std::string_view alt = "");

/// HTML: a table of the layers, their output shapes, parameters and multiply-adds.
std::string layers_html(const Sequential& net);

/// HTML: pictures of the first layer's filters; "" if it has none, weights (OC, C, KH, KW).
std::string filters_html(const Sequential& net);

/// HTML: pictures of what each layer makes of `image` (1, C, H, W), with values in [0, 1].
std::string feature_maps_html(const Sequential& net, const Tensor& image);

}  // namespace origami::examples
