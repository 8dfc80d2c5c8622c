// A network: layers one after another, trained on several threads.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <origami/layer.hpp>
#include <origami/parameter.hpp>
#include <origami/tensor.hpp>
#include <string>
#include <vector>

namespace origami {

using LayerFactory = std::function<std::unique_ptr<Layer>()>;

/// Layers in a row. The front ones, up to the first that uses its weights once a sample (Affine),
/// work on shards: a batch is cut into a number of them that depends on N alone, each runs through
/// these layers on one thread, and their gradients are added in a fixed order. From then on layers
/// see the whole batch, which such weights want, and gemm shares the products among the threads.
/// Either way the result is the same to the bit for any number of threads, and layers know nothing
/// of this. One network is for one thread of the program at a time.
class Sequential {
 public:
  /// `in`: shape of one sample, (C, H, W) for images. `seed` decides initial weights and noise.
  /// Throws ShapeError unless there are dimensions and each is at least 1.
  explicit Sequential(Shape in, std::uint64_t seed = 1);

  /// Appends a layer and builds it at once: `net.add<Conv>({.filters = 20, .kernel = 5})`. Throws
  /// ShapeError, ValueError, and leaves the network as it was; else a forward that waits for its
  /// backward has to be repeated.
  template <class L>
  Sequential& add(const typename L::Options& options = {}) {
    return add([options] { return std::make_unique<L>(options); });
  }
  /// The same with a factory, which is called once more for every replica, whenever forward needs
  /// one, and has to make the same layer each time: else forward throws ValueError.
  Sequential& add(LayerFactory make);

  /// (N, in...) -> (N, out...), usually logits. Valid until the next forward; x must stay as it is
  /// until backward has returned. Throws ShapeError; ValueError if x is what the last call
  /// returned; StateError without layers.
  const Tensor& forward(const Tensor& x, Mode mode);
  /// Keeps a temporary, like the value of an expression, until then.
  const Tensor& forward(Tensor&& x, Mode mode) {
    trained_ = 0;  // the last one may be what backward would read
    own_x_ = std::make_unique<Tensor>(std::move(x));
    return forward(*own_x_, mode);
  }

  /// dy (N, out...) = d loss / d y; overwrites the gradient of every parameter. Throws ShapeError;
  /// StateError unless the last forward was one with Mode::Train and this is its first backward.
  void backward(const Tensor& dy);

  /// In the order of the layers, named "conv1.weight", ...
  std::vector<Parameter*> parameters() const;
  std::size_t size() const { return factories_.size(); }
  /// How many layers work on shards; the others get the whole batch.
  std::size_t front() const { return fronts_[0].layers.size(); }
  /// Samples of a shard when `n` are trained on; the last may have up to half more or less.
  static std::size_t shard_size(std::size_t n);
  /// Replicas that work on other shards share the values of its parameters and nothing else that is
  /// changed in it. Throws ValueError unless index < size().
  Layer& layer(std::size_t index) const;
  const Shape& in_shape() const { return in_; }
  const Shape& out_shape() const;

  /// A table: layer, what it is, output shape, parameters, multiply-adds.
  std::string summary() const;
  /// The same as cells of text: the header, the input, a row for each layer, the total.
  using SummaryRow = std::array<std::string, 5>;
  std::vector<SummaryRow> summary_rows() const;

  /// Training forwards so far, also those that a layer broke off; with the seed it decides the
  /// layers' noise. A checkpoint keeps it.
  std::uint64_t steps() const { return steps_; }
  void set_steps(std::uint64_t steps) { steps_ = steps; }

 private:
  /// What is needed only while a pass runs: every dx, and each y that backward does not read. A
  /// thread uses the same ones for all its shards, so they stay in its core's cache. (Two threads,
  /// an image in training: fast 57 us -> 53 us; lenet, also with shards of 8 instead of 16, 79 us
  /// -> 73 us.)
  struct Scratch {
    std::deque<Tensor> y, dx;
    Tensor dy_rows;  // the shard's of the batch
  };
  /// Layers in a row. `first` is the first one's number in the network.
  struct Part {
    void append(std::unique_ptr<Layer> layer);
    const Tensor& forward(const Tensor& x, Mode mode, std::uint64_t seed, Scratch& scratch);
    const Tensor& backward(const Tensor& dy, Scratch& scratch);
    bool is_read_again(std::size_t index) const;

    std::size_t first = 0;
    std::vector<std::unique_ptr<Layer>> layers;
    std::vector<Parameter*> parameters;  // of all these layers
    std::deque<Tensor> y;                // what backward reads
    Tensor x_rows;                       // the shard's of the batch
  };

  std::unique_ptr<Layer> replica_of(std::size_t index) const;
  void need_replicas(std::size_t count);
  void need_scratch();
  const Tensor& run_front(const Tensor& x, Mode mode);
  void sum_gradients(std::size_t shards);

  Shape in_;
  std::uint64_t seed_, steps_ = 0;
  std::vector<LayerFactory> factories_;
  std::vector<std::string> names_;
  // Layers keep pointers to what is in these five, also while the network is moved.
  std::deque<Part> fronts_;        // the front and its replicas: one's values, each its gradients
  Part back_;                      // the other layers
  std::deque<Scratch> scratch_;    // of each worker, and of a last shard of another size
  std::unique_ptr<Tensor> own_x_;  // a temporary that is kept
  std::unique_ptr<Tensor> front_y_ = std::make_unique<Tensor>();  // of all shards
  std::vector<Piece> pieces_;                                     // of the front's parameters
  std::size_t trained_ = 0;    // samples in the last training forward; 0 when there was none
  const Tensor* y_ = nullptr;  // what forward returned
};

}  // namespace origami
