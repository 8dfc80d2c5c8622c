"""What the cases share: numbers to start from, and running a function forward and backward."""

import math
import random

import torch

torch.set_default_dtype(torch.float64)


def noise(seed, *shape):
    """Multiples of 1/64 in [-2, 2]."""
    rng = random.Random(seed)
    values = [rng.randint(-128, 128) / 64 for _ in range(math.prod(shape))]
    return torch.tensor(values).reshape(shape)


def distinct(seed, *shape, offset=0.0):
    """A permutation of a grid with step 1/16 around `offset`, which it leaves out: no ties, and
    nothing within 1/32 of a kink at 0."""
    n = math.prod(shape)
    values = [(i - n // 2) / 16 + 1 / 32 + offset for i in range(n)]
    random.Random(seed).shuffle(values)
    return torch.tensor(values).reshape(shape)


def forward_backward(seed, function, x, parameters):
    """y = function(x, **parameters), and the gradients of sum(y * dy) for a random dy."""
    x = x.clone().requires_grad_()
    parameters = {key: p.clone().requires_grad_() for key, p in parameters.items()}
    y = function(x, **parameters)
    dy = noise(seed + " dy", *y.shape)
    y.backward(dy)
    gradients = {key: p.grad for key, p in parameters.items()}
    return {"x": x, "dy": dy, "y": y, "dx": x.grad, "gradients": gradients}


def layer_case(name, options, function, x, **parameters):
    return {"name": name, "options": options, "parameters": parameters,
            **forward_backward(name, function, x, parameters)}
