// The tensor type, and the only file that names xtensor's headers (they moved in 0.26).
#pragma once

#if __has_include(<xtensor/containers/xarray.hpp>)
#include <xtensor/containers/xarray.hpp>
#else
#include <xtensor/xarray.hpp>
#endif

#include <cstddef>
#include <new>
#include <string>
#include <vector>

namespace origami {

#ifdef ORIGAMI_DOUBLE
using Scalar = double;  // the tests' second build: gradient checks to 1e-6
#else
using Scalar = float;
#endif

/// Memory on 64-byte lines, so that a vector register never straddles two of them.
template <class T>
struct AlignedAllocator {
  using value_type = T;
  static constexpr std::align_val_t kLine{64};
  AlignedAllocator() = default;
  template <class U>
  AlignedAllocator(const AlignedAllocator<U>&) {}
  T* allocate(std::size_t n) { return static_cast<T*>(::operator new(n * sizeof(T), kLine)); }
  void deallocate(T* p, std::size_t) { ::operator delete(p, kLine); }
  friend bool operator==(const AlignedAllocator&, const AlignedAllocator&) = default;
};

/// Row-major array of any rank; images are (N, C, H, W). `Tensor t({2, 3})` holds TWO VALUES:
/// use `make_tensor({2, 3})` for a shape.
using Tensor = xt::xarray<Scalar, xt::layout_type::row_major, AlignedAllocator<Scalar>>;

/// Extents, outermost first: (C, H, W) for one image, (N, C, H, W) for a batch.
using Shape = std::vector<std::size_t>;

/// Number of elements; 1 for the empty shape. Throws ShapeError if no memory could hold them.
std::size_t element_count(const Shape& shape);

/// "(30, 12, 12)"
std::string to_string(const Shape& shape);

/// "(N, 30, 12, 12)": a batch whose number of samples does not matter.
std::string to_batch_string(const Shape& sample);

/// `sample` with `n` in front: the shape of a batch.
Shape batch_shape(std::size_t n, const Shape& sample);

Shape shape_of(const Tensor& t);

/// Tensor of `shape` whose values are all `fill`. Throws ShapeError as element_count does.
Tensor make_tensor(const Shape& shape, Scalar fill = 0);

/// Gives `t` the shape `shape`; its values are lost if the number of elements changes.
/// Allocates nothing when the shape stays the same.
void reshape_to(Tensor& t, const Shape& shape);

}  // namespace origami
