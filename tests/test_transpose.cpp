#include "../src/kernels/transpose.hpp"
#include "tensors.hpp"

using namespace origami;

TEST_CASE("transpose turns rows into columns and writes nothing else") {
  for (const std::size_t rows : {1, 5, 16, 20, 50})
    for (const std::size_t cols : {1, 7, 16, 25, 64}) {
      CAPTURE(rows, cols);
      const std::size_t pitch = cols + 3, out_pitch = rows + 2;
      const Tensor m = random_tensor({rows, pitch}, 1);
      Tensor out = make_tensor({cols, out_pitch}, -7);
      transpose(m.data(), rows, cols, pitch, out.data(), out_pitch);
      for (std::size_t c = 0; c < cols; ++c)
        for (std::size_t r = 0; r < out_pitch; ++r)
          REQUIRE(out(c, r) == (r < rows ? m(r, c) : Scalar{-7}));
    }
}
