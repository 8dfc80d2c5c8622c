#include "support/speed.hpp"

#include <algorithm>
#include <origami/datasets/batches.hpp>
#include <origami/gemm.hpp>
#include <origami/loss.hpp>
#include <origami/parallel.hpp>

#include "support/stopwatch.hpp"

namespace origami::examples {

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t half = values.size() / 2;
  return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

OneThread::OneThread() : before_(threads()) { set_threads(1); }
OneThread::~OneThread() { set_threads(before_); }

double gemm_peak() {
  const OneThread one;
  constexpr std::size_t n = 768;  // 7 MB: large enough for any kernel, small enough for caches
  const Tensor a = make_tensor({n, n}, 0.5), b = make_tensor({n, n}, 0.25);
  Tensor c = make_tensor({n, n});
  std::vector<double> seconds;
  for (int i = 0; i < 10; ++i) {
    const Stopwatch watch;
    gemm({a.data(), n, n}, {b.data(), n, n}, {c.data(), n, n}, Into::Overwrite);
    seconds.push_back(watch.seconds());
  }
  seconds.erase(seconds.begin());  // it warmed up
  return 2.0 * n * n * n / median(seconds);
}

static LayerSpeed describe(Layer& layer, std::size_t shard, bool first) {
  double weights = 0;
  for (const Parameter* p : layer.parameters()) weights += static_cast<double>(p->value().size());
  const auto in = static_cast<double>(element_count(layer.in_shape()));
  const auto out = static_cast<double>(element_count(layer.out_shape()));
  const double share = weights / static_cast<double>(shard);
  const double flop = 2.0 * static_cast<double>(layer.multiply_adds());
  const double x = layer.reads_input() ? in : 0, y = layer.reads_output() ? out : 0;
  const double dx = first ? 0 : in;  // nobody needs the first layer's
  return {layer.name(),
          {0, 0},
          {flop, first ? flop : 2 * flop},
          {sizeof(Scalar) * (in + out + share), sizeof(Scalar) * (x + y + out + dx + 2 * share)}};
}

static std::vector<LayerSpeed> time_pass(Sequential& net, std::size_t shard) {
  constexpr std::size_t kRounds = 21;
  const std::size_t layers = net.size();
  Tensor x = make_tensor(batch_shape(shard, net.in_shape()));
  Rng rng;
  for (Scalar& value : x) value = static_cast<Scalar>(std::max(0.0, rng.normal()));
  std::vector<std::vector<double>> forward(layers), backward(layers);
  for (std::size_t round = 0; round < kRounds; ++round) {
    const Tensor* y = &x;
    for (std::size_t i = 0; i < layers; ++i) {
      const Stopwatch watch;
      y = &net.layer(i).forward(*y, Mode::Train);
      forward[i].push_back(watch.seconds());
    }
    const Tensor gradient = *y;
    const Tensor* dy = &gradient;
    for (std::size_t i = layers; i-- > 0;) {
      const Stopwatch watch;
      dy = &net.layer(i).backward(*dy, /*need_dx=*/i > 0);
      backward[i].push_back(watch.seconds());
    }
  }
  std::vector<LayerSpeed> speeds;
  for (std::size_t i = 0; i < layers; ++i) {
    speeds.push_back(describe(net.layer(i), shard, i == 0));
    speeds[i].seconds[0] = median(forward[i]) / static_cast<double>(shard);
    speeds[i].seconds[1] = median(backward[i]) / static_cast<double>(shard);
  }
  return speeds;
}

std::vector<LayerSpeed> time_layers(Sequential& net, std::size_t batch) {
  const OneThread one;
  std::vector<LayerSpeed> speeds = time_pass(net, Sequential::shard_size(batch));
  const std::vector<LayerSpeed> whole = time_pass(net, batch);
  std::copy(whole.begin() + net.front(), whole.end(), speeds.begin() + net.front());
  return speeds;
}

std::vector<double> time_epochs(Sequential& net, const Dataset& data, const Recipe& recipe,
                                std::size_t epochs) {
  constexpr std::size_t kWarmUp = 20;
  const std::size_t steps = data.size() / recipe.batch;
  const auto optimizer = make_optimizer(recipe, net.parameters(), kWarmUp + steps * epochs);
  SoftmaxCrossEntropy criterion;
  Batches train(data);
  Rng rng;
  const auto run = [&](std::size_t count) {
    const Stopwatch watch;
    for (const Batch& batch : train.shuffled(recipe.batch, rng)) {
      if (count-- == 0) break;
      const Tensor& logits = net.forward(batch.images, Mode::Train);
      criterion.forward(logits, batch.labels);
      net.backward(criterion.backward());
      optimizer->step();
    }
    return watch.seconds();
  };
  run(std::min(kWarmUp, steps));
  std::vector<double> seconds;
  for (std::size_t epoch = 0; epoch < epochs; ++epoch) seconds.push_back(run(steps));
  return seconds;
}

std::vector<double> time_inference(Sequential& net, const Dataset& data, std::size_t batch,
                                   std::size_t passes) {
  std::vector<Batch> ready;
  Batches images(data);
  for (const Batch& b : images.in_order(batch)) ready.push_back(b);
  std::vector<double> seconds;
  for (std::size_t pass = 0; pass < passes; ++pass) {
    const Stopwatch watch;
    for (const Batch& b : ready) net.forward(b.images, Mode::Eval);
    seconds.push_back(watch.seconds());
  }
  return seconds;
}

std::vector<double> time_single_images(Sequential& net, const Dataset& data, std::size_t images) {
  constexpr std::size_t kWarmUp = 200;
  const OneThread one;
  std::vector<double> seconds;
  Batches source(data);
  for (const Batch& b : source.in_order(1)) {
    const Stopwatch watch;
    net.forward(b.images, Mode::Eval);
    seconds.push_back(watch.seconds());
    if (seconds.size() == kWarmUp + images) break;
  }
  if (seconds.size() > kWarmUp) seconds.erase(seconds.begin(), seconds.begin() + kWarmUp);
  return seconds;
}

}  // namespace origami::examples
