#!/usr/bin/env python3
"""Runs origami and PyTorch in turn on the same networks and prints a table of the ratios.

Every figure is the median over the rounds, every ratio the median of the rounds' own ratios: the two
run one after the other, so a machine that slows down slows both.
"""
import argparse
import concurrent.futures
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


def epoch(program, net, threads, data):
    return run([*program, "--net", net, "--threads", str(threads), "--epochs", "1", *data])


def ours(a, net, threads):
    return epoch([a.benchmark], net, threads, ["--data", a.data or "synthetic"])


def theirs(a, net, threads):
    return epoch(["/usr/bin/python3", HERE / "torch_mnist.py"], net, threads,
                 ["--data", a.data] if a.data else [])


def apart(a, net):
    """So many processes at once, each with a network and a thread of its own."""
    with concurrent.futures.ThreadPoolExecutor() as pool:
        return list(pool.map(lambda _: ours(a, net, 1), range(a.threads)))


def row(what, rounds, key, unit):
    peer = statistics.median(t[key] for t, _ in rounds)
    origami = statistics.median(o[key] for _, o in rounds)
    ratio = statistics.median(o[key] / t[key] for t, o in rounds)
    print(f"| {what} | {peer:.3g} {unit} | {origami:.3g} {unit} | {ratio:.2f} |", flush=True)


def seconds(result):
    return result["epoch_median_s"]


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
    single, scaling = [], []
    for number in range(a.rounds):
        for net in a.nets:
            print(f"round {number + 1} of {a.rounds}: {net}", file=sys.stderr, flush=True)
            rounds[net].append((theirs(a, net, a.threads), ours(a, net, a.threads)))
            if net == "lenet":
                print(f"round {number + 1} of {a.rounds}: one thread", file=sys.stderr, flush=True)
                # Ours at once, for the speed-up is its ratio to the last one.
                one, separate, peer_one = ours(a, net, 1), apart(a, net), theirs(a, net, 1)
                single.append((peer_one, one))
                peer, origami = rounds[net][-1]
                scaling.append((seconds(peer_one) / seconds(peer), seconds(one) / seconds(origami),
                                sum(seconds(one) / seconds(each) for each in separate)))
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
        peer_gain, gain, most = (statistics.median(ratios) for ratios in zip(*scaling))
        print(f"\nlenet: {a.threads} threads train {gain:.2f} times as fast as one with origami, "
              f"{peer_gain:.2f} times with PyTorch;\n{a.threads} processes of origami at once, one thread "
              f"each, {most:.2f} times: what the cores allow.")


if __name__ == "__main__":
    main()
