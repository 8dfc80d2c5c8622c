#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <origami/error.hpp>
#include <origami/parallel.hpp>
#include <thread>
#include <utility>
#include <vector>

#include "flush_denormals.hpp"

namespace origami {

namespace {

thread_local bool inside_task = false;
thread_local std::size_t alone = 0;  // rounds within each other that this thread runs by itself

/// What such a round calls is a task too, though one whose own rounds may be shared.
struct Alone {
  Alone() { ++alone; }
  ~Alone() { --alone; }
  Alone(const Alone&) = delete;
  Alone& operator=(const Alone&) = delete;
};

/// Polls for about 50 us before the caller goes to sleep: the gaps between the parallel parts of a
/// training step are shorter than a wake-up.
template <class Ready>
bool poll(Ready ready) {
  for (int i = 0; i < 1000; ++i) {
    if (ready()) return true;
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#endif
  }
  return false;
}

class Pool {
 public:
  ~Pool() { stop(); }

  void resize(std::size_t count) {
    stop();
    stopping_ = false;
    for (std::size_t worker = 1; worker < count; ++worker) {
      threads_.emplace_back([this, worker, seen = round_.load()] { serve(worker, seen); });
      size_ = worker + 1;
    }
  }

  std::size_t size() const { return size_; }

  void run(std::size_t count, const AnyTask& task) {
    count_ = count;
    task_ = &task;
    error_ = nullptr;
    unfinished_.store(count, std::memory_order_relaxed);
    unclaimed_.store(count, std::memory_order_release);  // publishes the three above
    round_.fetch_add(1, std::memory_order_release);
    round_.notify_all();
    work(0);
    const auto done = [this] { return unfinished_.load(std::memory_order_acquire) == 0; };
    if (!poll(done))
      for (std::size_t left = unfinished_.load(); left != 0; left = unfinished_.load())
        unfinished_.wait(left);
    if (error_) std::rethrow_exception(std::exchange(error_, nullptr));
  }

 private:
  /// Claims tasks from the first to the last until none is left. A claim is what makes count_ and
  /// task_ safe to read: run() cannot return, and so not change them, before it is finished.
  void work(std::size_t worker) {
    std::size_t left = unclaimed_.load(std::memory_order_acquire);
    while (left != 0) {
      if (!unclaimed_.compare_exchange_weak(left, left - 1, std::memory_order_acq_rel)) continue;
      inside_task = true;
      try {
        (*task_)(count_ - left, worker);
      } catch (...) {
        const std::lock_guard lock(error_mutex_);
        if (!error_) error_ = std::current_exception();
      }
      inside_task = false;
      if (unfinished_.fetch_sub(1, std::memory_order_acq_rel) == 1) unfinished_.notify_one();
      left = unclaimed_.load(std::memory_order_acquire);
    }
  }

  void serve(std::size_t worker, std::size_t seen) {
    const FlushDenormals flush;
    while (!stopping_) {
      if (!poll([&] { return round_.load(std::memory_order_acquire) != seen; })) round_.wait(seen);
      seen = round_.load(std::memory_order_acquire);
      work(worker);
    }
  }

  void stop() {
    stopping_ = true;
    round_.fetch_add(1);
    round_.notify_all();
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
    size_ = 1;
  }

  std::vector<std::thread> threads_;
  std::atomic<std::size_t> size_ = 1;  // with the caller
  std::atomic<bool> stopping_ = false;
  std::atomic<std::size_t> round_ = 0, unclaimed_ = 0, unfinished_ = 0;
  std::size_t count_ = 0;
  const AnyTask* task_ = nullptr;
  std::mutex error_mutex_;
  std::exception_ptr error_;
};

std::size_t core_count() { return std::max(1u, std::thread::hardware_concurrency()); }

Pool& pool() {
  static Pool instance;  // whole before it starts any: if one is refused, ~Pool joins the others
  static const bool started = (instance.resize(core_count()), true);
  static_cast<void>(started);
  return instance;
}

}  // namespace

static std::mutex one_caller;

void set_threads(std::size_t count) {
  if (inside_task || alone > 0)
    throw StateError("set_threads: called within a task; call it between two rounds");
  const std::lock_guard lock(one_caller);
  try {
    pool().resize(count == 0 ? core_count() : count);
  } catch (const std::system_error& error) {
    throw ValueError("set_threads: " + std::to_string(count) + " but expected no more than the " +
                     "system allows; it has " + std::to_string(threads()) + " now");
  }
}

std::size_t threads() { return pool().size(); }

void run_tasks(std::size_t count, const AnyTask& task) {
  const FlushDenormals flush;
  std::unique_lock lock(one_caller, std::defer_lock);
  if (inside_task || count <= 1 || threads() == 1 || !lock.try_lock()) {
    const Alone here;
    for (std::size_t index = 0; index < count; ++index) task(index, 0);
    return;
  }
  pool().run(count, task);
}

}  // namespace origami
