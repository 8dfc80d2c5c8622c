#include <origami/error.hpp>
#include <origami/tensor.hpp>

#include "tensors.hpp"

using namespace origami;

TEST_CASE("A shape counts its elements and writes itself") {
  CHECK(element_count({}) == 1);
  CHECK(element_count({7}) == 7);
  CHECK(element_count({30, 12, 11}) == 3960);
  CHECK(element_count({3, 0, 5}) == 0);
  CHECK(to_string(Shape{}) == "()");
  CHECK(to_string(Shape{7}) == "(7)");
  CHECK(to_string(Shape{30, 12, 11}) == "(30, 12, 11)");
  CHECK(to_batch_string({}) == "(N)");
  CHECK(to_batch_string({30, 12, 11}) == "(N, 30, 12, 11)");
  CHECK(batch_shape(64, {3, 2}) == Shape{64, 3, 2});
  CHECK(batch_shape(5, {}) == Shape{5});
}

TEST_CASE("A shape that no memory can hold is refused") {
  const std::size_t large = std::size_t{1} << 33;
  CHECK(contains(message_of<ShapeError>([&] {
                   element_count({large, large});
                 }),
                 "tensor: (8589934592, 8589934592) has more elements than any memory holds"));
  CHECK_THROWS_AS(make_tensor({large, 2, large}), ShapeError);
  CHECK_THROWS_AS(make_tensor({~std::size_t{0}}), ShapeError);
}

TEST_CASE("make_tensor takes a shape, a braced Tensor takes values") {
  const Tensor t = make_tensor({2, 3}, Scalar{1.5});
  CHECK(shape_of(t) == Shape{2, 3});
  CHECK(values_of(t) == std::vector<Scalar>(6, Scalar{1.5}));
  CHECK(values_of(make_tensor({4})) == std::vector<Scalar>(4, Scalar{0}));
  CHECK(make_tensor({0, 3}).size() == 0);
  const Tensor two_values({2, 3});  // the trap that tensor.hpp warns of
  CHECK(shape_of(two_values) == Shape{2});
}

TEST_CASE("Tensors are row-major and start on a 64-byte line") {
  Tensor t = make_tensor({2, 3, 4});
  for (std::size_t i = 0; i < t.size(); ++i) t.data()[i] = static_cast<Scalar>(i);
  CHECK(t(1, 2, 3) == 23);
  CHECK(t(0, 1, 2) == 6);
  for (const std::size_t n : {1, 3, 17, 100, 1000})
    CHECK(reinterpret_cast<std::uintptr_t>(make_tensor({n}).data()) % 64 == 0);
}

TEST_CASE("reshape_to keeps the memory where the number of elements stays") {
  Tensor t = make_tensor({2, 6}, 3);
  const Scalar* data = t.data();
  reshape_to(t, {2, 6});
  CHECK(t.data() == data);
  reshape_to(t, {3, 4});
  CHECK(shape_of(t) == Shape{3, 4});
  CHECK(t.data() == data);
  CHECK(values_of(t) == std::vector<Scalar>(12, 3));
  reshape_to(t, {5});
  CHECK(shape_of(t) == Shape{5});
  CHECK(t.size() == 5);
}

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)  // they end the program instead
TEST_CASE("reshape_to leaves the tensor as it was where memory is short") {
  Tensor t = make_tensor({2, 6}, 3);
  CHECK_THROWS_AS(reshape_to(t, {std::size_t{1} << 58}), std::bad_alloc);
  CHECK(shape_of(t) == Shape{2, 6});
  CHECK(values_of(t) == std::vector<Scalar>(12, 3));
}
#endif

TEST_CASE("A copied tensor owns its values") {
  Tensor a = make_tensor({3}, 1);
  const Tensor b = a;
  a.data()[1] = 9;
  CHECK(values_of(b) == std::vector<Scalar>(3, 1));
  CHECK_FALSE(same_bits(a, b));
}

template <class E>
static bool is_origami_error() {
  try {
    throw E("what went wrong");
  } catch (const Error& e) {
    return std::string(e.what()) == "what went wrong";
  }
}

TEST_CASE("One catch gets every error of origami") {
  CHECK(is_origami_error<ShapeError>());
  CHECK(is_origami_error<ValueError>());
  CHECK(is_origami_error<StateError>());
  CHECK(is_origami_error<DataError>());
  CHECK(is_origami_error<NumericError>());
}
