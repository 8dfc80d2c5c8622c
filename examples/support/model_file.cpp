#include "support/model_file.hpp"

#include <spdlog/fmt/fmt.h>
#include <spdlog/fmt/ranges.h>

#include <cstdio>
#include <origami/error.hpp>
#include <origami/weights.hpp>
#include <utility>

#include "support/nets.hpp"

namespace origami::examples {
namespace {

constexpr std::size_t kMostValues = 65536;  // of an input; a net for more takes gigabytes

std::string find(const Metadata& metadata, const char* key, const std::string& who) {
  if (const auto found = metadata.find(key); found != metadata.end()) return found->second;
  throw DataError(fmt::format(
      "{}: does not say its {} but expected what train_mnist writes beside the weights", who, key));
}

/// (1, 28, 28) -> "1,28,28"
std::string to_text(const Shape& shape) { return fmt::format("{}", fmt::join(shape, ",")); }

/// The reverse.
Shape parse_shape(const std::string& text, const std::string& who) {
  Shape shape(3);
  std::sscanf(text.c_str(), "%5zu,%5zu,%5zu", &shape[0], &shape[1], &shape[2]);
  if (to_text(shape) == text && element_count(shape) > 0 && element_count(shape) <= kMostValues)
    return shape;
  throw DataError(fmt::format("{}: {} is '{}' but expected C,H,W, at most {} values", who,
                              kInputShapeKey, text, kMostValues));
}

}  // namespace

Metadata model_metadata(const std::string& net_name, const Sequential& net) {
  return {
      {kNetKey, net_name}, {kInputShapeKey, to_text(net.in_shape())}, {kSummaryKey, net.summary()}};
}

Sequential load_model(const std::filesystem::path& path) {
  const std::string who = path.string();
  Safetensors content = read_safetensors(path);
  const Metadata& metadata = content.metadata;
  const std::string name = find(metadata, kNetKey, who);
  const Shape in = parse_shape(find(metadata, kInputShapeKey, who), who);
  const std::string summary = find(metadata, kSummaryKey, who);
  const auto build = [&] {
    try {
      return build_net(named_net(name), in, /*seed=*/1);
    } catch (const Error& error) {  // no such net, or too small an input for it
      throw DataError(who + ": " + error.what());
    }
  };
  Sequential net = build();
  try {
    load_weights(net, std::move(content), who);
  } catch (const DataError& error) {
    throw DataError(fmt::format("{}\nThe file's summary:\n{}\nThe summary of net {}:\n{}",
                                error.what(), summary, name, net.summary()));
  }
  return net;
}

}  // namespace origami::examples
