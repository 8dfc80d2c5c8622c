#include "support/report_layers.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>

#include "support/html.hpp"

namespace origami::examples {
namespace {

constexpr std::size_t kMost = 64;      // filters or maps of one layer
constexpr std::size_t kSide = 56;      // of a picture, on the page: about so many pixels
constexpr std::size_t kPerRow = 32;    // values of a layer without rows and columns
constexpr std::size_t kMostRows = 32;  // of them

/// Whole screen pixels for each value keep a picture crisp.
std::size_t magnification(std::size_t height) {
  return std::clamp<std::size_t>(kSide / height, 1, 10);
}

/// Pictures that are described together.
std::string tiles(const std::string& description, const std::string& images) {
  return fmt::format("<div class=\"tiles\" role=\"img\" aria-label=\"{}\">\n{}</div>\n",
                     html_escaped(description), images);
}

/// "24", or "the first 64 of 500"
std::string shown(std::size_t count, std::size_t most) {
  return count > most ? fmt::format("the first {} of {}", most, count) : std::to_string(count);
}

/// y (1, C, H, W): a picture for each channel.
std::string map_tiles(const std::string& name, const Tensor& y) {
  const std::size_t C = y.shape()[1], H = y.shape()[2], W = y.shape()[3];
  const Scalar largest = largest_magnitude(y);
  std::string images;
  for (std::size_t c = 0; c < std::min(C, kMost); ++c)
    images += tile(heat_pixels(y.data() + c * H * W, {1, H, W}, largest), magnification(H));
  return tiles(fmt::format("{}: {} feature maps of {}x{}", name, shown(C, kMost), H, W), images);
}

/// y of any shape: one picture with a pixel for each value.
std::string value_tile(const std::string& name, const Tensor& y) {
  const std::size_t cols = std::min(y.size(), kPerRow);
  const std::size_t rows = std::min((y.size() + cols - 1) / cols, kMostRows);
  std::vector<Scalar> values(y.begin(), y.end());
  values.resize(rows * cols);  // black behind the last one
  return tiles(fmt::format("{}: {} values", name, shown(y.size(), rows * cols)),
               tile(heat_pixels(values.data(), {1, rows, cols}, largest_magnitude(y)), 10));
}

}  // namespace

std::string tile(const Pixels& pixels, std::size_t pixel, std::string_view alt) {
  return html_image(data_uri("image/png", png(pixels)), pixel * pixels.width, pixel * pixels.height,
                    alt);
}

std::string layers_html(const Sequential& net) {
  const auto table = net.summary_rows();
  std::vector<std::vector<TableCell>> rows;
  for (auto row = table.begin() + 1; row != table.end(); ++row) {
    rows.emplace_back();
    for (const std::string& text : *row) rows.back().push_back({text});
  }
  return html_table("layers", "Shapes are those of one image, multiply-adds those of reading it",
                    {table[0].begin(), table[0].end()}, rows);
}

std::string filters_html(const Sequential& net) {
  Layer& layer = net.layer(0);
  for (const Parameter* p : layer.parameters()) {
    const Shape shape = shape_of(p->value());
    if (shape.size() != 4) continue;
    const std::size_t C = shape[1], H = shape[2], W = shape[3];
    const Scalar largest = largest_magnitude(p->value());
    std::string images;
    for (std::size_t f = 0; f < std::min(shape[0], kMost); ++f)
      images += tile(filter_pixels(p->value().data() + f * C * H * W, {C, H, W}, largest),
                     magnification(H));
    const std::string what = fmt::format("{}, {}: {} filters", p->name, origami::to_string(shape),
                                         shown(shape[0], kMost));
    return fmt::format("<p>{}. {} The largest weight has a magnitude of {:.3g}.</p>\n{}",
                       html_escaped(what),
                       C == 3 ? "Medium grey is 0, a colour what the filter looks for."
                              : "Black is 0, orange above it, blue below.",
                       largest, tiles(what, images));
  }
  return "";
}

std::string feature_maps_html(const Sequential& net, const Tensor& image) {
  std::string html;
  const Tensor* y = &image;
  for (std::size_t i = 0; i < net.size(); ++i) {
    Layer& layer = net.layer(i);
    y = &layer.forward(*y, Mode::Eval);
    const auto [low, high] = std::minmax_element(y->begin(), y->end());
    html += fmt::format(
        "<h3>{}</h3>\n<p class=\"note\">{}, output {}, values from {:.3g} to {:.3g}</p>\n{}",
        html_escaped(layer.name()), html_escaped(layer.description()),
        origami::to_string(layer.out_shape()), *low, *high,
        y->dimension() == 4 ? map_tiles(layer.name(), *y) : value_tile(layer.name(), *y));
  }
  return html;
}

}  // namespace origami::examples
