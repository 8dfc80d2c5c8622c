#include "support/interrupt.hpp"

#include <csignal>

namespace origami::examples {

static volatile std::sig_atomic_t pressed = 0;

void catch_interrupt() {
  struct sigaction action {};
  action.sa_handler = [](int) { pressed = 1; };
  action.sa_flags = static_cast<int>(SA_RESETHAND | SA_RESTART);  // once; the next one kills
  sigaction(SIGINT, &action, nullptr);
}

bool interrupted() { return pressed != 0; }

}  // namespace origami::examples
