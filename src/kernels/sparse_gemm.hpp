// A matrix with few elements that are not 0, and its product with an ordinary one.
#pragma once

#include <cstdint>
#include <origami/gemm.hpp>
#include <vector>

namespace origami {

/// The elements that are not 0, row by row. (The usual name of this order is CSR.)
struct SparseMatrix {
  std::vector<Scalar> values;
  std::vector<std::uint32_t> cols;  // of each value
  std::vector<std::size_t> ends;    // of each row, among the values

  /// Overwrites it with m (rows, columns).
  void assign(const Scalar* m, std::size_t rows, std::size_t columns);
  /// Overwrites it with the transpose of m, which has `columns` of them.
  void assign_transposed(const SparseMatrix& m, std::size_t columns);
  /// sums[r] += the sum of row r.
  void add_row_sums(Scalar* sums) const;
};

/// c += a * b. Both b and c have `starts`, and whole vectors in a row: kLanes divides their cols.
void sparse_gemm(const SparseMatrix& a, const ConstMatrix& b, const Matrix& c);

}  // namespace origami
