// How parameters follow their gradients. g is the gradient plus weight_decay * value.
#pragma once

#include <cstdint>
#include <origami/parameter.hpp>
#include <origami/schedule.hpp>
#include <string>
#include <vector>

namespace origami {

/// Owns the step: all parameters at once, and time advances once for all of them. Derived classes
/// say what happens to one run of elements; steps run on several threads. It changes the parameters
/// that it was given: they must live as long as it does, and layers added later are not among them.
/// Constructors throw ValueError for an option that makes no sense or a parameter given twice.
class Optimizer {
 public:
  virtual ~Optimizer() = default;
  Optimizer(const Optimizer&) = delete;
  Optimizer& operator=(const Optimizer&) = delete;

  /// Changes every value by its gradient. Allocates nothing. Throws, and changes nothing:
  /// ValueError if the schedule gives a rate below 0 or none; ShapeError if a value has another
  /// shape than when this was made, or than its gradient.
  void step();

  std::uint64_t steps() const { return steps_; }
  /// Learning rate of the coming step.
  double rate() const { return rate_(steps_); }

  /// What the optimizer remembers besides the values, for checkpoints: "conv1.weight.velocity" ->
  /// a tensor of the parameter's shape. Whoever restores it also restores the number of steps.
  std::vector<NamedTensor> state();
  void set_steps(std::uint64_t steps) { steps_ = steps; }

 protected:
  /// `memory`: names of the tensors kept for each parameter, at most two, zero at first.
  Optimizer(std::vector<Parameter*> parameters, Schedule rate, double weight_decay,
            std::vector<std::string> memory);

  /// Elements of one parameter; memory[i] is null where there is none.
  struct Run {
    std::size_t size;
    Scalar* value;
    const Scalar* grad;
    Scalar* memory[2];
  };
  /// What is the same for all elements in one step. `time` is 1 in the first step.
  struct Now {
    Scalar rate, decay;
    double time;
  };

 private:
  virtual void update(const Run& run, const Now& now) const = 0;
  void update_piece(const Piece& piece, const Now& now);

  void check_shapes() const;

  std::vector<Parameter*> parameters_;
  std::vector<Shape> shapes_;  // of their values
  std::vector<Piece> pieces_;
  Schedule rate_;
  Scalar weight_decay_;
  std::uint64_t steps_ = 0;
  std::vector<std::string> memory_names_;
  std::vector<std::vector<Tensor>> memory_;  // [name][parameter]
};

/// value -= rate * g
class SGD : public Optimizer {
 public:
  struct Options {
    Schedule rate = 0.01;
    double weight_decay = 0;  // at least 0
  };
  SGD(std::vector<Parameter*> parameters, const Options& options);

 private:
  void update(const Run& run, const Now& now) const override;
};

/// velocity = momentum * velocity + g;  value -= rate * velocity
/// (nesterov: value -= rate * (g + momentum * velocity))
class Momentum : public Optimizer {
 public:
  struct Options {
    Schedule rate = 0.01;
    double momentum = 0.9;  // in [0, 1)
    bool nesterov = false;
    double weight_decay = 0;  // at least 0
  };
  Momentum(std::vector<Parameter*> parameters, const Options& options);

 private:
  void update(const Run& run, const Now& now) const override;
  Scalar momentum_;
  bool nesterov_;
};

/// squares += g^2;  value -= rate * g / (sqrt(squares) + epsilon)   (Duchi et al. 2011; the
/// course's)
class AdaGrad : public Optimizer {
 public:
  struct Options {
    Schedule rate = 0.01;
    double epsilon = 1e-10;   // at least 0
    double weight_decay = 0;  // at least 0
  };
  AdaGrad(std::vector<Parameter*> parameters, const Options& options);

 private:
  void update(const Run& run, const Now& now) const override;
  Scalar epsilon_;
};

/// square = alpha * square + (1 - alpha) * g^2;  value -= rate * g / (sqrt(square) + epsilon)
class RMSProp : public Optimizer {
 public:
  struct Options {
    Schedule rate = 0.001;
    double alpha = 0.99;      // in [0, 1)
    double epsilon = 1e-8;    // at least 0
    double weight_decay = 0;  // at least 0
  };
  RMSProp(std::vector<Parameter*> parameters, const Options& options);

 private:
  void update(const Run& run, const Now& now) const override;
  Scalar alpha_, epsilon_;
};

/// mean = beta1 * mean + (1 - beta1) * g;  square = beta2 * square + (1 - beta2) * g^2;
/// value -= rate * mean / (1 - beta1^t) / (sqrt(square / (1 - beta2^t)) + epsilon)
/// (Kingma and Ba 2015)
class Adam : public Optimizer {
 public:
  struct Options {
    Schedule rate = 0.001;
    double beta1 = 0.9, beta2 = 0.999;  // in [0, 1)
    double epsilon = 1e-8;              // at least 0
    double weight_decay = 0;            // at least 0
  };
  Adam(std::vector<Parameter*> parameters, const Options& options);

 private:
  void update(const Run& run, const Now& now) const override;
  Scalar beta1_, beta2_, epsilon_;
};

}  // namespace origami
