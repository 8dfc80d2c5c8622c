#include <origami/check_layer.hpp>
#include <origami/error.hpp>
#include <origami/layers/affine.hpp>

#include "tensors.hpp"

using namespace origami;

TEST_CASE("Affine shapes") {
  Affine flat({.units = 5}), image({.units = 10});
  CHECK(flat.build({7}) == Shape{5});
  CHECK(image.build({3, 4, 2}) == Shape{10});
  CHECK(shape_of(flat.parameters().at(0)->value()) == Shape{5, 7});
  CHECK(shape_of(image.parameters().at(0)->value()) == Shape{10, 24});
  CHECK(shape_of(image.parameters().at(1)->value()) == Shape{10});
  CHECK((image.parameters()[0]->name == "weight" && image.parameters()[1]->name == "bias"));
  CHECK(image.multiply_adds() == 240);
  CHECK(image.description() == "Affine 10");
}

TEST_CASE("Affine worked by hand") {
  // x = 1 2 3    W = 1  0 2   b = 10 20    y = 1+0+6+10  0-2+3+20     17 21
  //     0 1 1        0 -1 1                    0+0+2+10  0-1+1+20  =  12 20
  Affine affine({.units = 2});
  affine.build({3});
  Parameter &weight = *affine.parameters()[0], &bias = *affine.parameters()[1];
  weight.value() = tensor_of({2, 3}, {1, 0, 2, 0, -1, 1});
  bias.value() = tensor_of({2}, {10, 20});
  const Tensor x = tensor_of({2, 3}, {1, 2, 3, 0, 1, 1});
  CHECK(values_of(affine.forward(x, Mode::Train)) == std::vector<Scalar>{17, 21, 12, 20});
  // dy = 1 -1    dW = dy^T x = 1+0   2+2   3+2     db = 1+2 -1+4    dx = dy W = 1+0 0+1 2-1
  //      2  4                  -1+0  -2+4  -3+4                                 2+0 0-4 4+4
  const Tensor& dx = affine.backward(tensor_of({2, 2}, {1, -1, 2, 4}));
  CHECK(values_of(dx) == std::vector<Scalar>{1, 1, 1, 2, -4, 8});
  CHECK(values_of(weight.grad) == std::vector<Scalar>{1, 4, 5, -1, 2, 1});
  CHECK(values_of(bias.grad) == std::vector<Scalar>{3, 3});
}

TEST_CASE("Affine passes check_layer") {
  CHECK(check_layer<Affine>({.units = 5}, {7}) == "");
  CHECK(check_layer<Affine>({.units = 4}, {2, 3, 5}) == "");
  CHECK(check_layer<Affine>({.units = 1}, {6}, {.batch = 2}) == "");
  CHECK(check_layer<Affine>({.units = 8, .init = Init::Xavier}, {1}, {.batch = 5, .seed = 4}) ==
        "");
  CHECK(check_layer<Affine>({.units = 3, .init = Init::Course}, {4, 2}) == "");
}

static void compare_with_naive(const Shape& in, std::size_t units, std::size_t n) {
  Affine affine({.units = units});
  Rng rng(2);
  affine.build(in, rng);
  Parameter &weight = *affine.parameters()[0], &bias = *affine.parameters()[1];
  bias.value() = random_tensor({units}, 3);
  const std::size_t inputs = element_count(in);
  const Tensor x = random_tensor(batch_shape(n, in), 4), dy = random_tensor({n, units}, 5);
  Tensor y = make_tensor({n, units}), dx = make_tensor(shape_of(x));
  Tensor dweight = make_tensor({units, inputs}), dbias = make_tensor({units});
  for (std::size_t s = 0; s < n; ++s)
    for (std::size_t u = 0; u < units; ++u) {
      y(s, u) = bias.value()(u);
      dbias(u) += dy(s, u);
      for (std::size_t i = 0; i < inputs; ++i) {
        y(s, u) += weight.value()(u, i) * x.data()[s * inputs + i];
        dx.data()[s * inputs + i] += dy(s, u) * weight.value()(u, i);
        dweight(u, i) += dy(s, u) * x.data()[s * inputs + i];
      }
    }
  CAPTURE(to_string(in), units, n);
  check_close(affine.forward(x, Mode::Train), y);
  check_close(affine.backward(dy), dx);
  check_close(weight.grad, dweight);
  check_close(bias.grad, dbias);
}

TEST_CASE("Affine agrees with naive loops") {
  compare_with_naive({50, 4, 4}, 500, 3);
  compare_with_naive({500}, 10, 32);
  compare_with_naive({2, 3, 5}, 7, 1);
  compare_with_naive({1}, 1, 4);
  compare_with_naive({13}, 17, 33);
}

TEST_CASE("Affine refuses options and shapes that do not fit") {
  Affine none({}), affine({.units = 100});
  CHECK(message_of<ValueError>([&] { none.build({7}); }) ==
        "Affine (Affine 0): units 0 but expected at least 1; set .units");
  affine.build({30, 12, 11});
  affine.set_name("affine1");
  CHECK(message_of<ShapeError>([&] {
          affine.forward(make_tensor({64, 720}), Mode::Train);
        }) == "affine1 (Affine 100): forward got x (64, 720), expected (N, 30, 12, 11)");
  const Tensor x = make_tensor({2, 30, 12, 11});
  affine.forward(x, Mode::Train);
  CHECK(message_of<ShapeError>([&] {
          affine.backward(make_tensor({2, 10}));
        }) == "affine1 (Affine 100): backward got dy (2, 10), expected (N, 100)");
}

TEST_CASE("Affine begins with weights by its fans, or by the course's 0.1") {
  const auto begun = [](Init init) {
    Affine affine({.units = 100, .init = init});
    affine.build({200});
    return deviation(affine.parameters()[0]->value());
  };
  CHECK(begun(Init::He) == Approx(std::sqrt(2.0 / 200)).epsilon(0.025));
  CHECK(begun(Init::Xavier) == Approx(std::sqrt(2.0 / 300)).epsilon(0.025));
  CHECK(begun(Init::Course) == Approx(0.1).epsilon(0.025));
}
