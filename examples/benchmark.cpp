// Where the time goes: every layer against this machine's own roof, threads, and the figures that
// examples/peers compares with other frameworks.
#include <spdlog/fmt/fmt.h>
#include <spdlog/fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <nlohmann/json.hpp>
#include <numeric>
#include <origami/datasets/find_mnist.hpp>
#include <origami/gemm.hpp>
#include <origami/layers/affine.hpp>
#include <origami/layers/conv.hpp>
#include <origami/layers/pooling.hpp>
#include <origami/layers/relu.hpp>
#include <origami/parallel.hpp>
#include <thread>

#include "support/command_line.hpp"
#include "support/nets.hpp"
#include "support/speed.hpp"

using namespace origami;
using namespace origami::examples;

namespace {

struct Options {
  std::string net = "lenet", data;
  std::size_t batch = 0, threads = 0, images = 6400, epochs = 0;
};

/// For colour images, with the large products of deeper nets.
const NamedNet kWide{
    "wide",
    "for 32x32 colour images: 4 conv of 64-128 3x3, 2 pool, 2 affine",
    [](Sequential& net) {
      for (const std::size_t filters : {64, 128}) {
        for (int i = 0; i < 2; ++i)
          net.add<Conv>({.filters = filters, .kernel = 3, .pad = 1}).add<ReLU>();
        net.add<Pooling>({.pool = 2});
      }
      net.add<Affine>({.units = 256}).add<ReLU>().add<Affine>({.units = 10});
    },
    {.optimizer = "momentum", .rate = 0.01, .schedule = "constant", .batch = 64, .epochs = 1}};

/// Noise: what is in the images changes no time.
Dataset colour_images(std::size_t count) {
  Rng rng(1);
  Dataset data{.image_shape = {3, 32, 32}, .pixels = {}, .labels = {}};
  for (std::size_t i = 0; i < count; ++i) data.labels.push_back(rng.below(10) & 0xff);
  for (std::size_t i = 0; i < count * 3 * 32 * 32; ++i)
    data.pixels.push_back(rng.below(256) & 0xff);
  return data;
}

Options parse(int argc, char** argv) {
  Options o;
  constexpr std::size_t kMany = 1'000'000;
  CLI::App app("Times a network layer by layer, against this machine's matrix-product peak.",
               "benchmark");
  app.get_formatter()->column_width(24);
  std::vector<std::string> names = net_names();
  names.push_back(kWide.name);
  app.add_option("--net", o.net, fmt::format("{}; default: {}", fmt::join(names, ", "), o.net))
      ->type_name("NAME")
      ->check(one_of(names));
  app.add_option("--data", o.data, "directory with MNIST; default: as train_mnist's; wide: noise")
      ->type_name("DIR")
      ->check(not_empty());
  app.add_option("--batch", o.batch, "images a step; default: the net's")
      ->type_name("N")
      ->check(whole(1, kMany));
  app.add_option("--threads", o.threads, "most threads; default: one for each core")
      ->type_name("N")
      ->check(whole(1, 1024));
  app.add_option(
         "--images", o.images,
         fmt::format("images of a timed pass of the tables; default: {}, wide 320", o.images))
      ->type_name("N")
      ->check(whole(1, kMany));
  app.add_option(
         "--epochs", o.epochs,
         "instead of tables, one line of JSON with the seconds of N epochs of whole batches")
      ->type_name("N")
      ->check(whole(1, kMany));
  parse_command_line(app, argc, argv);
  return o;
}

std::string percent(double share) { return fmt::format("{:.0f} %", 100 * share); }

void print_layers(Sequential& net, std::size_t batch, double peak) {
  fmt::print("{:10} {:>9} {:>9} {:>8} {:>6} {:>9}\n", "layer", "direction", "us/image", "GFLOP/s",
             "roof", "KB/image");
  double total[2] = {0, 0}, flop[2] = {0, 0};
  for (const LayerSpeed& s : time_layers(net, batch))
    for (int d = 0; d < 2; ++d) {
      const double rate = s.flop[d] / s.seconds[d];
      fmt::print("{:10} {:>9} {:9.2f} {:>8} {:>6} {:9.1f}\n", d == 0 ? s.layer : "",
                 d == 0 ? "forward" : "backward", 1e6 * s.seconds[d],
                 s.flop[d] > 0 ? fmt::format("{:.1f}", 1e-9 * rate) : "-",
                 s.flop[d] > 0 ? percent(rate / peak) : "-", s.bytes[d] / 1e3);
      total[d] += s.seconds[d];
      flop[d] += s.flop[d];
    }
  for (int d = 0; d < 2; ++d)
    fmt::print("{:10} {:>9} {:9.2f} {:8.1f} {:>6}\n", d == 0 ? "total" : "",
               d == 0 ? "forward" : "backward", 1e6 * total[d], 1e-9 * flop[d] / total[d],
               percent(flop[d] / total[d] / peak));
  fmt::print(
      "(counted as plain products; Conv multiplies less forward, and not by zero backward)\n");
}

/// Images a second, on as many threads as are set.
double training_rate(const NamedNet& named, const Dataset& data) {
  Sequential net = build_net(named, data.image_shape, 1);
  const std::vector<double> epochs = time_epochs(net, data, named.recipe, 3);
  const std::size_t images = data.size() / named.recipe.batch * named.recipe.batch;
  return static_cast<double>(images) / median({epochs.begin() + 1, epochs.end()});
}

/// Images a second that `count` networks take in together, each trained on a thread of its own.
double rate_apart(std::size_t count, const NamedNet& named, const Dataset& data) {
  const OneThread each;
  std::vector<double> rates(count);
  std::vector<std::thread> running;
  for (double& rate : rates) running.emplace_back([&] { rate = training_rate(named, data); });
  for (std::thread& thread : running) thread.join();
  return std::accumulate(rates.begin(), rates.end(), 0.0);
}

void print_scaling(const NamedNet& named, const TrainTest& data) {
  fmt::print("\n{:>7} {:>14} {:>8} {:>5} {:>14}\n", "threads", "train images/s", "speed-up",
             "apart", "test images/s");
  const std::size_t most = threads();
  double one = 0;
  for (std::size_t count = 1; count <= most; ++count) {
    set_threads(count);
    const double rate = training_rate(named, data.train);
    if (count == 1) one = rate;
    Sequential net = build_net(named, data.train.image_shape, 1);
    const double test = median(time_inference(net, data.test, 64, 5));
    const double apart = count == 1 ? one : rate_apart(count, named, data.train);
    fmt::print("{:7} {:14.0f} {:8.2f} {:5.2f} {:14.0f}\n", count, rate, rate / one, apart / one,
               static_cast<double>(data.test.size()) / test);
  }
  fmt::print("(apart: so many separate networks at once, one thread each: what the cores allow)\n");
}

void print_tables(const NamedNet& named, const TrainTest& data) {
  const double peak = gemm_peak();
  Sequential net = build_net(named, data.train.image_shape, 1);
  fmt::print("{}, batch {}, matrix products by {}: {:.1f} GFLOP/s on one thread (the roof)\n\n",
             named.name, named.recipe.batch, gemm_backend(), 1e-9 * peak);
  print_layers(net, named.recipe.batch, peak);
  fmt::print("\none image, one thread: {:.1f} us\n",
             1e6 * median(time_single_images(net, data.test, 2000)));
  print_scaling(named, data);
}

/// The same keys as the other frameworks' programs print.
void print_json(const NamedNet& named, const TrainTest& data, std::size_t timed) {
  Sequential net = build_net(named, data.train.image_shape, 1);
  const std::vector<double> epochs = time_epochs(net, data.train, named.recipe, timed);
  std::vector<double> test = time_inference(net, data.test, 64, 6);
  test.erase(test.begin());
  nlohmann::ordered_json line{{"peer", "origami"},
                              {"net", named.name},
                              {"threads", threads()},
                              {"gemm", gemm_backend()},
                              {"epochs_s", epochs},
                              {"epoch_median_s", median(epochs)},
                              {"test10k_b64_median_s", median(test)}};
  if (threads() == 1)
    line["batch1_us_median"] = 1e6 * median(time_single_images(net, data.test, 2000));
  fmt::print("{}\n", line.dump());
}

}  // namespace

int main(int argc, char** argv) {
  return run_main("benchmark", [&] {
    const Options o = parse(argc, argv);
    set_threads(o.threads);
    const bool wide = o.net == kWide.name;
    NamedNet named = wide ? kWide : named_net(o.net);
    if (o.batch > 0) named.recipe.batch = o.batch;
    const Dataset noise = colour_images(wide ? 320 : 0);
    const TrainTest data = wide
                               ? TrainTest{noise, noise, "noise"}
                               : find_mnist({.data = o.data, .limit = o.epochs > 0 ? 0 : o.images});
    named.recipe.batch = std::min(named.recipe.batch, data.train.size());
    if (o.epochs > 0)
      print_json(named, data, o.epochs);
    else
      print_tables(named, data);
    return 0;
  });
}
