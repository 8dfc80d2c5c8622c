#include <nlohmann/json.hpp>
#include <origami/check_layer.hpp>
#include <origami/error.hpp>
#include <origami/layers/affine.hpp>
#include <origami/layers/batch_norm.hpp>
#include <origami/optimizer.hpp>
#include <origami/parallel.hpp>

#include "golden.hpp"
#include "tensors.hpp"

using namespace origami;

TEST_CASE("BatchNorm keeps the shape and has four numbers a channel") {
  Sequential net({6, 5, 3});
  net.add<BatchNorm>();
  CHECK(net.out_shape() == Shape{6, 5, 3});
  CHECK(net.parameters().size() == 4);
  for (const Parameter* p : net.parameters()) CHECK(shape_of(p->value()) == Shape{6});
  CHECK(contains(net.summary(), "6 + 6 = 12"));  // those that are trained
}

TEST_CASE("BatchNorm by hand") {
  // One feature, x = 1 3 with mean 2 and variance 1; epsilon = 3 makes the root 2:
  // xhat = -1/2 1/2, and y = 4 * xhat + 10.
  // dy = 3 1: dbias = 3 + 1 = 4, dweight = -3/2 + 1/2 = -1,
  // dx = 4/2 * (dy - (4 - xhat) / 2) = 2 * (3 - 9/4, 1 - 7/4).
  BatchNorm layer({.momentum = 0.25, .epsilon = 3});
  layer.build({1});
  const auto parameters = layer.parameters();
  parameters[0]->value().fill(4);
  parameters[1]->value().fill(10);
  const Tensor x = tensor_of({2, 1}, {1, 3});
  check_close(layer.forward(x, Mode::Train), tensor_of({2, 1}, {8, 12}));
  check_close(layer.backward(tensor_of({2, 1}, {3, 1})), tensor_of({2, 1}, {1.5, -1.5}));
  check_close(parameters[0]->grad, tensor_of({1}, {-1}));
  check_close(parameters[1]->grad, tensor_of({1}, {4}));
  // The running mean goes a quarter of the way from 0 to 2, the running variance from 1 to 2,
  // which is (1 + 1) / (2 - 1); Mode::Eval then uses them: xhat = (x - 0.5) / sqrt(1.25 + 3).
  SGD({parameters[2], parameters[3]}, {}).step();
  check_close(parameters[2]->value(), tensor_of({1}, {0.5}));
  check_close(parameters[3]->value(), tensor_of({1}, {1.25}));
  const auto y = static_cast<Scalar>(4 * (3 - 0.5) / std::sqrt(4.25) + 10);
  check_close(layer.forward(tensor_of({1, 1}, {3}), Mode::Eval), tensor_of({1, 1}, {y}));
}

TEST_CASE("BatchNorm keeps its digits over many pixels") {
  BatchNorm layer({.momentum = 1});
  layer.build({1, 512, 512});
  Tensor x = make_tensor({2, 1, 512, 512}, Scalar{0.1});
  std::fill_n(x.data(), x.size() / 2, Scalar{0.3});
  layer.forward(x, Mode::Train);
  layer.backward(make_tensor({2, 1, 512, 512}, Scalar{0.1}));
  const auto parameters = layer.parameters();
  CHECK(parameters[1]->grad.data()[0] == Approx(0.1 * 524288).epsilon(1e-6));  // of the bias
  CHECK(parameters[2]->grad.data()[0] == Approx(0.2).epsilon(1e-6));           // mean
  CHECK(parameters[3]->grad.data()[0] == Approx(0.01).epsilon(1e-5));          // variance
}

TEST_CASE("BatchNorm finds a small variance around a large mean") {
  BatchNorm layer({.epsilon = 1e-15});
  layer.build({1});
  const Scalar far = kDouble ? 100000001 : 12346;
  check_close(layer.forward(tensor_of({2, 1}, {far - 1, far + 1}), Mode::Train),
              tensor_of({2, 1}, {-1, 1}));
}

TEST_CASE("BatchNorm agrees with the golden vectors") {
  for (const Json& c : golden_cases("batch_norm")) {
    INFO(c.at("name"));
    const Json& o = c.at("options");
    BatchNorm layer({.momentum = o.at("momentum"), .epsilon = o.at("epsilon")});
    build_golden(layer, to_tensor(c.at("steps")[0].at("x")), c.at("parameters"));
    const auto parameters = layer.parameters();
    SGD optimizer({parameters[2], parameters[3]}, {});  // moves the running statistics only
    for (const Json& step : c.at("steps")) {
      if (step.at("mode") == "train") {
        check_golden_step(layer, step);
        optimizer.step();
      } else {
        const Tensor x = to_tensor(step.at("x"));
        check_close(layer.forward(x, Mode::Eval), to_tensor(step.at("y")), kGoldenTolerance);
      }
      check_close(parameters[2]->value(), to_tensor(step.at("running_mean")), kGoldenTolerance);
      check_close(parameters[3]->value(), to_tensor(step.at("running_variance")), kGoldenTolerance);
    }
  }
}

/// What a layer of its own measures on rows begin .. end-1 of x (N, 3, 2, 2): mean, variance.
static std::vector<Tensor> statistics(const Tensor& x, std::size_t begin, std::size_t end) {
  BatchNorm layer({});
  layer.build({3, 2, 2});
  Tensor rows = make_tensor({end - begin, 3, 2, 2});
  std::copy(x.data() + begin * 12, x.data() + end * 12, rows.data());
  layer.forward(rows, Mode::Train);
  return {layer.parameters()[2]->grad, layer.parameters()[3]->grad};
}

TEST_CASE("In a Sequential running statistics are the shards' mean, weighted by samples") {
  const Tensor x = random_tensor({70, 3, 2, 2}, 1);  // eight shards of 8 and one of 6
  std::vector<Tensor> want(2, make_tensor({3}));
  for (std::size_t begin = 0, end = 0; begin < 70; begin = end) {
    end = std::min<std::size_t>(begin + 8, 70);
    const auto part = statistics(x, begin, end);
    for (int i : {0, 1}) want[i] += part[i] * static_cast<Scalar>(end - begin) / Scalar{70};
  }
  std::vector<Tensor> first;
  for (const std::size_t count : {1, 2, 3}) {
    set_threads(count);
    Sequential net({3, 2, 2}, /*seed=*/5);
    net.add<BatchNorm>({.momentum = 1}).add<Affine>({.units = 4});
    SGD optimizer(net.parameters(), {.rate = 0.1, .weight_decay = 0.1});
    net.forward(x, Mode::Train);
    net.backward(random_tensor({70, 4}, 2));
    optimizer.step();
    std::vector<Tensor> values;
    for (const Parameter* p : net.parameters()) values.push_back(p->value());
    check_close(values[2], want[0]);
    check_close(values[3], want[1]);
    values.push_back(net.forward(x, Mode::Eval));
    if (count == 1) first = values;
    for (std::size_t i = 0; i < values.size(); ++i) CHECK(same_bits(values[i], first[i]));
  }
  set_threads(0);
}

TEST_CASE("Mode::Eval uses the running statistics, on every thread") {
  Sequential net({3, 2, 2});
  net.add<BatchNorm>({.momentum = 1, .epsilon = 1e-12});
  SGD optimizer(net.parameters(), {.rate = 0});
  const Tensor x = random_tensor({100, 3, 2, 2}, 1);
  net.forward(x, Mode::Train);
  net.backward(make_tensor({100, 3, 2, 2}));
  optimizer.step();
  const Tensor mean = net.parameters()[2]->value(), var = net.parameters()[3]->value();
  Tensor want = x;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const std::size_t c = i / 4 % 3;
    want.data()[i] = (x.data()[i] - mean.data()[c]) / std::sqrt(var.data()[c]);
  }
  check_close(net.forward(x, Mode::Eval), want);
}

TEST_CASE("BatchNorm passes check_layer") {
  CHECK(check_layer<BatchNorm>({}, {2, 5, 3}) == "");
  CHECK(check_layer<BatchNorm>({.epsilon = 0.5}, {4}, {.batch = 5}) == "");
}

TEST_CASE("BatchNorm says which options and batches it cannot use") {
  Sequential net({5});
  for (const BatchNorm::Options& bad : {BatchNorm::Options{.momentum = 0},
                                        {.momentum = 1.5},
                                        {.momentum = NAN},
                                        {.epsilon = 0},
                                        {.epsilon = -1},
                                        {.epsilon = NAN}})
    CHECK(contains(message_of<ValueError>([&] { net.add<BatchNorm>(bad); }),
                   "batchnorm1 (BatchNorm): momentum "));
  net.add<BatchNorm>();
  CHECK(
      message_of<ShapeError>([&] {
        net.forward(make_tensor({1, 5}), Mode::Train);
      }) ==
      "batchnorm1 (BatchNorm): forward got x (1, 5), one value a channel, but expected at least 2 "
      "to have a variance; train with larger batches");
  CHECK(shape_of(net.forward(make_tensor({1, 5}), Mode::Eval)) == Shape{1, 5});
}

TEST_CASE("BatchNorm refuses options that are 0 in float") {
  Sequential net({5});
  for (const BatchNorm::Options& o : {BatchNorm::Options{.epsilon = 1e-50}, {.momentum = 1e-46}}) {
    const auto add = [&] { net.add<BatchNorm>(o); };
    if (!kDouble) CHECK(contains(message_of<ValueError>(add), "expected momentum in (0, 1]"));
  }
}
