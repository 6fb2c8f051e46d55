"""The same network, trained by the PyTorch that this Python imports: the peer of `accrete-bench throughput`.

It is given its best case: one batch that is already normalised and in place, no data pipeline, no accuracy. With
`--pipeline` it does the work that Accrete does: batches from shuffled, flipped, cropped and normalised uint8 images, and
the loss and the right answers of every batch read back. It first tries every setting below and keeps the fastest, tells which as one line of JSON, and then answers each line `run N` on
standard input with the seconds that N steps took.
"""
import argparse
import concurrent.futures
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
IMAGES, SIDE, PADDING = 10000, 32, 4


def network():
    layers, channels = [], 3
    for width in WIDTHS:
        for _ in range(2):
            layers += [nn.Conv2d(channels, width, 3, padding=1, bias=False), nn.BatchNorm2d(width), nn.ReLU(inplace=True)]
            channels = width
        layers.append(nn.MaxPool2d(2))
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, CLASSES))


class Images:
    """Random pixels and labels in memory, and their batches: shuffled anew every epoch, flipped, cropped, normalised."""

    def __init__(self):
        self.random = torch.Generator().manual_seed(2)
        self.pixels = self.draw(256, IMAGES, 3, SIDE, SIDE).to(torch.uint8)
        self.labels = self.draw(CLASSES, IMAGES)
        pixels = torch.tensor([[0.4914, 0.4822, 0.4465], [0.2470, 0.2435, 0.2616]])
        # (p / 255 - mean) / deviation as one product and one sum.
        self.scale = (1 / (255 * pixels[1])).view(1, 3, 1, 1)
        self.shift = (-pixels[0] / pixels[1]).view(1, 3, 1, 1)

    def draw(self, below, *shape):
        return torch.randint(below, shape, generator=self.random)

    def batches(self, size, layout):
        while True:
            order = torch.randperm(IMAGES, generator=self.random)
            for start in range(0, IMAGES - size + 1, size):
                chosen = order[start:start + size]
                cropped = self.crop(self.pixels.index_select(0, chosen))
                yield self.normalise(cropped, layout), self.labels.index_select(0, chosen)

    def crop(self, pixels):
        """Crops and flips in one gather: a flipped image reads its columns from right to left."""
        size, line = len(pixels), torch.arange(SIDE)
        rows = self.draw(2 * PADDING + 1, size, 1) + line
        columns = self.draw(2 * PADDING + 1, size, 1) + torch.where(self.draw(2, size, 1) == 1, SIDE - 1 - line, line)
        # With the channels last, an index moves a whole pixel and the result is already channels-last.
        padded = functional.pad(pixels, [PADDING] * 4).permute(0, 2, 3, 1)
        return padded[torch.arange(size).view(-1, 1, 1), rows.unsqueeze(2), columns.unsqueeze(1)].permute(0, 3, 1, 2)

    def normalise(self, pixels, layout):
        return pixels.to(torch.float32, memory_format=layout).mul_(self.scale).add_(self.shift)


def one_ahead(batches):
    """The same batches, each prepared on another thread while the one before it is trained on."""
    with concurrent.futures.ThreadPoolExecutor(1) as worker:
        pending = worker.submit(next, batches)
        while True:
            batch = pending.result()
            pending = worker.submit(next, batches)
            yield batch


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
        self.learn(self.images, self.labels)

    def learn(self, images, labels):
        with self.precision():
            logits = self.network(images)
        loss = functional.cross_entropy(logits.float(), labels)
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        self.optimiser.step()
        return loss, logits

    def run(self, steps):
        start = time.perf_counter()
        for _ in range(steps):
            self.step()
        return time.perf_counter() - start


class PipelineTraining(Training):
    """Does what Accrete's side does: real batches, and the loss and the right answers of each read back."""

    def __init__(self, batch, bf16, channels_last, foreach, background, data):
        super().__init__(batch, bf16, channels_last, foreach)
        self.name += ", batches on a background thread" if background else ", batches in the foreground"
        batches = data.batches(batch, torch.channels_last if channels_last else torch.contiguous_format)
        self.batches = one_ahead(batches) if background else batches
        self.loss, self.right = 0.0, 0

    def step(self):
        images, labels = next(self.batches)
        loss, logits = self.learn(images, labels)
        self.loss = loss.item()
        self.right = (logits.detach().argmax(1) == labels).sum().item()


def candidates(batch, pipeline):
    if not pipeline:
        return [Training(batch, *setting) for setting in itertools.product([False, True], repeat=3)]
    data = Images()
    return [PipelineTraining(batch, *setting, data) for setting in itertools.product([False, True], repeat=4)]


def fastest(trainings, batch, rounds, steps):
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
    parser.add_argument("--pipeline", action="store_true", help="do the work of Accrete's side: data pipeline, loss and accuracy")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    training, speeds = fastest(candidates(options.batch, options.pipeline), options.batch, options.rounds, options.steps)
    print(json.dumps({"version": torch.__version__, "openBlas": openblas(), "setting": training.name, "speeds": speeds}), flush=True)
    for line in sys.stdin:
        print(training.run(int(line.split()[1])), flush=True)


if __name__ == "__main__":
    main()
