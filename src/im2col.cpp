#include <algorithm>
#include <origami/error.hpp>
#include <origami/im2col.hpp>

namespace origami {

void im2col(const Scalar* image, const Windows& w, Scalar* columns, Scalar padding) {
  for (std::size_t c = 0; c < w.C; ++c, image += w.H * w.W)
    for (std::size_t kh = 0; kh < w.KH; ++kh)
      for (std::size_t kw = 0; kw < w.KW; ++kw, columns += w.cols()) {
        const Stops rows = w.stops_h(kh), cols = w.stops_w(kw);
        std::fill(columns, columns + rows.begin * w.OW, padding);
        for (std::size_t oh = rows.begin; oh < rows.end; ++oh) {
          Scalar* out = columns + oh * w.OW;
          const Scalar* in = image + (oh * w.SH + kh - w.PH) * w.W + kw - w.PW;
          std::fill(out, out + cols.begin, padding);
          for (std::size_t ow = cols.begin; ow < cols.end; ++ow) out[ow] = in[ow * w.SW];
          std::fill(out + cols.end, out + w.OW, padding);
        }
        std::fill(columns + rows.end * w.OW, columns + w.cols(), padding);
      }
}

void col2im(const Scalar* columns, const Windows& w, Scalar* image) {
  std::fill(image, image + w.C * w.H * w.W, Scalar{0});
  for (std::size_t c = 0; c < w.C; ++c, image += w.H * w.W)
    for (std::size_t kh = 0; kh < w.KH; ++kh)
      for (std::size_t kw = 0; kw < w.KW; ++kw, columns += w.cols()) {
        const Stops rows = w.stops_h(kh), cols = w.stops_w(kw);
        for (std::size_t oh = rows.begin; oh < rows.end; ++oh) {
          const Scalar* in = columns + oh * w.OW;
          Scalar* out = image + (oh * w.SH + kh - w.PH) * w.W + kw - w.PW;
          for (std::size_t ow = cols.begin; ow < cols.end; ++ow) out[ow * w.SW] += in[ow];
        }
      }
}

Tensor im2col(const Tensor& image, const Window2d& window, Scalar padding) {
  const Windows w = window.over(shape_of(image), "im2col");
  Tensor columns = make_tensor({w.rows(), w.cols()});
  im2col(image.data(), w, columns.data(), padding);
  return columns;
}

Tensor col2im(const Tensor& columns, const Window2d& window, const Shape& image) {
  const Windows w = window.over(image, "col2im");
  if (shape_of(columns) != Shape{w.rows(), w.cols()})
    throw ShapeError("col2im: columns " + to_string(shape_of(columns)) + " but expected " +
                     to_string(Shape{w.rows(), w.cols()}) + " for an image " + to_string(image));
  Tensor folded = make_tensor(image);
  col2im(columns.data(), w, folded.data());
  return folded;
}

}  // namespace origami
