#include <algorithm>
#include <numeric>
#include <origami/datasets/batches.hpp>
#include <origami/datasets/evaluate.hpp>
#include <origami/error.hpp>
#include <origami/layers/softmax.hpp>
#include <origami/loss.hpp>
#include <origami/metrics.hpp>
#include <string>

namespace origami {

double Evaluation::accuracy_error() const { return standard_error(accuracy, size()); }

std::size_t Evaluation::count_of(std::size_t truth) const {
  if (truth >= confusion.size())
    throw ValueError("evaluation: class " + std::to_string(truth) + " but expected less than " +
                     std::to_string(confusion.size()));
  const auto& row = confusion[truth];
  return std::accumulate(row.begin(), row.end(), std::size_t{0});
}

double Evaluation::accuracy_of(std::size_t truth) const {
  const std::size_t count = count_of(truth);
  return count == 0 ? 0 : static_cast<double>(confusion[truth][truth]) / static_cast<double>(count);
}

std::vector<std::size_t> Evaluation::worst_mistakes(std::size_t count) const {
  std::vector<std::size_t> wrong;
  for (std::size_t n = 0; n < size(); ++n)
    if (predictions[n] != labels[n]) wrong.push_back(n);
  const auto truth_seemed = [this](std::size_t n) {
    return probabilities(n, static_cast<std::size_t>(labels[n]));
  };
  std::stable_sort(wrong.begin(), wrong.end(),
                   [&](std::size_t a, std::size_t b) { return truth_seemed(a) < truth_seemed(b); });
  wrong.resize(std::min(count, wrong.size()));
  return wrong;
}

Evaluation evaluate(Sequential& net, const Dataset& data, std::size_t batch_size) {
  const std::size_t K = element_count(net.out_shape());
  Evaluation result;
  result.probabilities = make_tensor({data.size(), K});
  result.confusion.assign(K, std::vector<std::size_t>(K));
  Softmax softmax({});
  softmax.build(net.out_shape());
  SoftmaxCrossEntropy criterion;
  Mean loss, accuracy;
  Batches batches(data);
  for (const Batch& batch : batches.in_order(batch_size)) {
    const Tensor& logits = net.forward(batch.images, Mode::Eval);
    loss.add(criterion.forward(logits, batch.labels), batch.size());
    const Tensor& p = softmax.forward(logits, Mode::Eval);
    std::copy(p.begin(), p.end(), result.probabilities.data() + result.size() * K);
    for (std::size_t n = 0; n < batch.size(); ++n) {
      const int truth = batch.labels[n], prediction = argmax(logits, n);
      accuracy.add(prediction == truth);
      result.labels.push_back(truth);
      result.predictions.push_back(prediction);
      ++result.confusion[static_cast<std::size_t>(truth)][static_cast<std::size_t>(prediction)];
    }
  }
  result.loss = loss.value();
  result.accuracy = accuracy.value();
  return result;
}

}  // namespace origami
