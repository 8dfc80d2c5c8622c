#include <algorithm>
#include <cmath>
#include <numeric>
#include <origami/error.hpp>
#include <origami/layers/batch_norm.hpp>

namespace origami {

/// Calls visit(c, begin, end) for every run of elements begin .. end-1 that are of channel c.
template <class Visit>
static void for_runs(const Tensor& x, Visit visit) {
  const std::size_t N = x.shape()[0], C = x.shape()[1], P = x.size() / (N * C);
  for (std::size_t i = 0; i < N * C; ++i) visit(i % C, i * P, (i + 1) * P);
}

Shape BatchNorm::do_build(const Shape& in, Rng&) {
  const auto [momentum, epsilon] = options_;  // in float 1e-50 is 0 and 1e50 infinite
  const auto share = static_cast<Scalar>(momentum), added = static_cast<Scalar>(epsilon);
  if (!(share > 0 && momentum <= 1 && added > 0 && std::isfinite(added)))
    throw ValueError(label() + ": momentum " + std::to_string(momentum) + ", epsilon " +
                     std::to_string(epsilon) +
                     " but expected momentum in (0, 1] and epsilon above 0; usual: 0.1, 1e-5");
  for (Parameter* p : parameters()) p->resize({in[0]});
  for (Parameter* p : {&weight_, &running_var_}) p->value().fill(1);
  for (Parameter* p : {&running_mean_, &running_var_}) p->averaging = share;
  mean_ = scale_ = make_tensor({in[0]});
  return in;
}

/// Mean and variance of x into mean_ and scale_, and where the running ones shall move.
void BatchNorm::measure(const Tensor& x) {
  const std::size_t C = mean_.size(), M = x.size() / C;
  if (M < 2)
    throw ShapeError(label() + ": forward got x " + to_string(shape_of(x)) +
                     ", one value a channel, but expected at least 2 to have a variance; train " +
                     "with larger batches");
  const Scalar* in = x.data();
  Scalar *mean = mean_.data(), *var = scale_.data();
  std::fill_n(mean, C, Scalar{0});
  std::fill_n(var, C, Scalar{0});
  for_runs(x, [=](std::size_t c, std::size_t begin, std::size_t end) {
    mean[c] += static_cast<Scalar>(std::accumulate(in + begin, in + end, 0.0) / double(M));
  });
  for_runs(x, [=](std::size_t c, std::size_t begin, std::size_t end) {
    double sum = 0;  // in float, sums of many values would lose digits
    for (std::size_t i = begin; i < end; ++i) sum += (in[i] - mean[c]) * (in[i] - mean[c]);
    var[c] += static_cast<Scalar>(sum / double(M - 1));
  });
  std::copy_n(mean, C, running_mean_.grad.data());
  std::copy_n(var, C, running_var_.grad.data());
  for (std::size_t c = 0; c < C; ++c) var[c] *= static_cast<Scalar>(M - 1) / static_cast<Scalar>(M);
}

void BatchNorm::do_forward(const Tensor& x, Tensor& y, Mode mode) {
  if (mode == Mode::Train) {
    measure(x);
  } else {
    mean_ = running_mean_.value();
    scale_ = running_var_.value();
  }
  const auto epsilon = static_cast<Scalar>(options_.epsilon);
  for (Scalar& s : scale_) s = 1 / std::sqrt(s + epsilon);  // it was the variance
  for_runs(
      x, [&, in = x.data(), out = y.data()](std::size_t c, std::size_t begin, std::size_t end) {
        const Scalar mean = mean_.data()[c], scale = weight_.value().data()[c] * scale_.data()[c];
        const Scalar bias = bias_.value().data()[c];
        for (std::size_t i = begin; i < end; ++i) out[i] = (in[i] - mean) * scale + bias;
      });
}

void BatchNorm::do_backward(const Tensor& x, const Tensor&, const Tensor& dy, Tensor* dx) {
  const Scalar *in = x.data(), *dout = dy.data(), *mean = mean_.data(), *scale = scale_.data();
  Scalar *dweight = weight_.grad.data(), *dbias = bias_.grad.data();
  std::fill_n(dweight, mean_.size(), Scalar{0});
  std::fill_n(dbias, mean_.size(), Scalar{0});
  for_runs(x, [=](std::size_t c, std::size_t begin, std::size_t end) {
    double sum = 0, dot = 0;
    for (std::size_t i = begin; i < end; ++i) {
      sum += dout[i];
      dot += dout[i] * (in[i] - mean[c]);
    }
    dbias[c] += static_cast<Scalar>(sum);
    dweight[c] += static_cast<Scalar>(dot * scale[c]);
  });
  if (dx == nullptr) return;
  // A change of x also moves the mean and the variance: that is what the two means take away.
  const Scalar share = static_cast<Scalar>(mean_.size()) / static_cast<Scalar>(x.size());  // 1 / M
  const Scalar* weight = weight_.value().data();
  for_runs(x, [=, din = dx->data()](std::size_t c, std::size_t begin, std::size_t end) {
    const Scalar a = share * dbias[c], b = share * dweight[c] * scale[c];
    for (std::size_t i = begin; i < end; ++i)
      din[i] = weight[c] * scale[c] * (dout[i] - a - b * (in[i] - mean[c]));
  });
}

}  // namespace origami
