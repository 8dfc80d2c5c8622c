// What a file of weights says about itself, so that whoever opens it needs no option.
#pragma once

#include <origami/safetensors.hpp>
#include <origami/sequential.hpp>
#include <string>

namespace origami::examples {

inline constexpr const char* kNetKey = "origami.net";                 // "fast": one of named_nets()
inline constexpr const char* kInputShapeKey = "origami.input_shape";  // "1,28,28": C, H, W
inline constexpr const char* kSummaryKey = "origami.summary";         // Sequential::summary()

/// What stands beside the weights of `net`, which is named_net(net_name): the three keys above.
Metadata model_metadata(const std::string& net_name, const Sequential& net);

}  // namespace origami::examples
