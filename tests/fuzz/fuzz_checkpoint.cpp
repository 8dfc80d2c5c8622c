// Any bytes as the newest checkpoint: training goes on from it, or a DataError says why not.
#include <cstdlib>
#include <origami/checkpoint.hpp>
#include <origami/error.hpp>
#include <origami/layers/affine.hpp>

#include "temp_dir.hpp"

namespace {

/// The same with the right checksum, or no change would get beyond that.
std::string sealed(origami::Safetensors content) {
  content.metadata.erase("checkpoint.checksum");
  std::uint64_t hash = 0xcbf29ce484222325u;
  for (const char c : origami::encode_safetensors(content))
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
  content.metadata["checkpoint.checksum"] = std::to_string(hash);
  return origami::encode_safetensors(content);
}

origami::Sequential small_net() {
  origami::Sequential net({3});
  net.add<origami::Affine>({.units = 2});
  return net;
}

struct Training {
  TempDir dir;
  origami::CheckpointDir checkpoints{dir.path(), {}, origami::CheckpointDir::Start::Resume};
  origami::Sequential net = small_net();
  origami::Momentum optimizer{net.parameters(), {}};
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static Training training;
  std::string bytes(data, data + size);
  try {
    bytes = sealed(origami::decode_safetensors(bytes, "input"));
  } catch (const origami::DataError&) {  // damaged: that is for load_newest to find
  }
  write_file(training.dir / "checkpoint-000000001.safetensors", {bytes.begin(), bytes.end()});
  try {
    if (!training.checkpoints.load_newest(training.net, training.optimizer)) std::abort();
    training.net.forward(origami::make_tensor({1, 3}), origami::Mode::Train);
  } catch (const origami::DataError&) {
  }
  return 0;
}
