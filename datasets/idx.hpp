// IDX, the file format of MNIST: 00 00 TYPE RANK, RANK sizes (u32, big-endian), then the values.
#pragma once

#include <cstdint>
#include <filesystem>
#include <origami/tensor.hpp>
#include <vector>

namespace origami {

/// The content of an IDX file of unsigned bytes.
struct IdxArray {
  Shape shape;                     // (N, H, W) for images, (N) for labels; no size is 0
  std::vector<std::uint8_t> data;  // the product of the sizes, row-major
};

/// Reads `path`, raw or compressed by gzip: the file's own first bytes tell which, not its name.
/// `rank` is the number of dimensions asked for (3: images, 1: labels), at most 255; 0 takes any.
/// Memory is bounded by what the file really holds, whatever its header claims.
/// Throws DataError if the file is missing, unreadable, cut off, too long, damaged or of another
/// kind. What stands behind a gzip stream and is none itself is ignored, as gunzip does.
IdxArray read_idx(const std::filesystem::path& path, std::size_t rank = 0);

}  // namespace origami
