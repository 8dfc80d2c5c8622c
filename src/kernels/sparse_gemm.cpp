#include "sparse_gemm.hpp"

#include "vector.hpp"

namespace origami {

void SparseMatrix::assign(const Scalar* m, std::size_t rows, std::size_t columns) {
  values.resize(rows * columns);
  cols.resize(values.size());
  ends.resize(rows);
  std::size_t count = 0;
  for (std::size_t r = 0; r < rows; ++r) {
    for (std::uint32_t c = 0; c < columns; ++c) {  // a branch would be wrong every fifth time
      const Scalar value = m[r * columns + c];
      values[count] = value;
      cols[count] = c;
      count += value != 0 ? 1 : 0;
    }
    ends[r] = count;
  }
}

void SparseMatrix::assign_transposed(const SparseMatrix& m, std::size_t columns) {
  values.resize(m.values.size());
  cols.resize(values.size());
  ends.assign(columns + 1, 0);
  for (std::size_t i = 0; i < m.ends.back(); ++i) ++ends[m.cols[i] + 1];
  for (std::size_t r = 1; r <= columns; ++r) ends[r] += ends[r - 1];
  // Now ends[r] is where row r begins; adding each element moves it to where the row ends.
  std::size_t i = 0;
  for (std::uint32_t c = 0; c < m.ends.size(); ++c)
    for (; i < m.ends[c]; ++i) {
      const std::size_t at = ends[m.cols[i]]++;
      values[at] = m.values[i];
      cols[at] = c;
    }
  ends.pop_back();  // the end of all of them
}

void SparseMatrix::add_row_sums(Scalar* sums) const {
  for (std::size_t r = 0, i = 0; r < ends.size(); ++r)
    for (; i < ends[r]; ++i) sums[r] += values[i];
}

namespace {

// They, an element and a temporary fit into 16 registers. (LeNet's windows are 13 vectors wide:
// with 12, two passes of 7 and 6, an image in training took 139 us instead of 134.)
constexpr std::size_t kMostSums = 13;

/// The sums of a row of c stay in registers while the elements of a's row run: each costs V loads
/// for V multiply-adds.
template <std::size_t V = kMostSums>
void add_rows(const SparseMatrix& a, const ConstMatrix& b, std::size_t vectors, const Matrix& c) {
  if constexpr (V > 1)
    if (vectors < V) return add_rows<V - 1>(a, b, vectors, c);
  const Scalar* value = a.values.data();
  const std::uint32_t* col = a.cols.data();
  for (std::size_t r = 0, i = 0; r < c.rows; ++r) {
    if (i == a.ends[r]) continue;
    Vector sums[V] = {};
    do {
      const Scalar* row = b.data + b.starts[col[i]];
      for (std::size_t j = 0; j < V; ++j) sums[j] += value[i] * load(row + j * kLanes);
    } while (++i != a.ends[r]);
    Scalar* out = c.data + c.starts[r];
    for (std::size_t j = 0; j < V; ++j) store(load(out + j * kLanes) + sums[j], out + j * kLanes);
  }
}

}  // namespace

void sparse_gemm(const SparseMatrix& a, const ConstMatrix& b, const Matrix& c) {
  for (std::size_t done = 0; done < c.cols;) {
    const std::size_t left = (c.cols - done) / kLanes;
    const std::size_t blocks = (left + kMostSums - 1) / kMostSums;
    const std::size_t vectors = (left + blocks - 1) / blocks;
    add_rows(a, {b.data + done, b.rows, b.cols, false, b.starts}, vectors,
             {c.data + done, c.rows, c.cols, c.starts});
    done += vectors * kLanes;
  }
}

}  // namespace origami
