#!/usr/bin/env python3
"""Trains every architecture twice on the embedded sample, for as many epochs: cumulatively with pruning, and as its
unpruned, ungrown self. Prints the table of docs/networks.md. Runs that are done are not made again.

    ./accrete doctor && bench/architectures.py --out DIR [--jobs 2] [NAME ...]
"""
import argparse
import concurrent.futures
import json
import pathlib
import subprocess
import sys

TOOL = pathlib.Path(__file__).resolve().parent.parent / "accrete"

# Widths at which a run takes minutes on one core; the CIFAR ResNets and the MLP are narrow as they are.
WIDTHS = {
    "vgg-small": 0.5, "vgg11": 0.25, "vgg13": 0.25, "vgg16": 0.25, "vgg19": 0.25,
    "vgg11-bn": 0.25, "vgg13-bn": 0.25, "vgg16-bn": 0.25, "vgg19-bn": 0.25,
    "resnet18": 0.25, "resnet34": 0.25, "resnet50": 0.25,
    "resnet20": 0.5, "resnet32": 0.5, "resnet56": 0.5, "resnet110": 0.5,
    "densenet121": 0.25, "densenet-bc-100": 0.5, "googlenet": 0.25, "mobilenetv2": 0.5, "mlp": 1.0,
}
EPOCHS = (3, 2, 4)
ARMS = {
    "cumulative": ["pruning.by=pca"],
    "ungrown": ["pruning.by=none"] + [f"stages.{i}.{key}=1" for i in (1, 2, 3) for key in ("width", "depth", "data")],
}


def train(name, arm, options):
    folder = options.out / f"{name}-{arm}"
    stored = folder / "run.json"
    if not stored.exists() or "final" not in json.loads(stored.read_text()):
        settings = [f"network.width={WIDTHS[name]}", *(f"stages.{i + 1}.epochs={e}" for i, e in enumerate(EPOCHS)), *ARMS[arm], *options.set]
        command = [options.tool, "train", "--recipe", "default", "--network", name, "--seed", str(options.seed), "--threads", str(options.threads), "--out", folder]
        ended = subprocess.run(command + [word for s in settings for word in ("--set", s)], capture_output=True, text=True)
        if ended.returncode != 0:
            sys.exit(f"{name}, {arm}: {ended.stderr}")
        print(f"{name}, {arm}: done", file=sys.stderr)
    return json.loads(stored.read_text())


def row(name, cumulative, ungrown):
    accuracy = [100 * r["final"]["testAccuracy"] for r in (ungrown, cumulative)]
    macs = [r["final"]["forwardMacs"] for r in (ungrown, cumulative)]
    training = [r["totals"]["trainingMacs"] for r in (ungrown, cumulative)]
    return (f"| {name} x {WIDTHS[name]} | {accuracy[0]:.1f} | {accuracy[1]:.1f} | {accuracy[1] - accuracy[0]:+.1f} "
            f"| {macs[0] / 1e6:.1f} M | {macs[1] / macs[0]:.2f}x | {training[0] / 1e12:.2f} T | {training[0] / training[1]:.1f}x |")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("networks", nargs="*", metavar="NAME", default=list(WIDTHS), help="all by default")
    parser.add_argument("--out", type=pathlib.Path, required=True, metavar="DIR", help="where the run folders go")
    parser.add_argument("--jobs", type=int, default=2, metavar="N", help="runs at a time")
    parser.add_argument("--threads", type=int, default=1, metavar="N", help="threads of a run")
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", help="a change to both runs")
    parser.add_argument("--tool", nargs="?", default=str(TOOL), metavar="FILE", help="the accrete script")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        runs = {(n, a): pool.submit(train, n, a, options) for n in options.networks for a in ARMS}
        print("| network | ungrown, % | cumulative, % | points | MACs | of ungrown | training | saved |")
        print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
        for name in options.networks:
            print(row(name, *(runs[name, arm].result() for arm in ARMS)), flush=True)


if __name__ == "__main__":
    main()
