// Feeds files, and all files of directories, to a fuzz target: what libFuzzer does, for any
// compiler.
#include <cstdio>

#include "temp_dir.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

std::size_t replay(const fs::path& path) {
  if (!fs::is_directory(path)) {
    const Bytes bytes = read_file(path);
    LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
    return 1;
  }
  std::size_t count = 0;
  for (const fs::directory_entry& entry : fs::directory_iterator(path)) count += replay(entry);
  return count;
}

}  // namespace

int main(int argc, char** argv) {
  std::size_t count = 0;
  for (int i = 1; i < argc; ++i) count += replay(argv[i]);
  std::printf("%zu inputs\n", count);
  return count == 0 ? 1 : 0;
}
