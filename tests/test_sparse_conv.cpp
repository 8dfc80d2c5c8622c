#include <algorithm>
#include <cmath>
#include <limits>

#include "../src/kernels/sparse_conv.hpp"
#include "../src/kernels/vector.hpp"
#include "naive_conv.hpp"

using namespace origami;

namespace {

constexpr double kAsBeforePooling = 0.8;

Tensor dy_of(const Windows& w, std::size_t filters, std::size_t not_zero) {
  Tensor dy = make_tensor({1, filters, w.OH, w.OW});
  std::fill_n(dy.data(), not_zero, Scalar{1});
  return dy;
}

}  // namespace

TEST_CASE("Conv agrees with naive loops where dy is mostly zeros") {
  check_conv({.filters = 50, .kernel = 5}, {20, 12, 12}, 3, kAsBeforePooling);
  check_conv({.filters = 32, .kernel = 3}, {24, 12, 12}, 2, kAsBeforePooling);
  check_conv({.filters = 6, .kernel = 3, .pad = 1}, {27, 7, 9}, 2, kAsBeforePooling);
  check_conv({.filters = 5, .kernel = {2, 4}, .stride = {2, 3}, .pad = {1, 2}}, {17, 8, 9}, 4,
             kAsBeforePooling);
  check_conv({.filters = 3, .kernel = {4, 3}, .stride = {3, 1}, .pad = {3, 2}}, {70, 6, 5}, 2,
             kAsBeforePooling);  // rows of more numbers than the registers hold
  check_conv({.filters = 4, .kernel = 1}, {64, 3, 5}, 1, kAsBeforePooling);
  check_conv({.filters = 4, .kernel = 3}, {40, 6, 6}, 2, 0.98);  // windows and filters without any
}

TEST_CASE("Conv leaves out zeros if they are more than two thirds and rows are long") {
  const Windows w = Window2d{5}.over({20, 12, 12}, "w");
  CHECK_FALSE(is_sparse_conv(w, dy_of(w, 3, 64)));
  CHECK(is_sparse_conv(w, dy_of(w, 3, 63)) == kWideVectors);
  const Windows one_channel = Window2d{5}.over({1, 28, 28}, "w");
  CHECK_FALSE(is_sparse_conv(one_channel, dy_of(one_channel, 3, 0)));
}

TEST_CASE("Conv whose dy is zero has no gradient") {
  Conv conv({.filters = 2});
  conv.build({40, 5, 5});
  const Tensor x = random_tensor({2, 40, 5, 5}, 1);
  conv.forward(x, Mode::Train);
  CHECK(conv.backward(make_tensor({2, 2, 3, 3})) == make_tensor({2, 40, 5, 5}));
  for (const Parameter* p : conv.parameters()) CHECK(p->grad == make_tensor(shape_of(p->value())));
}

TEST_CASE("Conv does not lose a dy that is not a number") {
  Conv conv({.filters = 2});
  conv.build({40, 5, 5});
  const Tensor x = random_tensor({1, 40, 5, 5}, 1);
  conv.forward(x, Mode::Train);
  Tensor dy = make_tensor({1, 2, 3, 3});
  dy(0, 1, 2, 0) = std::numeric_limits<Scalar>::quiet_NaN();
  const Tensor& dx = conv.backward(dy);
  CHECK(std::isnan(dx(0, 39, 4, 2)));
  CHECK(dx(0, 39, 4, 3) == 0);  // its first channels may be NaN: the last vector reaches there
  CHECK(std::isnan(conv.parameters()[0]->grad(1, 0, 0, 0)));
  CHECK(conv.parameters()[0]->grad(0, 0, 0, 0) == 0);
  CHECK(std::isnan(conv.parameters()[1]->grad(1)));
}

TEST_CASE("Conv that leaves out zeros finds them in its padding, whatever came before") {
  check_conv({.filters = 4, .kernel = 3}, {40, 8, 8}, 2, 0.8);
  check_conv({.filters = 4, .kernel = 3, .pad = 1}, {40, 6, 6}, 2, 0.8);
}

TEST_CASE("Conv that leaves out zeros overwrites its gradients, with dx or without") {
  Conv conv({.filters = 2});
  conv.build({40, 5, 5});
  const Tensor x = random_tensor({3, 40, 5, 5}, 1);
  Tensor dy = make_tensor({3, 2, 3, 3});
  for (std::size_t n = 0; n < 3; ++n) dy(n, 1, n, 2) = 1;
  std::vector<Tensor> first;
  for (const bool need_dx : {true, true, false}) {
    conv.forward(x, Mode::Train);
    conv.backward(dy, need_dx);
    const std::vector<Tensor> grads{conv.parameters()[0]->grad, conv.parameters()[1]->grad};
    if (first.empty()) first = grads;
    CHECK(same_bits(grads[0], first[0]));
    CHECK(same_bits(grads[1], first[1]));
  }
}
