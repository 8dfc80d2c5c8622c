#include <algorithm>
#include <origami/parameter.hpp>

namespace origami {

std::vector<Piece> pieces_of(const std::vector<Parameter*>& parameters) {
  constexpr std::size_t kPiece =
      16384;  // 64 KiB of floats: four arrays of it fit in a core's cache
  std::vector<Piece> pieces;
  for (std::size_t index = 0; index < parameters.size(); ++index) {
    const std::size_t size = parameters[index]->value().size();
    for (std::size_t begin = 0; begin < size; begin += kPiece)
      pieces.push_back({index, begin, std::min(begin + kPiece, size)});
  }
  return pieces;
}

}  // namespace origami
