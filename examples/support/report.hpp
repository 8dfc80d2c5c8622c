// What train_mnist tells people, before, during and after.
#pragma once

#include <origami/datasets/dataset.hpp>
#include <origami/datasets/evaluate.hpp>
#include <origami/sequential.hpp>
#include <string>

#include "support/metrics_file.hpp"
#include "support/options.hpp"

namespace origami::examples {

/// Lets spdlog write plain lines to standard output; with `quiet` warnings alone, to standard
/// error. From now on output that nobody reads is lost and does not end the program. To be called
/// once.
void start_logging(bool quiet);

/// Data, the net's table, how it is trained and by what.
void log_setup(const Options& options, const TrainTest& data, const Sequential& net);

/// One line an epoch. `images` were trained on of `all`: fewer after Ctrl-C.
void log_epoch(const EpochRecord& record, std::size_t epochs, std::size_t images, std::size_t all);

/// Accuracy of each digit, and the ten worst mistakes as pictures.
void log_report(const Evaluation& test, const Dataset& images);

/// A probability: "97.6 %", "<0.1 %".
std::string percent(double share);

/// "test accuracy 99.12 % ± 0.09 % (9912 of 10000), loss 0.0268"
std::string result_line(const Evaluation& test);

}  // namespace origami::examples
