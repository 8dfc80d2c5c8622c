// A small training to report about.
#pragma once

#include <origami/layers/affine.hpp>
#include <origami/layers/conv.hpp>
#include <origami/layers/pooling.hpp>
#include <origami/layers/relu.hpp>

#include "page.hpp"
#include "small_mnist.hpp"
#include "support/html_report.hpp"

namespace origami::examples {

inline const std::string kUglyCommand = "train_mnist --metrics '<&\">'";
inline const std::string kUglySource = "a/<&\">/b";

/// An untrained net, which makes many mistakes, and a report of it.
struct ReportFixture {
  ReportFixture(Sequential trained, Dataset test) : net(std::move(trained)) {
    data.train.image_shape = test.image_shape;
    data.test = std::move(test);
    data.source = kUglySource;
    options.recipe = {
        .optimizer = "adam", .rate = 0.01, .schedule = "constant", .batch = 5, .epochs = 3};
    evaluation = evaluate(net, data.test);
    epochs = {{1, 0.5, 0.25, 0.8125, 0.9375, 1.25, 0.5, 1000, 50},
              {2, 0.125, 0.0625, 0.96875, 0.984375, 1.5, 0.25, 1000, 60}};
  }
  ReportInput input() const { return {options, command, net, data, epochs, evaluation}; }
  std::string html() const { return html_report(input()); }

  Options options;
  std::string command = kUglyCommand;
  Sequential net;
  TrainTest data;
  std::vector<EpochRecord> epochs;
  Evaluation evaluation;
};

inline Sequential small_net(const Shape& in = {1, 28, 28}) {
  Sequential net(in);
  net.add<Conv>({.filters = 3, .kernel = 5, .stride = 2}).add<ReLU>().add<Pooling>({.pool = 2});
  net.add<Affine>({.units = 40}).add<ReLU>().add<Affine>({.units = 10});
  return net;
}

inline ReportFixture usual_report() {
  return ReportFixture(small_net(), make_digits(60, /*seed=*/3));
}

/// Well formed, and asks for nothing but what it holds.
inline void check_self_contained(const std::string& html) {
  CHECK(flaw_of(html) == "");
  for (const std::string& source : between(html, " src=\"", "\""))
    CHECK((source.rfind("data:image/", 0) == 0));
  for (const std::string& target : between(html, " href=\"", "\"")) {
    CHECK(target.front() == '#');
    CHECK(contains(html, " id=\"" + target.substr(1) + "\""));
  }
  for (const char* word : {"url(", "@import", "<script", "<link", "://", "srcset", "<iframe"})
    CHECK_FALSE(contains(html, word));
  CHECK(contains(html, "default-src 'none'"));
  CHECK(count(html, "<h1>") == 1);
  CHECK(count(html, "<img") == count(html, " alt=\""));
}

}  // namespace origami::examples
