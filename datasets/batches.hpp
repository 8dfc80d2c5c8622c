// Batches of a dataset, as the training loop wants them:
//   Batches train(data.train);
//   for (const Batch& batch : train.shuffled(64, rng)) ...
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <origami/datasets/dataset.hpp>
#include <origami/random.hpp>
#include <origami/tensor.hpp>
#include <vector>

namespace origami {

/// Some images of a dataset with their class numbers.
struct Batch {
  Tensor images;            // (n, C, H, W), values in [0, 1]
  std::vector<int> labels;  // n class numbers
  std::size_t size() const { return labels.size(); }
};

/// Cuts a dataset into batches whose memory is reused from batch to batch and pass to pass.
///
/// There is no background thread: filling 64 images of MNIST takes 22 us, about one percent of the
/// training step that follows, and that step wants every core itself.
class Batches {
 public:
  class Pass;

  /// Keeps a reference: `data` must live as long as this object.
  explicit Batches(const Dataset& data) : data_(data) {}
  explicit Batches(Dataset&&) = delete;
  Batches(const Batches&) = delete;
  Batches& operator=(const Batches&) = delete;

  /// One pass in random order. The order depends on the state of `rng` at this call alone, so a
  /// pass is resumed in its middle by giving it the same state and as `skip` the batches done.
  /// The last batch is smaller if `batch_size` does not divide the number of images.
  /// A new pass ends the one before: each batch is valid until the next one is asked for.
  /// Throws ValueError if the dataset is empty, `batch_size` is 0 or `skip` is past the end;
  /// ShapeError if pixels, labels and image shape of the dataset do not fit each other.
  Pass shuffled(std::size_t batch_size, Rng& rng, std::size_t skip = 0) &;

  /// The same in the dataset's own order.
  Pass in_order(std::size_t batch_size, std::size_t skip = 0) &;

  std::size_t size() const { return data_.size(); }

 private:
  const Batch& fill(std::size_t pass, std::size_t first, std::size_t batch_size);

  const Dataset& data_;
  std::vector<std::uint32_t> order_;  // image numbers
  Batch full_, last_;                 // the last batch has a shape, and so a tensor, of its own
  std::size_t pass_ = 0;              // passes begun so far
};

/// One pass over the data, for a range-based `for`: range and iterator in one.
class Batches::Pass {
 public:
  Pass begin() const { return *this; }
  std::default_sentinel_t end() const { return {}; }
  bool operator==(std::default_sentinel_t) const { return index_ == count_; }
  Pass& operator++() { return ++index_, *this; }
  /// Fills the batch; throws StateError if a newer pass of the same Batches has begun, or the
  /// dataset has another number of images or pixels now, or images of another shape.
  const Batch& operator*() const {
    return owner_->fill(number_, index_ * batch_size_, batch_size_);
  }
  /// Batches of a whole pass, the skipped ones included.
  std::size_t count() const { return count_; }

 private:
  friend class Batches;
  Pass(Batches* owner, std::size_t batch_size, std::size_t skip, std::size_t count)
      : owner_(owner),
        number_(owner->pass_),
        batch_size_(batch_size),
        index_(skip),
        count_(count) {}

  Batches* owner_;
  std::size_t number_, batch_size_, index_, count_;
};

}  // namespace origami
