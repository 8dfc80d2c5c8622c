// The styles as text, one line a style: a digit as people see it, not as a camera did.
#include <array>
#include <charconv>
#include <origami/datasets/digits_strokes.hpp>
#include <string_view>

namespace origami::digits {
namespace {

/// Strokes are points "x,y" with blanks between; "/" lifts the pen.
struct Drawing {
  std::size_t digit;
  double weight;
  std::string_view strokes;
};

constexpr Drawing kDrawings[] = {
    // 0: an oval from the top, a little past its start
    {0, 4, "30,0 9,13 1,50 10,87 30,100 50,87 59,50 51,14 30,0 18,6"},
    // begun inside, so that the top crosses itself
    {0, 2, "26,14 12,20 2,52 10,86 32,100 54,84 59,46 48,12 32,0 14,8"},
    // left open at the top
    {0, 1, "28,2 8,18 1,54 12,88 32,100 52,84 59,46 50,12 38,4"},
    // the end curls into the oval
    {0, 1, "22,2 4,26 2,64 18,96 40,96 58,64 54,22 34,2 16,12 26,28 44,22"},
    // 1: a bar, straight or slightly bent
    {1, 8, "10,0 10,50 10,100"},
    // with a flag
    {1, 2, "0,24 12,12 20,0 20,0 20,50 20,100"},
    // with a flag and a foot
    {1, 2, "2,20 14,12 24,0 24,0 24,50 24,98 / 0,99 24,98 48,98"},
    // 2: arch, straight neck, corner, flat foot
    {2, 3, "4,22 14,5 34,0 50,12 48,36 28,68 2,97 2,97 30,97 60,96"},
    // with a loop at the corner
    {2, 2, "4,20 16,4 38,0 50,16 44,44 24,78 8,94 0,86 10,76 28,86 46,96 62,88"},
    // with a large loop, the foot rising
    {2, 2, "4,16 22,0 44,6 50,28 36,62 20,88 4,96 -4,84 4,70 22,72 42,86 72,80"},
    // with a large loop, the foot falling
    {2, 2, "6,16 24,0 44,6 48,28 36,60 20,84 4,88 -2,74 10,62 28,68 42,90 58,104"},
    // like a Z
    {2, 1, "2,8 24,2 48,4 48,12 28,50 4,94 4,94 30,92 58,94"},
    // round corner, foot like a wave
    {2, 1, "4,16 24,0 46,10 44,38 26,68 8,90 14,94 36,90 62,98"},
    // the top begins with a curl
    {2, 1, "18,26 8,24 6,10 24,0 46,8 48,34 28,66 4,96 4,96 32,92 66,96"},
    // a large arch over a short foot
    {2, 1, "0,30 10,6 34,0 54,18 50,52 28,84 4,98 4,98 26,90 50,98"},
    // a round neck and a large ring, like a d with a foot
    {2, 3, "6,14 26,0 46,10 50,40 40,74 18,92 2,82 8,62 28,58 46,76 60,98"},
    // a small top, the foot a long dash
    {2, 1, "10,24 22,4 40,12 34,44 6,88 10,92 40,80 100,70"},
    // a narrow top, hardly more than a hook
    {2, 1, "4,24 14,4 26,10 24,48 6,94 6,94 26,92 50,90"},
    // a narrow ring under an upright neck, like a d
    {2, 1, "10,10 28,0 44,14 46,50 40,84 22,100 8,88 16,68 34,68 50,80"},
    // 3: two bows that meet in a corner
    {3, 3, "4,12 24,0 46,10 44,32 20,46 20,46 46,54 54,76 36,98 2,92"},
    // with a small loop in the waist
    {3, 1, "4,10 26,0 46,12 40,36 22,50 14,44 26,42 48,56 52,80 32,100 0,90"},
    // round waist
    {3, 1, "4,8 28,0 46,14 38,38 28,46 44,54 54,74 38,98 4,94"},
    // flat top
    {3, 1, "4,4 26,3 50,2 50,2 22,42 22,42 48,52 54,76 34,98 2,90"},
    // both ends curl in
    {3, 1, "6,24 8,6 30,0 48,12 42,34 22,44 22,44 46,52 54,74 38,98 8,98 0,82"},
    // narrow, a shallow waist, the lower bow ends early
    {3, 2, "0,8 16,2 34,4 32,22 20,42 20,42 34,54 38,76 24,100"},
    // a large upper bow above a flat end
    {3, 1, "2,14 22,0 46,10 44,34 14,54 14,54 40,60 50,78 34,94 -8,98"},
    // 4: open, an angle and a bar
    {4, 4, "10,4 4,52 4,52 30,52 58,50 / 48,0 44,50 42,100"},
    // open, a rounded angle
    {4, 2, "8,6 4,34 14,52 34,52 50,42 / 52,0 46,50 42,100"},
    // closed, a triangle on a stem
    {4, 1, "40,0 22,30 0,64 0,64 30,64 60,62 / 40,0 40,50 40,100"},
    // open, the bar of the angle crosses a low stem
    {4, 1, "16,0 2,56 2,56 30,58 60,56 / 36,24 34,60 30,100"},
    // a wide bowl, a short stem
    {4, 1, "6,0 2,36 8,62 34,64 64,58 / 62,0 60,50 56,100"},
    // 5: top bar, neck, bow
    {5, 4, "54,2 34,4 16,4 16,4 8,42 8,42 32,36 52,52 50,80 28,100 0,92"},
    // the bar a stroke of its own
    {5, 2, "18,6 10,42 10,42 34,40 50,58 46,86 24,100 0,90 / 18,6 38,4 62,0"},
    // like an S
    {5, 2, "56,2 32,2 14,12 14,30 32,44 46,62 42,88 20,100 0,90"},
    // a long bar, a small bow
    {5, 2, "82,0 54,6 28,10 28,10 16,42 16,42 36,42 42,64 28,90 0,98"},
    // 6: a bent stem into a loop
    {6, 4, "46,0 22,22 6,56 8,88 28,100 48,86 46,62 28,54 8,74"},
    // a straight stem, a small loop
    {6, 3, "30,0 14,40 4,74 10,96 28,98 42,84 36,66 20,66 6,84"},
    // a stem that begins with a hook, a wide loop
    {6, 1, "50,10 38,0 16,20 4,54 8,86 30,100 54,84 48,58 26,52 6,66"},
    // a stem and a wide, flat loop
    {6, 2, "26,0 8,36 2,72 16,98 46,98 66,80 58,60 36,62 16,90"},
    // 7: bar, corner, stem
    {7, 5, "0,6 26,4 54,2 54,2 36,46 22,100"},
    // round shoulder
    {7, 2, "0,10 20,2 46,2 50,16 36,50 24,100"},
    // with a serif on the left
    {7, 2, "0,28 4,6 4,6 28,4 52,4 52,4 36,46 24,100"},
    // with a bar across the stem
    {7, 2, "0,6 26,4 54,2 54,2 36,46 22,100 / 12,50 32,50 54,48"},
    // begun with a hook, the stem bent
    {7, 1, "2,34 6,12 16,10 32,14 54,2 54,2 44,44 44,100"},
    // an arch, hooked at its start
    {7, 2, "2,24 10,6 32,0 50,12 46,50 38,100"},
    // 8: one stroke, from the top right down the middle and back
    {8, 4, "48,12 28,0 8,14 12,34 30,48 48,68 46,92 26,100 6,90 10,68 30,46 46,28 46,10"},
    // one stroke, the top not closed
    {8, 3, "56,8 34,0 12,8 14,32 34,52 46,74 38,96 16,98 6,80 22,56 44,34 60,10"},
    // two rings
    {8, 1,
     "30,0 12,6 10,24 14,40 30,46 46,40 50,24 48,6 30,0 / 30,46 10,54 6,74 12,94 30,100 48,94 "
     "54,74 50,54 30,46"},
    // an S closed by a straight line
    {8, 2, "52,8 34,0 14,8 14,28 34,48 48,68 42,94 20,100 6,86 14,66 34,42 58,12"},
    // a small upper ring, a steep line back
    {8, 2, "50,16 40,2 26,6 22,22 34,42 42,66 34,94 16,98 10,80 22,54 42,34 52,14"},
    // a wide upper ring, a narrow lower one
    {8, 3, "54,8 32,0 8,10 8,32 28,50 38,72 30,98 16,94 16,72 32,48 50,30 56,6"},
    // a ribbon, open at the foot
    {8, 1, "6,96 18,70 44,34 46,8 28,0 10,10 14,34 36,64 52,98"},
    // an S closed by a long line that leads away
    {8, 2, "50,14 40,2 16,4 10,26 30,48 42,66 36,92 14,98 6,82 20,58 44,30 72,-4"},
    // a round upper ring, two legs that meet low
    {8, 1, "40,4 20,0 6,16 14,38 34,56 44,80 34,100 16,98 12,80 26,58 48,38 52,16 38,2"},
    // 9: ring and straight stem
    {9, 4, "48,10 28,0 8,14 6,38 22,48 42,36 50,8 50,8 46,52 40,100"},
    // the stem ends in a hook to the left
    {9, 1, "48,14 30,0 8,12 6,36 24,46 44,32 50,10 48,52 42,86 24,100 4,92"},
    // one bend from ring to stem
    {9, 3, "46,16 30,2 10,14 4,36 18,46 38,34 48,12 46,40 34,72 24,100"},
    // a flat ring, a slanted stem
    {9, 2, "60,6 36,2 10,16 2,34 18,42 44,26 60,4 60,4 44,50 30,100"},
    // the ring not closed at the top
    {9, 1, "40,6 18,10 4,28 10,46 30,46 46,30 50,2 50,2 48,50 46,100"},
    // a round ring, the stem begins above it
    {9, 1, "46,20 34,6 14,8 4,26 14,44 32,42 46,20 52,0 52,0 44,50 38,100"},
    // a large ring, a short stem
    {9, 2, "46,12 24,0 2,24 6,56 26,64 44,42 50,6 50,6 50,60 52,100"},
    // an arch, not closed, hooks into the stem
    {9, 1, "54,2 26,4 6,20 8,40 26,46 46,30 46,30 42,66 30,100"},
    // a pointed ring
    {9, 2, "46,8 24,10 4,38 4,38 26,44 46,36 48,6 48,6 44,56 38,100"},
    // a small slanted ring, a long straight stem
    {9, 2, "44,10 30,2 14,16 10,34 20,42 34,30 46,8 46,8 36,54 26,100"},
};

std::vector<Stroke> parse(std::string_view text) {
  std::vector<Stroke> strokes(1);
  const char *at = text.data(), *const end = at + text.size();
  while (at != end) {
    if (*at == ' ') {
      ++at;
    } else if (*at == '/') {
      strokes.emplace_back();
      ++at;
    } else {
      int x = 0, y = 0;
      at = std::from_chars(at, end, x).ptr;
      at = std::from_chars(at + 1, end, y).ptr;  // + 1: the comma
      strokes.back().push_back({static_cast<double>(x), static_cast<double>(y)});
    }
  }
  return strokes;
}

}  // namespace

const std::vector<Style>& styles_of(std::size_t digit) {
  static const auto kStyles = [] {
    std::array<std::vector<Style>, 10> styles;
    for (const Drawing& drawing : kDrawings)
      styles[drawing.digit].push_back({drawing.weight, parse(drawing.strokes)});
    return styles;
  }();
  return kStyles.at(digit);
}

}  // namespace origami::digits
