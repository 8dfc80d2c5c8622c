#include <origami/gemm.hpp>
#include <origami/parallel.hpp>

#include "../src/kernels/transpose.hpp"
#include "tensors.hpp"

using namespace origami;

static ConstMatrix matrix(const Tensor& t) { return {t.data(), t.shape()[0], t.shape()[1]}; }

TEST_CASE("Products on several threads at a time are the same to the bit") {
  const Tensor a = random_tensor({20, 125}, 1), b = random_tensor({125, 64}, 2);
  constexpr std::size_t kTasks = 24;
  std::vector<Tensor> c(kTasks, make_tensor({20, 64}));
  set_threads(3);
  parallel_for(kTasks, [&](std::size_t i, std::size_t) {
    for (int repeat = 0; repeat < 5; ++repeat) gemm(matrix(a), matrix(b), {c[i].data(), 20, 64});
  });
  set_threads(0);
  for (const Tensor& t : c) CHECK(same_bits(t, c[0]));
}

static Tensor turned(const Tensor& t) {
  const std::size_t rows = t.shape()[0], cols = t.shape()[1];
  Tensor out = make_tensor({cols, rows});
  transpose(t.data(), rows, cols, cols, out.data(), rows);
  return out;
}

/// Products of one row each, too small to be shared.
static Tensor row_by_row(const Tensor& a, const ConstMatrix& b, Tensor c, Into into) {
  const std::size_t K = b.rows, N = b.cols;
  for (std::size_t m = 0; m < a.shape()[0]; ++m)
    gemm({a.data() + m * K, 1, K}, b, {c.data() + m * N, 1, N}, into);
  return c;
}

static void check_shared_product(std::size_t M, std::size_t K, std::size_t N, Into into) {
  CAPTURE(M, K, N);
  const Tensor a = random_tensor({M, K}, 1), a_t = turned(a);
  const Tensor b = random_tensor({K, N}, 2), b_t = turned(b);
  const Tensor before = random_tensor({M, N}, 3), want = row_by_row(a, matrix(b), before, into);
  for (const ConstMatrix& left : {matrix(a), transposed(matrix(a_t))})
    for (const ConstMatrix& right : {matrix(b), transposed(matrix(b_t))}) {
      CAPTURE(left.transpose, right.transpose);
      Tensor first;
      for (const std::size_t count : {1, 2, 3}) {
        set_threads(count);
        Tensor c = before;
        gemm(left, right, {c.data(), M, N}, into);
        if (count == 1) first = c;
        CHECK(same_bits(c, first));
      }
      check_close(first, want);
    }
  set_threads(0);
}

TEST_CASE("A large product is right, and the same to the bit for any number of threads") {
  check_shared_product(64, 80, 300, Into::Overwrite);  // more columns, cut in three
  check_shared_product(300, 64, 80, Into::Add);        // more rows
  check_shared_product(70, 90, 70, Into::Add);         // cut in two
  check_shared_product(101, 300, 9, Into::Overwrite);  // in 51 rows and 50
}
