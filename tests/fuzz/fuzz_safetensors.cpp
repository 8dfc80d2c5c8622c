// Any bytes as safetensors: a DataError, or a content that survives being written and read again.
#include <cstdlib>
#include <origami/error.hpp>
#include <origami/safetensors.hpp>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    const origami::Safetensors content =
        origami::decode_safetensors({reinterpret_cast<const char*>(data), size}, "input");
    const std::string bytes = origami::encode_safetensors(content);
    const origami::Safetensors again = origami::decode_safetensors(bytes, "again");
    if (again.metadata != content.metadata || again.tensors.size() != content.tensors.size() ||
        origami::encode_safetensors(again) != bytes)
      std::abort();
  } catch (const origami::DataError&) {
  }
  return 0;
}
