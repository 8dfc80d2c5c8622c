// c is cut into tiles small enough to stay in registers while k runs:
//
//                      b: row k, V vectors
//                      [    ][    ][    ][    ]
//     a: column k  [*]  sums[0][0] ... sums[0][V-1]
//                  [*]   ...
//                  [*]  sums[R-1][0] ...
//
// A step loads V vectors and R numbers for R * V multiply-adds, so the arithmetic is the limit, not
// the memory. A BLAS does the same after copying a and b into an order of its own. For one image
// that copy costs as much as it gains, and it wants the whole matrix of columns, three times the
// size of the flat one here. (50x500 times 500x64: 27 us -> 24 us, and im2col before it 9 us -> 4
// us.)
#include "row_gemm.hpp"

#include <algorithm>
#include <vector>

#include "vector.hpp"

namespace origami {
namespace {

// Of a tile; the other registers hold a step's operands. 4 rows take the fewest loads, 7 for the 12
// multiply-adds of 4 x 3 instead of 8 for those of 6 x 2. (LeNet's second convolution in training,
// 16x20 times 20x56: 0.51 us -> 0.45 us.)
constexpr std::size_t kSums = kRegisters == 32 ? 24 : 12;
constexpr std::size_t kMostVectors = kSums / 4, kMostRows = 12;

/// V vectors of each of c's rows.
struct Block {
  const ConstMatrix& a;
  const std::size_t *a_rows, *b_rows, *c_rows;  // where they begin
  const Scalar* b;
  Scalar* c;
  Vector fresh;  // of the first vector: 0 where the block before had the same column, else 1
};

template <std::size_t R, std::size_t V, bool kAdd>
void tile(const Block& block, std::size_t m) {
  Vector sums[R][V] = {};
  const Scalar* a[R];
  for (std::size_t i = 0; i < R; ++i) a[i] = block.a.data + block.a_rows[m + i];
  const std::size_t step = block.a.transpose ? block.a.rows : 1, depth = block.a.cols;
  for (std::size_t k = 0, at = 0; k < depth; ++k, at += step) {
    const Scalar* b = block.b + block.b_rows[k];
    Vector row[V];
    for (std::size_t j = 0; j < V; ++j) row[j] = load(b + j * kLanes);
    for (std::size_t i = 0; i < R; ++i)
      for (std::size_t j = 0; j < V; ++j) sums[i][j] += a[i][at] * row[j];
  }
  for (std::size_t i = 0; i < R; ++i) {
    Scalar* c = block.c + block.c_rows[m + i];
    if constexpr (kAdd) sums[i][0] *= block.fresh;
    for (std::size_t j = 0; j < V; ++j)  // one row after the other: they may overlap
      store(kAdd ? load(c + j * kLanes) + sums[i][j] : sums[i][j], c + j * kLanes);
  }
}

template <std::size_t R, std::size_t V, bool kAdd>
void tile_of(std::size_t rows, const Block& block, std::size_t m) {
  if (rows == R)
    tile<R, V, kAdd>(block, m);
  else if constexpr (R > 1)
    tile_of<R - 1, V, kAdd>(rows, block, m);
}

/// Tiles of nearly the same height: a low one has too few sums to work on while each waits for its
/// own last addition. (Fast's second convolution, 9 rows: 13.9 us -> 12.8 us.)
template <std::size_t V, bool kAdd>
void tiles(const Block& block) {
  constexpr std::size_t R = std::min(kSums / V, kMostRows);
  const std::size_t rows = block.a.rows, count = (rows + R - 1) / R;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t begin = i * rows / count, end = (i + 1) * rows / count;
    tile_of<R, V, kAdd>(end - begin, block, begin);
  }
}

template <std::size_t V = kMostVectors>
void multiply(const Block& block, std::size_t vectors, Into into) {
  if (vectors == V)
    into == Into::Add ? tiles<V, true>(block) : tiles<V, false>(block);
  else if constexpr (V > 1)
    multiply<V - 1>(block, vectors, into);
}

/// Where m's rows begin; `list` holds them if m is an ordinary matrix.
const std::size_t* starts_of(const ConstMatrix& m, std::vector<std::size_t>& list) {
  if (m.starts != nullptr) return m.starts;
  const std::size_t rows = m.rows, step = m.transpose ? 1 : m.cols;
  list.resize(rows);
  for (std::size_t r = 0; r < rows; ++r) list[r] = r * step;
  return list.data();
}

}  // namespace

bool row_gemm(const ConstMatrix& a, const ConstMatrix& b, const Matrix& c, Into into) {
  if (!kWideVectors || c.cols < kLanes) return false;
  thread_local std::vector<std::size_t> a_list, b_list, c_list;
  Block block{a, starts_of(a, a_list), starts_of(b, b_list), starts_of(c, c_list), nullptr, {}, {}};
  for (std::size_t done = 0; done < c.cols;) {
    const std::size_t left = (c.cols - done + kLanes - 1) / kLanes;
    // No single one after others where two are possible: it would have too few sums.
    const std::size_t fair = left == kMostVectors + 1 ? kMostVectors - 1 : kMostVectors;
    const std::size_t vectors = std::min({fair, left, c.cols / kLanes});
    // The last block ends where the rows end, and so may begin within the one before.
    const std::size_t begin = std::min(done, c.cols - vectors * kLanes);
    for (std::size_t i = 0; i < kLanes; ++i) block.fresh[i] = begin + i < done ? 0 : 1;
    block.b = b.data + begin;
    block.c = c.data + begin;
    multiply(block, vectors, into);
    done = begin + vectors * kLanes;
  }
  return true;
}

}  // namespace origami
