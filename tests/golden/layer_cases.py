"""Cases of the layers: x, parameters and dy go in; y, dx and the parameters' gradients come out."""

import math

import torch
import torch.nn.functional as F
from common import distinct, forward_backward, layer_case, noise

# name of the case, (N, C, H, W), filters, kernel, stride, pad
CONV = [
    ("kernel 1x1", (2, 3, 5, 4), 6, (1, 1), (1, 1), (0, 0)),
    ("kernel 1x1, stride 2", (2, 3, 6, 5), 4, (1, 1), (2, 2), (0, 0)),
    ("kernel 3x3", (2, 3, 6, 5), 4, (3, 3), (1, 1), (0, 0)),
    ("kernel 3x3, pad 1", (3, 2, 5, 7), 4, (3, 3), (1, 1), (1, 1)),
    ("kernel 3x3, stride 2, pad 1", (2, 3, 6, 9), 5, (3, 3), (2, 2), (1, 1)),
    ("kernel 3x3, stride 2, pad 2", (1, 2, 4, 5), 3, (3, 3), (2, 2), (2, 2)),
    ("kernel 3x3, stride 3, last row and column unread", (2, 1, 8, 7), 3, (3, 3), (3, 3), (0, 0)),
    ("kernel 2x2, stride 3: gaps between windows", (3, 2, 8, 6), 4, (2, 2), (3, 3), (1, 1)),
    ("kernel 5x5", (2, 3, 8, 7), 4, (5, 5), (1, 1), (0, 0)),
    ("kernel 5x5, pad 2", (2, 1, 6, 7), 3, (5, 5), (1, 1), (2, 2)),
    ("kernel 2x3, stride 2x1, pad 1x2", (2, 4, 7, 5), 3, (2, 3), (2, 1), (1, 2)),
    ("kernel 3x2, stride 1x3, pad 2x0", (3, 2, 4, 8), 5, (3, 2), (1, 3), (2, 0)),
    ("kernel of the image's size", (2, 3, 5, 4), 6, (5, 4), (1, 1), (0, 0)),
    ("image smaller than the kernel until padded", (2, 3, 2, 4), 5, (5, 5), (1, 1), (2, 1)),
]

# name of the case, (N, C, H, W), pool, stride, pad
POOLING = [
    ("pool 2", (2, 3, 6, 4), (2, 2), (2, 2), (0, 0)),
    ("pool 2, H and W odd", (3, 2, 5, 7), (2, 2), (2, 2), (0, 0)),
    ("pool 3, nothing divides", (2, 3, 7, 5), (3, 3), (3, 3), (0, 0)),
    ("pool 3, stride 2: windows overlap", (2, 1, 8, 5), (3, 3), (2, 2), (0, 0)),
    ("pool 3, stride 1, pad 1", (2, 3, 4, 5), (3, 3), (1, 1), (1, 1)),
    ("pool 3, stride 2, pad 1", (1, 2, 6, 7), (3, 3), (2, 2), (1, 1)),
    ("pool 2, pad 1: last window dropped", (2, 3, 5, 4), (2, 2), (2, 2), (1, 1)),
    ("pool 2, stride 3: gaps, last row of them dropped", (2, 3, 6, 7), (2, 2), (3, 3), (0, 0)),
    ("pool 2x3, stride 3x2, pad 1x0", (2, 3, 8, 6), (2, 3), (3, 2), (1, 0)),
    ("pool 5x4, pad 2", (3, 2, 9, 7), (5, 4), (2, 3), (2, 2)),
    ("pool larger than the image", (2, 3, 3, 4), (5, 5), (5, 5), (1, 2)),
]


def conv():
    def case(name, shape, filters, kernel, stride, pad):
        options = {"filters": filters, "kernel": kernel, "stride": stride, "pad": pad}
        return layer_case(name, options,
                          lambda x, weight, bias: F.conv2d(x, weight, bias, stride, pad),
                          noise(name, *shape),
                          weight=noise(name + " weight", filters, shape[1], *kernel),
                          bias=noise(name + " bias", filters))
    return [case(*row) for row in CONV]


def pool_case(average, name, x, pool, stride, pad):
    def function(x):
        if average:
            return F.avg_pool2d(x, pool, stride, pad, ceil_mode=True, count_include_pad=False)
        return F.max_pool2d(x, pool, stride, pad, ceil_mode=True)
    options = {"pool": pool, "pad": pad}
    if stride != pool:  # which is the default
        options["stride"] = stride
    return layer_case(name, options, function, x)


def pooling():
    ties = torch.tensor([[[[1.0, 1, 2, 0, 3], [1, 1, 0, 2, 3], [0, 0, 5, 5, 3], [0, 0, 5, 5, 3]]]])
    negative = distinct("negative", 2, 3, 4, 5, offset=-100.0)
    return [
        *(pool_case(False, name, distinct(name, *shape), *window)
          for name, shape, *window in POOLING),
        pool_case(False, "ties: the first maximum wins", ties, (2, 2), (2, 2), (0, 0)),
        pool_case(False, "ties in overlapping windows", ties, (3, 3), (1, 1), (1, 1)),
        pool_case(False, "all negative: padding never wins", negative, (3, 3), (2, 2), (1, 1)),
    ]


def avg_pooling():
    return [pool_case(True, name, noise(name, *shape), *window)
            for name, shape, *window in POOLING]


def global_avg_pooling():
    return [layer_case(str(shape), {}, lambda x: x.mean((2, 3)), noise(str(shape), *shape))
            for shape in [(2, 3, 4, 5), (3, 2, 1, 7)]]


def activation(function, options=({},), extremes=()):
    """Cases of a function that works element by element, on images and on vectors."""
    def case(name, x, options):
        return layer_case(name, options, lambda x: function(x, **options), x)
    cases = [case(f"{shape} {o or ''}".strip(), distinct(str(shape), *shape), o)
             for shape in [(2, 3, 5, 4), (3, 7)] for o in options]
    return cases + ([case("extremes", torch.tensor([extremes]), {})] if extremes else [])


def affine():
    def case(name, shape, units):
        return layer_case(name, {"units": units},
                          lambda x, weight, bias: F.linear(x.flatten(1), weight, bias),
                          noise(name, *shape),
                          weight=noise(name + " weight", units, math.prod(shape[1:])),
                          bias=noise(name + " bias", units))
    return [case("vectors", (4, 6), 3), case("images", (3, 2, 4, 5), 7),
            case("one sample, one unit", (1, 5), 1)]


def batch_norm():
    """Two training batches of different N, one in eval mode; running statistics after each."""
    def case(name, shape, momentum, epsilon):
        count = shape[1]
        parameters = {key: noise(f"{name} {key}", count) for key in ("weight", "bias")}
        mean, variance = torch.zeros(count), torch.ones(count)
        steps = []
        for mode, n in [("train", shape[0]), ("train", shape[0] + 2), ("eval", shape[0])]:
            def function(x, weight, bias):
                return F.batch_norm(x, mean, variance, weight, bias, mode == "train", momentum,
                                    epsilon)
            seed = f"{name} {len(steps)}"
            x = noise(seed, n, *shape[1:]) * 2 + 1
            if mode == "train":
                step = forward_backward(seed, function, x, parameters)
            else:
                step = {"x": x, "y": function(x, **parameters)}
            steps.append({"mode": mode, **step, "running_mean": mean.clone(),
                          "running_variance": variance.clone()})
        return {"name": name, "options": {"momentum": momentum, "epsilon": epsilon},
                "parameters": parameters, "steps": steps}
    return [case("images", (2, 3, 5, 4), 0.1, 1e-5), case("vectors", (4, 6), 0.25, 1e-2)]
