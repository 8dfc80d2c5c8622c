#include "support/ink.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace origami::examples {
namespace {

using Histogram = std::array<std::size_t, 256>;

constexpr int kLeastContrast = 24;    // of 255 greys: less is no ink
constexpr std::uint8_t kSolid = 128;  // ink that surely is no shadow or noise

/// The least v that at least `share` of the counts do not exceed.
int quantile(const Histogram& counts, double share) {
  std::size_t all = 0, sum = 0;
  for (const std::size_t c : counts) all += c;
  for (int v = 0; v < 255; ++v) {
    sum += counts[static_cast<std::size_t>(v)];
    if (static_cast<double>(sum) >= share * static_cast<double>(all)) return v;
  }
  return 255;
}

/// The value that best parts the counts in two, the upper ones being above it (N. Otsu: A threshold
/// selection method from gray-level histograms, 1979).
std::size_t otsu(const Histogram& counts) {
  double all = 0, moment = 0;
  for (std::size_t v = 0; v < 256; ++v) {
    all += static_cast<double>(counts[v]);
    moment += static_cast<double>(v * counts[v]);
  }
  std::size_t best = 0;
  double below = 0, below_moment = 0, most = -1;
  for (std::size_t v = 0; v < 255; ++v) {
    below += static_cast<double>(counts[v]);
    below_moment += static_cast<double>(v * counts[v]);
    if (below == 0 || below == all) continue;
    const double gap = below_moment / below - (moment - below_moment) / (all - below);
    const double between = below * (all - below) * gap * gap;
    if (between > most) most = between, best = v;
  }
  return best;
}

/// The middle grey along the border.
int paper_of(const GreyImage& image) {
  Histogram border{};
  for (std::size_t y = 0; y < image.height; ++y)
    for (std::size_t x = 0; x < image.width; ++x)
      if (y == 0 || x == 0 || y + 1 == image.height || x + 1 == image.width)
        ++border[image.pixels[y * image.width + x]];
  return quantile(border, 0.5);
}

/// Greys become ink, 0 = paper. False if there is none. Ink is what lies furthest from the paper's
/// grey, which the cubes tell; what lies on the paper's other side tells how uneven it is.
bool grey_to_ink(GreyImage& image) {
  const int paper = paper_of(image);
  long long cubes = 0;
  for (const int v : image.pixels) cubes += (v - paper) * (v - paper) * (v - paper);
  const bool dark_on_light = cubes < 0;
  const auto depth = [&](int v) { return dark_on_light ? paper - v : v - paper; };
  Histogram ink{}, other{};
  for (const int v : image.pixels)
    ++(depth(v) < 0 ? other : ink)[static_cast<std::size_t>(std::abs(depth(v)))];
  other[0] = ink[0];
  const int noise = quantile(other, 0.99);
  std::fill_n(ink.begin(), otsu(ink) + 1, std::size_t{0});
  const int full = quantile(ink, 0.9);
  if (full < std::max(kLeastContrast, 3 * noise)) return false;
  const int least = std::max(full / 16, noise);
  for (std::uint8_t& v : image.pixels) {
    const int d = depth(v);
    v = static_cast<std::uint8_t>(d <= least ? 0 : std::min(255 * d / full, 255));
  }
  return true;
}

/// Pixels of solid ink that touch.
struct Piece {
  Bounds box;
  std::size_t size;
};

void join(Bounds& box, const Bounds& other) {
  box = {std::min(box.top, other.top), std::min(box.left, other.left),
         std::max(box.bottom, other.bottom), std::max(box.right, other.right)};
}

/// All pieces; `labels` gets for each pixel the number of its piece + 1, or 0.
std::vector<Piece> find_pieces(const GreyImage& image, std::vector<std::uint32_t>& labels) {
  const std::size_t H = image.height, W = image.width;
  std::vector<Piece> pieces;
  std::vector<std::size_t> queue;
  labels.assign(H * W, 0);
  const auto visit = [&](std::size_t i) {
    if (labels[i] != 0 || image.pixels[i] < kSolid) return;
    labels[i] = static_cast<std::uint32_t>(pieces.size() + 1);
    queue.push_back(i);
  };
  for (std::size_t start = 0; start < H * W; ++start) {
    visit(start);
    if (queue.empty()) continue;
    Piece piece{{H, W, 0, 0}, 0};
    for (; piece.size < queue.size(); ++piece.size) {
      const std::size_t y = queue[piece.size] / W, x = queue[piece.size] % W;
      join(piece.box, {y, x, y + 1, x + 1});
      for (std::size_t v = y - (y > 0); v < std::min(y + 2, H); ++v)
        for (std::size_t u = x - (x > 0); u < std::min(x + 2, W); ++u) visit(v * W + u);
    }
    queue.clear();
    pieces.push_back(piece);
  }
  return pieces;
}

/// Erases specks, pieces with less than a 50th of the largest one's pixels; returns the box around
/// the others.
Bounds erase_specks(GreyImage& image) {
  std::vector<std::uint32_t> labels;
  const std::vector<Piece> pieces = find_pieces(image, labels);
  std::size_t largest = 0;
  for (const Piece& piece : pieces) largest = std::max(largest, piece.size);
  const auto is_speck = [&](const Piece& piece) { return piece.size * 50 < largest; };
  Bounds box{image.height, image.width, 0, 0};
  for (const Piece& piece : pieces)
    if (!is_speck(piece)) join(box, piece.box);
  for (std::size_t i = 0; i < labels.size(); ++i)
    if (labels[i] != 0 && is_speck(pieces[labels[i] - 1])) image.pixels[i] = 0;
  return box;
}

/// `box` with the faint rim that the solid ink has, of at most a tenth of its longer side.
Bounds with_rim(const GreyImage& image, Bounds box) {
  const std::size_t most = std::max<std::size_t>(std::max(box.height(), box.width()) / 10, 1);
  const auto has_ink = [&](const Bounds& line) {
    for (std::size_t y = line.top; y < line.bottom; ++y)
      for (std::size_t x = line.left; x < line.right; ++x)
        if (image.pixels[y * image.width + x] > 0) return true;
    return false;
  };
  const Bounds solid = box;
  while (box.top > 0 && solid.top - box.top < most &&
         has_ink({box.top - 1, solid.left, box.top, solid.right}))
    --box.top;
  while (box.bottom < image.height && box.bottom - solid.bottom < most &&
         has_ink({box.bottom, solid.left, box.bottom + 1, solid.right}))
    ++box.bottom;
  while (box.left > 0 && solid.left - box.left < most &&
         has_ink({solid.top, box.left - 1, solid.bottom, box.left}))
    --box.left;
  while (box.right < image.width && box.right - solid.right < most &&
         has_ink({solid.top, box.right, solid.bottom, box.right + 1}))
    ++box.right;
  return box;
}

}  // namespace

Bounds find_ink(GreyImage& image) {
  if (!grey_to_ink(image)) return {0, 0, 0, 0};
  return with_rim(image, erase_specks(image));
}

}  // namespace origami::examples
