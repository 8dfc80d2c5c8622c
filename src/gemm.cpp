#include <algorithm>
#include <origami/error.hpp>
#include <origami/gemm.hpp>
#include <origami/parallel.hpp>
#include <vector>
#include <xtensor-blas/xblas.hpp>

#include "kernels/gemv.hpp"
#include "kernels/row_gemm.hpp"
#include "kernels/vector.hpp"

#ifdef ORIGAMI_DOUBLE
#undef ORIGAMI_GEMM_ONEDNN  // which multiplies floats only
#endif
#ifdef ORIGAMI_GEMM_ONEDNN
#include <dnnl.h>
#include <omp.h>
#endif

// Some BLAS bring threads of their own, which would fight with ours. Weak: absent from the others.
extern "C" {
[[gnu::weak]] void openblas_set_num_threads(int count);
[[gnu::weak]] char* openblas_get_config();
}

namespace origami {

namespace {

std::size_t leading(const ConstMatrix& m) { return m.transpose ? m.rows : m.cols; }

/// A product of dense matrices or of parts of them: `pitch` numbers from one row to the next.
struct Product {
  std::size_t M, N, K;
  const Scalar *a, *b;
  Scalar* c;
  bool a_transpose, b_transpose;
  std::size_t a_pitch, b_pitch, c_pitch;
  Scalar beta;

  /// The part of it that computes `count` of c's rows, or of its columns.
  Product rows(std::size_t begin, std::size_t count) const {
    Product part = *this;
    part.M = count;
    part.a += begin * (a_transpose ? 1 : a_pitch);
    part.c += begin * c_pitch;
    return part;
  }
  Product cols(std::size_t begin, std::size_t count) const {
    Product part = *this;
    part.N = count;
    part.b += begin * (b_transpose ? b_pitch : 1);
    part.c += begin;
    return part;
  }
};

void blas_gemm(const Product& p) {
  [[maybe_unused]] static const bool single_threaded = [] {
    if (openblas_set_num_threads != nullptr) openblas_set_num_threads(1);
    return true;
  }();
  using cxxblas::Transpose;
  const auto index = [](std::size_t n) { return static_cast<xt::blas_index_t>(n); };
  cxxblas::gemm<xt::blas_index_t>(
      cxxblas::StorageOrder::RowMajor, p.a_transpose ? Transpose::Trans : Transpose::NoTrans,
      p.b_transpose ? Transpose::Trans : Transpose::NoTrans, index(p.M), index(p.N), index(p.K),
      Scalar{1}, p.a, index(p.a_pitch), p.b, index(p.b_pitch), p.beta, p.c, index(p.c_pitch));
}

#ifdef ORIGAMI_GEMM_ONEDNN
void onednn_gemm(const Product& p) {
  const int threads_before = omp_get_max_threads();  // the program's own, for its own loops
  omp_set_num_threads(1);
  const auto dim = [](std::size_t n) { return static_cast<dnnl_dim_t>(n); };
  const dnnl_status_t status =
      dnnl_sgemm(p.a_transpose ? 'T' : 'N', p.b_transpose ? 'T' : 'N', dim(p.M), dim(p.N), dim(p.K),
                 1.0f, p.a, dim(p.a_pitch), p.b, dim(p.b_pitch), p.beta, p.c, dim(p.c_pitch));
  omp_set_num_threads(threads_before);
  if (status != dnnl_success)
    throw Error("gemm (oneDNN): failed with status " + std::to_string(status));
}
#endif

void multiply(const Product& p) {
  if (kWideVectors && p.M == 1 && !p.a_transpose && p.b_transpose)  // one image through Affine
    return gemv(p.b, p.N, p.K, p.b_pitch, p.a, p.beta, p.c);
#ifdef ORIGAMI_GEMM_ONEDNN
  // Products with fewer than 128 columns are oneDNN's weak spot when B is transposed: 25x4320 times
  // 4320x100, affine of a few units, takes it 940 us, OpenBLAS 430 us.
  if (!(p.b_transpose && p.N < 128)) return onednn_gemm(p);
#endif
  blas_gemm(p);
}

/// For matrices that lie in memory without gaps. The threads share c's rows or columns, whichever
/// are more, cut in the same way for any number of threads.
void dense_gemm(const ConstMatrix& a, const ConstMatrix& b, const Matrix& c, Into into) {
  const Product all{c.rows,     c.cols,     a.cols,      a.data,
                    b.data,     c.data,     a.transpose, b.transpose,
                    leading(a), leading(b), c.cols,      into == Into::Add ? Scalar{1} : Scalar{0}};
  constexpr std::size_t kWorthSharing = 1 << 18, kPart = 128;  // multiply-adds; rows or columns
  const std::size_t longer = std::max(c.rows, c.cols);
  if (c.rows * c.cols * a.cols < kWorthSharing) return multiply(all);
  const std::size_t size = longer < 2 * kPart ? (longer + 1) / 2 : kPart;
  parallel_for((longer + size - 1) / size, [&](std::size_t i, std::size_t) {
    const std::size_t begin = i * size, count = std::min(size, longer - begin);
    multiply(c.rows > c.cols ? all.rows(begin, count) : all.cols(begin, count));
  });
}

/// m with its rows one after the other, in `copy` if they were not.
ConstMatrix gathered(const ConstMatrix& m, std::vector<Scalar>& copy) {
  if (m.starts == nullptr) return m;
  const std::size_t cols = leading(m), rows = m.rows * m.cols / cols;
  copy.resize(rows * cols);
  for (std::size_t r = 0; r < rows; ++r)
    std::copy_n(m.data + m.starts[r], cols, copy.data() + r * cols);
  return {copy.data(), m.rows, m.cols, m.transpose};
}

/// For matrices whose rows lie anywhere.
void gemm_by_copies(const ConstMatrix& a, const ConstMatrix& b, const Matrix& c, Into into) {
  thread_local std::vector<Scalar> a_copy, b_copy, product;
  const ConstMatrix left = gathered(a, a_copy), right = gathered(b, b_copy);
  if (c.starts == nullptr) return dense_gemm(left, right, c, into);
  product.resize(c.rows * c.cols);
  dense_gemm(left, right, {product.data(), c.rows, c.cols}, Into::Overwrite);
  for (std::size_t r = 0; r < c.rows; ++r)
    for (std::size_t i = 0; i < c.cols; ++i) {
      Scalar& sum = c.data[c.starts[r] + i];
      sum = product[r * c.cols + i] + (into == Into::Add ? sum : 0);
    }
}

std::string text(const ConstMatrix& m) { return to_string(Shape{m.rows, m.cols}); }

}  // namespace

void gemm(ConstMatrix a, ConstMatrix b, Matrix c, Into into) {
  const bool empty = c.rows == 0 || c.cols == 0 || a.cols == 0;
  if (a.cols != b.rows || c.rows != a.rows || c.cols != b.cols || empty)
    throw ShapeError("gemm: " + text(a) + " x " + text(b) + " -> " + text(c) +
                     " but expected (M, K) x (K, N) -> (M, N), each at least 1");
  if (a.starts == nullptr && b.starts == nullptr && c.starts == nullptr)
    return dense_gemm(a, b, c, into);
  const bool uneven = a.transpose && a.starts != nullptr;  // row_gemm takes even steps through a
  if (b.transpose || uneven || !row_gemm(a, b, c, into)) gemm_by_copies(a, b, c, into);
}

std::string gemm_backend() {
#ifdef ORIGAMI_GEMM_ONEDNN
  const dnnl_version_t* v = dnnl_version();
  return "oneDNN " + std::to_string(v->major) + "." + std::to_string(v->minor) + "." +
         std::to_string(v->patch);
#else
  return openblas_get_config != nullptr ? std::string("xtensor-blas, ") + openblas_get_config()
                                        : "xtensor-blas, system BLAS";
#endif
}

}  // namespace origami
