// Every matrix product of origami: one checked function, and the only one that names a BLAS.
#pragma once

#include <cstddef>
#include <origami/tensor.hpp>
#include <string>

namespace origami {

/// A row-major (rows, cols) matrix that lives in somebody else's memory, read as it is or, after
/// `transposed`, as its transpose.
struct ConstMatrix {
  const Scalar* data;
  std::size_t rows, cols;
  bool transpose = false;
};

inline ConstMatrix transposed(ConstMatrix m) { return {m.data, m.cols, m.rows, !m.transpose}; }

struct Matrix {
  Scalar* data;
  std::size_t rows, cols;
  operator ConstMatrix() const { return {data, rows, cols}; }  // NOLINT
};

enum class Into { Overwrite, Add };

/// c = a * b, or c += a * b: (M, K) x (K, N) -> (M, N). c must not overlap a or b. Runs on the
/// calling thread. Throws ShapeError.
void gemm(ConstMatrix a, ConstMatrix b, Matrix c, Into into = Into::Overwrite);

/// "oneDNN 2.6.3", "xtensor-blas (OpenBLAS 0.3.21)": what computes the products.
std::string gemm_backend();

}  // namespace origami
