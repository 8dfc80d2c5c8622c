// The worker threads, and the only place that starts any.
#pragma once

#include <cstddef>
#include <functional>

namespace origami {

/// How many threads `parallel_for` uses from now on; 0 means one per core, which is the default.
/// Waits for a round of another thread to end, but not for a network's forward or backward, which
/// must not be under way: its memory is made for the threads there were. Throws StateError within a
/// task; ValueError if the system refuses so many, and goes on with those it gave.
void set_threads(std::size_t count);
std::size_t threads();

/// A std::function of a reference to the task: that allocates nothing.
using AnyTask = std::function<void(std::size_t index, std::size_t worker)>;
void run_tasks(std::size_t count, const AnyTask& task);

/// Calls task(index, worker) once for every index < count, on several threads at a time, and
/// returns when all are done; they begin in this order. Tasks of one call with one worker number
/// (< threads()) never overlap; those of nested calls may, whose numbers begin at 0 again. Rethrows
/// the first exception of a task; later ones may then not be called. Runs on the calling thread
/// alone, as worker 0, within a task of a round that several threads share, or when another
/// thread's call is under way. Allocates nothing. On x86, results too small for a normal number are
/// 0 within tasks.
template <class Task>
void parallel_for(std::size_t count, Task&& task) {
  run_tasks(count, std::ref(task));
}

}  // namespace origami
