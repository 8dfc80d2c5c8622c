// Reads digits from pictures by a network that train_mnist has saved. `predict --help` tells how.
#include <spdlog/fmt/fmt.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <origami/error.hpp>
#include <origami/layers/softmax.hpp>
#include <origami/metrics.hpp>
#include <string>
#include <vector>

#include "support/command_line.hpp"
#include "support/digit_image.hpp"
#include "support/image.hpp"
#include "support/model_file.hpp"
#include "support/picture.hpp"

using namespace origami;
using namespace origami::examples;

namespace {

constexpr std::size_t kDigits = 10;
constexpr float kSure = 0.9f;  // the least probability that is not called unsure

struct Options {
  std::string model;
  std::vector<std::string> images;
  bool json = false;
};

struct Prediction {
  std::size_t digit, second;  // the most probable, and the one after it
  std::array<float, kDigits> probabilities;
  bool sure() const { return probabilities[digit] >= kSure; }
};

Options parse(int argc, char** argv) {
  Options o;
  CLI::App app("Reads handwritten digits from pictures, one digit in each.", "predict");
  app.get_formatter()->column_width(16);
  app.add_option("MODEL", o.model,
                 "weights saved by 'train_mnist --save MODEL.safetensors', or a checkpoint of it; "
                 "the file says which net they are for")
      ->type_name("")
      ->required();
  app.add_option("IMAGE", o.images,
                 "PNG, JPEG, BMP, PGM or PPM of any size up to 8192 x 8192 pixels, dark on light "
                 "or light on dark")
      ->type_name("")
      ->required();
  app.add_flag("--json", o.json, "print one JSON object a line and image, for programs");
  app.footer(fmt::format(
      R"(Each picture is brought into the form of MNIST's: its ink cut out, scaled into
20x20 pixels and centred in 28x28, which is what the net sees and what is drawn.
A digit that the net gives less than {:.0f} % is called unsure.

--json prints {{"file", "digit", "probabilities" (of 0 to 9), "sure"}}, or
{{"file", "error"}} for a picture that cannot be read; the others are read all the
same, and the exit status is 2.)",
      100 * kSure));
  parse_command_line(app, argc, argv);
  return o;
}

bool is_picture(const std::string& path) {
  try {
    return read_image(path).height > 0;
  } catch (const DataError&) {
    return false;
  }
}

/// As load_model, but knows a picture: the two are easily swapped.
Sequential load_weights_first(const std::string& path) {
  try {
    return load_model(path);
  } catch (const DataError&) {
    if (is_picture(path))
      throw DataError(path + ": is a picture but expected the weights, which come first");
    throw;
  }
}

/// The net in the file, which must see 28x28 grey pixels and tell ten digits apart, with a Softmax
/// behind its logits.
Sequential load_reader(const std::string& path) {
  Sequential net = load_weights_first(path);
  const Shape in{1, kDigitSide, kDigitSide}, out{kDigits};
  if (net.in_shape() != in || net.out_shape() != out)
    throw DataError(fmt::format("{}: turns {} into {} but expected {} into {}; train it on digits",
                                path, to_string(net.in_shape()), to_string(net.out_shape()),
                                to_string(in), to_string(out)));
  net.add<Softmax>();
  return net;
}

/// Throws NumericError if the net's weights make something other than numbers of the digit.
Prediction predict(Sequential& net, const DigitPixels& digit) {
  Tensor x = make_tensor({1, 1, kDigitSide, kDigitSide});
  std::ranges::transform(digit, x.data(), [](int v) { return static_cast<Scalar>(v) / 255; });
  const Tensor& p = net.forward(x, Mode::Eval);
  Prediction result{};
  std::copy_n(p.data(), kDigits, result.probabilities.begin());
  if (!std::ranges::all_of(result.probabilities, [](float q) { return std::isfinite(q); }))
    throw NumericError("the net's outputs are not finite but expected numbers; train it anew");
  result.digit = static_cast<std::size_t>(argmax(p, 0));
  auto others = result.probabilities;
  others[result.digit] = -1;
  result.second = static_cast<std::size_t>(std::ranges::max_element(others) - others.begin());
  return result;
}

/// What the net sees, and beside it a bar for each digit.
void print_for_people(const std::string& file, const DigitPixels& digit, const Prediction& p) {
  constexpr std::size_t kBar = 40;
  const auto percent = [&](std::size_t k) { return 100 * p.probabilities[k]; };
  fmt::print("{}: {} ({:.1f} %)", file, p.digit, percent(p.digit));
  if (!p.sure()) fmt::print(", unsure: perhaps {} ({:.1f} %)", p.second, percent(p.second));
  fmt::print("\n");
  std::vector<std::string> rows = draw_braille(digit.data(), kDigitSide, kDigitSide);
  rows.resize(kDigits, std::string(kDigitSide / 2, ' '));
  for (std::size_t k = 0; k < kDigits; ++k) {
    const auto length = static_cast<std::size_t>(std::lround(kBar * p.probabilities[k]));
    fmt::print("  {}   {}  {:5.1f} %{}{}\n", rows[k], k, percent(k), length > 0 ? "  " : "",
               std::string(length, '#'));
  }
}

/// Names that are no UTF-8 are printed with a mark in place of the wrong bytes.
void print_json(const nlohmann::ordered_json& object) {
  using Handler = nlohmann::ordered_json::error_handler_t;
  fmt::print("{}\n", object.dump(-1, ' ', false, Handler::replace));
}

/// False, with a sentence on standard error, if the picture cannot be read.
bool read_digit(Sequential& net, const std::string& file, bool json) {
  try {
    const DigitPixels digit = to_digit(read_image(file), file);
    const Prediction p = predict(net, digit);
    if (json)
      print_json({{"file", file},
                  {"digit", p.digit},
                  {"probabilities", p.probabilities},
                  {"sure", p.sure()}});
    else
      print_for_people(file, digit, p);
    return true;
  } catch (const DataError& error) {
    std::fflush(stdout);  // in a terminal the sentence comes where the picture would have
    fmt::print(stderr, "predict: {}\n", error.what());
    if (json) print_json({{"file", file}, {"error", error.what()}});
    return false;
  }
}

}  // namespace

int main(int argc, char** argv) {
  return run_main("predict", [&] {
    const Options o = parse(argc, argv);
    Sequential net = load_reader(o.model);
    bool all = true;
    for (const std::string& file : o.images) all = read_digit(net, file, o.json) && all;
    return all ? 0 : 2;
  });
}
