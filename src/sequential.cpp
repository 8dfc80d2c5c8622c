#include <algorithm>
#include <cctype>
#include <origami/error.hpp>
#include <origami/parallel.hpp>
#include <origami/sequential.hpp>
#include <set>

#include "batch.hpp"
#include "flush_denormals.hpp"
#include "shards.hpp"

namespace origami {

namespace {

/// Whether each weight is used only once a sample, as in Affine. To fetch such weights from memory
/// takes longer than to use them, so one fetch should serve the whole batch. (LeNet's first, 64
/// images instead of 32: 43 us -> 29 us an image.)
bool is_dense(Layer& layer) {
  std::size_t weights = 0;
  for (const Parameter* p : layer.parameters()) weights += p->value().size();
  return layer.multiply_adds() > 0 && layer.multiply_adds() <= weights;
}

/// "Conv" -> "conv", "Pooling" -> "pool": how layers are called, with a number behind.
std::string short_type(std::string type) {
  for (char& c : type) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  if (type.size() > 3 && type.ends_with("ing")) type.resize(type.size() - 3);
  return type;
}

/// Puts the layer's name in front of its parameters', which are what files know them by.
void name_parameters(Layer& layer) {
  std::set<std::string> names;
  for (const Parameter* p : layer.parameters())
    if (!names.insert(p->name).second)
      throw ValueError(layer.label() + ": two parameters are called " + p->name +
                       " but expected a name of its own for each; rename one");
  for (Parameter* p : layer.parameters()) p->name = layer.name() + "." + p->name;
}

/// The scratch of a shard is its worker's. A last shard of another size has one to itself, behind
/// those of the workers: tensors in a scratch must keep their shapes until backward, and changing
/// them would allocate.
std::size_t scratch_of(const Cut& cut, std::size_t shard, std::size_t worker) {
  return shard > 0 && cut.end(shard) != cut.begin(shard) + cut.size ? threads() : worker;
}

}  // namespace

Sequential::Sequential(Shape in, std::uint64_t seed) : in_(std::move(in)), seed_(seed), fronts_(1) {
  if (in_.empty() || element_count(in_) == 0)
    throw ShapeError("net: input " + to_string(in_) +
                     " has no elements but expected every dimension to be at least 1");
}

const Shape& Sequential::out_shape() const {
  return size() == 0 ? in_ : layer(size() - 1).out_shape();
}

Layer& Sequential::layer(std::size_t index) const {
  if (index >= size())
    throw ValueError("net: layer " + std::to_string(index) + " but expected less than its " +
                     std::to_string(size()) + " layers");
  return *(index < front() ? fronts_[0].layers[index] : back_.layers[index - front()]);
}

Sequential& Sequential::add(LayerFactory make) {
  std::unique_ptr<Layer> layer = make ? make() : nullptr;
  if (layer == nullptr) throw ValueError("net: add got a factory of nothing but expected a layer");
  std::string name;
  for (std::size_t i = 1; name.empty() || std::count(names_.begin(), names_.end(), name) > 0; ++i)
    name = short_type(layer->type()) + std::to_string(i);
  layer->set_name(name);
  Rng rng(mix_seed(seed_, size()));
  try {
    layer->build(out_shape(), rng);
  } catch (const ShapeError& e) {
    if (names_.empty()) throw;
    throw ShapeError(std::string(e.what()) + "; " + names_.back() + " outputs " +
                     to_string(out_shape()));
  }
  name_parameters(*layer);
  names_.push_back(layer->name());
  factories_.push_back(std::move(make));
  fronts_.resize(1);
  const bool in_front = back_.layers.empty() && !is_dense(*layer);
  (in_front ? fronts_[0] : back_).append(std::move(layer));
  back_.first = front();
  pieces_ = pieces_of(fronts_[0].parameters);
  trained_ = 0;
  return *this;
}

std::size_t Sequential::shard_size(std::size_t n) { return cut_batch(n, Mode::Train).end(0); }

std::vector<Parameter*> Sequential::parameters() const {
  std::vector<Parameter*> all = fronts_[0].parameters;
  all.insert(all.end(), back_.parameters.begin(), back_.parameters.end());
  return all;
}

void Sequential::need_replicas(std::size_t count) {
  while (fronts_.size() < count) {
    Part replica;
    for (std::size_t i = 0; i < front(); ++i) replica.append(replica_of(i));
    fronts_.push_back(std::move(replica));
  }
}

void Sequential::need_scratch() {
  while (scratch_.size() < threads() + 1) scratch_.emplace_back();
  for (Scratch& s : scratch_) {
    s.y.resize(size());
    s.dx.resize(size());
  }
}

const Tensor& Sequential::forward(const Tensor& x, Mode mode) {
  if (size() == 0) throw StateError("net: forward without layers; add one first");
  const std::size_t n = is_batch(x, in_) ? x.shape()[0] : 0;
  if (n == 0)
    throw ShapeError("net: forward got x " + to_string(shape_of(x)) + ", expected " +
                     to_batch_string(in_) + " with N >= 1");
  if (&x == y_)
    throw ValueError("net: forward got its own output as x but expected another tensor; copy it");
  trained_ = 0;
  if (mode == Mode::Train) ++steps_;
  need_scratch();
  const FlushDenormals flush;  // for the layers that are not run as tasks
  const Tensor& front_y = front() == 0 ? x : run_front(x, mode);
  const Tensor& y = back_.forward(front_y, mode, mix_seed(seed_, steps_), scratch_[0]);
  if (mode == Mode::Train) trained_ = n;
  y_ = &y;
  return y;
}

const Tensor& Sequential::run_front(const Tensor& x, Mode mode) {
  const std::size_t n = x.shape()[0];
  const Shape& out = layer(front() - 1).out_shape();
  const Cut cut = cut_batch(n, mode);
  need_replicas(mode == Mode::Train || cut.shards == 1 ? cut.shards : threads() + 1);
  resize_batch(*front_y_, n, out);
  parallel_for(cut.shards, [&](std::size_t shard, std::size_t worker) {
    // In training a replica keeps what backward reads of its shard; else each worker has a replica.
    const std::size_t own = scratch_of(cut, shard, worker);
    Part& replica = fronts_[mode == Mode::Train ? shard : own];
    copy_rows(x, in_, cut.begin(shard), cut.end(shard), replica.x_rows);
    const std::uint64_t seed = mix_seed(mix_seed(seed_, steps_), shard);
    const Tensor& y = replica.forward(replica.x_rows, mode, seed, scratch_[own]);
    std::copy(y.data(), y.data() + y.size(),
              front_y_->data() + cut.begin(shard) * element_count(out));
  });
  return *front_y_;
}

void Sequential::backward(const Tensor& dy) {
  if (trained_ == 0)
    throw StateError("net: backward before forward; each needs one with Mode::Train just before");
  if (!is_batch(dy, trained_, out_shape()))
    throw ShapeError("net: backward got dy " + to_string(shape_of(dy)) + ", expected " +
                     to_string(batch_shape(trained_, out_shape())) + ", the last forward's output");
  const Cut cut = cut_batch(trained_, Mode::Train);
  trained_ = 0;
  need_scratch();
  const FlushDenormals flush;
  const Tensor& front_dy = back_.backward(dy, scratch_[0]);
  if (front() == 0) return;
  parallel_for(cut.shards, [&](std::size_t shard, std::size_t worker) {
    Part& replica = fronts_[shard];
    Scratch& scratch = scratch_[scratch_of(cut, shard, worker)];
    copy_rows(front_dy, layer(front() - 1).out_shape(), cut.begin(shard), cut.end(shard),
              scratch.dy_rows);
    replica.backward(scratch.dy_rows, scratch);
    // Gradients add up; running statistics are averaged, so each shard counts by its samples.
    const auto samples = static_cast<Scalar>(cut.end(shard) - cut.begin(shard));
    for (Parameter* p : replica.parameters)
      if (p->averaging > 0) p->grad *= samples / static_cast<Scalar>(cut.n);
  });
  sum_gradients(cut.shards);
}

/// Replica 0 += replica 1, += replica 2, ...: the order is fixed, so is the rounding.
void Sequential::sum_gradients(std::size_t shards) {
  if (shards == 1) return;
  parallel_for(pieces_.size(), [&](std::size_t i, std::size_t) {
    const auto [index, begin, end] = pieces_[i];
    Scalar* sum = fronts_[0].parameters[index]->grad.data();
    for (std::size_t replica = 1; replica < shards; ++replica) {
      const Scalar* part = fronts_[replica].parameters[index]->grad.data();
      for (std::size_t j = begin; j < end; ++j) sum[j] += part[j];
    }
  });
}

}  // namespace origami
