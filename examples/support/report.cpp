#include "support/report.hpp"

#include <spdlog/fmt/fmt.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <cmath>
#include <csignal>
#include <origami/gemm.hpp>
#include <origami/parallel.hpp>
#include <vector>

#include "support/build_info.hpp"
#include "support/picture.hpp"

namespace origami::examples {
namespace {

constexpr std::size_t kMistakes = 10, kColumns = 80, kGap = 2;

void log_digits(const Evaluation& test) {
  std::string names = "digit     ", shares = "accuracy %", counts = "images    ";
  for (std::size_t k = 0; k < test.confusion.size(); ++k) {
    names += fmt::format("{:6}", k);
    shares += test.count_of(k) == 0 ? "     -" : fmt::format("{:6.1f}", 100 * test.accuracy_of(k));
    counts += fmt::format("{:6}", test.count_of(k));
  }
  spdlog::info("\n" + names + "\n" + shares + "\n" + counts);
}

/// Pictures side by side, each `width` columns wide: its lines, what it is and what it was read as.
void log_pictures(const Evaluation& test, const Dataset& images, std::size_t width,
                  const std::vector<std::size_t>& shown) {
  const std::size_t H = images.image_shape.at(1), W = images.image_shape.at(2);
  std::vector<std::string> rows((H + 3) / 4 + 2);
  for (const std::size_t n : shown) {
    const std::uint8_t* pixels = images.pixels.data() + n * element_count(images.image_shape);
    std::vector<std::string> block = draw_braille(pixels, H, W);
    for (std::string& line : block) line += std::string(width - (W + 1) / 2, ' ');
    const auto caption = [&](const char* what, int digit) {
      const float p = test.probabilities(n, static_cast<std::size_t>(digit));
      const std::string text = fmt::format("{} {} {:>7}", what, digit, percent(p));
      block.push_back(fmt::format("{:<{}}", text, width));
    };
    caption("true", test.labels[n]);
    caption("read", test.predictions[n]);
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i] += block[i] + std::string(kGap, ' ');
  }
  for (const std::string& row : rows) spdlog::info(row.substr(0, row.size() - kGap));
}

void log_mistakes(const Evaluation& test, const Dataset& images) {
  const std::vector<std::size_t> worst = test.worst_mistakes(kMistakes);
  if (worst.empty()) return spdlog::info("\nNo mistakes at all.");
  spdlog::info(fmt::format("\nThe worst mistake{}, with the probability the net gave:",
                           worst.size() == 1 ? "" : "s, worst first"));
  const std::size_t width = std::max<std::size_t>((images.image_shape.at(2) + 1) / 2, 14);
  const std::size_t side_by_side = std::max<std::size_t>((kColumns + kGap) / (width + kGap), 1);
  for (auto from = worst.begin(); from != worst.end();) {
    const auto left = static_cast<std::size_t>(worst.end() - from);
    const auto to = from + static_cast<std::ptrdiff_t>(std::min(side_by_side, left));
    log_pictures(test, images, width, {from, to});
    from = to;
  }
}

}  // namespace

void start_logging(bool quiet) {
  std::signal(SIGPIPE, SIG_IGN);  // who stops reading the lines does not end the training
  const char* name = "train_mnist";
  spdlog::set_default_logger(quiet ? spdlog::stderr_color_mt(name) : spdlog::stdout_color_mt(name));
  spdlog::set_level(quiet ? spdlog::level::warn : spdlog::level::info);
  spdlog::set_pattern("%v");
}

void log_setup(const Options& options, const TrainTest& data, const Sequential& net) {
  spdlog::info(fmt::format("{} training and {} test images from {}\n", data.train.size(),
                           data.test.size(), data.source));
  spdlog::info(net.summary());
  spdlog::info(
      fmt::format("net {}, seed {}: {}", options.net, options.seed, to_string(options.recipe)));
  spdlog::info(fmt::format("{} thread{}, matrix products by {}, {} build", threads(),
                           threads() == 1 ? "" : "s", gemm_backend(),
                           kOptimised ? "optimised" : "debug"));
  if (!kOptimised)
    spdlog::warn(
        "THIS IS NOT A RELEASE BUILD: it may be ten times slower; 'make mnist' makes a fast one");
}

void log_epoch(const EpochRecord& r, std::size_t epochs, std::size_t images, std::size_t all) {
  spdlog::info(fmt::format(
      "epoch {}/{}{}: train loss {:.4f}, test loss {:.4f}, test accuracy {:.2f} %, {:.1f} s "
      "({:.0f} images/s) + {:.1f} s for the test",
      r.epoch, epochs, images < all ? fmt::format(" (stopped after {} images)", images) : "",
      r.train_loss, r.test_loss, 100 * r.test_accuracy, r.train_seconds, r.images_per_second,
      r.eval_seconds));
}

void log_report(const Evaluation& test, const Dataset& images) {
  log_digits(test);
  log_mistakes(test, images);
  spdlog::info("");
}

std::string percent(double share) {
  return share < 0.001 ? "<0.1 %" : fmt::format("{:.1f} %", 100 * share);
}

std::string result_line(const Evaluation& test) {
  const auto right = std::lround(test.accuracy * static_cast<double>(test.size()));
  return fmt::format("test accuracy {:.2f} % ± {:.2f} % ({} of {}), loss {:.4f}",
                     100 * test.accuracy, 100 * test.accuracy_error(), right, test.size(),
                     test.loss);
}

}  // namespace origami::examples
