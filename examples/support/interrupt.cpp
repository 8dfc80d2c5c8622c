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
  // Once; the next one kills.
  action.sa_flags = static_cast<int>(SA_RESETHAND | SA_RESTART | SA_ONSTACK);
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
    struct sigaction before {};
    sigaction(number, nullptr, &before);
    if (before.sa_handler == SIG_IGN) continue;  // as a shell starts what Ctrl-C is not meant for
    sigaction(number, &action, nullptr);
  }
}

bool interrupted() { return caught != 0; }

int interrupted_status() { return interrupted() ? 128 + caught : 0; }

}  // namespace origami::examples
