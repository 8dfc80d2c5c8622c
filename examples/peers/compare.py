#!/usr/bin/env python3
"""Runs origami and PyTorch in turn on the same networks and prints a table of the ratios.

Every figure is the median over the rounds, every ratio the median of the rounds' own ratios: the two
run one after the other, so a machine that slows down slows both.
"""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent


def run(command):
    # Debian's PyTorch has threads of its own; a second pool in OpenBLAS doubles its time.
    done = subprocess.run(command, env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
                          stdout=subprocess.PIPE, text=True)
    if done.returncode:
        raise SystemExit(f"compare: '{' '.join(map(str, command))}' failed")
    return json.loads(done.stdout.splitlines()[-1])


def ours(a, net, threads):
    return run([a.benchmark, "--net", net, "--threads", str(threads), "--epochs", "1",
                "--data", a.data or "synthetic"])


def theirs(a, net, threads):
    return run(["/usr/bin/python3", HERE / "torch_mnist.py", "--net", net, "--threads", str(threads),
                "--epochs", "1", *(["--data", a.data] if a.data else [])])


def row(what, rounds, key, unit):
    peer = statistics.median(t[key] for t, _ in rounds)
    origami = statistics.median(o[key] for _, o in rounds)
    ratio = statistics.median(o[key] / t[key] for t, o in rounds)
    print(f"| {what} | {peer:.3g} {unit} | {origami:.3g} {unit} | {ratio:.2f} |", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("benchmark", help="build/examples/benchmark")
    parser.add_argument("--data", default=os.environ.get("MNIST_DIR"),
                        help="directory with the MNIST files; generated images if not given")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--nets", nargs="+", default=["lenet", "simple", "fast"])
    parser.add_argument("--threads", type=int, default=min(2, os.cpu_count()))
    a = parser.parse_args()
    rounds = {net: [] for net in a.nets}
    single = []
    for number in range(a.rounds):
        for net in a.nets:
            print(f"round {number + 1} of {a.rounds}: {net}", file=sys.stderr, flush=True)
            rounds[net].append((theirs(a, net, a.threads), ours(a, net, a.threads)))
            if net == "lenet":
                print(f"round {number + 1} of {a.rounds}: one thread", file=sys.stderr, flush=True)
                one = ours(a, net, 1)  # at once, for the speed-up is its ratio to the last one
                single.append((theirs(a, net, 1), one))
    peer, origami = rounds[a.nets[0]][0]
    print(f"| {a.threads} threads, median of {a.rounds} | {peer['peer']} | origami, {origami['gemm']} "
          "| ratio |")
    print("|---|---|---|---|")
    for net in a.nets:
        row(f"{net}: one training epoch", rounds[net], "epoch_median_s", "s")
    for net in a.nets:
        row(f"{net}: 10,000 test images", rounds[net], "test10k_b64_median_s", "s")
    if single:
        row("lenet: one training epoch, one thread", single, "epoch_median_s", "s")
        row("lenet: one image, one thread", single, "batch1_us_median", "us")
        speedup = statistics.median(one["epoch_median_s"] / more["epoch_median_s"]
                                    for (_, one), (_, more) in zip(single, rounds["lenet"]))
        print(f"\norigami, lenet: {a.threads} threads are {speedup:.2f} times as fast as one.")


if __name__ == "__main__":
    main()
