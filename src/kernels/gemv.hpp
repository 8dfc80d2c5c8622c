// A matrix times a vector.
#pragma once

#include <origami/tensor.hpp>

namespace origami {

/// y (rows) = m (rows, cols) * x (cols) + beta * y, with `pitch` numbers from one row of m to the
/// next. If beta is 0, y is not read.
void gemv(const Scalar* m, std::size_t rows, std::size_t cols, std::size_t pitch, const Scalar* x,
          Scalar beta, Scalar* y);

}  // namespace origami
