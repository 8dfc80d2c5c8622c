// The layers, the loss, the optimizers, the schedules and a whole network against golden vectors.
#include <deque>
#include <memory>
#include <nlohmann/json.hpp>
#include <origami/layers/affine.hpp>
#include <origami/layers/conv.hpp>
#include <origami/layers/pooling.hpp>
#include <origami/layers/relu.hpp>
#include <origami/layers/softmax.hpp>
#include <origami/loss.hpp>
#include <origami/optimizer.hpp>
#include <origami/schedule.hpp>
#include <origami/sequential.hpp>

#include "golden.hpp"

using namespace origami;

TEST_CASE("Conv agrees with the golden vectors") {
  check_golden<Conv>("conv", [](const Json& o) {
    return Conv::Options{.filters = o.at("filters"),
                         .kernel = to_size2d(o.at("kernel")),
                         .stride = to_size2d(o.at("stride")),
                         .pad = to_size2d(o.at("pad"))};
  });
}

TEST_CASE("Pooling agrees with the golden vectors") {
  check_golden<Pooling>("pooling", [](const Json& o) {
    Pooling::Options options{.pool = to_size2d(o.at("pool")), .pad = to_size2d(o.at("pad"))};
    if (o.contains("stride")) options.stride = to_size2d(o.at("stride"));
    return options;
  });
}

TEST_CASE("ReLU agrees with the golden vectors") {
  check_golden<ReLU>("relu", [](const Json&) { return ReLU::Options{}; });
}

TEST_CASE("Affine agrees with the golden vectors") {
  check_golden<Affine>("affine",
                       [](const Json& o) { return Affine::Options{.units = o.at("units")}; });
}

TEST_CASE("Softmax agrees with the golden vectors") {
  check_golden<Softmax>("softmax", [](const Json&) { return Softmax::Options{}; });
}

TEST_CASE("SoftmaxCrossEntropy agrees with the golden vectors") {
  for (const Json& c : golden_cases("softmax_cross_entropy")) {
    INFO(c.at("name"));
    const auto labels = c.at("labels").get<std::vector<int>>();
    SoftmaxCrossEntropy criterion;
    const double loss = criterion.forward(to_tensor(c.at("x")), labels);
    check_close(make_tensor({}, static_cast<Scalar>(loss)), to_tensor(c.at("y")), kGoldenTolerance);
    check_close(criterion.backward(), to_tensor(c.at("dx")), kGoldenTolerance);
  }
}

static std::unique_ptr<Optimizer> make_optimizer(const std::string& type, const Json& o,
                                                 const Schedule& rate,
                                                 const std::vector<Parameter*>& parameters) {
  const double weight_decay = o.at("weight_decay");
  if (type == "SGD")
    return std::make_unique<SGD>(parameters,
                                 SGD::Options{.rate = rate, .weight_decay = weight_decay});
  if (type == "Momentum")
    return std::make_unique<Momentum>(parameters, Momentum::Options{.rate = rate,
                                                                    .momentum = o.at("momentum"),
                                                                    .nesterov = o.at("nesterov"),
                                                                    .weight_decay = weight_decay});
  if (type == "AdaGrad")
    return std::make_unique<AdaGrad>(
        parameters,
        AdaGrad::Options{.rate = rate, .epsilon = o.at("epsilon"), .weight_decay = weight_decay});
  if (type == "RMSProp")
    return std::make_unique<RMSProp>(parameters, RMSProp::Options{.rate = rate,
                                                                  .alpha = o.at("alpha"),
                                                                  .epsilon = o.at("epsilon"),
                                                                  .weight_decay = weight_decay});
  REQUIRE(type == "Adam");
  return std::make_unique<Adam>(parameters, Adam::Options{.rate = rate,
                                                          .beta1 = o.at("beta1"),
                                                          .beta2 = o.at("beta2"),
                                                          .epsilon = o.at("epsilon"),
                                                          .weight_decay = weight_decay});
}

TEST_CASE("The optimizers agree with the golden vectors") {
  for (const Json& c : golden_cases("optimizer")) {
    INFO(c.at("name"));
    std::deque<Parameter> owned;  // a deque: addresses stay
    std::vector<Parameter*> parameters;
    for (const auto& [name, value] : c.at("parameters").items()) {
      parameters.push_back(&owned.emplace_back(name));
      owned.back().resize(value.at("shape"));
    }
    set_golden_values(parameters, c.at("parameters"));
    const auto rates = c.at("rates").get<std::vector<double>>();
    const auto optimizer =
        make_optimizer(c.at("type"), c.at("options"),
                       Schedule([rates](std::size_t step) { return rates.at(step); }), parameters);
    for (const Json& step : c.at("steps")) {
      for (Parameter* p : parameters) p->grad = to_tensor(step.at("gradients").at(p->name));
      optimizer->step();
      check_golden_values(parameters, step.at("parameters"));
    }
  }
}

static Schedule make_schedule(const std::string& type, const Json& o) {
  if (type == "step_decay") return step_decay(o.at("rate"), o.at("every"), o.at("factor"));
  if (type == "cosine") return cosine(o.at("rate"), o.at("steps"), o.at("floor"));
  REQUIRE(type == "one_cycle");
  return one_cycle(o.at("peak"), o.at("steps"));
}

TEST_CASE("The schedules agree with the golden vectors") {
  for (const Json& c : golden_cases("schedule")) {
    INFO(c.at("name"));
    const Schedule schedule = make_schedule(c.at("type"), c.at("options"));
    const auto rates = c.at("rates").get<std::vector<double>>();
    for (std::size_t step = 0; step < rates.size(); ++step) {
      INFO("step " << step);
      CHECK(std::abs(schedule(step) - rates[step]) <= 1e-12 * rates[0]);
    }
  }
}

TEST_CASE("A whole network trains as the golden vectors say") {
  for (const Json& c : golden_cases("network")) {
    INFO(c.at("name"));
    Sequential net({2, 7, 6});
    net.add<Conv>({.filters = 4, .kernel = 3, .pad = 1})
        .add<Pooling>({.pool = 2})
        .add<ReLU>()
        .add<Affine>({.units = 5});
    set_golden_values(net.parameters(), c.at("parameters"));
    const Json& o = c.at("options");
    const double rate = o.at("rate");
    Momentum momentum(net.parameters(), {.rate = rate, .momentum = o.at("momentum")});
    SoftmaxCrossEntropy criterion;
    for (const Json& step : c.at("steps")) {
      const Tensor x = to_tensor(step.at("x"));
      const auto labels = step.at("labels").get<std::vector<int>>();
      const Tensor& logits = net.forward(x, Mode::Train);
      check_close(logits, to_tensor(step.at("logits")), kGoldenTolerance);
      const double loss = criterion.forward(logits, labels);
      check_close(make_tensor({}, static_cast<Scalar>(loss)), to_tensor(step.at("loss")),
                  kGoldenTolerance);
      net.backward(criterion.backward());
      momentum.step();
      check_golden_values(net.parameters(), step.at("parameters"));
    }
  }
}
