// Chapter 2: the affine layer, forward and backward by hand. Its text is README.md beside this
// file.
#include <origami/layers/affine.hpp>

#include "support/chapter.hpp"

using namespace origami;
using namespace origami::examples;

// [forward]
/// x (N, inputs), weight (units, inputs), bias (units) -> y (N, units)
Tensor affine_forward(const Tensor& x, const Tensor& weight, const Tensor& bias) {
  const std::size_t N = x.shape()[0], inputs = x.shape()[1], units = weight.shape()[0];
  Tensor y = make_tensor({N, units});
  for (std::size_t n = 0; n < N; ++n)
    for (std::size_t u = 0; u < units; ++u) {
      y(n, u) = bias(u);
      for (std::size_t i = 0; i < inputs; ++i) y(n, u) += x(n, i) * weight(u, i);
    }
  return y;
}
// [/forward]

// [backward]
struct AffineGradients {
  Tensor dx, dweight, dbias;  // shaped like x, weight and bias
};

/// dy (N, units): how much the loss grows with each output.
AffineGradients affine_backward(const Tensor& x, const Tensor& weight, const Tensor& dy) {
  const std::size_t N = x.shape()[0], inputs = x.shape()[1], units = weight.shape()[0];
  AffineGradients d{make_tensor({N, inputs}), make_tensor({units, inputs}), make_tensor({units})};
  for (std::size_t n = 0; n < N; ++n)
    for (std::size_t u = 0; u < units; ++u) {
      d.dbias(u) += dy(n, u);
      for (std::size_t i = 0; i < inputs; ++i) {  // forward: y(n, u) += x(n, i) * weight(u, i)
        d.dx(n, i) += dy(n, u) * weight(u, i);
        d.dweight(u, i) += dy(n, u) * x(n, i);
      }
    }
  return d;
}
// [/backward]

// [values]
const Tensor x{{1, 2, 3}, {4, 5, 6}};        // (N, inputs): two samples of three numbers
const Tensor weight{{1, 1, -1}, {2, 1, 0}};  // (units, inputs): a row for each output
const Tensor bias{1, -1};                    // (units)
// [/values]
const Tensor dy{{1, 2}, {0, -1}};

void forward() { show("y", affine_forward(x, weight, bias)); }

void backward() {
  // [call]
  const AffineGradients d = affine_backward(x, weight, dy);
  show("dweight", d.dweight);
  show("dbias", d.dbias);
  show("dx", d.dx);
  // [/call]
}

void layer() {
  // [layer]
  Affine affine({.units = 2});
  affine.build({3});  // one sample has the shape (3)
  Parameter& w = *affine.parameters()[0];
  Parameter& b = *affine.parameters()[1];
  w.value() = weight;
  b.value() = bias;
  show("y", affine.forward(x, Mode::Train));
  show("dx", affine.backward(dy));
  show(w.name + ".grad", w.grad);
  show(b.name + ".grad", b.grad);
  // [/layer]
}

using Index = std::size_t;

/// A matrix with its name above and its shape below; the cells for which `mark` holds stand out.
Box draw_matrix(Canvas& canvas, Point at, const std::string& name, std::size_t rows,
                std::size_t cols, const std::function<Scalar(std::size_t, std::size_t)>& value,
                Tone tone, const std::function<bool(std::size_t, std::size_t)>& mark) {
  const Box box = canvas.grid(at, rows, cols, [&](std::size_t r, std::size_t c) {
    return Cell{number(value(r, c)), mark(r, c) ? tone : Tone::None};
  });
  canvas.text({box.centre().x, box.y - 16}, name, {.bold = true});
  canvas.text({box.centre().x, box.bottom() + 16},
              to_string(rows == 1 ? Shape{cols} : Shape{rows, cols}),
              {.size = 12, .tone = Tone::Grey});
  return box;
}

void draw_sign(Canvas& canvas, const Box& after, const std::string& sign) {
  canvas.text({after.right() + 20, 85}, sign, {.size = 20});
}

/// left * right = product, with one row, one column and the value they make standing out.
void draw_product(Canvas& canvas, double x0, const std::string names[3], const Tensor& left,
                  const Tensor& right, const Tensor& product, const Tone tones[3], Index row,
                  Index col) {
  const auto rows = [](const Tensor& t) { return t.shape()[0]; };
  const auto cols = [](const Tensor& t) { return t.shape()[1]; };
  const auto top = [&](const Tensor& t) { return 85 - 17 * static_cast<double>(rows(t)); };
  const Box a = draw_matrix(canvas, {x0, top(left)}, names[0], rows(left), cols(left), left,
                            tones[0], [&](Index r, Index) { return r == row; });
  draw_sign(canvas, a, "·");
  const Box b = draw_matrix(canvas, {a.right() + 40, top(right)}, names[1], rows(right),
                            cols(right), right, tones[1], [&](Index, Index c) { return c == col; });
  draw_sign(canvas, b, "=");
  draw_matrix(canvas, {b.right() + 40, top(product)}, names[2], rows(product), cols(product),
              product, tones[2], [&](Index r, Index c) { return r == row && c == col; });
}

Tensor transpose(const Tensor& t) {
  Tensor result = make_tensor({t.shape()[1], t.shape()[0]});
  for (Index r = 0; r < t.shape()[0]; ++r)
    for (Index c = 0; c < t.shape()[1]; ++c) result(c, r) = t(r, c);
  return result;
}

Canvas draw_forward() {
  Canvas canvas(
      480, 180, "y = x times the transpose of the weight, plus bias",
      "x has 2 rows and 3 columns, the transposed weight 3 rows and 2 columns, the bias 2 "
      "values, y 2 rows and 2 columns. Row 1 of x, column 1 of the transposed weight and "
      "bias 1 stand out: 4 times 2 plus 5 times 1 plus 6 times 0 minus 1 gives y(1, 1), "
      "12.");
  const Tensor wt = transpose(weight), y = affine_forward(x, weight, bias);
  const auto is = [](Index row, Index col) {
    return [=](Index r, Index c) { return (row > 1 || r == row) && (col > 1 || c == col); };
  };
  const Box a = draw_matrix(canvas, {20, 51}, "x", 2, 3, x, Tone::Blue, is(1, 9));
  draw_sign(canvas, a, "·");
  const Box b = draw_matrix(canvas, {a.right() + 40, 34}, "Wᵀ", 3, 2, wt, Tone::Orange, is(9, 1));
  draw_sign(canvas, b, "+");
  const Box c = draw_matrix(
      canvas, {b.right() + 40, 68}, "b", 1, 2, [](Index, Index u) { return bias(u); }, Tone::Orange,
      is(9, 1));
  draw_sign(canvas, c, "=");
  draw_matrix(canvas, {c.right() + 40, 51}, "y", 2, 2, y, Tone::Green, is(1, 1));
  return canvas;
}

Canvas draw_backward() {
  Canvas canvas(800, 160, "The gradients as products: dW = transposed dy times x, dx = dy times W",
                "Left: row 1 of the transposed dy, (2, -1), times column 0 of x, (1, 4), gives "
                "dW(1, 0), -2. Right: row 0 of dy, (1, 2), times column 0 of W, (1, 2), gives "
                "dx(0, 0), 5.");
  const AffineGradients d = affine_backward(x, weight, dy);
  const std::string left[] = {"dyᵀ", "x", "dW"}, right[] = {"dy", "W", "dx"};
  const Tone left_tones[] = {Tone::Red, Tone::Blue, Tone::Red};
  const Tone right_tones[] = {Tone::Red, Tone::Orange, Tone::Red};
  draw_product(canvas, 20, left, transpose(dy), x, d.dweight, left_tones, 1, 0);
  draw_product(canvas, 440, right, dy, weight, d.dx, right_tones, 0, 0);
  return canvas;
}

int main(int argc, char** argv) {
  return run_chapter(argc, argv, {{"forward", forward}, {"backward", backward}, {"layer", layer}},
                     {{"forward.svg", draw_forward}, {"backward.svg", draw_backward}});
}
