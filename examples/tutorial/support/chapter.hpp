// What every program of the tutorial shares: parts of output, pictures, and printed tensors.
#pragma once

#include <functional>
#include <origami/tensor.hpp>
#include <string>
#include <vector>

#include "support/svg.hpp"

namespace origami::examples {

/// A part of the output, printed under the line "== name ==".
struct Part {
  std::string name;
  std::function<void()> run;
};

/// A picture, and the file it is kept in.
struct Figure {
  std::string file;
  std::function<Canvas()> draw;
};

/// The whole main function: runs the parts; `--figures DIR` also draws the figures into DIR.
/// Returns the exit status: 0, or 2 after an exception, whose message is printed.
int run_chapter(int argc, char** argv, const std::vector<Part>& parts,
                const std::vector<Figure>& figures = {});

/// Prints name, shape and values, a matrix at a time: of (N, C, H, W) the H x W matrix of each n
/// and c. At most `digits` significant ones of each value.
void show(const std::string& name, const Tensor& t, int digits = 4);

/// Throws Error unless it holds: how a solution tests itself.
void expect(bool holds, const std::string& what);

}  // namespace origami::examples
