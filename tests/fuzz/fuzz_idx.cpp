// Any bytes as an IDX file: they are read, or a DataError says why not.
#include <origami/datasets/idx.hpp>
#include <origami/error.hpp>

#include "temp_dir.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const TempDir dir;
  write_file(dir / "idx", {data, data + size});
  try {
    const origami::IdxArray array = origami::read_idx(dir / "idx");
    if (array.data.size() != origami::element_count(array.shape)) std::abort();
  } catch (const origami::DataError&) {
  }
  return 0;
}
