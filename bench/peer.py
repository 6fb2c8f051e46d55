"""The same network, trained by the PyTorch that this Python imports: the peer of `accrete-bench throughput`.

It is given its best case: one batch that is already normalised and in place, no data pipeline, no accuracy. It first
tries every setting below and keeps the fastest, tells which as one line of JSON, and then answers each line `run N` on
standard input with the seconds that N steps took.
"""
import argparse
import contextlib
import itertools
import json
import statistics
import sys
import time

import torch
from torch import nn
from torch.nn import functional

CLASSES = 10
WIDTHS = [32, 64, 128]


def network():
    layers, channels = [], 3
    for width in WIDTHS:
        for _ in range(2):
            layers += [nn.Conv2d(channels, width, 3, padding=1, bias=False), nn.BatchNorm2d(width), nn.ReLU(inplace=True)]
            channels = width
        layers.append(nn.MaxPool2d(2))
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, CLASSES))


class Training:
    def __init__(self, batch, bf16, channels_last, foreach):
        self.name = ", ".join(
            ["bf16 autocast" if bf16 else "float32", "channels-last" if channels_last else "contiguous", "foreach SGD" if foreach else "plain SGD"])
        layout = torch.channels_last if channels_last else torch.contiguous_format
        torch.manual_seed(1)
        self.network = network().to(memory_format=layout).train()
        self.images = torch.randn(batch, 3, 32, 32).to(memory_format=layout)
        self.labels = torch.randint(CLASSES, (batch,))
        self.precision = (lambda: torch.autocast("cpu", torch.bfloat16)) if bf16 else contextlib.nullcontext
        self.optimiser = torch.optim.SGD(
            self.network.parameters(), lr=0.01, momentum=0.9, nesterov=True, weight_decay=5e-4, foreach=foreach)

    def step(self):
        with self.precision():
            logits = self.network(self.images)
        loss = functional.cross_entropy(logits.float(), self.labels)
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        self.optimiser.step()

    def run(self, steps):
        start = time.perf_counter()
        for _ in range(steps):
            self.step()
        return time.perf_counter() - start


def fastest(batch, rounds, steps):
    trainings = [Training(batch, *setting) for setting in itertools.product([False, True], repeat=3)]
    times = {t: [] for t in trainings}
    for training in trainings:
        training.run(2)
    for _ in range(rounds):
        for training in trainings:
            times[training].append(training.run(steps) / steps)
    speeds = {t: batch / statistics.median(times[t]) for t in trainings}
    return max(trainings, key=speeds.get), {t.name: speeds[t] for t in trainings}


def openblas():
    with open("/proc/self/maps", encoding="utf-8") as maps:
        return "openblas" in maps.read()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--steps", type=int, default=4)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    training, speeds = fastest(options.batch, options.rounds, options.steps)
    print(json.dumps({"version": torch.__version__, "openBlas": openblas(), "setting": training.name, "speeds": speeds}), flush=True)
    for line in sys.stdin:
        print(training.run(int(line.split()[1])), flush=True)


if __name__ == "__main__":
    main()
