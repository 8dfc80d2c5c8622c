#!/usr/bin/env python3
"""Makes the golden vectors in this folder: what PyTorch computes, in float64, for each of our
layers, losses, optimizers and schedules. tests/test_golden.cpp holds origami to them.

    python3 make_golden.py          writes the files (again: the result is the same)
    python3 make_golden.py --check  compares with the files in the tree and writes nothing; exit
                                    status 1 on a difference beyond the last digits

The files were made with PyTorch 1.13.0 (Debian 12: package python3-torch, run by /usr/bin/python3).

Each file is {"cases": [...]}, one case a line. A tensor is {"shape": [...], "data": [...]} in
row-major order; each number has as many digits (at most 17) as bring back the same double. Inputs
are multiples of 1/64, so the same number in float and double, and no two in one tensor are equal
where a kink could hide (max, ReLU). A size is [height, width]. Options carry origami's names; one
that is left out has its default.
"""

import json
import math
import sys
from pathlib import Path

import torch
import torch.nn.functional as F
from layer_cases import (activation, affine, avg_pooling, batch_norm, conv, global_avg_pooling,
                         pooling)
from training_cases import network, optimizer, schedule, softmax, softmax_cross_entropy

FOLDER = Path(__file__).resolve().parent

FILES = {
    "conv": conv,
    "pooling": pooling,
    "avg_pooling": avg_pooling,
    "global_avg_pooling": global_avg_pooling,
    "relu": lambda: activation(F.relu, extremes=[0.0, -1e4, 1e4]),
    "leaky_relu": lambda: activation(lambda x, slope: F.leaky_relu(x, slope),
                                     [{"slope": 0.01}, {"slope": 0.25}]),
    "sigmoid": lambda: activation(torch.sigmoid, extremes=[-1e3, -40.0, 0.0, 40.0, 1e3]),
    "tanh": lambda: activation(torch.tanh, extremes=[-1e3, -1 / 1024, 0.0, 1 / 1024, 1e3]),
    "flatten": lambda: activation(lambda x: x.flatten(1)),
    "affine": affine,
    "softmax": softmax,
    "softmax_cross_entropy": softmax_cross_entropy,
    "batch_norm": batch_norm,
    "optimizer": optimizer,
    "schedule": schedule,
    "network": network,
}


def dump(value):
    """The JSON form of tensors, alone or inside dicts and lists."""
    if isinstance(value, torch.Tensor):
        return {"shape": list(value.shape), "data": value.detach().flatten().tolist()}
    if isinstance(value, dict):
        return {key: dump(item) for key, item in value.items()}
    return [dump(item) for item in value] if isinstance(value, list) else value


def same(a, b):
    """Equal but for the last digits of numbers, which may differ between versions and machines."""
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(same(a[key], b[key]) for key in a)
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, float) and isinstance(b, float):
        return math.isclose(a, b, rel_tol=1e-11, abs_tol=1e-11)
    return a == b


def main():
    check = sys.argv[1:] == ["--check"]
    if sys.argv[1:] and not check:
        sys.exit(f"usage: {sys.argv[0]} [--check]")
    failed = False
    for name, cases in FILES.items():
        lines = [json.dumps(dump(case), separators=(",", ":"), allow_nan=False) for case in cases()]
        text = '{"cases":[\n' + ",\n".join(lines) + "\n]}\n"
        path = FOLDER / f"{name}.json"
        if not check:
            path.write_text(text)
        elif not path.exists() or not same(json.loads(text), json.loads(path.read_text())):
            print(f"{path.name}: missing or not what this script makes")
            failed = True
    sys.exit(failed)


if __name__ == "__main__":
    main()
