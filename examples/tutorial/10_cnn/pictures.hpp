// The pictures of chapter 10.
#pragma once

#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <origami/sequential.hpp>
#include <string>
#include <vector>

#include "support/chart.hpp"
#include "support/kept.hpp"
#include "support/svg.hpp"

namespace origami::examples {

/// One value for every so many steps.
struct Curves {
  std::vector<double> loss, accuracy;  // mean cross-entropy; share of the test images, 0 .. 1
};

/// A training worth a picture; `weight` (filters, 1, 5, 5) and `bias` (filters) in thousandths.
struct Learnt {
  std::string data;
  std::map<std::string, Curves> curves;  // by the optimizer's name, a value for every 100 steps
  std::vector<int> weight, bias;
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Curves, loss, accuracy)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Learnt, data, curves, weight, bias)

inline std::vector<int> in_thousandths(const Tensor& t) {
  std::vector<int> whole;
  for (const Scalar v : t) whole.push_back(static_cast<int>(std::lround(1000 * v)));
  return whole;
}

inline void draw_pixels(Canvas& canvas, const Box& box, const std::uint8_t* digit) {
  canvas.image(box, 28, 28,
               [&](std::size_t h, std::size_t w) { return digit[28 * h + w] / 255.0; });
  canvas.rect(box, Tone::None);
}

/// (C, H, W) as C sheets of H x W, at most four of them; (units) as a column. `middle` is the
/// middle of its height; returns its right end.
inline double draw_shape(Canvas& canvas, Point middle, const Shape& shape, Tone tone) {
  if (shape.size() == 1) {
    const Box box{middle.x, middle.y - 56, 14, 112};
    if (shape[0] > 20) return canvas.rect(box, tone), box.right();
    const double side = box.h / static_cast<double>(shape[0]);
    return canvas
        .grid(
            {box.x, box.y}, shape[0], 1,
            [&](auto, auto) {
              return Cell{"", tone};
            },
            side)
        .right();
  }
  const std::size_t sheets = std::min<std::size_t>(shape[0], 4);
  const double side = 4.0 * static_cast<double>(shape[1]);
  for (std::size_t s = sheets; s-- > 0;) {
    const double shift = 6.0 * static_cast<double>(s);
    canvas.rect({middle.x + shift, middle.y - side / 2 - shift, side, side}, tone);
  }
  return middle.x + side + 6.0 * static_cast<double>(sheets - 1);
}

inline Canvas draw_network(const Sequential& net, const std::uint8_t* digit) {
  Canvas canvas(810, 250, "The network and the shape of what comes out of each layer",
                "An image (1, 28, 28); conv1 makes (30, 24, 24) of it with 780 parameters, relu1 "
                "the same shape, pool1 (30, 12, 12), affine1 (100) with 432,100 parameters, relu2 "
                "(100), affine2 (10) with 1,010 parameters.");
  const double y = 110;
  draw_pixels(canvas, {20, y - 56, 112, 112}, digit);
  canvas.text({76, 196}, "x", {.bold = true});
  canvas.text({76, 216}, to_string(net.in_shape()), {.size = 13, .tone = Tone::Blue});
  double right = 132;
  for (std::size_t i = 0; i < net.size(); ++i) {
    Layer& layer = net.layer(i);
    std::size_t parameters = 0;
    for (const Parameter* p : layer.parameters()) parameters += p->value().size();
    const double left = right + (layer.out_shape().size() == 1 ? 62 : 42);  // room for names
    canvas.arrow({right + 8, y}, {left - 8, y});
    right = draw_shape(canvas, {left, y}, layer.out_shape(), Tone::Green);
    const double centre = (left + right) / 2;
    canvas.text({centre, 196}, layer.name(), {.bold = true});
    canvas.text({centre, 216}, to_string(layer.out_shape()), {.size = 13, .tone = Tone::Green});
    if (parameters > 0)
      canvas.text({centre, 236}, std::to_string(parameters), {.size = 13, .tone = Tone::Orange});
  }
  return canvas;
}

inline Canvas draw_curves(const Learnt& trained) {
  Canvas canvas(860, 340, "AdaGrad, Momentum and Adam on " + trained.data,
                "Two charts over the first 1200 steps. The loss of all three falls below 0.1; "
                "AdaGrad's begins the highest, Adam's is the lowest. The test accuracy of all "
                "three rises above 98 %, Adam's first; in the end they are very close.");
  const Axis step{
      "step", 0, 1200, {0, 300, 600, 900, 1200}, false, {"0", "300", "600", "900", "1200"}};
  Chart left(canvas, {50, 50, 340, 230}, step,
             {"loss (" + trained.data + ")", 0.04, 1, {0.05, 0.1, 0.2, 0.5, 1}, /*log=*/true});
  Chart right(canvas, {490, 50, 340, 230}, step,
              {"test accuracy, %", 93, 99, {93, 94, 95, 96, 97, 98, 99}});
  double legend = 70;
  const std::pair<const char*, Tone> tones[] = {
      {"AdaGrad", Tone::Blue}, {"Momentum", Tone::Orange}, {"Adam", Tone::Green}};
  for (const auto& [name, tone] : tones) {
    const Curves& curves = trained.curves.at(name);
    Curve loss{"", {}, {tone, 2.5}}, accuracy = loss;
    for (std::size_t i = 0; i < curves.loss.size(); ++i) {
      const double at = 100.0 * static_cast<double>(i + 1);
      loss.points.push_back({at, curves.loss[i]});
      accuracy.points.push_back({at, 100 * curves.accuracy[i]});
    }
    left.curve(loss);
    right.curve(accuracy);
    canvas.line({270, legend}, {295, legend}, {tone, 2.5});
    canvas.text({303, legend}, name, {.anchor = Anchor::Start, .tone = tone});
    legend += 22;
  }
  return canvas;
}

/// `maps` (1, filters, 24, 24) are what the filters make of the digit.
inline Canvas draw_filters(const Learnt& trained, const std::uint8_t* digit, const Tensor& maps) {
  Canvas canvas(860, 560, "Thirty filters, and what each makes of one digit",
                "Above each feature map stands the 5x5 filter it comes from, learnt from " +
                    trained.data +
                    ": orange weights are positive, grey ones negative. Most maps "
                    "show the strokes of the digit that run in one direction.");
  draw_pixels(canvas, {20, 20, 84, 84}, digit);
  canvas.text({120, 44}, "x (1, 28, 28)", {.anchor = Anchor::Start, .tone = Tone::Blue});
  canvas.text({120, 64}, "conv1.weight (30, 1, 5, 5)",
              {.anchor = Anchor::Start, .tone = Tone::Orange});
  canvas.text({120, 84}, "relu1 (30, 24, 24)", {.anchor = Anchor::Start, .tone = Tone::Green});
  int largest = 0;
  for (const int w : trained.weight) largest = std::max(largest, std::abs(w));
  const Scalar brightest = *std::max_element(maps.begin(), maps.end());
  for (std::size_t f = 0; f < 30; ++f) {
    const Point at{20 + 83.0 * static_cast<double>(f % 10),
                   125 + 144.0 * static_cast<double>(f / 10)};
    const Box filter{at.x + 16, at.y, 40, 40}, map{at.x, at.y + 48, 72, 72};
    for (const int sign : {1, -1})
      canvas.image(
          filter, 5, 5,
          [&](std::size_t h, std::size_t w) {
            return static_cast<double>(sign * trained.weight[25 * f + 5 * h + w]) / largest;
          },
          sign > 0 ? Tone::Orange : Tone::Grey);
    canvas.image(
        map, 24, 24, [&](std::size_t h, std::size_t w) { return maps(0, f, h, w) / brightest; },
        Tone::Green);
    canvas.rect(filter, Tone::None);
    canvas.rect(map, Tone::None);
  }
  return canvas;
}

}  // namespace origami::examples
