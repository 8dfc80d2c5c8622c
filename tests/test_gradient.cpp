#include <origami/error.hpp>
#include <origami/gradient.hpp>

#include "tensors.hpp"

using namespace origami;

TEST_CASE("central_difference measures the gradient of a known function") {
  // f = sum_i i * v_i^2, so df/dv_i = 2 i v_i; exact but for rounding, as f is a parabola.
  Tensor v = random_tensor({3, 4}, 1), want = v;
  const Tensor before = v;
  for (std::size_t i = 0; i < v.size(); ++i)
    want.data()[i] = static_cast<Scalar>(2.0 * static_cast<double>(i) * v.data()[i]);
  const auto f = [&] {
    double sum = 0;
    for (std::size_t i = 0; i < v.size(); ++i)
      sum += static_cast<double>(i) * v.data()[i] * v.data()[i];
    return sum;
  };
  check_close(central_difference(f, v, 1e-2), want, kDouble ? 1e-11 : 1e-5);
  CHECK(same_bits(v, before));
}

TEST_CASE("compare_gradients accepts what agrees") {
  const Tensor n = random_tensor({3, 4}, 1);
  Tensor a = n;
  CHECK(compare_gradients(a, n, 1e-6).empty());
  a.data()[5] *= 1 + Scalar{1e-3};
  CHECK(compare_gradients(a, n, 1e-2).empty());
  CHECK_FALSE(compare_gradients(a, n, 1e-6).empty());
  const Tensor zero = make_tensor({3, 4});
  CHECK(compare_gradients(zero, zero, 1e-6).empty());
}

TEST_CASE("compare_gradients names the mistake") {
  const Tensor n = random_tensor({3, 4}, 1), zero = make_tensor({3, 4});
  const auto compare = [&](const Tensor& a) { return compare_gradients(a, n, 1e-6); };
  CHECK(compare(-n) == "has the wrong sign");
  CHECK(contains(compare(n * Scalar{4}), "is 4 times what it should be"));
  CHECK(contains(compare(n * Scalar{0.25}), "is 0.25 times what it should be"));
  CHECK(contains(compare(n * Scalar{-3}), "is -3 times what it should be"));
  CHECK(contains(compare(zero), "is zero everywhere"));
  Tensor one_wrong = n;
  one_wrong.data()[7] = 5;
  CHECK(contains(compare(one_wrong), "is wrong: element 7 of (3, 4) is 5 but"));
  one_wrong.data()[7] = n.data()[7] * Scalar{1.5};  // no factor for all, however rough the measure
  CHECK(contains(compare_gradients(one_wrong, n, 0.05), "is wrong: element 7 of (3, 4) is"));
  one_wrong.data()[7] = std::numeric_limits<Scalar>::quiet_NaN();
  CHECK(contains(compare(one_wrong), "has elements that are not numbers"));
  CHECK(contains(compare_gradients(zero, one_wrong, 1e-6), "cannot be measured"));
  CHECK_FALSE(compare_gradients(n, zero, 1e-6).empty());
  CHECK(contains(message_of<ShapeError>([&] {
                   compare(make_tensor({4, 3}));
                 }),
                 "analytic (4, 3) but expected (3, 4)"));
}

TEST_CASE("central_difference puts the variable back where the function throws") {
  Tensor x{1, 2};
  int calls = 0;
  const auto f = [&]() -> double { return ++calls == 3 ? throw NumericError("on purpose") : 0; };
  CHECK_THROWS_AS(central_difference(f, x, 0.5), NumericError);
  CHECK((x.data()[0] == 1 && x.data()[1] == 2));
}
