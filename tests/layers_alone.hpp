// The oracle for how a Sequential runs its layers: each of them alone, on the whole batch.
#pragma once

#include <origami/sequential.hpp>

#include "tensors.hpp"

namespace origami {

/// Runs and trains `net` on a batch of N, and does the same with its layers one after another.
inline void compare_with_layers_alone(Sequential& net, std::size_t N, double tolerance) {
  const Tensor x = random_tensor(batch_shape(N, net.in_shape()), N);
  const Tensor dy = random_tensor(batch_shape(N, net.out_shape()), 1000 + N);
  const Tensor evaluated = net.forward(x, Mode::Eval), trained = net.forward(x, Mode::Train);
  net.backward(dy);
  const std::vector<Parameter*> parameters = net.parameters();
  std::vector<Tensor> grads;
  for (const Parameter* p : parameters) grads.push_back(p->grad);

  const Tensor* y = &x;
  for (std::size_t i = 0; i < net.size(); ++i) y = &net.layer(i).forward(*y, Mode::Train);
  const Tensor* d = &dy;
  for (std::size_t i = net.size(); i-- > 0;) d = &net.layer(i).backward(*d);
  check_close(evaluated, *y, tolerance);
  check_close(trained, *y, tolerance);
  for (std::size_t i = 0; i < grads.size(); ++i) {
    INFO(parameters[i]->name);
    check_close(grads[i], parameters[i]->grad, tolerance);
  }
}

}  // namespace origami
