#include <atomic>
#include <chrono>
#include <limits>
#include <origami/error.hpp>
#include <origami/parallel.hpp>
#include <origami/tensor.hpp>
#include <stdexcept>
#include <thread>
#include <vector>

#include "catch.hpp"

using namespace origami;

namespace {

/// Sets the number of threads for one test.
struct Threads {
  explicit Threads(std::size_t count) { set_threads(count); }
  ~Threads() { set_threads(0); }
};

void check_every_index_once(std::size_t count) {
  std::vector<int> calls(count, 0);
  std::atomic<bool> bad_worker = false;
  parallel_for(count, [&](std::size_t index, std::size_t worker) {
    ++calls[index];
    if (worker >= threads()) bad_worker = true;
  });
  REQUIRE(calls == std::vector<int>(count, 1));
  REQUIRE_FALSE(bad_worker);
}

}  // namespace

TEST_CASE("Every index comes exactly once") {
  for (const std::size_t n : {1, 2, 3, 5}) {
    const Threads guard(n);
    CHECK(threads() == n);
    for (const std::size_t count : {0, 1, 2, 3, 7, 64, 1000}) check_every_index_once(count);
  }
}

TEST_CASE("0 threads means one a core") {
  set_threads(3);
  set_threads(0);
  CHECK(threads() == std::max(1u, std::thread::hardware_concurrency()));
}

#ifdef __SSE__
TEST_CASE("Results too small for a normal number are 0 in tasks, and only there") {
  using Limits = std::numeric_limits<Scalar>;
  const auto is_flushed = [] {
    volatile Scalar value = Limits::min();
    value = value / 2;
    return value == 0;
  };
  for (const std::size_t n : {1, 2}) {
    const Threads guard(n);
    std::vector<char> flushed(100, 0);
    parallel_for(flushed.size(), [&](std::size_t i, std::size_t) { flushed[i] = is_flushed(); });
    CHECK(flushed == std::vector<char>(flushed.size(), 1));
    CHECK_FALSE(is_flushed());
  }
}
#endif

TEST_CASE("Tasks run at the same time") {
  const Threads guard(2);
  std::atomic<int> arrived = 0;
  std::atomic<bool> met = true;
  parallel_for(2, [&](std::size_t, std::size_t) {  // each waits for the other to begin
    ++arrived;
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (arrived < 2)
      if (std::chrono::steady_clock::now() > deadline) {
        met = false;
        break;
      } else {
        std::this_thread::yield();
      }
  });
  CHECK(met);
}

TEST_CASE("Tasks of one worker never overlap") {
  const Threads guard(3);
  std::vector<std::atomic<int>> busy(3);
  std::atomic<bool> overlap = false;
  parallel_for(2000, [&](std::size_t, std::size_t worker) {
    if (busy[worker]++ != 0) overlap = true;
    --busy[worker];
  });
  CHECK_FALSE(overlap);
}

TEST_CASE("Many short rounds lose nothing") {
  const Threads guard(3);
  std::size_t sum[3] = {0, 0, 0};
  constexpr std::size_t kRounds = 5000;
  for (std::size_t round = 0; round < kRounds; ++round)
    parallel_for(3, [&](std::size_t index, std::size_t) { sum[index] += round; });
  for (const std::size_t s : sum) CHECK(s == kRounds * (kRounds - 1) / 2);
}

TEST_CASE("Workers that went to sleep wake up again") {
  const Threads guard(3);
  for (int round = 0; round < 20; ++round) {
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
    check_every_index_once(5);
  }
}

TEST_CASE("The first exception of a task comes out, and the pool works on") {
  for (const std::size_t n : {1, 2, 3}) {
    const Threads guard(n);
    for (int round = 0; round < 50; ++round) {
      const std::string message = message_of<std::runtime_error>([] {
        parallel_for(20, [](std::size_t index, std::size_t) {
          if (index % 7 == 3) throw std::runtime_error("task failed");
        });
      });
      REQUIRE(message == "task failed");
      check_every_index_once(20);
    }
  }
}

TEST_CASE("A nested call runs on the thread that makes it") {
  for (const std::size_t n : {1, 3}) {
    const Threads guard(n);
    std::vector<std::vector<int>> calls(8, std::vector<int>(50, 0));
    std::atomic<bool> other_thread = false;
    parallel_for(8, [&](std::size_t outer, std::size_t) {
      const auto caller = std::this_thread::get_id();
      parallel_for(50, [&](std::size_t inner, std::size_t) {
        ++calls[outer][inner];
        if (std::this_thread::get_id() != caller) other_thread = true;
      });
    });
    CHECK(calls == std::vector<std::vector<int>>(8, std::vector<int>(50, 1)));
    CHECK_FALSE(other_thread);
  }
}

TEST_CASE("An exception of a nested call comes out of the outer one") {
  const Threads guard(2);
  CHECK(message_of<std::runtime_error>([] {
          parallel_for(4, [](std::size_t, std::size_t) {
            parallel_for(4, [](std::size_t, std::size_t) { throw std::runtime_error("inner"); });
          });
        }) == "inner");
  check_every_index_once(10);
}

TEST_CASE("The number of threads may change between rounds, also while they sleep") {
  for (int round = 0; round < 60; ++round) {
    set_threads(1 + static_cast<std::size_t>(round * 7 % 4));
    if (round % 10 == 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    if (round % 3 != 0) check_every_index_once(9);
  }
  set_threads(0);
}

TEST_CASE("The number of threads cannot be changed within a task") {
  const std::size_t before = GENERATE(1u, 2u), tasks = GENERATE(1u, 4u);
  const Threads guard(before);
  CHECK_THROWS_AS(parallel_for(tasks, [](auto, auto) { set_threads(3); }), StateError);
  CHECK(threads() == before);
}

TEST_CASE("The number of threads may change while another thread works") {
  std::size_t sum = 0;
  std::thread other([&] {
    for (int round = 0; round < 300; ++round) {
      std::atomic<std::size_t> squares = 0;
      parallel_for(6, [&](std::size_t i, std::size_t) { squares += i * i; });
      sum += squares;
    }
  });
  for (std::size_t round = 0; round <= 30; ++round) set_threads(round % 3);  // 0 in the end
  other.join();
  CHECK(sum == 300 * 55);
}

TEST_CASE("Several threads may call at the same time") {
  const Threads guard(2);
  std::vector<std::size_t> sums(3, 0);
  std::vector<std::thread> callers;
  for (std::size_t caller = 0; caller < sums.size(); ++caller)
    callers.emplace_back([&sums, caller] {
      for (int round = 0; round < 500; ++round) {
        std::atomic<std::size_t> squares = 0;
        parallel_for(6, [&](std::size_t i, std::size_t) { squares += i * i; });
        sums[caller] += squares;
      }
    });
  for (std::thread& caller : callers) caller.join();
  CHECK(sums == std::vector<std::size_t>(3, 500 * 55));
}
