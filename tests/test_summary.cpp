#include <origami/layers/affine.hpp>
#include <origami/layers/conv.hpp>
#include <origami/layers/pooling.hpp>
#include <origami/layers/relu.hpp>
#include <origami/sequential.hpp>
#include <sstream>

#include "catch.hpp"

using namespace origami;

/// The words of a table, one space between them, line by line.
static std::vector<std::string> rows_of(const std::string& table) {
  std::vector<std::string> rows;
  std::istringstream lines(table);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string row;
    for (std::string word; words >> word;) row += (row.empty() ? "" : " ") + word;
    rows.push_back(row);
  }
  return rows;
}

TEST_CASE("The summary writes out every layer's shape, parameters and multiply-adds") {
  Sequential net({1, 28, 28}, /*seed=*/1);
  net.add<Conv>({.filters = 24, .kernel = 5})
      .add<Pooling>({.pool = 2})
      .add<ReLU>()
      .add<Conv>({.filters = 32, .kernel = 3})
      .add<Pooling>({.pool = 2})
      .add<ReLU>()
      .add<Affine>({.units = 256})
      .add<ReLU>()
      .add<Affine>({.units = 10});
  // 24 x 24 x 24 outputs of 25 products each, 32 x 10 x 10 of 216, and one a weight of Affine.
  CHECK(rows_of(net.summary()) ==
        std::vector<std::string>{
            "layer what output parameters multiply-adds",
            "input (1, 28, 28) - -",
            "conv1 Conv 5x5, stride 1, pad 0 (24, 24, 24) 5*5*1*24 + 24 = 624 345,600",
            "pool1 Pooling 2x2, stride 2, pad 0 (24, 12, 12) - -",
            "relu1 ReLU (24, 12, 12) - -",
            "conv2 Conv 3x3, stride 1, pad 0 (32, 10, 10) 3*3*24*32 + 32 = 6,944 691,200",
            "pool2 Pooling 2x2, stride 2, pad 0 (32, 5, 5) - -",
            "relu2 ReLU (32, 5, 5) - -",
            "affine1 Affine 256 (256) 800*256 + 256 = 205,056 204,800",
            "relu3 ReLU (256) - -",
            "affine2 Affine 10 (10) 256*10 + 10 = 2,570 2,560",
            "total 215,194 1,244,160",
        });
}

TEST_CASE("The summary is a table: lines of one width") {
  Sequential net({3, 9, 8});
  net.add<Conv>({.filters = 2, .kernel = {3, 2}, .stride = {2, 1}, .pad = {1, 0}}).add<ReLU>();
  const std::string table = net.summary();
  std::istringstream lines(table);
  std::string line;
  REQUIRE(std::getline(lines, line));
  const std::size_t width = line.size();
  while (std::getline(lines, line)) CHECK(line.size() == width);
  CHECK(contains(table, "Conv 3x2, stride 2x1, pad 1x0"));
  CHECK(contains(table, "2*3*3*2 + 2 = 38"));
}

TEST_CASE("A network without layers has a summary too") {
  CHECK(rows_of(Sequential({7}).summary()) ==
        std::vector<std::string>{"layer what output parameters multiply-adds", "input (7) - -",
                                 "total 0 0"});
}
