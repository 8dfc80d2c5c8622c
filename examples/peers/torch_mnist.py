#!/usr/bin/env python3
"""Times PyTorch on the networks of examples/support/nets.cpp, on the CPU.

A few steps warm up, then epochs are timed: training alone, images already in memory as floats,
shuffling included. Prints one line of JSON. Debian's package: python3-torch.
"""
import argparse
import gzip
import json
import pathlib
import statistics
import time

import numpy as np
import torch
from torch import nn


def read_idx(path):
    raw = gzip.open(path).read() if path.suffix == ".gz" else path.read_bytes()
    dims = [int.from_bytes(raw[4 + 4 * i:8 + 4 * i], "big") for i in range(raw[3])]
    return np.frombuffer(raw, np.uint8, offset=4 + 4 * raw[3]).reshape(dims)


def load(directory, part):
    def find(kind):
        matches = sorted(pathlib.Path(directory).glob(f"{part}-{kind}*"))
        if not matches:
            raise SystemExit(f"torch_mnist: no {part}-{kind}* in {directory}")
        return read_idx(matches[0])

    images = torch.from_numpy(find("images").astype(np.float32) / 255)
    return images.unsqueeze(1), torch.from_numpy(find("labels").astype(np.int64))


def invent(count):
    """Noise trains as slowly as digits do."""
    return torch.rand(count, 1, 28, 28), torch.randint(10, (count,))


def lenet():
    return nn.Sequential(
        nn.Conv2d(1, 20, 5), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(20, 50, 5), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(800, 500), nn.ReLU(), nn.Linear(500, 10))


def simple():
    return nn.Sequential(
        nn.Conv2d(1, 30, 5), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(4320, 100), nn.ReLU(), nn.Linear(100, 10))


def fast():
    return nn.Sequential(
        nn.Conv2d(1, 24, 5), nn.MaxPool2d(2), nn.ReLU(),
        nn.Conv2d(24, 32, 3), nn.MaxPool2d(2), nn.ReLU(),
        nn.Flatten(), nn.Linear(800, 256), nn.ReLU(), nn.Linear(256, 10))


WARM_UP = 20  # steps
# Batch, and whether channels-last is the faster layout for it.
NETS = {"lenet": (lenet, 64, True), "simple": (simple, 100, False), "fast": (fast, 256, True)}


def make_optimizer(name, parameters, steps):
    if name == "lenet":
        return torch.optim.SGD(parameters, lr=0.01, momentum=0.9), None
    if name == "simple":
        return torch.optim.Adam(parameters, lr=0.001), None
    optimizer = torch.optim.Adam(parameters, lr=0.01, betas=(0.7, 0.9))
    return optimizer, torch.optim.lr_scheduler.OneCycleLR(optimizer, 0.01, total_steps=steps,
                                                          cycle_momentum=False)


def train(net, images, labels, batch, steps, layout, optimizer, schedule):
    net.train()
    order = torch.randperm(len(images))
    for step in range(steps):
        chosen = order[step * batch:(step + 1) * batch]
        x = images[chosen].contiguous(memory_format=layout)
        optimizer.zero_grad(set_to_none=True)
        nn.functional.cross_entropy(net(x), labels[chosen]).backward()
        optimizer.step()
        if schedule:
            schedule.step()


def seconds_of(work):
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--net", choices=NETS, default="lenet")
    parser.add_argument("--data", help="directory with the MNIST files; noise if not given")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--epochs", type=int, default=1, help="how many are timed")
    a = parser.parse_args()
    torch.manual_seed(1)
    torch.set_num_threads(a.threads)
    images, labels = load(a.data, "train") if a.data else invent(60000)
    test, _ = load(a.data, "t10k") if a.data else invent(10000)
    make, batch, channels_last = NETS[a.net]
    layout = torch.channels_last if channels_last else torch.contiguous_format
    net = make().to(memory_format=layout)
    steps = len(images) // batch
    optimizer, schedule = make_optimizer(a.net, net.parameters(), WARM_UP + steps * a.epochs)

    def seconds_of_steps(count):
        return seconds_of(
            lambda: train(net, images, labels, batch, count, layout, optimizer, schedule))

    seconds_of_steps(WARM_UP)
    epochs = [seconds_of_steps(steps) for _ in range(a.epochs)]
    line = {"peer": "PyTorch " + torch.__version__, "net": a.net, "threads": a.threads,
            "epochs_s": epochs, "epoch_median_s": statistics.median(epochs)}
    net.eval()
    with torch.inference_mode():
        passes = [seconds_of(lambda: [net(test[i:i + 64]) for i in range(0, len(test), 64)])
                  for _ in range(6)][1:]
        line["test10k_b64_median_s"] = statistics.median(passes)
        if a.threads == 1:
            single = [seconds_of(lambda: net(test[i:i + 1])) for i in range(2200)][200:]
            line["batch1_us_median"] = 1e6 * statistics.median(single)
    print(json.dumps(line))


if __name__ == "__main__":
    main()
