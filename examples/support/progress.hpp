// The line that shows how an epoch is going.
#pragma once

#include <cstddef>
#include <origami/metrics.hpp>
#include <string>

#include "support/stopwatch.hpp"

namespace origami::examples {

/// Knows the place in a training, and draws it as a bar if standard output is a terminal.
class Progress {
 public:
  /// `images` in each epoch, `batch` in each step. With `visible` false nothing is drawn.
  Progress(std::size_t epochs, std::size_t images, std::size_t batch, bool visible);

  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress() { end_epoch(); }

  /// `epoch`, of which `done` images took `seconds` before: more than 0 in a resumed training.
  void begin_epoch(std::size_t epoch, std::size_t done, double seconds);
  /// After each step: the epoch's mean loss so far and how many images were read right. Draws ten
  /// times a second at most.
  void update(const Mean& loss, std::size_t right);
  /// Takes the bar away.
  void end_epoch();

  /// Seconds of this epoch's training, wall, checkpoints included.
  double seconds() const { return seconds_; }
  double images_per_second() const;
  /// "epoch 2, batch 17 of 235": the one being worked on; "epoch 2, test" after its end.
  std::string place() const;

 private:
  std::string line(double loss, double accuracy, std::size_t columns) const;

  std::size_t epochs_, images_, batch_;
  bool visible_;
  std::size_t epoch_ = 0, done_ = 0;  // images in this epoch
  bool testing_ = false;
  double before_ = 0, seconds_ = 0;  // of this epoch; before_: in earlier runs
  double drawn_ = 0;                 // when, in the same seconds
  Stopwatch clock_;
};

}  // namespace origami::examples
