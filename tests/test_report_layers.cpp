// What layers have learnt, in report.html.
#include <origami/datasets/batches.hpp>

#include "report_fixture.hpp"
#include "support/html.hpp"
#include "support/pixels.hpp"
#include "support/report_layers.hpp"

using namespace origami;
using namespace origami::examples;

static ReportFixture colour_report() {
  Dataset colour = make_digits(20, 3);  // cut anew: what they show does not matter
  colour.image_shape = {3, 14, 16};
  colour.labels.resize(colour.pixels.size() / element_count(colour.image_shape));
  colour.pixels.resize(colour.labels.size() * element_count(colour.image_shape));
  return ReportFixture(small_net(colour.image_shape), colour);
}

TEST_CASE("every layer shows what it makes of the first image") {
  const ReportFixture f = usual_report();
  const std::string html = f.html();
  const auto described = between(html, "role=\"img\" aria-label=\"", "</div>");
  REQUIRE(described.size() == 7);  // the filters and six layers
  const std::pair<const char*, std::size_t> expected[] = {
      {"conv1.weight, (3, 1, 5, 5): 3 filters", 3},
      {"conv1: 3 feature maps of 12x12", 3},
      {"relu1: 3 feature maps of 12x12", 3},
      {"pool1: 3 feature maps of 6x6", 3},
      {"affine1: 40 values", 1},
      {"relu2: 40 values", 1},
      {"affine2: 10 values", 1}};
  for (std::size_t i = 0; i < described.size(); ++i) {
    CHECK(described[i].rfind(expected[i].first, 0) == 0);
    CHECK(count(described[i], "<img") == expected[i].second);
  }
  // The last layer's values are the logits of the first image.
  Batches batches(f.data.test);
  const auto pass = batches.in_order(1);
  Sequential same = small_net();
  const Tensor& logits = same.forward((*pass.begin()).images, Mode::Eval);
  CHECK(between(described[6], "src=\"", "\"").at(0) ==
        data_uri("image/png",
                 png(heat_pixels(logits.data(), {1, 1, 10}, largest_magnitude(logits)))));
}

TEST_CASE("of many filters and maps the first 64 are shown") {
  Sequential net({1, 28, 28});
  net.add<Conv>({.filters = 70, .kernel = 3, .stride = 5}).add<Affine>({.units = 10});
  const std::string html = ReportFixture(std::move(net), make_digits(3, 3)).html();
  CHECK(contains(html, "the first 64 of 70 filters"));
  CHECK(contains(html, "the first 64 of 70 feature maps"));
}

TEST_CASE("nets without filters and images in colour have their reports too") {
  Sequential plain({1, 28, 28});
  plain.add<Affine>({.units = 10});
  const std::string without = ReportFixture(std::move(plain), make_digits(20, 3)).html();
  check_self_contained(without);
  CHECK_FALSE(contains(without, "id=\"filters\""));

  const std::string html = colour_report().html();
  check_self_contained(html);
  CHECK(contains(html, "Medium grey is 0"));
}

TEST_CASE("each filter of a net for colours is drawn from all its channels") {
  const ReportFixture f = colour_report();
  const std::string html = f.html();
  const Tensor& weight = f.net.parameters()[0]->value();
  for (std::size_t filter = 0; filter < 3; ++filter)
    CHECK(contains(html,
                   data_uri("image/png", png(filter_pixels(weight.data() + filter * 75, {3, 5, 5},
                                                           largest_magnitude(weight))))));
}
