// Handwritten-like digits without a download: drawn from strokes, the same bytes on every machine.
#pragma once

#include <cstddef>
#include <cstdint>
#include <origami/datasets/dataset.hpp>

namespace origami {

/// `n` grey digits (1, 28, 28), each class equally likely, laid out as MNIST's are: ink (255 =
/// full) in a 20x20 box, moved so that its centre of mass lies at the image's centre. Image i
/// depends on `seed` and i alone: not on n, the compiler, the machine or the number of threads.
Dataset make_digits(std::size_t n, std::uint64_t seed);

/// Training and test digits, drawn from two different streams of `seed`; `source` is
/// "generated digits (seed 1)". The default size takes a second or two.
TrainTest make_digit_data(std::size_t train_n = 60000, std::size_t test_n = 10000,
                          std::uint64_t seed = 1);

}  // namespace origami
