#include <algorithm>
#include <array>
#include <map>
#include <origami/random.hpp>
#include <set>
#include <sstream>

#include "catch.hpp"

using namespace origami;

TEST_CASE("mix_seed is splitmix64, whose published values it gives") {
  CHECK(mix_seed(0, 0) == 0xE220A8397B1DCDAFu);
  CHECK(mix_seed(1234567, 0) == 6457827717110365317u);
  CHECK(mix_seed(1234567, 1) == 3203168211198807973u);
  CHECK(mix_seed(1234567, 2) == 9817491932198370423u);
}

TEST_CASE("The bits are mt19937's") {
  Rng rng;
  rng.engine() = std::mt19937(5489);
  rng.engine().discard(9999);
  CHECK(rng.bits() == 4123659995u);  // the value the C++ standard gives
}

TEST_CASE("A seed decides the sequence") {
  Rng a(7), b(7), c(8);
  std::set<std::uint32_t> seen;
  bool differs = false;
  for (int i = 0; i < 100; ++i) {
    const std::uint32_t bits = a.bits();
    CHECK(bits == b.bits());
    differs = differs || bits != c.bits();
    seen.insert(bits);
  }
  CHECK(differs);
  CHECK(seen.size() > 95);
}

TEST_CASE("A saved generator continues where it was") {
  Rng a(3);
  for (int i = 0; i < 700; ++i) a.normal();
  std::stringstream saved;
  saved << a.engine();
  Rng b(99);
  saved >> b.engine();
  for (int i = 0; i < 1000; ++i) REQUIRE(a.normal() == b.normal());
}

TEST_CASE("uniform lies in [0, 1) on a grid that float holds") {
  Rng rng(5);
  double sum = 0, squares = 0;
  constexpr int kDraws = 100000;
  for (int i = 0; i < kDraws; ++i) {
    const double u = rng.uniform();
    REQUIRE((u >= 0 && u < 1));
    REQUIRE(double{static_cast<float>(u)} == u);
    sum += u;
    squares += u * u;
    const double v = rng.uniform(-3, 5);
    REQUIRE((v >= -3 && v < 5));
  }
  CHECK(sum / kDraws == Approx(0.5).margin(0.005));  // 5 standard errors
  CHECK(squares / kDraws == Approx(1.0 / 3).margin(0.005));
}

TEST_CASE("normal has the moments of N(0, 1)") {
  Rng rng(5);
  std::array<double, 5> moment{};
  constexpr int kDraws = 100000;
  for (int i = 0; i < kDraws; ++i) {
    double power = 1;
    const double z = rng.normal();
    for (std::size_t m = 1; m < moment.size(); ++m) moment[m] += (power *= z) / kDraws;
  }
  CHECK(moment[1] == Approx(0).margin(0.016));
  CHECK(moment[2] == Approx(1).margin(0.023));
  CHECK(moment[3] == Approx(0).margin(0.062));
  CHECK(moment[4] == Approx(3).margin(0.16));
}

TEST_CASE("below gives every value equally often") {
  Rng rng(6);
  for (int i = 0; i < 10; ++i) CHECK(rng.below(1) == 0);
  for (const std::uint32_t n : {2u, 7u, 10u}) {
    std::vector<int> count(n);
    constexpr int kDraws = 20000;
    for (int i = 0; i < kDraws; ++i) ++count.at(rng.below(n));
    double chi_squared = 0;
    for (const int c : count)
      chi_squared += (c - double{kDraws} / n) * (c - double{kDraws} / n) * n / kDraws;
    CHECK(chi_squared < 30);  // with 9 degrees of freedom: once in 2000 seeds
  }
  // Without rejection the lower half of 0 .. 3 * 2^30 - 1 would come up twice as often.
  int low = 0;
  for (int i = 0; i < 20000; ++i) low += rng.below(3u << 30) < (1u << 30);
  CHECK(low / 20000.0 == Approx(1.0 / 3).margin(0.02));
}

TEST_CASE("shuffle gives every order equally often") {
  Rng rng(9);
  std::map<std::string, int> count;
  constexpr int kDraws = 12000;
  for (int i = 0; i < kDraws; ++i) {
    std::string items = "abcd";
    rng.shuffle(items);
    ++count[items];
  }
  REQUIRE(count.size() == 24);
  for (const auto& [order, times] : count) {
    INFO(order);
    CHECK(std::abs(times - kDraws / 24) < 110);  // 5 standard deviations
  }
}

TEST_CASE("shuffle takes any size") {
  Rng rng(9);
  std::vector<int> none, one{4};
  rng.shuffle(none);
  rng.shuffle(one);
  CHECK(one == std::vector<int>{4});
  std::vector<int> many(1000);
  for (int i = 0; i < 1000; ++i) many[static_cast<std::size_t>(i)] = i;
  const std::vector<int> before = many;
  rng.shuffle(many);
  CHECK(many != before);
  std::sort(many.begin(), many.end());
  CHECK(many == before);
}
