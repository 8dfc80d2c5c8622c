#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <limits>
#include <memory>
#include <origami/datasets/idx.hpp>
#include <origami/error.hpp>
#include <string>

namespace origami {
namespace {

namespace fs = std::filesystem;

constexpr std::uint32_t kMagicU8 = 0x00000800;  // 00 00, type 08 = unsigned byte, rank to be added

std::string hex(std::uint32_t value) {
  char text[11];
  std::snprintf(text, sizeof text, "0x%08X", static_cast<unsigned>(value));
  return text;
}

/// Bytes of a file, decompressed where they are compressed (zlib looks at the first two).
class Input {
 public:
  explicit Input(const fs::path& path) : name_(path.string()) {
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (status.type() == fs::file_type::not_found) fail("no such file but expected an IDX file");
    if (fs::is_directory(status))
      fail("is a directory but expected an IDX file; look for the file inside it");
    if (error) fail("cannot be read (" + error.message() + ") but expected an IDX file");
    if (!fs::is_regular_file(status)) fail("is not a regular file but expected an IDX file");
    file_size_ = fs::file_size(path, error);
    errno = 0;
    file_.reset(gzopen(path.c_str(), "rb"));
    if (error || !file_)
      fail("cannot be opened (" + (error ? error.message() : std::string(std::strerror(errno))) +
           ") but expected a readable IDX file; check its permissions");
  }

  /// Up to n bytes to `out`; fewer only where the file ends, even in the midst of a gzip stream.
  std::size_t read(std::uint8_t* out, std::size_t n) {
    const std::size_t done = gzfread(out, 1, n, file_.get());
    if (done == 0 && error() != Z_OK && error() != Z_BUF_ERROR) fail_damaged();
    position_ += done;
    return done;
  }

  /// The values were all there, the rest of the gzip stream (its checksum) was not.
  bool ended_early() const { return error() == Z_BUF_ERROR; }
  bool compressed() const { return gzdirect(file_.get()) == 0; }  // meaningful after a read
  std::uint64_t position() const { return position_; }            // of the decompressed bytes
  std::uint64_t file_size() const { return file_size_; }

  [[noreturn]] void fail(const std::string& what) const { throw DataError(name_ + ": " + what); }

  [[noreturn]] void fail_cut_off(std::uint64_t expected) const {
    const std::string where =
        std::to_string(position_) + (compressed() ? " of the unpacked data" : "");
    fail("ends at byte " + where + " but expected " + std::to_string(expected) + " bytes" +
         (position_ == expected ? " and a checksum" : "") +
         "; the file is cut off: copy or download it again");
  }

 private:
  int error() const {
    int code = Z_OK;
    gzerror(file_.get(), &code);
    return code;
  }

  [[noreturn]] void fail_damaged() const {
    int code = Z_OK;
    const std::string byte = std::to_string(position_), reason = gzerror(file_.get(), &code);
    if (code == Z_ERRNO)
      fail("reading failed at byte " + byte + " (" + std::strerror(errno) +
           ") but expected an IDX file");
    fail("damaged gzip data near byte " + byte + " of the unpacked data (" + reason +
         ") but expected a sound IDX file; copy or download it again");
  }

  struct Close {
    void operator()(gzFile file) const { gzclose(file); }
  };
  std::string name_;
  std::uint64_t file_size_ = 0, position_ = 0;
  std::unique_ptr<gzFile_s, Close> file_;
};

std::uint32_t read_u32(Input& in) {
  std::uint8_t b[4];
  const std::uint64_t end = in.position() + 4;
  if (in.read(b, 4) < 4) in.fail_cut_off(end);
  return std::uint32_t{b[0]} << 24 | std::uint32_t{b[1]} << 16 | std::uint32_t{b[2]} << 8 | b[3];
}

/// What a file with an unexpected magic number is, as far as that can be told.
std::string guess(std::uint32_t magic) {
  if (magic == kMagicU8 + 1) return "this is a label file";
  if (magic == kMagicU8 + 3) return "this is an image file";
  const std::uint32_t type = magic >> 8;
  if (type == 0x09 || (type >= 0x0B && type <= 0x0E))
    return "its values are not unsigned bytes, the only kind read here";
  if (type == 0x08) return "another number of dimensions";
  if (magic >> 24 == '<') return "this looks like a web page saved under the file's name";
  return "this is not an IDX file";
}

/// The rank, from a magic number that fits what was asked for.
std::size_t read_magic(Input& in, std::size_t rank) {
  const std::uint32_t magic = read_u32(in);
  const bool wanted = rank > 0 ? magic == kMagicU8 + rank : magic >> 8 == 8 && (magic & 0xFF) > 0;
  if (!wanted)
    in.fail("magic " + hex(magic) + " at byte 0, expected " +
            (rank > 0 ? hex(kMagicU8 + static_cast<std::uint32_t>(rank))
                      : hex(kMagicU8) + " + the number of dimensions") +
            " (" + guess(magic) + ")");
  return magic & 0xFF;
}

/// `total` bytes, growing from what the file can be believed to hold: a header is only a claim.
std::vector<std::uint8_t> read_values(Input& in, std::uint64_t total) {
  const std::uint64_t expected = in.position() + total;
  // gzip makes images about five times smaller, so ordinary files fit at the first attempt.
  const std::uint64_t credible = in.compressed()
                                     ? std::min<std::uint64_t>(16 * in.file_size(), 1 << 26) + 1
                                     : in.file_size() + 1;
  std::vector<std::uint8_t> data;
  while (data.size() < total) {
    const std::size_t start = data.size();
    data.resize(std::min(total, start == 0 ? credible : std::uint64_t{2} * start));
    if (in.read(&data[start], data.size() - start) < data.size() - start) in.fail_cut_off(expected);
  }
  return data;
}

/// Nothing may follow the values. Reading on also makes zlib compare its checksum.
void check_end(Input& in) {
  const std::uint64_t expected = in.position();
  std::uint8_t extra;
  if (in.read(&extra, 1) == 0) {
    if (in.ended_early()) in.fail_cut_off(expected);
    return;
  }
  const std::uint64_t more = in.file_size() - expected;
  const std::string surplus = in.compressed() ? "at least 1 byte"
                              : more == 1     ? "1 byte"
                                              : std::to_string(more) + " bytes";
  in.fail("goes on after byte " + std::to_string(expected) + " but its header promises exactly " +
          std::to_string(expected) + " bytes; " + surplus + " too many");
}

}  // namespace

IdxArray read_idx(const fs::path& path, std::size_t rank) {
  Input in(path);
  IdxArray array;
  array.shape.resize(read_magic(in, rank));
  std::uint64_t total = 1;
  for (std::size_t& size : array.shape) {
    const std::uint64_t byte = in.position();
    size = read_u32(in);
    if (size == 0)
      in.fail("size 0 at byte " + std::to_string(byte) +
              " but expected at least 1; it holds no data");
    // Stop far from overflow: no file is longer than a signed 64-bit offset.
    if (total > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()) / size)
      in.fail("size " + std::to_string(size) + " at byte " + std::to_string(byte) +
              " makes more than 2^63 values but expected what a file can hold; damaged header");
    total *= size;
  }
  array.data = read_values(in, total);
  check_end(in);
  return array;
}

}  // namespace origami
