#include <origami/error.hpp>
#include <origami/metrics.hpp>

#include "tensors.hpp"

using namespace origami;

TEST_CASE("Mean weighs each value by its number of samples") {
  Mean mean;
  CHECK(mean.value() == 0);
  CHECK(mean.weight() == 0);
  mean.add(2, 30);
  CHECK(mean.value() == 2);
  mean.add(5, 10);
  CHECK(mean.value() == Approx(2.75));
  CHECK(mean.weight() == 40);
  mean.add(-1);
  CHECK(mean.value() == Approx(109.0 / 41));
}

TEST_CASE("argmax is the place of the largest score, the first of equals") {
  const Tensor logits = tensor_of({3, 4}, {1, 9, 2, 9, -4, -3, -2, -1, 5, 5, 5, 5});
  CHECK(argmax(logits, 0) == 1);
  CHECK(argmax(logits, 1) == 3);
  CHECK(argmax(logits, 2) == 0);
  CHECK(message_of<ShapeError>([&] { argmax(logits, 3); }) ==
        "argmax: row 3 of (3, 4) but expected one of (N, K)");
  CHECK_THROWS_AS(argmax(make_tensor({3}), 0), ShapeError);
}

TEST_CASE("count_correct counts the rows whose largest score is their label's") {
  const Tensor logits = tensor_of({3, 4}, {1, 9, 2, 9, -4, -3, -2, -1, 5, 5, 5, 5});
  CHECK(count_correct(logits, std::vector<int>{1, 3, 0}) == 3);
  CHECK(count_correct(logits, std::vector<int>{3, 3, 1}) == 1);
  CHECK(count_correct(logits, std::vector<int>{0, 0, 2}) == 0);
}

TEST_CASE("count_correct refuses shapes that do not fit") {
  const auto message = [](const Shape& logits, const std::vector<int>& labels) {
    return message_of<ShapeError>([&] { count_correct(make_tensor(logits), labels); });
  };
  CHECK(message({3, 4}, {1, 2}) ==
        "count_correct: logits (3, 4) but expected (2, K), one row for each label");
  CHECK(contains(message({2, 4, 5}, {1, 2}), "logits (2, 4, 5) but expected (2, K)"));
}

TEST_CASE("The standard error of a share") {
  CHECK(standard_error(0.5, 100) == Approx(0.05));
  CHECK(standard_error(0.99, 10000) == Approx(0.000994987));
  CHECK(standard_error(1, 10000) == 0);
  CHECK(standard_error(0.5, 0) == 0);
}
