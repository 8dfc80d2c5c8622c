#include <algorithm>
#include <origami/check_layer.hpp>
#include <origami/error.hpp>
#include <origami/layers/affine.hpp>
#include <origami/layers/dropout.hpp>
#include <origami/parallel.hpp>

#include "tensors.hpp"

using namespace origami;

TEST_CASE("Dropout keeps the shape") {
  Sequential net({2, 5, 3});
  net.add<Dropout>();
  CHECK(net.out_shape() == Shape{2, 5, 3});
  CHECK(net.layer(0).description() == "Dropout 0.5");
}

TEST_CASE("Dropout by hand") {
  // p = 3/4: what is kept is multiplied by 1 / (1 - 3/4) = 4, in both directions.
  Dropout layer({.p = 0.75});
  layer.build({500});
  const Tensor x = make_tensor({4, 500}, 3), dy = make_tensor({4, 500}, -2);
  const Tensor y = layer.forward(x, Mode::Train), dx = layer.backward(dy);
  std::size_t kept = 0;
  for (std::size_t i = 0; i < y.size(); ++i) {
    kept += y.data()[i] != 0;
    CHECK(y.data()[i] == (y.data()[i] == 0 ? 0 : 12));
    CHECK(dx.data()[i] == (y.data()[i] == 0 ? 0 : -8));  // the same are dropped
  }
  CHECK(kept > 420);  // 2000 / 4, within four standard deviations
  CHECK(kept < 580);
}

TEST_CASE("Dropout changes nothing in Mode::Eval, nor with p = 0") {
  const Tensor x = random_tensor({3, 7}, 1);
  Sequential half({7}), none({7});
  half.add<Dropout>();
  none.add<Dropout>({.p = 0});
  CHECK(same_bits(half.forward(x, Mode::Eval), x));
  CHECK(same_bits(none.forward(x, Mode::Train), x));
}

TEST_CASE("Dropout drops others in every step, shard and layer") {
  Sequential net({1000});
  net.add<Dropout>();
  const Tensor x = make_tensor({64, 1000}, 1);  // eight shards of 8 rows
  const Tensor first = net.forward(x, Mode::Train), second = net.forward(x, Mode::Train);
  CHECK(!same_bits(first, second));
  CHECK(!std::equal(first.data(), first.data() + 8000, first.data() + 8000));
  // A second layer that dropped the same values would leave half of them; this one leaves a
  // quarter.
  net.add<Dropout>();
  const Tensor y = net.forward(x, Mode::Train);
  CHECK(std::count(y.begin(), y.end(), Scalar{0}) > 47000);  // of 64000
}

TEST_CASE("Training with Dropout is the same for any number of threads, and any run") {
  const auto gradients = [](std::size_t count) {
    set_threads(count);
    Sequential net({6}, /*seed=*/3);
    net.add<Affine>({.units = 9}).add<Dropout>().add<Affine>({.units = 4});
    const Tensor x = random_tensor({150, 6}, 1);
    net.forward(x, Mode::Train);
    net.backward(random_tensor({150, 4}, 2));
    set_threads(0);
    return Tensor(net.parameters()[0]->grad);
  };
  const Tensor one = gradients(1);
  CHECK(same_bits(gradients(2), one));
  CHECK(same_bits(gradients(3), one));
}

TEST_CASE("Dropout passes check_layer") {
  CHECK(check_layer<Dropout>({}, {2, 5, 3}) == "");
  CHECK(check_layer<Dropout>({.p = 0.9}, {30}) == "");
}

TEST_CASE("Dropout wants a probability below 1") {
  Sequential net({7});
  CHECK(message_of<ValueError>([&] { net.add<Dropout>({.p = 1}); }) ==
        "dropout1 (Dropout 1): p 1.000000 but expected at least 0 and less than 1; 0.5 is "
        "usual");
  CHECK(contains(message_of<ValueError>([&] { net.add<Dropout>({.p = -0.1}); }), "p -0.100000"));
  CHECK(contains(message_of<ValueError>([&] { net.add<Dropout>({.p = NAN}); }), "p nan"));
}

TEST_CASE("Dropout behind an Affine drops others in every step, and by every seed") {
  Sequential behind({5});
  behind.add<Affine>({.units = 500}).add<Dropout>();
  const Tensor x = random_tensor({2, 5}, 1), first = behind.forward(x, Mode::Train);
  CHECK_FALSE(same_bits(behind.forward(x, Mode::Train), first));
  Sequential a({500}, 1), b({500}, 2);
  a.add<Dropout>();
  b.add<Dropout>();
  const Tensor ones = make_tensor({2, 500}, 1);
  CHECK_FALSE(same_bits(a.forward(ones, Mode::Train), b.forward(ones, Mode::Train)));
}
