#include "support/interrupt.hpp"

#include <array>
#include <csignal>
#include <cstddef>

namespace origami::examples {

static volatile std::sig_atomic_t pressed = 0;

void catch_interrupt() {
  struct sigaction before {};
  sigaction(SIGINT, nullptr, &before);
  if (before.sa_handler == SIG_IGN) return;  // as a shell starts what Ctrl-C is not meant for
  // oneDNN's compiled products use the stack pointer as a number among others, so the kernel would
  // write the handler's frame anywhere: it gets a stack of its own.
  static std::array<std::byte, 1 << 16> stack;
  stack_t its_own{};
  its_own.ss_sp = stack.data();
  its_own.ss_size = stack.size();
  sigaltstack(&its_own, nullptr);
  struct sigaction action {};
  action.sa_handler = [](int) { pressed = 1; };
  // Once; the next one kills.
  action.sa_flags = static_cast<int>(SA_RESETHAND | SA_RESTART | SA_ONSTACK);
  sigaction(SIGINT, &action, nullptr);
}

bool interrupted() { return pressed != 0; }

}  // namespace origami::examples
