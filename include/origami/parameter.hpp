// What the optimizer changes: a value, shared by all replicas of a layer, and a gradient of its
// own.
#pragma once

#include <memory>
#include <origami/tensor.hpp>
#include <string>
#include <utility>
#include <vector>

namespace origami {

/// A tensor that training changes, with its gradient. Layers hold them as members and return them
/// from `parameters()`.
class Parameter {
 public:
  explicit Parameter(std::string own_name) : name(std::move(own_name)) {}
  Parameter(const Parameter&) = delete;  // a copy would share the value and not the gradient
  Parameter& operator=(const Parameter&) = delete;

  /// "weight"; in a Sequential, which puts its layer's name in front, "conv1.weight".
  std::string name;

  Tensor& value() { return **value_; }
  const Tensor& value() const { return **value_; }
  /// d loss / d value, same shape; every backward overwrites it, and relies on the shape.
  Tensor grad;

  /// 0 for a trained parameter. In (0, 1] for a running statistic: forward writes the batch's
  /// statistic into `grad` (in a Sequential complete after backward, as all gradients are), and
  /// `Optimizer::step` does value += averaging * (grad - value). So one of the optimizers has to be
  /// given it.
  Scalar averaging = 0;

  void resize(const Shape& shape) {
    value() = make_tensor(shape);
    grad = make_tensor(shape);
  }

  /// From now on value() is `other`'s: what one changes, both see.
  void share_value(const Parameter& other) { *value_ = *other.value_; }
  /// For a replica: value() is whatever `other`'s is, also after `other` shares a third one's.
  void follow(const Parameter& other) { value_ = other.value_; }

 private:
  using Shared = std::shared_ptr<Tensor>;
  std::shared_ptr<Shared> value_ = std::make_shared<Shared>(std::make_shared<Tensor>());
};

/// A tensor and the name it is stored under.
struct NamedTensor {
  std::string name;
  Tensor* tensor;
};

/// Elements begin .. end-1 of parameter number `index`.
struct Piece {
  std::size_t index, begin, end;
};

/// All elements of all parameters, cut into pieces of a few thousand: units of parallel work.
std::vector<Piece> pieces_of(const std::vector<Parameter*>& parameters);

}  // namespace origami
