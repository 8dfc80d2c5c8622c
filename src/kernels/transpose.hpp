// Rows as columns.
#pragma once

#include <cstddef>
#include <origami/tensor.hpp>

namespace origami {

/// out (cols, rows) = m (rows, cols) with its rows as columns. From one row to the next it is
/// `pitch` numbers in m, `out_pitch` in out.
void transpose(const Scalar* m, std::size_t rows, std::size_t cols, std::size_t pitch, Scalar* out,
               std::size_t out_pitch);

}  // namespace origami
