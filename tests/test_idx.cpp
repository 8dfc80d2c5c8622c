#include <sys/resource.h>

#include <numeric>
#include <origami/datasets/idx.hpp>
#include <origami/error.hpp>

#include "catch.hpp"
#include "temp_dir.hpp"

using namespace origami;

namespace {

/// Writes `bytes` as NAME, reads it, and gives the error's message without the directory.
std::string error_of(const Bytes& bytes, std::size_t rank = 3) {
  const TempDir dir;
  const fs::path file = write_file(dir / "some-file", bytes);
  const std::string message = message_of<DataError>([&] { read_idx(file, rank); });
  const std::string prefix = dir.path().string() + "/";
  return message.starts_with(prefix) ? message.substr(prefix.size()) : message;
}

Bytes first(Bytes bytes, std::size_t n) {
  bytes.resize(n);
  return bytes;
}

}  // namespace

TEST_CASE("read_idx: shape and values, raw and gzip, whatever the name") {
  const TempDir dir;
  const Bytes images = idx_images(5, 2, 3), packed = gzip(images);
  Bytes expected(30);
  std::iota(expected.begin(), expected.end(), std::uint8_t{0});
  for (const auto& [name, bytes] :
       {std::pair{"raw", images}, {"raw.gz", images}, {"packed", packed}, {"packed.gz", packed}}) {
    INFO(name);
    const IdxArray array = read_idx(write_file(dir / name, bytes), 3);
    CHECK(array.shape == Shape{5, 2, 3});
    CHECK(array.data == expected);
  }
}

TEST_CASE("read_idx: any rank when none is asked for") {
  const TempDir dir;
  Bytes bytes = idx_header(0x804, {1, 2, 1, 2});
  bytes.insert(bytes.end(), {9, 8, 7, 6});
  const fs::path file = write_file(dir / "x", bytes);
  CHECK(read_idx(file).shape == Shape{1, 2, 1, 2});
  CHECK(read_idx(file).data == Bytes{9, 8, 7, 6});
  CHECK(read_idx(write_file(dir / "y", idx_labels({3, 4}))).shape == Shape{2});
}

TEST_CASE("read_idx: a file much smaller than its content is still read whole") {
  const TempDir dir;
  Bytes bytes = idx_header(0x803, {100, 100, 100});  // gzip makes zeros 1000 times smaller
  bytes.resize(bytes.size() + 1'000'000);
  bytes.back() = 7;
  const IdxArray array = read_idx(write_file(dir / "x", gzip(bytes)), 3);
  CHECK(array.data.size() == 1'000'000);
  CHECK(array.data.back() == 7);
  CHECK(array.data.front() == 0);
}

TEST_CASE("read_idx: wrong magic numbers are named") {
  CHECK(error_of(idx_labels({1, 2, 3})) ==
        "some-file: magic 0x00000801 at byte 0, expected 0x00000803 (this is a label file)");
  CHECK(error_of(idx_images(1, 2, 3), 1) ==
        "some-file: magic 0x00000803 at byte 0, expected 0x00000801 (this is an image file)");
  for (const std::uint32_t type : {0x09, 0x0B, 0x0C, 0x0D, 0x0E})  // all others that there are
    CHECK(contains(error_of(idx_header(type << 8 | 3, {1, 1, 1})), "not unsigned bytes"));
  CHECK(contains(error_of(idx_header(0x0D03, {1, 1, 1}), 0), "not unsigned bytes"));
  CHECK(contains(error_of(idx_header(0x800, {}), 0), "magic 0x00000800 at byte 0"));
  CHECK(contains(error_of(idx_header(0x01000803, {1, 1, 1})), "this is not an IDX file"));
  CHECK(contains(error_of({'<', 'h', 't', 'm', 'l', '>'}), "web page"));
}

TEST_CASE("read_idx: files that are cut off") {
  const Bytes whole = idx_images(5, 2, 3);  // 16 + 30 bytes
  CHECK(contains(error_of({}),
                 "some-file: ends at byte 0 but expected 4 bytes; the file is cut off"));
  CHECK(contains(error_of(first(whole, 3)), "ends at byte 3 but expected 4 bytes"));
  CHECK(contains(error_of(first(whole, 14)), "ends at byte 14 but expected 16 bytes"));
  CHECK(contains(error_of(first(whole, 16)), "ends at byte 16 but expected 46 bytes"));
  CHECK(contains(error_of(first(whole, 45)), "ends at byte 45 but expected 46 bytes"));

  const Bytes packed = gzip(whole);
  for (std::size_t n = 2; n < packed.size(); ++n) {
    INFO(n << " of " << packed.size());
    CHECK(contains(error_of(first(packed, n)), "the file is cut off"));
  }
  CHECK(contains(error_of(gzip(first(whole, 45))), "ends at byte 45 of the unpacked data"));
}

TEST_CASE("read_idx: files that are too long") {
  Bytes bytes = idx_images(5, 2, 3);
  bytes.push_back(0);
  CHECK(contains(error_of(bytes), "exactly 46 bytes; 1 byte too many"));
  bytes.insert(bytes.end(), 6, 0);
  CHECK(error_of(bytes) ==
        "some-file: goes on after byte 46 but its header promises exactly 46 bytes; 7 bytes too "
        "many");
  CHECK(contains(error_of(gzip(bytes)), "at least 1 byte too many"));
}

TEST_CASE("read_idx: damaged gzip data") {
  const Bytes whole = idx_images(5, 20, 30);
  Bytes packed = gzip(whole);
  packed[packed.size() - 6] ^= 1;  // the checksum: 8 bytes, CRC then length
  CHECK(contains(error_of(packed), "damaged gzip data"));
  packed = gzip(whole);
  for (std::size_t i = 12; i < 40; ++i) packed[i] = 0xFF;
  CHECK(contains(error_of(packed), "damaged gzip data"));
}

TEST_CASE("read_idx: sizes that no file can have") {
  CHECK(contains(error_of(idx_header(0x803, {0, 28, 28})), "size 0 at byte 4"));
  CHECK(contains(error_of(idx_header(0x803, {1, 28, 0})), "size 0 at byte 12"));
  const std::uint32_t most = 0xFFFFFFFF;
  CHECK(contains(error_of(idx_header(0x803, {most, most, most})),
                 "size 4294967295 at byte 8 makes more than 2^63 values"));
  CHECK(contains(error_of(idx_header(0x803, {most, 1, 1})), "expected 4294967311 bytes"));
  CHECK(contains(error_of(gzip(idx_header(0x803, {most, most / 2, 1}))), "the file is cut off"));
}

TEST_CASE("read_idx: a header's claim costs no memory") {
  rusage before, after;
  getrusage(RUSAGE_SELF, &before);
  Bytes bytes = idx_header(0x803, {60000, 1000, 1000});  // says 60 GB
  bytes.resize(100'000);
  CHECK(contains(error_of(bytes), "cut off"));
  CHECK(contains(error_of(gzip(bytes)), "cut off"));
  Bytes bomb = idx_header(0x801, {10});  // says 10 bytes, unpacks to 20 MB
  bomb.resize(20'000'000);
  const Bytes packed = gzip(bomb);
  getrusage(RUSAGE_SELF, &before);
  CHECK(contains(error_of(packed, 1), "too many"));
  getrusage(RUSAGE_SELF, &after);
  CHECK(after.ru_maxrss - before.ru_maxrss < 4096);  // KiB
}

TEST_CASE("read_idx: what is not a file") {
  const TempDir dir;
  CHECK(message_of<DataError>([&] { read_idx(dir.path()); }) ==
        dir.path().string() +
            ": is a directory but expected an IDX file; look for the file inside it");
  CHECK(message_of<DataError>([&] { read_idx(dir / "none"); }) ==
        (dir / "none").string() + ": no such file but expected an IDX file");
  CHECK(contains(message_of<DataError>([] { read_idx("/dev/null"); }), "not a regular file"));
  const fs::path file = write_file(dir / "x", idx_labels({1}));
  CHECK(contains(message_of<DataError>([&] { read_idx(file / "y"); }), "expected an IDX file"));
  if (geteuid() != 0) {  // nothing is unreadable for root
    fs::permissions(file, fs::perms::none);
    CHECK(contains(message_of<DataError>([&] { read_idx(file); }), "check its permissions"));
  }
}
