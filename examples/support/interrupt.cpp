#include "support/interrupt.hpp"

#include <array>
#include <csignal>
#include <cstddef>

namespace origami::examples {

static volatile std::sig_atomic_t caught = 0;  // the signal's number

void catch_interrupt() {
  // oneDNN's compiled products use the stack pointer as a number among others, so the kernel would
  // write the handler's frame anywhere: it gets a stack of its own.
  static std::array<std::byte, 1 << 16> stack;
  stack_t its_own{};
  its_own.ss_sp = stack.data();
  its_own.ss_size = stack.size();
  sigaltstack(&its_own, nullptr);
  struct sigaction action {};
  action.sa_handler = [](int number) { caught = number; };
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
    // The shell and the system both tell of a closed terminal; only of Ctrl-C the next one kills.
    action.sa_flags =
        static_cast<int>(SA_RESTART | SA_ONSTACK | (number == SIGINT ? SA_RESETHAND : 0));
    struct sigaction before {};
    sigaction(number, nullptr, &before);
    if (before.sa_handler == SIG_IGN) continue;  // as a shell starts what Ctrl-C is not meant for
    sigaction(number, &action, nullptr);
  }
}

bool interrupted() { return caught != 0; }

int interrupted_status() { return interrupted() ? 128 + caught : 0; }

}  // namespace origami::examples
