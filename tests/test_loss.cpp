#include <limits>
#include <origami/error.hpp>
#include <origami/gradient.hpp>
#include <origami/loss.hpp>

#include "tensors.hpp"

using namespace origami;

TEST_CASE("The loss worked by hand") {
  // logits = log 1, log 2, log 5, so p = 1/8, 2/8, 5/8. Label 1: loss = log 4.
  // The second row is flat: p = 1/3 each, loss = log 3. The gradient is (p - onehot) / 2.
  const auto log = [](double v) { return static_cast<Scalar>(std::log(v)); };
  const Tensor logits = tensor_of({2, 3}, {0, log(2), log(5), 7, 7, 7});
  SoftmaxCrossEntropy criterion;
  CHECK(criterion.forward(logits, std::vector<int>{1, 2}) ==
        Approx((std::log(4.0) + std::log(3.0)) / 2).epsilon(kRounding));
  const Scalar sixth = Scalar{1} / 6;
  check_close(criterion.backward(),
              tensor_of({2, 3}, {0.0625, -0.375, 0.3125, sixth, sixth, sixth - Scalar{0.5}}));
}

TEST_CASE("The gradient of the loss is its central difference") {
  Tensor logits = random_tensor({5, 4}, 1);
  const std::vector<int> labels{3, 0, 0, 2, 1};
  SoftmaxCrossEntropy criterion;
  criterion.forward(logits, labels);
  const Tensor analytic = criterion.backward();
  const Tensor numeric = central_difference([&] { return criterion.forward(logits, labels); },
                                            logits, kDouble ? 1e-5 : 1e-2);
  CHECK(compare_gradients(analytic, numeric, kDouble ? 1e-6 : 1e-2) == "");
}

TEST_CASE("The loss is the mean: a batch counts like its samples") {
  const Tensor logits = random_tensor({6, 4}, 2);
  const std::vector<int> labels{3, 0, 1, 2, 1, 1};
  SoftmaxCrossEntropy criterion;
  double sum = 0;
  for (std::size_t n = 0; n < 6; ++n) {
    Tensor row = make_tensor({1, 4});
    std::copy_n(logits.data() + n * 4, 4, row.data());
    sum += criterion.forward(row, std::vector<int>{labels[n]});
  }
  CHECK(criterion.forward(logits, labels) == Approx(sum / 6).epsilon(kRounding));
}

TEST_CASE("The loss is stable for logits of +-10,000") {
  const Tensor logits = tensor_of({2, 3}, {1e4, -1e4, 0, -1e4, 1e4, 1e4});
  SoftmaxCrossEntropy criterion;
  CHECK(criterion.forward(logits, std::vector<int>{0, 1}) ==
        Approx(std::log(2.0) / 2).epsilon(kRounding));
  check_close(criterion.backward(), tensor_of({2, 3}, {0, 0, 0, 0, -0.25, 0.25}));
  CHECK(criterion.forward(logits, std::vector<int>{1, 0}) == Approx(2e4).epsilon(1e-4));
}

TEST_CASE("A gradient of one class only is zero") {
  SoftmaxCrossEntropy criterion;
  CHECK(criterion.forward(make_tensor({2, 1}, 5), std::vector<int>{0, 0}) == 0);
  CHECK(values_of(criterion.backward()) == std::vector<Scalar>{0, 0});
}

TEST_CASE("The loss refuses labels out of range") {
  SoftmaxCrossEntropy criterion;
  const Tensor logits = make_tensor({3, 10});
  const auto message = [&](const std::vector<int>& labels) {
    return message_of<ValueError>([&] { criterion.forward(logits, labels); });
  };
  CHECK(message({1, 10, 3}) ==
        "loss (SoftmaxCrossEntropy): label 10 of sample 1 but expected 0 to 9");
  CHECK(message({1, 2, -1}) ==
        "loss (SoftmaxCrossEntropy): label -1 of sample 2 but expected 0 to 9");
}

TEST_CASE("The loss refuses shapes that do not fit") {
  SoftmaxCrossEntropy criterion;
  const auto message = [&](const Shape& logits, const std::vector<int>& labels) {
    return message_of<ShapeError>([&] { criterion.forward(make_tensor(logits), labels); });
  };
  CHECK(contains(message({3, 10}, {1, 2}),
                 "2 labels but expected 3, one for each row of logits (3, 10)"));
  CHECK(contains(message({3, 10}, {1, 2, 3, 4}), "4 labels but expected 3"));
  CHECK(contains(message({0, 10}, {}), "logits (0, 10) but expected (N, K) with N >= 1"));
  CHECK(contains(message({3, 4, 5}, {1, 2, 3}), "logits (3, 4, 5) but expected (N, K)"));
  CHECK(contains(message({3}, {1, 2, 3}), "logits (3) but expected (N, K)"));
}

TEST_CASE("The loss refuses what is not finite") {
  constexpr Scalar kInfinity = std::numeric_limits<Scalar>::infinity();
  constexpr Scalar kNaN = std::numeric_limits<Scalar>::quiet_NaN();
  SoftmaxCrossEntropy criterion;
  const auto message = [&](Scalar value, std::size_t place) {
    Tensor logits = random_tensor({2, 3}, 1);
    logits.data()[place] = value;
    return message_of<NumericError>([&] { criterion.forward(logits, std::vector<int>{0, 1}); });
  };
  for (std::size_t place = 0; place < 6; ++place) {
    CHECK(
        contains(message(kNaN, place), "but expected a finite number; try a lower learning rate"));
    CHECK(contains(message(kInfinity, place), "loss (SoftmaxCrossEntropy): "));
  }
  CHECK(contains(message(-kInfinity, 0), "inf but expected a finite number"));  // the label's own
}

TEST_CASE("The loss has no gradient before a forward that succeeded") {
  SoftmaxCrossEntropy criterion;
  const auto backward = [&] { return message_of<StateError>([&] { criterion.backward(); }); };
  const std::string early =
      "loss (SoftmaxCrossEntropy): backward before a forward that succeeded; call it first";
  CHECK(backward() == early);
  const Tensor logits = make_tensor({1, 3});
  criterion.forward(logits, std::vector<int>{1});
  CHECK(criterion.backward().size() == 3);
  CHECK_THROWS_AS(criterion.forward(logits, std::vector<int>{3}), ValueError);
  CHECK(backward() == early);
}
