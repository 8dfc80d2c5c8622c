// The product for matrices whose rows lie anywhere in memory; gemm.cpp decides when.
#pragma once

#include <origami/gemm.hpp>

namespace origami {

/// As gemm, which checks the sizes; b is not transposed. Returns false, having done nothing, where
/// a BLAS after a copy is the better choice: for rows shorter than a vector, and in a build that
/// may use the oldest instructions only.
bool row_gemm(const ConstMatrix& a, const ConstMatrix& b, const Matrix& c, Into into);

}  // namespace origami
