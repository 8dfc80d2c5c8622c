#include <origami/error.hpp>
#include <origami/optimizer.hpp>
#include <origami/parameter.hpp>

#include "tensors.hpp"

using namespace origami;

TEST_CASE("A parameter has a value and a gradient of one shape, both zero at first") {
  Parameter p("weight");
  CHECK(p.name == "weight");
  CHECK(p.averaging == 0);
  p.resize({3, 2});
  CHECK(values_of(p.value()) == std::vector<Scalar>(6, 0));
  CHECK(shape_of(p.grad) == Shape{3, 2});
  CHECK(values_of(p.grad) == std::vector<Scalar>(6, 0));
}

TEST_CASE("Replicas share the value and own the gradient") {
  Parameter p("weight"), replica("weight");
  p.resize({4});
  replica.resize({4});
  replica.share_value(p);
  p.value().data()[2] = 5;
  replica.value().data()[3] = 6;
  p.grad.data()[0] = 7;
  CHECK(values_of(replica.value()) == std::vector<Scalar>{0, 0, 5, 6});
  CHECK(values_of(p.value()) == std::vector<Scalar>{0, 0, 5, 6});
  CHECK(values_of(replica.grad) == std::vector<Scalar>(4, 0));
}

TEST_CASE("An optimizer takes each parameter once") {
  Parameter p("conv1.weight"), q("conv1.bias");
  for (Parameter* parameter : {&p, &q}) parameter->resize({2});
  CHECK_NOTHROW(SGD({&p, &q}, {}));
  CHECK(message_of<ValueError>([&] {
          SGD({&p, &q, &p}, {});
        }) == "optimizer: conv1.weight twice but expected each parameter once");
  q.share_value(p);  // two threads at once would move it
  CHECK(contains(message_of<ValueError>([&] { SGD({&p, &q}, {}); }), "conv1.bias twice"));
}

TEST_CASE("Pieces cover every element of every parameter once") {
  Parameter parameters[]{Parameter("a"), Parameter("b"), Parameter("c")};
  parameters[0].resize({3});
  parameters[1].resize({500, 123});
  parameters[2].resize({1});
  std::vector<Parameter*> pointers;
  std::vector<std::vector<int>> count;
  for (Parameter& p : parameters) {
    pointers.push_back(&p);
    count.emplace_back(p.value().size(), 0);
  }
  const std::vector<Piece> pieces = pieces_of(pointers);
  CHECK(pieces.size() > 3);  // a large one is cut
  for (const auto& [index, begin, end] : pieces)
    for (std::size_t i = begin; i < end; ++i) ++count.at(index).at(i);
  for (const auto& c : count) CHECK(c == std::vector<int>(c.size(), 1));
  CHECK(pieces_of({}).empty());
}

TEST_CASE("A running statistic larger than a piece is averaged everywhere") {
  Parameter p("p");
  p.resize({40000});
  p.averaging = 1;
  for (std::size_t i = 0; i < p.grad.size(); ++i) p.grad.data()[i] = static_cast<Scalar>(i);
  SGD({&p}, {}).step();
  CHECK(same_bits(p.value(), p.grad));
}

TEST_CASE("An optimizer refuses values and gradients of another shape, and changes none") {
  Parameter first("first"), second("second");
  first.resize({2});
  second.resize({3});
  first.grad.fill(1);
  Momentum optimizer({&first, &second}, {.rate = 1});
  const auto refused = [&](Tensor& tensor, const Shape& shape) {
    const Tensor before = tensor;
    tensor = make_tensor(shape);
    const std::string message = message_of<ShapeError>([&] { optimizer.step(); });
    tensor = before;
    return message;
  };
  CHECK(refused(second.grad, {}) ==
        "optimizer: value or gradient of second is () but expected (3) as when the optimizer was "
        "made");
  CHECK(contains(refused(second.value(), {5}), "of second is (5) but expected (3)"));
  CHECK(contains(refused(second.value(), {1}), "of second is (1) but expected (3)"));
  CHECK((values_of(first.value()) == std::vector<Scalar>{0, 0} && optimizer.steps() == 0));
  optimizer.step();
  CHECK(values_of(first.value()) == std::vector<Scalar>{-1, -1});
}

TEST_CASE("Settings are refused that a float cannot hold") {
  Parameter p("p");
  p.resize({2});
  const auto refused = [&](auto make) {
    return kDouble || contains(message_of<ValueError>(make), " but expected one that a tensor can");
  };
  CHECK(refused([&] { SGD({&p}, {.rate = 1e39}); }));
  CHECK(refused([&] { SGD({&p}, {.weight_decay = 1e39}); }));
  CHECK(refused([&] { AdaGrad({&p}, {.epsilon = 1e39}); }));
}
