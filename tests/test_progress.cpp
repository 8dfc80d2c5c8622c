// The progress of a training, and what it took.
#include <fstream>

#include "small_mnist.hpp"
#include "support/metrics_file.hpp"
#include "support/progress.hpp"

using namespace origami;

TEST_CASE("the bar says how long all epochs will take") {
  const auto draw = [] {
    examples::Progress progress(/*epochs=*/3, /*images=*/1000, /*batch=*/100, /*visible=*/true);
    progress.begin_epoch(1, 100, /*seconds=*/96);
    std::this_thread::sleep_for(std::chrono::milliseconds(150));
    Mean loss;
    loss.add(1, 200);  // 2.08 images a second; 800 + 2 * 1000 are left: 22 minutes and 26 seconds
    progress.update(loss, 100);
    _exit(0);  // with the bar as it is
  };
  const std::string text = drawn_by(draw, /*columns=*/100);
  CAPTURE(text);
  // 14 times the 96 seconds and what they took since: later if this machine is slow.
  CHECK((contains(text, " 22:2") || contains(text, " 22:3") || contains(text, " 22:4")));
  CHECK(contains(text, " 20 %  loss 1.000  50.00 %  2 images/s"));
}

TEST_CASE("the peak of memory is the kernel's, in millions of bytes") {
  // So much that it does not matter which pages of each thread the kernel has counted already.
  CHECK(make_tensor({64'000'000 / sizeof(Scalar)}, 1).size() > 0);
  std::ifstream status("/proc/self/status");
  double kib = 0;
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("VmHWM:")) kib = std::stod(line.substr(6));
  if (kib > 0) CHECK(examples::peak_rss_mb() == Approx(kib * 1024 / 1e6).epsilon(0.01));
  CHECK(examples::peak_rss_mb() > 64);  // a peak: it has been given back
}
