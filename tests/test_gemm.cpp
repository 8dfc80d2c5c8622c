#include <limits>
#include <origami/error.hpp>
#include <origami/gemm.hpp>

#include "tensors.hpp"

using namespace origami;

static ConstMatrix matrix(const Tensor& t) { return {t.data(), t.shape()[0], t.shape()[1]}; }

static double at(const ConstMatrix& m, std::size_t row, std::size_t col) {
  const std::size_t length = m.transpose ? m.rows : m.cols;
  if (m.transpose) std::swap(row, col);
  return m.data[(m.starts != nullptr ? m.starts[row] : row * length) + col];
}

/// c (+)= a * b by three loops.
static Tensor naive(const ConstMatrix& a, const ConstMatrix& b, Tensor c, Into into) {
  for (std::size_t m = 0; m < a.rows; ++m)
    for (std::size_t n = 0; n < b.cols; ++n) {
      double sum = into == Into::Add ? c(m, n) : 0;
      for (std::size_t k = 0; k < a.cols; ++k) sum += at(a, m, k) * at(b, k, n);
      c(m, n) = static_cast<Scalar>(sum);
    }
  return c;
}

/// All four transpositions, overwriting (NaN, which must not come through) and adding.
static void check_product(std::size_t M, std::size_t K, std::size_t N) {
  CAPTURE(M, K, N);
  const Tensor a = random_tensor({M, K}, 1), a_t = random_tensor({K, M}, 2);
  const Tensor b = random_tensor({K, N}, 3), b_t = random_tensor({N, K}, 4);
  for (const ConstMatrix& left : {matrix(a), transposed(matrix(a_t))})
    for (const ConstMatrix& right : {matrix(b), transposed(matrix(b_t))})
      for (const Into into : {Into::Overwrite, Into::Add}) {
        const Tensor before = into == Into::Add
                                  ? random_tensor({M, N}, 5)
                                  : make_tensor({M, N}, std::numeric_limits<Scalar>::quiet_NaN());
        Tensor c = before;
        gemm(left, right, {c.data(), M, N}, into);
        CAPTURE(left.transpose, right.transpose, into == Into::Add);
        REQUIRE(relative_error(c, naive(left, right, before, into)) <= kRounding);
      }
}

TEST_CASE("gemm of a product worked by hand") {
  // | 1 2 3 |   | 1  0 |   |  1+4+9   0-2+6 |   | 14  4 |
  // | 4 5 6 | x | 2 -1 | = | 4+10+18 0-5+12 | = | 32  7 |
  //             | 3  2 |
  const Tensor a = tensor_of({2, 3}, {1, 2, 3, 4, 5, 6});
  const Tensor b = tensor_of({3, 2}, {1, 0, 2, -1, 3, 2});
  Tensor c = make_tensor({2, 2}, 100);
  gemm(matrix(a), matrix(b), {c.data(), 2, 2});
  CHECK(values_of(c) == std::vector<Scalar>{14, 4, 32, 7});
  gemm(matrix(a), matrix(b), {c.data(), 2, 2}, Into::Add);
  CHECK(values_of(c) == std::vector<Scalar>{28, 8, 64, 14});
}

TEST_CASE("transposed turns a matrix round, twice gives it back") {
  const Tensor a = tensor_of({2, 3}, {1, 2, 3, 4, 5, 6});
  const ConstMatrix t = transposed(matrix(a)), back = transposed(t);
  CHECK((t.rows == 3 && t.cols == 2 && t.transpose));
  CHECK((back.rows == 2 && back.cols == 3 && !back.transpose));
  CHECK(at(t, 2, 1) == 6);
}

TEST_CASE("gemm agrees with three loops, the sizes of real layers") {
  check_product(20, 25, 576);  // a first convolution
  check_product(25, 20, 576);
  check_product(50, 500, 64);  // a second one
  check_product(20, 576, 25);
  check_product(1, 500, 800);  // one image through Affine
  check_product(32, 800, 10);
  check_product(10, 32, 500);
  check_product(64, 300, 100);
}

TEST_CASE("gemm agrees with three loops, every mixture of small and odd sizes") {
  const std::size_t sizes[] = {1, 2, 3, 8, 16, 31, 40};
  for (const std::size_t M : sizes)
    for (const std::size_t K : sizes)
      for (const std::size_t N : sizes) check_product(M, K, N);
}

TEST_CASE("gemm agrees with three loops, random sizes") {
  Rng rng(21);
  for (int i = 0; i < 100; ++i)
    check_product(1 + rng.below(40), 1 + rng.below(40), 1 + rng.below(40));
}

/// Rows that begin anywhere in a memory of a few rows' size, most of them overlapping others.
struct ScatteredRows {
  Tensor memory;
  std::vector<std::size_t> starts;
  ScatteredRows(std::size_t rows, std::size_t cols, std::uint64_t seed)
      : memory(random_tensor({4 * cols + 3}, seed)) {
    Rng rng(seed);
    const auto room = static_cast<std::uint32_t>(3 * cols + 4);
    for (std::size_t r = 0; r < rows; ++r) starts.push_back(rng.below(room));
  }
  Matrix matrix(std::size_t rows, std::size_t cols) {
    return {memory.data(), rows, cols, starts.data()};
  }
};

/// Products of scattered rows, in every combination with ordinary ones, added to scattered rows.
static void check_scattered(std::size_t M, std::size_t K, std::size_t N) {
  CAPTURE(M, K, N);
  const Tensor a = random_tensor({M, K}, 1), b = random_tensor({K, N}, 3);
  ScatteredRows a_rows(M, K, 1), a_t_rows(K, M, 2), b_rows(K, N, 3), b_t_rows(N, K, 4);
  for (const ConstMatrix& left :
       {matrix(a), ConstMatrix(a_rows.matrix(M, K)), transposed(a_t_rows.matrix(K, M))})
    for (const ConstMatrix& right :
         {matrix(b), ConstMatrix(b_rows.matrix(K, N)), transposed(b_t_rows.matrix(N, K))}) {
      CAPTURE(left.transpose, left.starts != nullptr, right.transpose, right.starts != nullptr);
      const Tensor product = naive(left, right, make_tensor({M, N}), Into::Add);
      for (const Into into : {Into::Overwrite, Into::Add}) {
        const Tensor before = random_tensor({M, N}, 6);
        Tensor c = before;
        gemm(left, right, {c.data(), M, N}, into);
        REQUIRE(relative_error(c, naive(left, right, before, into)) <= kRounding);
      }
      ScatteredRows sums(M, N, 5);
      Tensor expected = sums.memory;
      for (std::size_t m = 0; m < M; ++m)
        for (std::size_t n = 0; n < N; ++n) expected(sums.starts[m] + n) += product(m, n);
      gemm(left, right, sums.matrix(M, N), Into::Add);
      REQUIRE(relative_error(sums.memory, expected) <= kRounding);
    }
}

TEST_CASE("gemm of rows that lie anywhere agrees with three loops") {
  check_scattered(50, 500, 64);  // a convolution's
  check_scattered(216, 32, 100);
  check_scattered(25, 576, 32);
  for (const std::size_t M : {1, 2, 4, 5})  // in blocks of few rows and of every width
    for (const std::size_t N : {8, 16, 21, 24, 32, 37, 40, 48, 53, 56, 64, 80, 101, 112})
      check_scattered(M, 9, N);
  Rng rng(22);
  for (int i = 0; i < 100; ++i)
    check_scattered(1 + rng.below(40), 1 + rng.below(40), 1 + rng.below(150));
}

TEST_CASE("gemm into rows that lie apart overwrites them and nothing between") {
  constexpr std::size_t M = 7, K = 9, gap = 5;
  for (const std::size_t N : {3, 16, 37, 70}) {
    CAPTURE(N);
    const Tensor a = random_tensor({M, K}, 1), b = random_tensor({K, N}, 2);
    Tensor memory = make_tensor({M * (N + gap)}, std::numeric_limits<Scalar>::quiet_NaN());
    std::vector<std::size_t> starts;
    for (std::size_t m = 0; m < M; ++m) starts.push_back((M - 1 - m) * (N + gap));
    gemm(matrix(a), matrix(b), {memory.data(), M, N, starts.data()});
    const Tensor expected = naive(matrix(a), matrix(b), make_tensor({M, N}), Into::Overwrite);
    for (std::size_t m = 0; m < M; ++m) {
      const Tensor row = tensor_of({N}, {memory.data() + starts[m], memory.data() + starts[m] + N});
      Tensor naive_row = make_tensor({N});
      for (std::size_t n = 0; n < N; ++n) naive_row(n) = expected(m, n);
      REQUIRE(relative_error(row, naive_row) <= kRounding);
      for (std::size_t i = 0; i < gap; ++i) CHECK(std::isnan(memory(starts[m] + N + i)));
    }
  }
}

TEST_CASE("gemm writes nothing beside c and nothing into a or b") {
  const Tensor a = random_tensor({5, 7}, 1), b = random_tensor({7, 3}, 2);
  const Tensor a_before = a, b_before = b;
  Tensor c = make_tensor({8 + 15 + 8}, -1);
  gemm(matrix(a), matrix(b), {c.data() + 8, 5, 3});
  for (std::size_t i = 0; i < 8; ++i) CHECK((c.data()[i] == -1 && c.data()[23 + i] == -1));
  CHECK((same_bits(a, a_before) && same_bits(b, b_before)));
}

TEST_CASE("gemm refuses sizes that do not fit") {
  Tensor t = make_tensor({100}, 4);
  const auto message = [&](ConstMatrix a, ConstMatrix b, Matrix c) {
    return message_of<ShapeError>([&] { gemm(a, b, c); });
  };
  Scalar* p = t.data();
  CHECK(message({p, 2, 3}, {p, 4, 5}, {p, 2, 5}) ==
        "gemm: (2, 3) x (4, 5) -> (2, 5) but expected (M, K) x (K, N) -> (M, N), "
        "each at least 1");
  CHECK(contains(message({p, 2, 3}, {p, 3, 5}, {p, 3, 5}), "(2, 3) x (3, 5) -> (3, 5)"));
  CHECK(contains(message({p, 2, 3}, {p, 3, 5}, {p, 2, 4}), "-> (2, 4) but expected"));
  CHECK(contains(message(transposed({p, 2, 3}), {p, 3, 5}, {p, 3, 5}), "(3, 2) x (3, 5)"));
  CHECK(contains(message({p, 2, 0}, {p, 0, 5}, {p, 2, 5}), "(2, 0) x (0, 5) -> (2, 5)"));
  CHECK(contains(message({p, 0, 3}, {p, 3, 5}, {p, 0, 5}), "(0, 3) x (3, 5) -> (0, 5)"));
  CHECK(values_of(t) == std::vector<Scalar>(100, 4));
}

TEST_CASE("gemm says what computes it") {
  const std::string backend = gemm_backend();
  CHECK((contains(backend, "oneDNN") || contains(backend, "xtensor-blas")));
}
