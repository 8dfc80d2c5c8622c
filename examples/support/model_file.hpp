// What a file of weights says about itself, so that whoever opens it needs no option.
#pragma once

#include <filesystem>
#include <origami/safetensors.hpp>
#include <origami/sequential.hpp>
#include <string>

namespace origami::examples {

inline constexpr const char* kNetKey = "origami.net";                 // "fast": one of named_nets()
inline constexpr const char* kInputShapeKey = "origami.input_shape";  // "1,28,28": C, H, W
inline constexpr const char* kSummaryKey = "origami.summary";         // Sequential::summary()

/// What stands beside the weights of `net`, which is named_net(net_name): the three keys above.
Metadata model_metadata(const std::string& net_name, const Sequential& net);

/// The net that the file says its weights are for, with them in it. Checkpoints are read as well.
/// Throws DataError: the file is missing or damaged; does not name its net, or one that is not
/// known, or a shape of input that is none or above 65,536 values; holds weights that do not fit
/// that net, which shows the summary of the file and that of the net.
Sequential load_model(const std::filesystem::path& path);

}  // namespace origami::examples
