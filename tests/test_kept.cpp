#include "catch.hpp"
#include "support/kept.hpp"
#include "temp_dir.hpp"

using namespace origami;
using namespace origami::examples;

TEST_CASE("Numbers are made once and then kept") {
  const TempDir dir;
  int made = 0;
  const auto make = [&] { return nlohmann::json{{"loss", {0.25, 0.125}}, {"run", ++made}}; };
  CHECK(kept(dir / "training.json", make) == kept(dir / "training.json", make));
  CHECK(made == 1);
  fs::remove(dir / "training.json");
  CHECK(kept(dir / "training.json", make).at("run") == 2);
}

TEST_CASE("A kept file that is broken or cannot be written is reported by name") {
  const TempDir dir;
  write_file(dir / "training.json", {'{', '"'});
  const auto make = [] { return nlohmann::json(1); };
  CHECK(contains(message_of([&] { kept(dir / "training.json", make); }),
                 "training.json: no JSON; delete it to train anew"));
  CHECK(contains(message_of([&] { kept(dir / "nowhere" / "training.json", make); }),
                 "training.json: cannot be written"));
}

TEST_CASE("Rounding keeps so many digits after the point") {
  CHECK(rounded(0.12345, 3) == 0.123);
  CHECK(rounded(-1.9996, 3) == -2);
}
