#include "support/progress.hpp"

#include <spdlog/fmt/fmt.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace origami::examples {
namespace {

constexpr double kInterval = 0.1;  // seconds between two drawings
constexpr std::size_t kBar = 20;   // columns, at most

bool is_terminal() {
  const char* term = std::getenv("TERM");
  return isatty(STDOUT_FILENO) == 1 && (term == nullptr || std::string(term) != "dumb");
}

std::size_t terminal_columns() {
  winsize size{};
  const bool known = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return known ? size.ws_col : 80;
}

/// 83 -> "1:23"
std::string minutes(double seconds) {
  const auto s = static_cast<long>(seconds + 0.5);
  return fmt::format("{}:{:02}", s / 60, s % 60);
}

}  // namespace

Progress::Progress(std::size_t epochs, std::size_t images, std::size_t batch, bool visible)
    : epochs_(epochs), images_(images), batch_(batch), visible_(visible && is_terminal()) {}

void Progress::begin_epoch(std::size_t epoch, std::size_t done, double seconds) {
  epoch_ = epoch;
  done_ = done;
  before_ = seconds_ = drawn_ = seconds;
  testing_ = false;
  clock_.restart();
}

void Progress::update(const Mean& loss, std::size_t right) {
  done_ = loss.weight();
  seconds_ = before_ + clock_.seconds();
  if (!visible_ || (seconds_ - drawn_ < kInterval && done_ < images_)) return;
  drawn_ = seconds_;
  const double accuracy = static_cast<double>(right) / static_cast<double>(done_);
  const std::string text = line(loss.value(), accuracy, terminal_columns() - 1);
  std::fputs(("\r" + text + "\x1b[K").c_str(), stdout);
  std::fflush(stdout);
}

void Progress::end_epoch() {
  testing_ = true;
  if (!visible_) return;
  std::fputs("\r\x1b[K", stdout);
  std::fflush(stdout);
}

double Progress::images_per_second() const {
  return seconds_ > 0 ? static_cast<double>(done_) / seconds_ : 0;
}

std::string Progress::place() const {
  if (testing_) return fmt::format("epoch {}, test", epoch_);
  return fmt::format("epoch {}, batch {} of {}", epoch_, done_ / batch_ + 1,
                     (images_ + batch_ - 1) / batch_);
}

/// "epoch 1/2 [######              ]  30 %  loss 0.312  90.12 %  17600 images/s  0:05 left", with a
/// shorter bar if there are fewer columns.
std::string Progress::line(double loss, double accuracy, std::size_t columns) const {
  const std::size_t left = images_ - done_ + (epochs_ - epoch_) * images_;
  const std::string before = fmt::format("epoch {}/{} [", epoch_, epochs_);
  const std::string after =
      fmt::format("] {:3} %  loss {:.3f}  {:.2f} %  {:.0f} images/s  {} left",
                  100 * done_ / images_, loss, 100 * accuracy, images_per_second(),
                  minutes(static_cast<double>(left) / images_per_second()));
  const std::size_t text = before.size() + after.size();
  const std::size_t bar = std::min(kBar, columns - std::min(columns, text));
  const std::size_t full = bar * done_ / images_;
  return (before + std::string(full, '#') + std::string(bar - full, ' ') + after)
      .substr(0, columns);
}

}  // namespace origami::examples
