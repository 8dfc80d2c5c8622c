#include "support/options.hpp"

#include <spdlog/fmt/fmt.h>
#include <spdlog/fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <limits>
#include <optional>
#include <origami/error.hpp>

#include "support/command_line.hpp"
#include "support/nets.hpp"

namespace origami::examples {
namespace {

constexpr std::size_t kMany = 1'000'000;

/// What the command line says of the recipe; the net decides the rest.
struct Overrides {
  std::optional<std::string> optimizer, schedule;
  std::optional<double> rate, weight_decay;
  std::optional<std::size_t> batch, epochs;
};

/// The nets and what each is trained with unless told otherwise, for the end of the help.
std::string net_help() {
  const std::string indent = "\n          ";
  std::string text = "Nets, and how each is trained unless told otherwise:\n";
  for (const NamedNet& net : named_nets())
    text += fmt::format("  {:<8}{}{}{}\n", net.name, wrapped(net.layers, 70, indent), indent,
                        wrapped(to_string(net.recipe), 70, indent));
  return text + "\n" +
         wrapped(
             "Ctrl-C or kill ends the training after the batch and reports what was learnt until "
             "then; what --checkpoint keeps, the same command with --resume added continues. The "
             "exit status is 0, 2 after an error, or 128 + the number of the signal.",
             80);
}

constexpr std::size_t kHelpColumn = 24;
const std::string kOfNet = "; default: the net's";

CLI::Option* add(CLI::App& app, const char* name, auto& value, const char* type,
                 const std::string& help) {
  return app.add_option(name, value, help)->type_name(type);
}

void add_data_options(CLI::App& app, Options& o) {
  add(app, "--data", o.data, "DIR",
      "directory with MNIST's four files; 'fashion': Fashion-MNIST; 'synthetic': "
      "generated digits; default: $MNIST_DIR, datasets/mnist, a download, or else generated digits")
      ->check(not_empty());
  add(app, "--test-data", o.test_data, "DIR",
      "test on the test images found here; default: as --data")
      ->check(not_empty());
  add(app, "--limit", o.limit, "N", "train on the first N images; default: all")
      ->check(whole(1, std::numeric_limits<std::uint32_t>::max(), "; leave it out to use all"));
}

void add_training_options(CLI::App& app, Options& o, Overrides& given) {
  add(app, "--net", o.net, "NAME", fmt::format("{}; default: fast", fmt::join(net_names(), ", ")))
      ->check(one_of(net_names()));
  add(app, "--epochs", given.epochs, "N", "passes over the training images" + kOfNet)
      ->check(whole(1, kMany));
  add(app, "--batch", given.batch, "N", "images a step" + kOfNet)->check(whole(1, kMany));
  add(app, "--optimizer", given.optimizer, "NAME",
      fmt::format("{}", fmt::join(optimizer_names(), ", ")) + kOfNet)
      ->check(one_of(optimizer_names()));
  add(app, "--lr", given.rate, "X",
      "learning rate, the highest of the schedule; default: the net's or, with "
      "another --optimizer, one that suits it")
      ->check(number(/*zero=*/false));
  add(app, "--schedule", given.schedule, "NAME",
      "constant; step: a tenth after each third; cosine: down to 0; onecycle: up, then down to "
      "almost 0" +
          kOfNet)
      ->check(one_of(schedule_names()));
  add(app, "--weight-decay", given.weight_decay, "X", "pull of all weights to 0; default: 0")
      ->check(number(/*zero=*/true));
  add(app, "--seed", o.seed, "N", "decides first weights and order of images; default: 1")
      ->check(whole(0, std::numeric_limits<std::uint64_t>::max()));
  add(app, "--threads", o.threads, "N",
      "changes the speed, not the result; default: one for each core")
      ->check(whole(1, 1024, "; leave it out for one on each core"));
}

void add_keeping_options(CLI::App& app, Options& o) {
  add(app, "--checkpoint", o.checkpoint, "DIR",
      "keep in DIR, after each epoch and now and then in it, all that is needed to continue after "
      "Ctrl-C, kill -9 or a power cut")
      ->check(not_empty());
  add(app, "--every", o.every, "N", "a checkpoint every N batches too; default: 100")
      ->check(whole(1, kMany));
  app.add_flag("--resume", o.resume,
               "continue what --checkpoint holds, with the same options, to the same "
               "weights as if nothing had happened; afresh if it is empty");
  add(app, "--save", o.save, "FILE", "write the final weights to FILE, as safetensors")
      ->check(not_empty());
}

void add_output_options(CLI::App& app, Options& o) {
  add(app, "--metrics", o.metrics, "FILE", "write one JSON object a line and epoch to FILE")
      ->check(not_empty());
  add(app, "--report", o.report, "FILE",
      "write a web page about the training to FILE, '' for none; default: report.html, or none "
      "with --quiet");
  app.add_flag("--quiet", o.quiet, "print the last line alone: the test accuracy");
}

Recipe choose_recipe(const std::string& net, const Overrides& given) {
  Recipe recipe = named_net(net).recipe;
  if (given.optimizer && *given.optimizer != recipe.optimizer) {
    recipe.optimizer = *given.optimizer;
    recipe.rate = usual_rate(recipe.optimizer);
  }
  recipe.rate = given.rate.value_or(recipe.rate);
  recipe.schedule = given.schedule.value_or(recipe.schedule);
  recipe.weight_decay = given.weight_decay.value_or(recipe.weight_decay);
  recipe.batch = given.batch.value_or(recipe.batch);
  recipe.epochs = given.epochs.value_or(recipe.epochs);
  return recipe;
}

}  // namespace

Options parse_options(int argc, const char* const* argv) {
  CLI::App app("Trains a convolutional neural network to read digits, and says how well it does.",
               "train_mnist");
  app.footer(net_help());
  app.get_formatter()->column_width(kHelpColumn);
  app.option_defaults()->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  Options options;
  Overrides given;
  app.option_defaults()->group("Data");
  add_data_options(app, options);
  app.option_defaults()->group("Training");
  add_training_options(app, options, given);
  app.option_defaults()->group("Keeping");
  add_keeping_options(app, options);
  app.option_defaults()->group("Output");
  add_output_options(app, options);
  parse_command_line(app, argc, argv);
  for (const char* name : {"--every", "--resume"})
    if (app.count(name) > 0 && options.checkpoint.empty())
      throw ValueError(std::string(name) + ": given alone but expected --checkpoint DIR too; " +
                       "--help lists the options");
  if (options.quiet && app.count("--report") == 0) options.report.clear();
  options.recipe = choose_recipe(options.net, given);
  return options;
}

}  // namespace origami::examples
