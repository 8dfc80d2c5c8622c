// ONNX: trained networks for other programs to run.
#pragma once

#include <cstdint>
#include <filesystem>
#include <origami/parameter.hpp>
#include <origami/tensor.hpp>
#include <origami/window.hpp>
#include <string>
#include <variant>
#include <vector>

namespace origami {

class Sequential;

/// A named option of an operator: {"axis", 1}, {"pads", Shape{2, 2, 2, 2}}.
struct OnnxAttribute {
  std::string name;
  std::variant<std::int64_t, float, Shape> value;
};

/// One operator of https://onnx.ai/onnx/operators, version 13. Its first input is what stands
/// before it, the others are the parameters. Layer::onnx returns these.
struct OnnxNode {
  std::string op;
  std::vector<OnnxAttribute> attributes = {};
  std::vector<const Parameter*> parameters = {};
};

/// kernel_shape, strides and pads of `w`. The far pads are written out so that every window that
/// we have is there: runtimes differ in what they make of ceil_mode.
std::vector<OnnxAttribute> onnx_window(const Windows& w);

/// Writes what `net` computes in Mode::Eval: opset 13, input "input" (N, in...), output "output"
/// (N, out...), float32 (float64 where Scalar is double), any N. The old file stays until the new
/// one is complete. Throws Error if a layer has no ONNX form; DataError.
void save_onnx(const Sequential& net, const std::filesystem::path& path);

}  // namespace origami
