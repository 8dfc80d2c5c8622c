// Trains a network on MNIST and reports how well it reads. train() holds the loop; the rest is
// looking for data and telling people what happens. `train_mnist --help` lists the options.
#include <spdlog/fmt/fmt.h>
#include <spdlog/spdlog.h>

#include <origami/datasets/batches.hpp>
#include <origami/datasets/find_mnist.hpp>
#include <origami/error.hpp>
#include <origami/loss.hpp>
#include <origami/metrics.hpp>
#include <origami/parallel.hpp>
#include <origami/weights.hpp>

#include "support/command_line.hpp"
#include "support/html_report.hpp"
#include "support/interrupt.hpp"
#include "support/model_file.hpp"
#include "support/nets.hpp"
#include "support/options.hpp"
#include "support/report.hpp"
#include "support/training.hpp"

using namespace origami;
using namespace origami::examples;

namespace {

TrainTest load_data(const Options& options) {
  const Log log = [](const std::string& line) { spdlog::info(line); };
  TrainTest data = find_mnist({.data = options.data, .limit = options.limit, .log = log});
  if (options.quiet && options.data.empty() && data.source.starts_with("generated"))
    spdlog::warn("no MNIST found, these are " + data.source);
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

/// Trains `net`. Ctrl-C makes the end come early; --resume makes the beginning come late.
Trained train(Sequential& net, const TrainTest& data, const Options& options) {
  const Recipe& recipe = options.recipe;
  const std::size_t steps = (data.train.size() + recipe.batch - 1) / recipe.batch * recipe.epochs;
  const auto optimizer = make_optimizer(recipe, net.parameters(), steps);
  Training training(options, data, net, *optimizer);
  TrainingState& at = training.at;
  Batches batches(data.train);
  SoftmaxCrossEntropy criterion;
  try {
    while (at.epoch <= recipe.epochs && !interrupted()) {
      training.begin_epoch();
      Rng rng = at.rng;
      for (const Batch& batch : batches.shuffled(recipe.batch, rng, at.batch)) {
        const Tensor& logits = net.forward(batch.images, Mode::Train);
        at.loss.add(criterion.forward(logits, batch.labels), batch.size());
        net.backward(criterion.backward());
        optimizer->step();
        at.right += count_correct(logits, batch.labels);
        if (!training.end_batch()) break;
      }
      training.end_epoch(rng);
    }
    return training.finish();
  } catch (const NumericError& error) {
    throw training.explain(error);
  }
}

/// Writes what is to be left to `file`, if there is one. Adds to `failures` why it cannot: people
/// are to read the result all the same.
template <class Write>
void leave(const char* what, const std::string& file, std::string& failures, Write write) {
  if (file.empty()) return;
  try {
    write();
    spdlog::info(fmt::format("{}: {}", what, file));
  } catch (const DataError& error) {
    failures += (failures.empty() ? "" : "; ") + std::string(error.what());
  }
}

int run(const Options& options, const std::string& command) {
  start_logging(options.quiet);
  set_threads(options.threads);
  const TrainTest data = load_data(options);
  Sequential net = build_net(named_net(options.net), data.train.image_shape, options.seed);
  log_setup(options, data, net);
  catch_interrupt();
  const Trained trained = train(net, data, options);
  std::string failures = trained.failure;
  leave("weights", options.save, failures,
        [&] { save_weights(net, options.save, model_metadata(options.net, net)); });
  log_report(trained.test, data.test);
  leave("report", options.report, failures, [&] {
    write_html_report(options.report, {options, command, net, data, trained.epochs, trained.test});
  });
  fmt::print("{}\n", result_line(trained.test));
  if (!failures.empty()) throw DataError(failures);
  return interrupted_status();
}

}  // namespace

int main(int argc, char** argv) {
  return run_main("train_mnist",
                  [&] { return run(parse_options(argc, argv), command_line(argc, argv)); });
}
