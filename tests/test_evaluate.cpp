#include <cmath>
#include <origami/datasets/evaluate.hpp>
#include <origami/error.hpp>
#include <origami/layers/affine.hpp>

#include "catch.hpp"

using namespace origami;

namespace {

/// Two pixels; three logits that are exactly known: 2 x0, 2 x1 and 1.
Sequential known_net() {
  Sequential net({1, 1, 2});
  net.add<Affine>({.units = 3});
  const auto parameters = net.parameters();
  const Scalar weight[] = {2, 0, 0, 2, 0, 0}, bias[] = {0, 0, 1};
  std::copy(std::begin(weight), std::end(weight), parameters[0]->value().begin());
  std::copy(std::begin(bias), std::end(bias), parameters[1]->value().begin());
  return net;
}

/// Logits (2,0,1) (0,2,1) (0,0,1) (2,0,1) (0,2,1): predictions 0 1 2 0 1.
Dataset five_images(std::vector<std::uint8_t> labels) {
  return {{1, 1, 2}, {255, 0, 0, 255, 0, 0, 255, 0, 0, 255}, std::move(labels)};
}

/// Minus the logarithm of softmax((2, 1, 0)) at the place of `logit`.
double loss_of(double logit) { return std::log(std::exp(2.) + std::exp(1.) + 1) - logit; }

}  // namespace

TEST_CASE("evaluate counts, averages and remembers, whatever the batch size") {
  Sequential net = known_net();
  const Dataset data = five_images({0, 1, 2, 1, 2});
  const std::size_t batch_size = GENERATE(1, 2, 3, 5, 100);
  const Evaluation e = evaluate(net, data, batch_size);

  CHECK(e.size() == 5);
  CHECK(e.predictions == std::vector<int>{0, 1, 2, 0, 1});
  CHECK(e.labels == std::vector<int>{0, 1, 2, 1, 2});
  CHECK(e.accuracy == Approx(0.6));
  CHECK(e.accuracy_error() == Approx(std::sqrt(0.6 * 0.4 / 5)));
  const double third = std::log(std::exp(1.) + 2) - 1;  // logits (0, 0, 1), label 2
  CHECK(e.loss == Approx((2 * loss_of(2) + third + loss_of(0) + loss_of(1)) / 5));
  CHECK(e.confusion == std::vector<std::vector<std::size_t>>{{1, 0, 0}, {1, 1, 0}, {0, 1, 1}});
  CHECK(e.count_of(1) == 2);
  CHECK(e.accuracy_of(1) == Approx(0.5));
  CHECK(shape_of(e.probabilities) == Shape{5, 3});
  CHECK(e.probabilities(3, 1) == Approx(std::exp(-loss_of(0))));
}

TEST_CASE("the worst mistake is the one whose truth seemed least probable") {
  Sequential net = known_net();
  const Evaluation e = evaluate(net, five_images({2, 0, 2, 1, 1}));
  // Image 0: truth 2 at logit 1. Images 1 and 3: truth at logit 0. Image 2, 4: right.
  CHECK(e.worst_mistakes(10) == std::vector<std::size_t>{1, 3, 0});
  CHECK(e.worst_mistakes(1) == std::vector<std::size_t>{1});
  CHECK(e.worst_mistakes(0).empty());
}

TEST_CASE("a class without images has accuracy 0 and no mistakes are an empty list") {
  Sequential net = known_net();
  const Evaluation e = evaluate(net, {{1, 1, 2}, {255, 0}, {0}});
  CHECK(e.accuracy == 1);
  CHECK(e.accuracy_error() == 0);
  CHECK(e.count_of(2) == 0);
  CHECK(e.accuracy_of(2) == 0);
  CHECK(e.worst_mistakes(10).empty());
}

TEST_CASE("evaluate leaves the parameters alone") {
  Sequential net({1, 1, 2}, 7);
  net.add<Affine>({.units = 3});
  const Tensor before = net.parameters()[0]->value();
  evaluate(net, five_images({0, 1, 2, 1, 2}));
  CHECK((net.parameters()[0]->value() == before));
  CHECK(net.steps() == 0);
}

TEST_CASE("evaluate says what does not fit") {
  Sequential net = known_net();
  CHECK(contains(message_of<ShapeError>([&] {
                   evaluate(net, {{1, 2, 2}, {1, 2, 3, 4}, {0}});
                 }),
                 "(1, 1, 2, 2), expected (N, 1, 1, 2)"));
  CHECK(contains(message_of<ValueError>([&] {
                   evaluate(net, five_images({0, 1, 2, 3, 0}));
                 }),
                 "label 3 of sample 3"));
  CHECK(contains(message_of<ValueError>([&] {
                   evaluate(net, Dataset{{1, 1, 2}, {}, {}});
                 }),
                 "0 images"));
  net.parameters()[1]->value()(0) = std::nanf("");
  CHECK(contains(message_of<NumericError>([&] {
                   evaluate(net, five_images({0, 1, 2, 1, 2}));
                 }),
                 "finite"));
}

TEST_CASE("evaluate: a class that the network does not know") {
  Sequential net = known_net();
  const Evaluation e = evaluate(net, five_images({0, 1, 2, 0, 1}));
  CHECK(message_of<ValueError>([&] { e.count_of(3); }) ==
        "evaluation: class 3 but expected less than 3");
  CHECK_THROWS_AS(Evaluation().accuracy_of(0), ValueError);
}
