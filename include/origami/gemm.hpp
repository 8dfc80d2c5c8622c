// The matrix product: one checked function, and the only one that names a BLAS.
#pragma once

#include <cstddef>
#include <origami/tensor.hpp>
#include <string>

namespace origami {

/// A row-major (rows, cols) matrix that lives in somebody else's memory, read as it is or, after
/// `transposed`, as its transpose. In memory its rows (before any transposing) lie one after the
/// other or, with `starts`, row r begins at data + starts[r]. Rows may overlap.
struct ConstMatrix {
  const Scalar* data;
  std::size_t rows, cols;
  bool transpose = false;
  const std::size_t* starts = nullptr;
};

inline ConstMatrix transposed(ConstMatrix m) {
  return {m.data, m.cols, m.rows, !m.transpose, m.starts};
}

struct Matrix {
  Scalar* data;
  std::size_t rows, cols;
  const std::size_t* starts = nullptr;
  operator ConstMatrix() const { return {data, rows, cols, false, starts}; }  // NOLINT
};

enum class Into { Overwrite, Add };

/// c = a * b, or c += a * b: (M, K) x (K, N) -> (M, N). c must not overlap a or b. Where c's own
/// rows overlap, adding adds to an element once for every row that it is in; what overwriting
/// leaves there is not said. Large products of matrices without `starts` are shared among the
/// threads, unless called within a parallel_for that several share; the result is the same to the
/// bit for any number of them. OpenBLAS, if it is the one used, computes with one thread in the
/// whole program from then on. Throws ShapeError.
void gemm(ConstMatrix a, ConstMatrix b, Matrix c, Into into = Into::Overwrite);

/// "oneDNN 2.6.3", "xtensor-blas, OpenBLAS 0.3.21 ...": what computes the products of matrices that
/// lie in memory without gaps, but for those of a single row.
std::string gemm_backend();

}  // namespace origami
