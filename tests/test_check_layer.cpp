// The checker checked: layers broken on purpose, each of which must be rejected by name.
#include <origami/check_layer.hpp>

#include "faulty_layer.hpp"

using namespace origami;

namespace {

std::string check(Fault fault) { return check_layer<Square>({fault}, {2, 3}); }

void check_verdicts(const std::vector<std::pair<Fault, const char*>>& verdicts) {
  for (const auto& [fault, sentence] : verdicts) {
    const std::string found = check(fault);
    CAPTURE(found, sentence);
    CHECK(found.starts_with("Square (Square): "));
    CHECK(contains(found, sentence));
  }
}

}  // namespace

TEST_CASE("check_layer accepts a layer without a fault") {
  CHECK(check(Fault::None) == "");
  CHECK(check_layer<Square>({}, {7}, {.batch = 2, .seed = 5}) == "");
  CHECK(check_layer<Square>({}, {2, 3, 4}, {.batch = 5}) == "");
}

TEST_CASE("check_layer rejects a wrong forward") {
  check_verdicts(
      {{Fault::YMissesOne, "y has values that are not finite; does do_forward write"},
       {Fault::YAccumulates, "y has values that are not finite"},
       {Fault::YIsInfinite, "y has values that are not finite"},
       {Fault::BufferOfFirstBatch, "y has values that are not finite"},
       {Fault::YHasOtherShape, "y has the shape (1, 7), but expected (1, 2, 3)"},
       {Fault::ChangesWithTime, "gives two different outputs in Mode::Eval"},
       {Fault::DirtyScratch, "gives two different outputs in Mode::Eval"},
       {Fault::MixesSamples, "sample 2 of a batch gives another output when it is alone"},
       {Fault::DividesByBatch, "does do_forward mix samples?"},
       {Fault::ForwardChangesX, "forward changes its input x, but expected"},
       {Fault::ForwardThrows, "cannot go on"}});
}

TEST_CASE("check_layer rejects a backward that changes what is not its own") {
  check_verdicts({{Fault::BackwardChangesX, "backward changes x, but expected it to stay"},
                  {Fault::BackwardChangesDy, "backward changes dy, but expected it to stay"},
                  {Fault::BackwardChangesWeight, "the value of weight changed; leave that"}});
}

TEST_CASE("check_layer rejects a wrong dx") {
  check_verdicts({{Fault::DxNotWritten, "dx has elements that are not numbers; overwrite"},
                  {Fault::DxAccumulates, "dx has elements that are not numbers; overwrite"},
                  {Fault::DxMissesLastSample, "dx has elements that are not numbers; overwrite"},
                  {Fault::DxOfFirstTrainedBatch, "dx has elements that are not numbers"},
                  {Fault::DxInfinite, "dx has elements that are not numbers"},
                  {Fault::DxWrongSign, "dx has the wrong sign"},
                  {Fault::DxMissesFactor, "dx is 0.5 times what it should be; a factor"},
                  {Fault::DxFivePercent, "dx is 1.05 times what it should be; a factor"},
                  {Fault::DxTakesBias, "dx is wrong: element "},  // where biases are not 0
                  {Fault::DxIgnoresDy, "dx is wrong: element "},
                  {Fault::DxStale, "dx is wrong: element "},
                  {Fault::DxWrongAtOne, "dx is wrong: element 4 of (3, 2, 3) is "}});
}

TEST_CASE("check_layer rejects wrong gradients of parameters, and says whose") {
  check_verdicts({{Fault::WeightWrongSign, "the gradient of weight has the wrong sign"},
                  {Fault::WeightTimesN, "the gradient of weight is 3 times what it should be"},
                  {Fault::WeightOverN, "the gradient of weight is 0.3333 times what"},
                  {Fault::WeightAccumulates, "the gradient of weight has elements that are not"},
                  {Fault::WeightFirstSampleOnly, "the gradient of weight is wrong: element "},
                  {Fault::WeightOnlyWithDx, "of weight, where dx is not needed, has elements that"},
                  {Fault::BiasForgotten, "the gradient of bias has elements that are not numbers"},
                  {Fault::BiasZero, "the gradient of bias is zero everywhere"}});
  CHECK(contains(check(Fault::BiasHasOtherShape), "(1, 6) but expected (6)"));
}

TEST_CASE("check_layer needs two samples to see them mixed") {
  CHECK(check_layer<Square>({}, {2, 3}, {.batch = 1}) ==
        "check_layer: batch 1 but expected at least 2");
}
