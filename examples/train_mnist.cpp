// Trains a network on MNIST and reports how well it reads. train() holds the loop; the rest is
// looking for data and telling people what happens. `train_mnist --help` lists the options.
#include <spdlog/fmt/fmt.h>
#include <spdlog/spdlog.h>

#include <cstdio>
#include <exception>
#include <origami/datasets/batches.hpp>
#include <origami/datasets/evaluate.hpp>
#include <origami/datasets/find_mnist.hpp>
#include <origami/error.hpp>
#include <origami/loss.hpp>
#include <origami/metrics.hpp>
#include <origami/parallel.hpp>

#include "support/interrupt.hpp"
#include "support/metrics_file.hpp"
#include "support/nets.hpp"
#include "support/options.hpp"
#include "support/progress.hpp"
#include "support/report.hpp"
#include "support/stopwatch.hpp"

using namespace origami;
using namespace origami::examples;

namespace {

TrainTest load_data(const Options& options) {
  const Log log = [](const std::string& line) { spdlog::info("{}", line); };
  TrainTest data = find_mnist({.data = options.data, .limit = options.limit, .log = log});
  if (options.test_data.empty()) return data;
  TrainTest other = find_mnist({.data = options.test_data, .limit = 1, .log = log});
  if (other.test.image_shape != data.train.image_shape)
    throw DataError(fmt::format("--test-data: images {} but expected {} as for training",
                                to_string(other.test.image_shape),
                                to_string(data.train.image_shape)));
  data.test = std::move(other.test);
  data.source += ", tested on " + other.source;
  return data;
}

/// Trains `net`, telling people after every epoch. Returns how the net reads the test images at the
/// end, which comes early after Ctrl-C.
Evaluation train(Sequential& net, const TrainTest& data, const Options& options) {
  const Recipe& recipe = options.recipe;
  MetricsFile metrics(options.metrics);
  Progress progress(recipe.epochs, data.train.size(), recipe.batch, !options.quiet);
  Batches batches(data.train);
  Rng rng(options.seed);
  SoftmaxCrossEntropy criterion;
  const std::size_t steps = (data.train.size() + recipe.batch - 1) / recipe.batch * recipe.epochs;
  const auto optimizer = make_optimizer(recipe, net.parameters(), steps);
  Evaluation test;
  try {
    for (std::size_t epoch = 1; epoch <= recipe.epochs; ++epoch) {
      Mean loss;
      std::size_t right = 0;
      progress.begin_epoch();
      for (const Batch& batch : batches.shuffled(recipe.batch, rng)) {
        const Tensor& logits = net.forward(batch.images, Mode::Train);
        loss.add(criterion.forward(logits, batch.labels), batch.size());
        net.backward(criterion.backward());
        optimizer->step();
        right += count_correct(logits, batch.labels);
        progress.update(loss, right);
        if (interrupted()) break;
      }
      progress.end_epoch();
      const Stopwatch clock;
      test = evaluate(net, data.test);
      const EpochRecord record{epoch,
                               loss.value(),
                               test.loss,
                               test.accuracy,
                               progress.seconds(),
                               clock.seconds(),
                               progress.images_per_second()};
      log_epoch(record, recipe.epochs, loss.weight(), data.train.size());
      if (loss.weight() == data.train.size()) metrics.write(record);
      if (interrupted()) break;
    }
  } catch (const NumericError& error) {
    const std::string place = progress.place();
    progress.end_epoch();
    throw NumericError(fmt::format("{}: {} (--lr is {})", place, error.what(), recipe.rate));
  }
  return test;
}

int run(const Options& options) {
  start_logging(options.quiet);
  set_threads(options.threads);
  const TrainTest data = load_data(options);
  Sequential net = build_net(named_net(options.net), data.train.image_shape, options.seed);
  log_setup(options, data, net);
  catch_interrupt();
  const Evaluation test = train(net, data, options);
  log_report(test, data.test);
  fmt::print("{}\n", result_line(test));
  return interrupted() ? kInterruptedStatus : 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(parse_options(argc, argv));
  } catch (const std::exception& error) {
    fmt::print(stderr, "train_mnist: {}\n", error.what());
    return 2;
  }
}
