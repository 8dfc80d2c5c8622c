#include <algorithm>
#include <origami/error.hpp>
#include <origami/gemm.hpp>
#include <vector>
#include <xtensor-blas/xblas.hpp>

#include "row_gemm.hpp"

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

void blas_gemm(const ConstMatrix& a, const ConstMatrix& b, const Matrix& c, Scalar beta) {
  [[maybe_unused]] static const bool single_threaded = [] {
    if (openblas_set_num_threads != nullptr) openblas_set_num_threads(1);
    return true;
  }();
  using cxxblas::Transpose;
  using Index = xt::blas_index_t;
  cxxblas::gemm<Index>(
      cxxblas::StorageOrder::RowMajor, a.transpose ? Transpose::Trans : Transpose::NoTrans,
      b.transpose ? Transpose::Trans : Transpose::NoTrans, static_cast<Index>(c.rows),
      static_cast<Index>(c.cols), static_cast<Index>(a.cols), Scalar{1}, a.data,
      static_cast<Index>(leading(a)), b.data, static_cast<Index>(leading(b)), beta, c.data,
      static_cast<Index>(c.cols));
}

#ifdef ORIGAMI_GEMM_ONEDNN
void onednn_gemm(const ConstMatrix& a, const ConstMatrix& b, const Matrix& c, Scalar beta) {
  thread_local const bool single_threaded = (omp_set_num_threads(1), true);
  static_cast<void>(single_threaded);
  const auto dim = [](std::size_t n) { return static_cast<dnnl_dim_t>(n); };
  const dnnl_status_t status = dnnl_sgemm(
      a.transpose ? 'T' : 'N', b.transpose ? 'T' : 'N', dim(c.rows), dim(c.cols), dim(a.cols), 1.0f,
      a.data, dim(leading(a)), b.data, dim(leading(b)), beta, c.data, dim(c.cols));
  if (status != dnnl_success)
    throw Error("gemm (oneDNN): failed with status " + std::to_string(status));
}
#endif

/// For matrices that lie in memory without gaps.
void dense_gemm(const ConstMatrix& a, const ConstMatrix& b, const Matrix& c, Into into) {
  const Scalar beta = into == Into::Add ? 1 : 0;
#ifdef ORIGAMI_GEMM_ONEDNN
  // Products with fewer than 128 columns are oneDNN's weak spot when B is transposed: 25x4320 times
  // 4320x100, affine of a few units, takes it 940 us, OpenBLAS 430 us.
  if (!(b.transpose && c.cols < 128)) return onednn_gemm(a, b, c, beta);
#endif
  blas_gemm(a, b, c, beta);
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
  if (a.cols != b.rows || c.rows != a.rows || c.cols != b.cols)
    throw ShapeError("gemm: " + text(a) + " x " + text(b) + " -> " + text(c) +
                     " but expected (M, K) x (K, N) -> (M, N)");
  if (a.starts == nullptr && b.starts == nullptr && c.starts == nullptr)
    return dense_gemm(a, b, c, into);
  const bool rows_of_a = !a.transpose || a.starts == nullptr;
  if (b.transpose || !rows_of_a || !row_gemm(a, b, c, into)) gemm_by_copies(a, b, c, into);
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
