// The checker checked: layers broken on purpose, each of which must be rejected by name.
#include <limits>
#include <origami/check_layer.hpp>
#include <origami/error.hpp>

#include "tensors.hpp"

using namespace origami;

namespace {

enum class Fault {
  None,
  YMissesOne,
  YAccumulates,
  YHasOtherShape,
  YIsInfinite,
  ChangesWithTime,
  DirtyScratch,
  MixesSamples,
  DividesByBatch,
  BufferOfFirstBatch,
  ForwardChangesX,
  ForwardThrows,
  BackwardChangesX,
  BackwardChangesDy,
  BackwardChangesWeight,
  DxNotWritten,
  DxAccumulates,
  DxMissesLastSample,
  DxWrongSign,
  DxMissesFactor,
  DxIgnoresDy,
  DxWrongAtOne,
  DxStale,
  DxInfinite,
  WeightWrongSign,
  WeightTimesN,
  WeightOverN,
  WeightAccumulates,
  WeightFirstSampleOnly,
  WeightOnlyWithDx,
  BiasForgotten,
  BiasZero,
  BiasHasOtherShape
};

/// y = weight * x^2 + bias, feature by feature; right but for its fault.
class Square : public Layer {
 public:
  struct Options {
    Fault fault = Fault::None;
  };
  explicit Square(const Options& options) : fault_(options.fault) {}

  std::vector<Parameter*> parameters() override { return {&weight_, &bias_}; }
  std::string type() const override { return "Square"; }

 private:
  bool is(Fault fault) const { return fault_ == fault; }

  Shape do_build(const Shape& in, Rng& rng) override {
    weight_.resize({element_count(in)});
    bias_.resize({element_count(in)});
    for (Scalar& w : weight_.value()) w = static_cast<Scalar>(1 + rng.uniform());
    return in;
  }

  void do_forward(const Tensor& x, Tensor& y, Mode) override {
    const std::size_t N = x.shape()[0], K = x.size() / N;
    if (is(Fault::ForwardThrows)) throw ValueError("Square (Square): cannot go on");
    if (is(Fault::YHasOtherShape)) y.resize({N, K + 1});
    if (first_n_ == 0) first_n_ = N;
    const std::size_t samples = is(Fault::BufferOfFirstBatch) ? std::min(N, first_n_) : N;
    for (std::size_t i = 0; i < samples * K - is(Fault::YMissesOne); ++i) {
      const Scalar v = x.data()[i];
      Scalar out = weight_.value().data()[i % K] * v * v + bias_.value().data()[i % K];
      if (is(Fault::MixesSamples) && N > 1 && i / K == N - 1) out += Scalar{0.1} * x.data()[i % K];
      if (is(Fault::DividesByBatch)) out /= static_cast<Scalar>(N);
      if (is(Fault::ChangesWithTime)) out += static_cast<Scalar>(0.01 * ++calls_);
      if (is(Fault::YAccumulates)) out += y.data()[i];
      if (is(Fault::DirtyScratch)) out = scratch_ += out;
      if (is(Fault::YIsInfinite) && i == 2) out = std::numeric_limits<Scalar>::infinity();
      y.data()[i] = out;
    }
    if (is(Fault::ForwardChangesX)) const_cast<Tensor&>(x).data()[1] += 1;
    if (first_x_.dimension() == 0 || first_x_.shape()[0] != N) first_x_ = x;
  }

  void do_backward(const Tensor& x, const Tensor&, const Tensor& dy, Tensor* dx) override {
    if (is(Fault::BackwardChangesX)) const_cast<Tensor&>(x).data()[1] += 1;
    if (is(Fault::BackwardChangesDy)) const_cast<Tensor&>(dy).data()[1] += 1;
    if (is(Fault::BackwardChangesWeight)) weight_.value().data()[0] += 1;
    const std::size_t N = x.shape()[0], K = x.size() / N;
    if (dx != nullptr) input_gradient(is(Fault::DxStale) ? first_x_ : x, dy, *dx, K);
    if (dx != nullptr || !is(Fault::WeightOnlyWithDx)) weight_gradient(x, dy, N, K);
    if (is(Fault::BiasForgotten)) return;
    if (is(Fault::BiasHasOtherShape)) bias_.grad = make_tensor({1, K});
    for (std::size_t k = 0; k < K; ++k) bias_.grad.data()[k] = 0;
    if (is(Fault::BiasZero)) return;
    for (std::size_t i = 0; i < x.size(); ++i) bias_.grad.data()[i % K] += dy.data()[i];
  }

  void input_gradient(const Tensor& x, const Tensor& dy, Tensor& dx, std::size_t K) const {
    if (is(Fault::DxNotWritten)) return;
    for (std::size_t i = 0; i < x.size() - (is(Fault::DxMissesLastSample) ? K : 0); ++i) {
      const Scalar w = weight_.value().data()[i % K];
      Scalar d = 2 * w * x.data()[i] * (is(Fault::DxIgnoresDy) ? 1 : dy.data()[i]);
      if (is(Fault::DxWrongSign)) d = -d;
      if (is(Fault::DxMissesFactor)) d /= 2;
      if (is(Fault::DxWrongAtOne) && i == 4) d += 3;
      if (is(Fault::DxInfinite) && i == 4) d = std::numeric_limits<Scalar>::infinity();
      dx.data()[i] = is(Fault::DxAccumulates) ? dx.data()[i] + d : d;
    }
  }

  void weight_gradient(const Tensor& x, const Tensor& dy, std::size_t N, std::size_t K) {
    Scalar* grad = weight_.grad.data();
    if (!is(Fault::WeightAccumulates)) std::fill_n(grad, K, Scalar{0});
    const std::size_t samples = is(Fault::WeightFirstSampleOnly) ? 1 : N;
    for (std::size_t i = 0; i < samples * K; ++i)
      grad[i % K] += dy.data()[i] * x.data()[i] * x.data()[i];
    for (std::size_t k = 0; k < K; ++k) {
      if (is(Fault::WeightWrongSign)) grad[k] = -grad[k];
      if (is(Fault::WeightTimesN)) grad[k] *= static_cast<Scalar>(N);
      if (is(Fault::WeightOverN)) grad[k] /= static_cast<Scalar>(N);
    }
  }

  Fault fault_;
  Parameter weight_{"weight"}, bias_{"bias"};
  std::size_t first_n_ = 0;
  int calls_ = 0;
  Scalar scratch_ = 0;
  Tensor first_x_ = make_tensor({});
};

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
                  {Fault::DxInfinite, "dx has elements that are not numbers"},
                  {Fault::DxWrongSign, "dx has the wrong sign"},
                  {Fault::DxMissesFactor, "dx is 0.5 times what it should be; a factor"},
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
