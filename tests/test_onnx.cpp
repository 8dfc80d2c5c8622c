#include <origami/error.hpp>
#include <origami/file.hpp>
#include <origami/layers/avg_pooling.hpp>
#include <origami/layers/dropout.hpp>
#include <origami/layers/leaky_relu.hpp>
#include <origami/layers/relu.hpp>
#include <origami/sequential.hpp>

#include "catch.hpp"
#include "temp_dir.hpp"
#include "tensors.hpp"

using namespace origami;

namespace {

std::string exported(const Sequential& net) {
  const TempDir dir;
  save_onnx(net, dir / "net.onnx");
  return load_file(dir / "net.onnx");
}

/// A field of a protocol buffer: its number with its kind, its length, its bytes.
std::string field(char number, const std::string& bytes) {
  return std::string{static_cast<char>(number << 3 | 2), static_cast<char>(bytes.size())} + bytes;
}

std::string value_info(const std::string& name) {  // (N, 5) of float (1) or double (11)
  const std::string n = field(1, field(2, "N")), five = field(1, std::string("\x08\x05"));
  const std::string tensor = std::string{8, kDouble ? '\x0b' : '\x01'} + field(2, n + five);
  return field(1, name) + field(2, field(1, tensor));
}

struct Custom : ReLU {
  using ReLU::ReLU;
  std::string type() const override { return "Custom"; }
  std::vector<OnnxNode> onnx() const override { return Layer::onnx(); }
};

}  // namespace

TEST_CASE("a net of one layer is the ONNX file that onnx.proto describes") {
  Sequential net({5});
  net.add<ReLU>();
  const std::string node =
      field(1, "input") + field(2, "output") + field(3, "relu1") + field(4, "Relu");
  const std::string graph = field(1, node) + field(2, "origami") + field(11, value_info("input")) +
                            field(12, value_info("output"));
  CHECK(exported(net) ==
        "\x08\x07" + field(2, "origami") + field(7, graph) + field(8, field(1, "") + "\x10\x0d"));
}

TEST_CASE("the far pads in ONNX give exactly our windows when rounding down") {
  for (std::size_t extent = 1; extent <= 12; ++extent)
    for (std::size_t kernel = 1; kernel <= 5; ++kernel)
      for (std::size_t stride = 1; stride <= 6; ++stride)
        for (std::size_t pad = 0; pad < kernel; ++pad)
          for (const Rounding rounding : {Rounding::Floor, Rounding::Ceil}) {
            if (rounding == Rounding::Floor && extent + 2 * pad < kernel) continue;
            const Windows w = Window2d{{kernel, 1}, {stride, 1}, {pad, 0}, rounding}.over(
                {1, extent, 3}, "window");
            const auto pads = std::get<Shape>(onnx_window(w).at(2).value);
            INFO(extent << " " << kernel << " " << stride << " " << pad << " -> " << pads[2]);
            REQUIRE(pads.size() == 4);
            REQUIRE(pads[0] == pad);
            REQUIRE(pads[2] >= pad);
            REQUIRE(pads[2] < kernel);
            REQUIRE((extent + pads[0] + pads[2] - kernel) / stride + 1 == w.OH);
            REQUIRE(pads[1] == 0);
            REQUIRE(pads[3] == 0);
          }
}

TEST_CASE("a net that does nothing in use is a copy") {
  Sequential net({4}), empty({4});
  net.add<Dropout>();
  CHECK(contains(exported(net), "Identity"));
  CHECK(contains(exported(empty), "Identity"));
}

TEST_CASE("a layer without an ONNX form is named, and no file appears") {
  const TempDir dir;
  Sequential net({4});
  net.add<Custom>();
  CHECK(message_of<Error>([&] { save_onnx(net, dir / "net.onnx"); }) ==
        "custom1 (Custom): has no ONNX form; override onnx() in the layer");
  CHECK(!fs::exists(dir / "net.onnx"));
}

TEST_CASE("an ONNX file that cannot be written is named") {
  Sequential net({4});
  CHECK(contains(message_of<DataError>([&] { save_onnx(net, "/none/net.onnx"); }),
                 "/none/net.onnx: cannot be written (No such file or directory)"));
}

TEST_CASE("numbers from 128 on take two bytes, and an attribute says its type") {
  Sequential wide({128}), leaky({4});
  wide.add<ReLU>();
  leaky.add<LeakyReLU>();
  CHECK(contains(exported(wide), std::string("\x08\x80\x01", 3)));   // dim_value: 128
  CHECK(contains(exported(leaky), std::string("\xa0\x01\x01", 3)));  // type: FLOAT
}
