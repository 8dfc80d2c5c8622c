// Solutions to the exercises of chapter 12.
#include <algorithm>
#include <cstdio>
#include <numeric>
#include <origami/parallel.hpp>
#include <origami/random.hpp>
#include <vector>

#include "support/chapter.hpp"

using namespace origami;
using namespace origami::examples;

// [intensity]
/// Flop a byte of (N, K) x (K, M): each matrix is read or written once, 4 bytes a number.
double intensity(double N, double K, double M) {
  return 2 * N * K * M / (4 * (N * K + K * M + N * M));
}
// [/intensity]

void intensities() {
  for (const int N : {1, 2, 4, 8, 16, 32, 64, 128})
    std::printf("%4d rows: %4.1f flop a byte\n", N, intensity(N, 800, 500));
  expect(intensity(32, 800, 500) > 25 * intensity(1, 800, 500), "a batch is worth 25 of one");
  expect(intensity(1e9, 800, 500) < 800 * 500 / (2.0 * (800 + 500)), "there is an upper bound");
}

/// Numbers of very different sizes, so that the order of additions shows.
std::vector<float> numbers() {
  Rng rng(1);
  std::vector<float> values(100000);
  for (float& v : values) v = static_cast<float>(rng.normal() * (rng.below(100) == 0 ? 1e6 : 1));
  return values;
}

// [by-threads]
float sum(const float* begin, const float* end) { return std::accumulate(begin, end, 0.0f); }

/// Adds up `pieces` parts, in parallel, then their sums in order.
float sum_in_pieces(const std::vector<float>& values, std::size_t pieces) {
  std::vector<float> part(pieces);
  const std::size_t size = (values.size() + pieces - 1) / pieces;
  parallel_for(pieces, [&](std::size_t i, std::size_t) {
    const float* all = values.data();
    part[i] =
        sum(all + std::min(i * size, values.size()), all + std::min((i + 1) * size, values.size()));
  });
  return sum(part.data(), part.data() + pieces);
}
// [/by-threads]

void sums() {
  const std::vector<float> values = numbers();
  // [sums]
  float first_naive = 0, first_fixed = 0;
  bool naive_agree = true, fixed_agree = true;
  for (const std::size_t count : {1, 2, 3, 4}) {
    set_threads(count);
    const float naive = sum_in_pieces(values, /*pieces=*/count);
    const float fixed = sum_in_pieces(values, /*pieces=*/16);
    if (count == 1) first_naive = naive, first_fixed = fixed;
    naive_agree = naive_agree && naive == first_naive;
    fixed_agree = fixed_agree && fixed == first_fixed;
  }
  std::printf("a piece a thread: %s\n", naive_agree ? "always the same" : "depends on the threads");
  std::printf("16 pieces:        %s\n", fixed_agree ? "always the same" : "depends on the threads");
  // [/sums]
  set_threads(0);
  expect(!naive_agree, "a piece a thread gives other sums");
  expect(fixed_agree, "16 pieces give one sum");
}

int main(int argc, char** argv) {
  return run_chapter(argc, argv, {{"intensity", intensities}, {"sums", sums}});
}
