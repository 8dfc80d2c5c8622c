// Pictures to read: drawn by strokes, written in every format.
#pragma once

#include <stb/stb_image_write.h>

#include <algorithm>
#include <cmath>
#include <initializer_list>

#include "support/image.hpp"
#include "temp_dir.hpp"

using origami::examples::GreyImage;

/// Rows from the top, pixels from the left, 1 to 4 bytes a pixel: grey, alpha; red, green, blue,
/// alpha.
struct Picture {
  std::size_t height, width, channels;
  Bytes pixels;
};

inline Picture as_picture(const GreyImage& image) {
  return {image.height, image.width, 1, image.pixels};
}

inline void append(Bytes& bytes, const Bytes& more) {
  bytes.insert(bytes.end(), more.begin(), more.end());
}

inline Bytes text(const std::string& t) { return {t.begin(), t.end()}; }

/// An unsigned number of `count` bytes, the lowest first.
inline Bytes little(std::uint64_t value, int count) {
  Bytes bytes;
  for (int i = 0; i < count; ++i) bytes.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
  return bytes;
}

inline Bytes big(std::uint64_t value, int count) {
  Bytes bytes = little(value, count);
  return {bytes.rbegin(), bytes.rend()};
}

/// A PNG by hand: `lines` are its scan lines, each begun by a filter byte. Colour 0: grey, 2: RGB,
/// 4: grey and alpha, 6: RGB and alpha.
inline Bytes make_png(std::size_t height, std::size_t width, int depth, int colour, Bytes lines) {
  Bytes png{0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
  const auto chunk = [&](const std::string& name, const Bytes& content) {
    Bytes checked = text(name);
    append(checked, content);
    append(png, big(content.size(), 4));
    append(png, checked);
    append(png, big(crc32(0, checked.data(), static_cast<uInt>(checked.size())), 4));
  };
  Bytes header = big(width, 4);
  append(header, big(height, 4));
  append(header, {static_cast<std::uint8_t>(depth), static_cast<std::uint8_t>(colour), 0, 0, 0});
  uLongf size = compressBound(lines.size());
  Bytes packed(size);
  compress(packed.data(), &size, lines.data(), lines.size());
  packed.resize(size);
  chunk("IHDR", header);
  chunk("IDAT", packed);
  chunk("IEND", {});
  return png;
}

inline Bytes as_png(const Picture& p) {
  constexpr int kColour[] = {0, 0, 4, 2, 6};
  Bytes lines;
  for (std::size_t y = 0; y < p.height; ++y) {
    lines.push_back(0);
    const auto line = p.pixels.begin() + static_cast<std::ptrdiff_t>(y * p.width * p.channels);
    lines.insert(lines.end(), line, line + static_cast<std::ptrdiff_t>(p.width * p.channels));
  }
  return make_png(p.height, p.width, 8, kColour[p.channels], std::move(lines));
}

inline Bytes as_jpeg(const Picture& p, int quality = 95) {
  Bytes bytes;
  const auto write = [](void* to, void* data, int size) {
    const auto* begin = static_cast<const std::uint8_t*>(data);
    append(*static_cast<Bytes*>(to), {begin, begin + size});
  };
  stbi_write_jpg_to_func(write, &bytes, static_cast<int>(p.width), static_cast<int>(p.height),
                         static_cast<int>(p.channels), p.pixels.data(), quality);
  return bytes;
}

/// 24 bits a pixel; 3 channels. A BMP begins with its lowest row unless its height is below 0.
inline Bytes as_bmp(const Picture& p, bool from_top = false) {
  Bytes rows;
  for (std::size_t i = 0; i < p.height; ++i) {
    const std::size_t y = from_top ? i : p.height - 1 - i;
    for (std::size_t x = 0; x < p.width; ++x)
      for (const std::size_t c : {2, 1, 0}) rows.push_back(p.pixels[(y * p.width + x) * 3 + c]);
    while (rows.size() % 4 != 0) rows.push_back(0);
  }
  Bytes bmp = text("BM");
  append(bmp, little(54 + rows.size(), 4));
  append(bmp, little(0, 4));
  append(bmp, little(54, 4));  // where the rows begin
  append(bmp, little(40, 4));  // the size of what follows until there
  append(bmp, little(p.width, 4));
  append(bmp, little(from_top ? 0 - p.height : p.height, 4));
  append(bmp, little(1, 2));
  append(bmp, little(24, 2));
  append(bmp, Bytes(24));
  append(bmp, rows);
  return bmp;
}

/// Binary: P5 for 1 channel, P6 for 3.
inline Bytes as_pnm(const Picture& p) {
  Bytes bytes = text((p.channels == 1 ? "P5 " : "P6 ") + std::to_string(p.width) + " " +
                     std::to_string(p.height) + " 255\n");
  append(bytes, p.pixels);
  return bytes;
}

inline GreyImage plain(std::size_t height, std::size_t width, std::uint8_t grey) {
  return {height, width, Bytes(height * width, grey)};
}

inline GreyImage inverted(GreyImage image) {
  for (std::uint8_t& v : image.pixels) v = static_cast<std::uint8_t>(255 - v);
  return image;
}

/// MNIST's digit dark on light, each pixel as n x n, on paper of `margin` more pixels on each side.
inline GreyImage enlarged(const std::uint8_t* digit, std::size_t n, std::size_t margin = 0) {
  const std::size_t side = 28 * n + 2 * margin;
  GreyImage image = plain(side, side, 0);
  for (std::size_t y = 0; y < 28 * n; ++y)
    for (std::size_t x = 0; x < 28 * n; ++x)
      image.pixels[(y + margin) * side + x + margin] = digit[y / n * 28 + x / n];
  return inverted(image);
}

/// A 7 with a bar, `size` pixels high, its upper left corner at (top, left), the pen 0.12 * size
/// thick with a soft edge of one pixel.
inline void draw_seven(GreyImage& image, double top, double left, double size,
                       std::uint8_t ink = 0) {
  struct Line {
    double y0, x0, y1, x1;
  };
  for (std::size_t y = 0; y < image.height; ++y)
    for (std::size_t x = 0; x < image.width; ++x) {
      double distance = 1e9;
      for (const Line& l :
           {Line{0.06, 0.06, 0.06, 0.64}, Line{0.06, 0.64, 0.94, 0.2}, Line{0.5, 0.2, 0.5, 0.6}}) {
        const double py = (static_cast<double>(y) + 0.5 - top) / size - l.y0;
        const double px = (static_cast<double>(x) + 0.5 - left) / size - l.x0;
        const double dy = l.y1 - l.y0, dx = l.x1 - l.x0;
        const double t = std::clamp((py * dy + px * dx) / (dy * dy + dx * dx), 0.0, 1.0);
        distance = std::min(distance, std::hypot(py - t * dy, px - t * dx) * size);
      }
      const double cover = std::clamp(0.06 * size - distance + 0.5, 0.0, 1.0);
      std::uint8_t& v = image.pixels[y * image.width + x];
      v = static_cast<std::uint8_t>(std::lround(v + cover * (ink - v)));
    }
}

/// A dark 7 on white paper.
inline GreyImage seven(std::size_t height = 80, std::size_t width = 60, double size = 56) {
  GreyImage image = plain(height, width, 255);
  draw_seven(image, (static_cast<double>(height) - size) / 2,
             (static_cast<double>(width) - 0.7 * size) / 2, size);
  return image;
}

inline std::string bytes_as_text(const Bytes& bytes) { return {bytes.begin(), bytes.end()}; }
