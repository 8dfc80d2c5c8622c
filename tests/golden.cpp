#include "golden.hpp"

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

namespace origami {

std::vector<Json> golden_cases(const std::string& file) {
  const std::string path = std::string(ORIGAMI_GOLDEN_DIR) + "/" + file + ".json";
  std::ifstream in(path);
  INFO(path);
  REQUIRE(in.is_open());
  auto cases = Json::parse(in).at("cases").get<std::vector<Json>>();
  REQUIRE(!cases.empty());
  return cases;
}

Tensor to_tensor(const Json& json) {
  Tensor t = make_tensor(json.at("shape").get<Shape>());
  const auto data = json.at("data").get<std::vector<Scalar>>();
  REQUIRE(data.size() == t.size());
  std::copy(data.begin(), data.end(), t.data());
  return t;
}

Size2d to_size2d(const Json& json) { return {json.at(0), json.at(1)}; }

std::vector<Parameter*> trained(std::vector<Parameter*> parameters) {
  std::erase_if(parameters, [](const Parameter* p) { return p->averaging > 0; });
  return parameters;
}

void set_golden_values(const std::vector<Parameter*>& parameters, const Json& values) {
  REQUIRE(parameters.size() == values.size());
  for (Parameter* p : parameters) {
    INFO(p->name);
    const Tensor value = to_tensor(values.at(p->name));
    REQUIRE(to_string(shape_of(value)) == to_string(shape_of(p->value())));
    p->value() = value;
  }
}

void check_golden_values(const std::vector<Parameter*>& parameters, const Json& values) {
  REQUIRE(parameters.size() == values.size());
  for (const Parameter* p : parameters) {
    INFO(p->name);
    check_close(p->value(), to_tensor(values.at(p->name)), kGoldenTolerance);
  }
}

void build_golden(Layer& layer, const Tensor& x, const Json& parameters) {
  const Shape shape = shape_of(x);
  layer.build(Shape(shape.begin() + 1, shape.end()));
  set_golden_values(trained(layer.parameters()), parameters);
}

void check_golden_step(Layer& layer, const Json& step) {
  const Tensor x = to_tensor(step.at("x")), dy = to_tensor(step.at("dy"));
  {
    INFO("y");
    check_close(layer.forward(x, Mode::Train), to_tensor(step.at("y")), kGoldenTolerance);
  }
  {
    INFO("dx");
    check_close(layer.backward(dy), to_tensor(step.at("dx")), kGoldenTolerance);
  }
  for (const Parameter* p : trained(layer.parameters())) {
    INFO("gradient of " << p->name);
    check_close(p->grad, to_tensor(step.at("gradients").at(p->name)), kGoldenTolerance);
  }
}

void check_golden_layers(const std::string& file,
                         const std::function<std::unique_ptr<Layer>(const Json&)>& make) {
  for (const Json& c : golden_cases(file)) {
    INFO(file << ".json, case " << c.at("name"));
    const std::unique_ptr<Layer> layer = make(c.at("options"));
    build_golden(*layer, to_tensor(c.at("x")), c.at("parameters"));
    check_golden_step(*layer, c);
  }
}

}  // namespace origami
