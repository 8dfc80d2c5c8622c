#include "support/model_file.hpp"

#include <spdlog/fmt/fmt.h>

namespace origami::examples {

Metadata model_metadata(const std::string& net_name, const Sequential& net) {
  return {{kNetKey, net_name},
          {kInputShapeKey, fmt::format("{}", fmt::join(net.in_shape(), ","))},
          {kSummaryKey, net.summary()}};
}

}  // namespace origami::examples
