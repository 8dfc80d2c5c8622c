// The interface every layer implements. Checks live here, mathematics in the layers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <origami/onnx.hpp>
#include <origami/parameter.hpp>
#include <origami/random.hpp>
#include <origami/tensor.hpp>
#include <string>
#include <utility>
#include <vector>

namespace origami {

enum class Mode { Train, Eval };

/// One step of a network. To write one: override `type` and the three private `do_` functions (and
/// `parameters`, if it learns). They may rely on every shape having been checked.
class Layer {
 public:
  Layer() = default;
  virtual ~Layer() = default;
  Layer(const Layer&) = delete;
  Layer& operator=(const Layer&) = delete;

  /// Takes the shape of one input sample, without N, and returns that of one output sample. Creates
  /// and initialises the parameters. Throws ShapeError, ValueError; StateError the second time.
  Shape build(const Shape& in, Rng& rng);
  /// The same with the random numbers of a new Rng.
  Shape build(const Shape& in) {
    Rng rng;
    return build(in, rng);
  }

  /// (N, in...) -> (N, out...). The result is valid until the next forward; x must stay as it is
  /// until backward has returned. Throws ShapeError, also if a parameter's value was given another
  /// shape; StateError before build; ValueError if x is what the last call returned, unless
  /// in_place().
  const Tensor& forward(const Tensor& x, Mode mode);

  /// (N, out...) -> (N, in...): dy = d loss / d y gives dx = d loss / d x and overwrites the
  /// parameters' gradients. `need_dx = false`: dx is not computed, the result is empty. Throws
  /// ShapeError; StateError unless the last forward was one with Mode::Train and this is its first
  /// backward; ValueError if dy is what the last call returned and dx would overwrite it, unless
  /// in_place().
  const Tensor& backward(const Tensor& dy, bool need_dx = true);

  /// The same with memory of the caller's; a dx that is null is not computed. Sequential lets
  /// neighbours share memory, as the three promises below allow.
  void forward_into(const Tensor& x, Tensor& y, Mode mode);
  void backward_into(const Tensor& dy, Tensor* dx);

  /// Whether do_forward can write y over x, and do_backward dx over dy: y may then be x itself, and
  /// dx dy. Backward must do without the values of x, which are lost.
  virtual bool in_place() const { return false; }
  /// Whether do_backward reads the values of x and of y. If not, other layers and samples may write
  /// over them before it is called; the shapes stay.
  virtual bool reads_input() const { return !in_place(); }
  virtual bool reads_output() const { return true; }

  virtual std::vector<Parameter*> parameters() { return {}; }

  /// "Conv"
  virtual std::string type() const = 0;
  /// "Conv 5x5, stride 1, pad 0": the type with its options, for messages.
  virtual std::string description() const { return type(); }
  /// Of one forward pass of one sample.
  virtual std::size_t multiply_adds() const { return 0; }
  /// What the layer is in ONNX: operators one after another; none if it does nothing in Mode::Eval.
  /// Throws Error unless overridden.
  virtual std::vector<OnnxNode> onnx() const;

  /// "conv1": given by Sequential; the type until then.
  std::string name() const { return name_.empty() ? type() : name_; }
  void set_name(std::string name) { name_ = std::move(name); }
  /// "conv1 (Conv 5x5, stride 1, pad 0)": how every message begins.
  std::string label() const { return name() + " (" + description() + ")"; }
  /// Shapes of one sample.
  const Shape& in_shape() const { return in_; }
  const Shape& out_shape() const { return out_; }

  /// Sets what `noise()` returns. Sequential does so before every training step, with a seed that
  /// differs between steps, shards and layers but not between runs or numbers of threads.
  void reseed(std::uint64_t seed) { seed_ = seed; }

 protected:
  /// The random numbers of this forward pass, from their beginning at every call.
  Rng noise() const { return Rng(seed_); }

 private:
  virtual Shape do_build(const Shape& in, Rng& rng) = 0;
  /// y has its shape already and arbitrary values: write every one.
  virtual void do_forward(const Tensor& x, Tensor& y, Mode mode) = 0;
  /// x and y are those of the last forward; without their values, if the promises above say so.
  /// Overwrite every value of dx and of the parameters' gradients. Only a layer that has parameters
  /// meets a dx that is null, where nobody needs it.
  virtual void do_backward(const Tensor& x, const Tensor& y, const Tensor& dy, Tensor* dx) = 0;

  void check_batch(const Tensor& t, const Shape& sample, const char* what) const;
  void check_parameters() const;

  std::string name_;
  Shape in_, out_;
  std::vector<std::pair<const Parameter*, Shape>> built_parameters_;
  std::uint64_t seed_ = 1;
  bool built_ = false;
  const Tensor* x_ = nullptr;  // the input of a training forward that backward has not used yet
  const Tensor* y_ = nullptr;  // and its output
  Tensor own_y_, own_dx_;      // what forward and backward return
};

}  // namespace origami
