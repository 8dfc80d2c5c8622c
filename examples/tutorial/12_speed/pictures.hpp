// The pictures of chapter 12, from what measure() found.
#pragma once

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>

#include "support/chart.hpp"

namespace origami::examples {

inline double memory_rate(const nlohmann::json& machine) { return machine["moves"].back()[1]; }
inline double cache_rate(const nlohmann::json& machine) { return machine["moves"].front()[1]; }

inline Canvas draw_roofline(const nlohmann::json& machine) {
  Canvas canvas(
      680, 400, "The roofline of one core, and LeNet's layers",
      "Both axes are logarithmic. A flat roof is the processor's peak; two slopes rise to "
      "it, one for the nearest cache and a lower one for memory. The layers are dots, at "
      "their flop a byte and their measured GFLOP/s.");
  const double peak = machine["peak"];
  Chart chart(canvas, {64, 40, 500, 300},
              {"flop / byte", 0.25, 256, {0.25, 1, 4, 16, 64, 256}, true},
              {"GFLOP/s", 4, 256, {4, 8, 16, 32, 64, 128, 256}, true});
  const auto roof = [&](double rate, const std::string& name, Tone tone) {
    const double begin = std::max(0.25, 4 / rate);
    chart.curve({"", {{begin, begin * rate}, {peak / rate, peak}}, {tone, 2.5}});
    const std::string text = number(rate) + " GB/s (" + name + ")";
    chart.label({1.5 * begin, 1.15 * begin * rate}, text,
                {.anchor = Anchor::Start, .size = 13, .tone = tone});
  };
  roof(memory_rate(machine), "DRAM", Tone::Grey);
  roof(cache_rate(machine), "L1", Tone::Orange);
  chart.curve({"", {{peak / cache_rate(machine), peak}, {256, peak}}, {Tone::None, 2.5}});
  chart.label({30, peak * 1.2}, number(peak) + " GFLOP/s", {.size = 13, .bold = true});
  for (const nlohmann::json& l : machine["layers"]) {
    const double flop = l["flop"], bytes = l["bytes"], us = l["us"];
    if (flop == 0) continue;
    const bool forward = l["direction"] == "forward";
    const Point at = chart.place({flop / bytes, 1e-3 * flop / us});
    canvas.dot(at, forward ? Tone::Green : Tone::Red, 5);
    const std::string name = l["layer"];
    const bool left = name[0] == 'c';
    const TextStyle style{left ? Anchor::End : Anchor::Start, 13, Tone::Green, false};
    if (forward) canvas.text({at.x + (left ? -11 : 11), at.y + 7}, name, style);
  }
  return canvas;
}

inline Canvas draw_products(const nlohmann::json& machine) {
  Canvas canvas(
      560, 320, "GFLOP/s of a product with 1 to 128 rows",
      "The rate of a matrix product grows with its rows towards the peak, a dashed line.");
  const double peak = machine["peak"];
  Axis rows{"N", 1, 128, {1, 2, 4, 8, 16, 32, 64, 128}, true};
  Chart chart(canvas, {56, 40, 400, 216}, rows,
              {"GFLOP/s", 0, 140, {0, 20, 40, 60, 80, 100, 120, 140}});
  Curve curve{"", {}, {Tone::Green, 2.5}, true};
  for (const nlohmann::json& p : machine["products"]) curve.points.push_back({p[0], p[1]});
  chart.curve(curve);
  chart.curve({number(peak), {{1, peak}, {128, peak}}, {Tone::Grey, 1.5, true}});
  return canvas;
}

}  // namespace origami::examples
