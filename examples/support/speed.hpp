// How fast this machine multiplies matrices, and how fast a network runs on it.
#pragma once

#include <cstddef>
#include <origami/datasets/dataset.hpp>
#include <origami/sequential.hpp>
#include <string>
#include <vector>

#include "support/nets.hpp"

namespace origami::examples {

/// Of one value at least.
double median(std::vector<double> values);

/// Multiply-add operations per second, times two, of a large product on one thread: the roof.
double gemm_peak();

/// Keeps the library to one thread while it lives.
class OneThread {
 public:
  OneThread();
  ~OneThread();
  OneThread(const OneThread&) = delete;
  OneThread& operator=(const OneThread&) = delete;

 private:
  std::size_t before_;
};

/// One layer in one direction, on one thread, per image.
struct LayerSpeed {
  std::string layer;
  double seconds[2];  // forward, backward
  double flop[2];     // floating point operations, two a multiply-add
  double bytes[2];    // tensors and weights that go in and out, each counted once a call
};

/// Times every layer of `net` on what it works on in training: a shard or all of `batch` images.
std::vector<LayerSpeed> time_layers(Sequential& net, std::size_t batch);

/// Seconds of each of `epochs` passes over the whole batches of `data`, shuffling and filling the
/// batches included, after a few steps that are not counted.
std::vector<double> time_epochs(Sequential& net, const Dataset& data, const Recipe& recipe,
                                std::size_t epochs);

/// Seconds of each of `passes` forward passes over `data`, its batches already in memory.
std::vector<double> time_inference(Sequential& net, const Dataset& data, std::size_t batch,
                                   std::size_t passes);

/// Seconds of each forward pass of a single image on one thread, after 200 that are not counted if
/// `data` has more.
std::vector<double> time_single_images(Sequential& net, const Dataset& data, std::size_t images);

}  // namespace origami::examples
