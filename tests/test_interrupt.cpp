#include <csignal>

#include "catch.hpp"
#include "support/interrupt.hpp"

using namespace origami;

TEST_CASE("the second Ctrl-C kills") {
  examples::catch_interrupt();
  CHECK_FALSE(examples::interrupted());
  raise(SIGINT);
  CHECK(examples::interrupted());
  struct sigaction now {};
  sigaction(SIGINT, nullptr, &now);
  CHECK(now.sa_handler == SIG_DFL);
}

TEST_CASE("signals are handled on a stack of their own") {
  stack_t none{}, before{}, own{};
  none.ss_flags = SS_DISABLE;
  REQUIRE(sigaltstack(&none, &before) == 0);  // Catch2 has one, too
  examples::catch_interrupt();
  sigaltstack(nullptr, &own);
  sigaltstack(&before, nullptr);
  CHECK((own.ss_flags & SS_DISABLE) == 0);
  struct sigaction now {};
  sigaction(SIGTERM, nullptr, &now);
  CHECK((now.sa_flags & SA_ONSTACK) != 0);
}
