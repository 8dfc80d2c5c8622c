// A layer that can be broken on purpose, in every way that check_layer knows.
#pragma once

#include <limits>
#include <origami/error.hpp>
#include <origami/layer.hpp>

#include "tensors.hpp"

namespace origami {

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
  DxOfFirstTrainedBatch,
  DxWrongSign,
  DxMissesFactor,
  DxIgnoresDy,
  DxWrongAtOne,
  DxFivePercent,
  DxTakesBias,
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
    if (first_trained_ == 0) first_trained_ = N;
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
    const std::size_t size = is(Fault::DxOfFirstTrainedBatch) ? first_trained_ * K : x.size();
    for (std::size_t i = 0; i < size - (is(Fault::DxMissesLastSample) ? K : 0); ++i) {
      const Scalar w = weight_.value().data()[i % K];
      Scalar d = 2 * w * x.data()[i] * (is(Fault::DxIgnoresDy) ? 1 : dy.data()[i]);
      if (is(Fault::DxWrongSign)) d = -d;
      if (is(Fault::DxMissesFactor)) d /= 2;
      if (is(Fault::DxFivePercent)) d *= Scalar{1.05};
      if (is(Fault::DxTakesBias)) d += bias_.value().data()[i % K] * dy.data()[i];
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
  std::size_t first_n_ = 0, first_trained_ = 0;
  int calls_ = 0;
  Scalar scratch_ = 0;
  Tensor first_x_ = make_tensor({});
};

}  // namespace origami
