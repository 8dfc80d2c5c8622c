// The half of model_file that reads.
#include <origami/error.hpp>

#include "catch.hpp"
#include "small_model.hpp"

using namespace origami;
using namespace origami::examples;

namespace {

std::string complaint(const fs::path& path) {
  return message_of<DataError>([&] { load_model(path); });
}

/// What is said of a file of the net `simple` that claims `metadata`.
std::string complaint(const TempDir& dir, const Metadata& metadata) {
  save_weights(small_net(), dir / "m.safetensors", metadata);
  return complaint(dir / "m.safetensors");
}

}  // namespace

TEST_CASE("a saved net comes back with its weights, and needs no name") {
  const TempDir dir;
  for (const NamedNet& named : named_nets()) {
    Sequential net = build_net(named, {1, 28, 28}, /*seed=*/7);
    save_weights(net, dir / "m.safetensors", model_metadata(named.name, net));
    const Sequential again = load_model(dir / "m.safetensors");
    CHECK(again.summary() == net.summary());
    const auto a = net.parameters(), b = again.parameters();
    REQUIRE(a.size() == b.size());
    for (std::size_t i = 0; i < a.size(); ++i) CHECK((a[i]->value() == b[i]->value()));
  }
}

TEST_CASE("a file that does not say what it is gets a sentence") {
  const TempDir dir;
  Metadata good = model_metadata("simple", small_net());
  for (const char* key : {kNetKey, kInputShapeKey, kSummaryKey}) {
    Metadata without = good;
    without.erase(key);
    CHECK(contains(complaint(dir, without),
                   std::string("m.safetensors: does not say its ") + key + " but expected what"));
  }
  good[kNetKey] = "alexnet";
  CHECK(contains(complaint(dir, good), "m.safetensors: net: 'alexnet' but expected one of fast, "));
  CHECK(contains(complaint(dir / "none.safetensors"), "none.safetensors: cannot be read"));
  write_file(dir / "junk", {1, 2, 3});
  CHECK(contains(complaint(dir / "junk"), "junk: ends at byte 3"));
}

TEST_CASE("a shape of input that is none, or would fill the memory, is refused") {
  const TempDir dir;
  Metadata metadata = model_metadata("simple", small_net());
  for (const char* shape : {"", "1,28", "1,28,28,1", "1,28,28,", "1,0,28", "1,-28,28", "1, 28,28",
                            "1,65536,2", "99999999999999999999,1,1"}) {
    metadata[kInputShapeKey] = shape;
    CHECK(contains(
        complaint(dir, metadata),
        std::string("m.safetensors: origami.input_shape is '") + shape + "' but expected C,H,W"));
  }
  metadata[kInputShapeKey] = "1,2,2";  // too small for the net's 5x5
  CHECK(contains(complaint(dir, metadata), "m.safetensors: conv1 (Conv 5x5"));
}

TEST_CASE("weights that do not fit the net they name are refused with both summaries") {
  const TempDir dir;
  Metadata metadata = model_metadata("simple", small_net());
  metadata[kNetKey] = "lenet";
  const std::string said = complaint(dir, metadata);
  CAPTURE(said);
  CHECK(contains(said, "m.safetensors: does not fit the network"));
  CHECK(contains(said, "conv2.weight is missing but expected F32 (50, 20, 5, 5)"));
  CHECK(contains(said, "The file's summary:\n" + small_net().summary()));
  CHECK(contains(said, "The summary of net lenet:\n" + small_net("lenet").summary()));
}
