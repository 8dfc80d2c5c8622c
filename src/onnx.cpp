// ONNX files are protocol buffers. We write a few of its messages and read none: that takes the
// thirty lines of `Message`, where libprotobuf would be a dependency of every program.
#include <algorithm>
#include <origami/error.hpp>
#include <origami/file.hpp>
#include <origami/onnx.hpp>
#include <origami/sequential.hpp>
#include <string_view>
#include <type_traits>

namespace origami {

namespace {

/// A message in the making. Fields have numbers, which onnx.proto gives.
class Message {
 public:
  Message& number(unsigned field, std::uint64_t value) {
    varint(field << 3 | 0);
    varint(value);
    return *this;
  }
  Message& real(unsigned field, float value) {
    varint(field << 3 | 5);
    bytes_.append(reinterpret_cast<const char*>(&value), 4);
    return *this;
  }
  Message& text(unsigned field, std::string_view value) {
    varint(field << 3 | 2);
    varint(value.size());
    bytes_ += value;
    return *this;
  }
  Message& message(unsigned field, const Message& value) { return text(field, value.bytes_); }
  const std::string& bytes() const { return bytes_; }

 private:
  /// Seven bits a byte, the lowest first; the eighth says that more follow.
  void varint(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) bytes_ += static_cast<char>(value | 0x80);
    bytes_ += static_cast<char>(value);
  }
  std::string bytes_;
};

constexpr std::uint64_t kElementType = std::is_same_v<Scalar, float> ? 1 : 11;

Message attribute(const OnnxAttribute& a) {
  Message m;
  m.text(1, a.name);
  if (const auto* i = std::get_if<std::int64_t>(&a.value))
    m.number(3, static_cast<std::uint64_t>(*i)).number(20, 2);
  if (const auto* f = std::get_if<float>(&a.value)) m.real(2, *f).number(20, 1);
  if (const auto* ints = std::get_if<Shape>(&a.value)) {
    for (const std::size_t i : *ints) m.number(8, i);
    m.number(20, 7);
  }
  return m;
}

Message initializer(const Parameter& p) {
  Message m;
  for (const std::size_t extent : p.value().shape()) m.number(1, extent);
  m.number(2, kElementType).text(8, p.name);
  const Tensor& t = p.value();
  return m.text(9, {reinterpret_cast<const char*>(t.data()), t.size() * sizeof(Scalar)});
}

/// A batch of any size, so its first dimension has a name instead of a number.
Message value_info(const std::string& name, const Shape& sample) {
  Message shape, tensor, type;
  shape.message(1, Message().text(2, "N"));
  for (const std::size_t extent : sample) shape.message(1, Message().number(1, extent));
  tensor.number(1, kElementType).message(2, shape);
  type.message(1, tensor);
  return Message().text(1, name).message(2, type);
}

struct NamedNode {
  std::string name;
  OnnxNode node;
};

std::vector<NamedNode> nodes_of(const Sequential& net) {
  std::vector<NamedNode> nodes;
  for (std::size_t i = 0; i < net.size(); ++i) {
    const std::vector<OnnxNode> parts = net.layer(i).onnx();
    for (std::size_t p = 0; p < parts.size(); ++p)
      nodes.push_back({net.layer(i).name() + (p == 0 ? "" : '.' + std::to_string(p)), parts[p]});
  }
  if (nodes.empty()) nodes.push_back({"nothing", {"Identity"}});
  return nodes;
}

Message graph(const Sequential& net) {
  Message graph;
  std::string value = "input";
  const std::vector<NamedNode> nodes = nodes_of(net);
  for (const auto& [name, node] : nodes) {
    Message m;
    m.text(1, value);
    for (const Parameter* p : node.parameters) m.text(1, p->name);
    value = &name == &nodes.back().name ? "output" : name;
    m.text(2, value).text(3, name).text(4, node.op);
    for (const OnnxAttribute& a : node.attributes) m.message(5, attribute(a));
    graph.message(1, m);
  }
  graph.text(2, "origami");
  for (const Parameter* p : net.parameters()) graph.message(5, initializer(*p));
  return graph.message(11, value_info("input", net.in_shape()))
      .message(12, value_info("output", net.out_shape()));
}

std::size_t far_pad(std::size_t extent, std::size_t kernel, std::size_t stride, std::size_t pad,
                    std::size_t count) {
  const std::size_t needed = (count - 1) * stride + kernel;
  return std::max(pad, needed - std::min(needed, extent + pad));
}

}  // namespace

std::vector<OnnxAttribute> onnx_window(const Windows& w) {
  return {{"kernel_shape", Shape{w.KH, w.KW}},
          {"strides", Shape{w.SH, w.SW}},
          {"pads", Shape{w.PH, w.PW, far_pad(w.H, w.KH, w.SH, w.PH, w.OH),
                         far_pad(w.W, w.KW, w.SW, w.PW, w.OW)}}};
}

std::vector<OnnxNode> Layer::onnx() const {
  throw Error(label() + ": has no ONNX form; override onnx() in the layer");
}

void save_onnx(const Sequential& net, const std::filesystem::path& path) {
  const Message model = Message()
                            .number(1, 7)  // ir_version
                            .text(2, "origami")
                            .message(7, graph(net))
                            .message(8, Message().text(1, "").number(2, 13));  // opset
  replace_file(path, model.bytes());
}

}  // namespace origami
