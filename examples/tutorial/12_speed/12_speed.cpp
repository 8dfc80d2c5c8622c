// Chapter 12: where the time goes. Its text is README.md beside this file.
#include <cstdio>
#include <cstring>
#include <origami/datasets/batches.hpp>
#include <origami/datasets/digits.hpp>
#include <origami/loss.hpp>
#include <origami/optimizer.hpp>
#include <origami/parallel.hpp>

#include "measure.hpp"
#include "pictures.hpp"
#include "support/chapter.hpp"

using namespace origami;
using namespace origami::examples;
using nlohmann::json;

const json& here() {  // this machine, now
  static const json measured = measure();
  return measured;
}

// The machine of the pictures; delete the file to draw your own.
json in_pictures() {
  return kept(std::filesystem::path(__FILE__).replace_filename("measured.json"), here);
}

/// "~12.3", right-aligned: a figure that differs between machines.
std::string about(double value, int digits, int width) {
  char text[32];
  std::snprintf(text, sizeof text, "~%.*f", digits, value);
  return std::string(std::max(0, width - static_cast<int>(std::strlen(text))), ' ') + text;
}

void roofs() {
  const double peak = here()["peak"], memory = memory_rate(here()), cache = cache_rate(here());
  std::printf("arithmetic    %s GFLOP/s\n", about(peak, 1, 6).c_str());
  std::printf("nearest cache %s GB/s\n", about(cache, 1, 6).c_str());
  std::printf("memory        %s GB/s\n", about(memory, 1, 6).c_str());
  std::printf("ridge         %s flop a byte from the cache, ~%.1f from memory\n",
              about(peak / cache, 1, 6).c_str(), peak / memory);
}

void intensity() {
  std::printf("layer    direction   kflop      KB  flop/byte\n");
  for (const json& l : here()["layers"]) {
    const double flop = l["flop"], bytes = l["bytes"];
    if (flop > 0)
      std::printf("%-8s %-9s %7.0f %7.1f %10.1f\n", l["layer"].get<std::string>().c_str(),
                  l["direction"].get<std::string>().c_str(), flop / 1e3, bytes / 1e3, flop / bytes);
  }
}

void layers() {
  double total = 0;
  std::printf("layer    direction   us/image   GFLOP/s   of the peak %%   GB/s\n");
  for (const json& l : here()["layers"]) {
    const double us = l["us"], rate = 1e-3 * l["flop"].get<double>() / us;
    const double share = 100 * rate / here()["peak"].get<double>();
    std::printf("%-8s %-9s %s %s %s %s\n", l["layer"].get<std::string>().c_str(),
                l["direction"].get<std::string>().c_str(), about(us, 2, 10).c_str(),
                rate > 0 ? about(rate, 1, 9).c_str() : "        -",
                rate > 0 ? about(share, 0, 15).c_str() : "              -",
                about(1e-3 * l["bytes"].get<double>() / us, 1, 6).c_str());
    total += us;
  }
  std::printf("total              %s\n", about(total, 0, 10).c_str());
}

void products() {
  for (const json& p : here()["products"])
    std::printf("%4d rows: %s GFLOP/s\n", p[0].get<int>(), about(p[1], 1, 6).c_str());
}

void moves() {
  for (const json& m : here()["moves"])
    std::printf("%6d KB: %s GB/s\n", m[0].get<int>(), about(m[1], 1, 6).c_str());
}

/// Two timings, each behind its name; `skip` more stand before them.
void compare(const char* key, const char* first, const char* second, int digits, const char* unit,
             int skip = 0) {
  std::printf("%s ~%.*f %s\n", first, digits, here()[key][skip].get<double>(), unit);
  std::printf("%s ~%.*f %s\n", second, digits, here()[key][skip + 1].get<double>(), unit);
}

void alignment() {
  compare("dot", "from the beginning of a line: ", "from 4 bytes behind it:       ", 0, "ns");
}

void unfolding() { compare("im2col", "value after value:", "by a flat matrix: ", 1, "us"); }

void convolution() {
  compare("convolution", "with the matrix:     ", "with the flat matrix:", 1, "us");
}

void zeros() { compare("backward", "a dy without zeros:", "four zeros in five:", 1, "us"); }

void by_hand() {
  // [by-hand]
  const double d[] = {5, 1, 4, 2}, g[] = {2, 6, 3};
  // G g and B^T d: at the points 0, 1, -1 and infinity
  const double weights[] = {g[0], (g[0] + g[1] + g[2]) / 2, (g[0] - g[1] + g[2]) / 2, g[2]};
  const double pixels[] = {d[0] - d[2], d[1] + d[2], d[2] - d[1], d[3] - d[1]};
  double p[4];
  for (int i = 0; i < 4; ++i) p[i] = weights[i] * pixels[i];  // the four multiplications
  std::printf("6 multiplications: %g %g\n", d[0] * g[0] + d[1] * g[1] + d[2] * g[2],
              d[1] * g[0] + d[2] * g[1] + d[3] * g[2]);
  std::printf("4 multiplications: %g %g\n", p[0] + p[1] + p[2], p[1] - p[2] + p[3]);
  // [/by-hand]
}

void fewer() {
  compare("convolution", "with the flat matrix:       ", "with fewer multiplications: ", 1, "us",
          1);
}

void order() {
  // [order]
  const float big = 1e8f, one = 1;
  std::printf("(big - big) + one = %g\n", double{(big - big) + one});
  std::printf("big + (one - big) = %g\n", double{big + (one - big)});
  // [/order]
}

// [train]
/// All parameters after a few training steps with so many threads.
std::vector<Tensor> train(std::size_t threads) {
  set_threads(threads);
  const Dataset digits = make_digits(400, 1);
  Sequential net = build_net(named_net("simple"), digits.image_shape, 1);
  Momentum optimizer(net.parameters(), {.rate = 0.01});
  SoftmaxCrossEntropy criterion;
  Batches batches(digits);
  Rng rng(1);
  for (const Batch& batch : batches.shuffled(100, rng)) {
    criterion.forward(net.forward(batch.images, Mode::Train), batch.labels);
    net.backward(criterion.backward());
    optimizer.step();
  }
  set_threads(0);  // one a core, as it was
  std::vector<Tensor> values;
  for (const Parameter* p : net.parameters()) values.push_back(p->value());
  return values;
}
// [/train]

void threads_agree() {
  // [agree]
  const std::vector<Tensor> one = train(1);
  for (const std::size_t threads : {2, 3, 4}) {
    const std::vector<Tensor> many = train(threads);
    std::size_t different = 0;
    for (std::size_t i = 0; i < one.size(); ++i)
      for (std::size_t j = 0; j < one[i].size(); ++j)
        different += std::memcmp(one[i].data() + j, many[i].data() + j, sizeof(Scalar)) != 0;
    std::printf("%zu threads: %zu weights differ\n", threads, different);
  }
  // [/agree]
}

int main(int argc, char** argv) {
  return run_chapter(argc, argv,
                     {{"roofs", roofs},
                      {"intensity", intensity},
                      {"layers", layers},
                      {"products", products},
                      {"moves", moves},
                      {"alignment", alignment},
                      {"unfolding", unfolding},
                      {"convolution", convolution},
                      {"zeros", zeros},
                      {"by_hand", by_hand},
                      {"fewer", fewer},
                      {"order", order},
                      {"agree", threads_agree}},
                     {{"roofline.svg", [] { return draw_roofline(in_pictures()); }},
                      {"products.svg", [] { return draw_products(in_pictures()); }}});
}
