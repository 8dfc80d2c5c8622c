#include <origami/datasets/mnist.hpp>
#include <origami/error.hpp>

#include "tiny_mnist.hpp"

using namespace origami;

TEST_CASE("load_mnist reads both spellings, raw and compressed") {
  const TempDir dir;
  SECTION("dash") { write_tiny(dir.path()); }
  SECTION("dot") { write_tiny(dir.path(), dotted); }
  SECTION("dash, gzip") {
    write_tiny(dir.path(), [](const std::string& name) { return name + ".gz"; });
  }
  SECTION("dot, gzip") {
    write_tiny(dir.path(), [](const std::string& name) { return dotted(name) + ".gz"; });
  }
  SECTION("a folder of the file's name does not hide the file") {
    write_tiny(dir.path(), dotted);
    fs::create_directory(dir / kMnistNames[0]);
  }
  const TrainTest data = load_mnist(dir.path());
  check_tiny(data);
  CHECK(data.source == dir.path().string());
}

TEST_CASE("load_mnist: every problem is named with its file") {
  const TempDir dir;
  write_tiny(dir.path());
  const auto message = [&] { return message_of<DataError>([&] { load_mnist(dir.path()); }); };
  const auto at = [&](std::size_t i) { return dir / kMnistNames[i]; };
  SECTION("a missing file") {
    fs::remove(at(3));
    CHECK(message() == dir.path().string() +
                           ": has no t10k-labels-idx1-ubyte (nor that with .gz) but expected a "
                           "directory with the four MNIST files");
  }
  SECTION("a directory instead of a file") {
    fs::remove(at(0));
    fs::create_directory(at(0));
    CHECK(contains(message(), at(0).string() + ": is a directory"));
  }
  SECTION("images and labels swapped") {
    write_file(at(0), idx_labels({1}));
    CHECK(contains(message(), at(0).string() + ": magic 0x00000801 at byte 0"));
    CHECK(contains(message(), "this is a label file"));
    write_file(at(1), idx_images(1, 2, 3));
    CHECK(contains(message(), at(1).string() + ": magic 0x00000803"));
    CHECK(contains(message(), "this is an image file"));
  }
  SECTION("images and labels of different number") {
    write_file(at(3), idx_labels({1, 2}));
    CHECK(contains(message(), at(3).string() + ": 2 labels but expected 3"));
    CHECK(contains(message(), at(2).string()));
  }
  SECTION("a label above 9") {
    write_file(at(1), idx_labels({5, 0, 10, 9}));
    CHECK(contains(message(), at(1).string() + ": label 10 of image 2 but expected 0 to 9"));
  }
  SECTION("test images of another size") {
    write_file(at(2), idx_images(3, 3, 2));
    CHECK(contains(message(), "test images (1, 3, 2) but expected (1, 2, 3)"));
  }
  SECTION("a file cut off") {
    fs::resize_file(at(0), 20);
    CHECK(contains(message(), at(0).string() + ": ends at byte 20 but expected 40 bytes"));
  }
}

TEST_CASE("load_mnist: no such directory, or a file in its place") {
  const TempDir dir;
  CHECK(contains(message_of<DataError>([&] { load_mnist(dir / "x"); }), "x: no such directory"));
  write_file(dir / "y", {1});
  CHECK(contains(message_of<DataError>([&] { load_mnist(dir / "y"); }), "y: is a file"));
}

TEST_CASE("load_mnist: labels without images are a mix-up, too") {
  const TempDir dir;
  write_tiny(dir.path());
  write_file(dir / kMnistNames[3], idx_labels({1, 2, 3, 4}));
  CHECK(
      contains(message_of<DataError>([&] { load_mnist(dir.path()); }), "4 labels but expected 3"));
}
