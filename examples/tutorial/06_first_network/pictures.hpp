// The pictures of chapter 6. `curves` are, for each size of batch ("5000", "20", "1"), the losses
// "epoch" (training) and "test", one an epoch, and for "20" also "step", one in five steps.
#pragma once

#include <nlohmann/json.hpp>
#include <origami/datasets/dataset.hpp>
#include <string>
#include <utility>
#include <vector>

#include "support/chart.hpp"
#include "support/kept.hpp"
#include "support/svg.hpp"

namespace origami::examples {

/// Value number every, 2 every, ..., to three digits.
inline std::vector<double> thinned(const std::vector<double>& values, std::size_t every) {
  std::vector<double> some;
  for (std::size_t i = every - 1; i < values.size(); i += every)
    some.push_back(rounded(values[i], 3));
  return some;
}

/// One value an epoch, or at equal distances in it.
inline Curve curve_of(const std::string& name, const std::vector<double>& values, double distance,
                      const LineStyle& style) {
  Curve curve{name, {}, style};
  for (std::size_t i = 0; i < values.size(); ++i)
    curve.points.push_back({static_cast<double>(i + 1) * distance, values[i]});
  return curve;
}

/// The first ten of `data`.
inline Canvas draw_digits(const Dataset& data) {
  Canvas canvas(800, 130, "Ten generated digits", "The first ten digits of the training set.");
  for (std::size_t i = 0; i < 10; ++i) {
    const Box box{20 + 77.0 * static_cast<double>(i), 16, 67, 67};
    canvas.image(box, 28, 28, [&](std::size_t h, std::size_t w) {
      return data.pixels[(i * 28 + h) * 28 + w] / 255.0;
    });
    canvas.rect(box, Tone::None);
    canvas.text({box.centre().x, 105}, std::to_string(data.labels[i]), {.bold = true});
  }
  return canvas;
}

inline const Axis kEpochAxis{"epoch", 0, 10, {0, 2, 4, 6, 8, 10}};

/// Of the batches of 20.
inline Canvas draw_loss(const nlohmann::json& curves) {
  Canvas canvas(640, 330, "The loss while the network learns",
                "The loss of single batches jumps about, but falls; its mean of each epoch falls "
                "smoothly towards 0; the loss of the test digits falls, too, but stays above it.");
  const nlohmann::json loss = curves["20"];
  Chart chart(canvas, {50, 40, 500, 230}, kEpochAxis, {"loss", 0, 2.5, {0, 0.5, 1, 1.5, 2, 2.5}});
  chart.curve(curve_of("", loss["step"], 0.02, {Tone::Grey, 0.6}));
  chart.curve(curve_of("train", loss["epoch"], 1, {Tone::Blue, 2.5}));
  chart.curve(curve_of("test", loss["test"], 1, {Tone::Green, 2.5}));
  return canvas;
}

inline Canvas draw_batches(const nlohmann::json& curves) {
  Canvas canvas(640, 330, "The test loss for batches of 5000, 20 and 1",
                "With all 5000 digits in one batch the loss has hardly fallen after ten epochs. "
                "With batches of 20 it falls fast and smoothly; with batches of 1 it stays high "
                "and jumps about.");
  Chart chart(canvas, {50, 40, 500, 230}, kEpochAxis,
              {"test loss", 0, 2.5, {0, 0.5, 1, 1.5, 2, 2.5}});
  const std::pair<const char*, Tone> sizes[] = {
      {"5000", Tone::Orange}, {"20", Tone::Green}, {"1", Tone::Grey}};
  for (const auto& [size, tone] : sizes)
    chart.curve(curve_of(std::string("N = ") + size, curves[size]["test"], 1, {tone, 2.5}));
  return canvas;
}

}  // namespace origami::examples
