"""Attacks a model file of Accrete's with PyTorch, as a second opinion: nothing here is shared with the attacks in C#.

  torch_attacks.py MODEL IMAGES EPSILON STEPS STARTS

MODEL is a model.safetensors whose network is a chain of convolutions, batch norms, ReLUs, max pools, a global average pool and
linear layers; IMAGES holds `pixels` (0 to 1), `labels` and, for each start of PGD, `start.I`, noise within epsilon. On
stdout, as JSON: `logits`; `gradient`, that of the summed cross-entropy for the pixels; and of those of the images that are
classified rightly the share that `fgsm`, `pgd` (steps of 2.5 epsilon / STEPS, linf) and `mim` change, after rounding to 8 bits.

Exit status 3: PyTorch cannot be imported.
"""

import json
import sys

try:
    import numpy
    import torch
    from torch.nn import functional
except Exception as e:  # A broken installation raises more than ImportError.
    print(f"{type(e).__name__}: {e}", file=sys.stderr)
    sys.exit(3)

TYPES = {"F32": numpy.dtype("<f4"), "I64": numpy.dtype("<i8")}


def read(path):
    with open(path, "rb") as file:
        length = int.from_bytes(file.read(8), "little")
        header = json.loads(file.read(length))
        data = numpy.fromfile(file, numpy.uint8)
    metadata = header.pop("__metadata__", {})
    return metadata, {name: tensor(data, entry) for name, entry in header.items()}


def tensor(data, entry):
    begin, end = entry["data_offsets"]
    return torch.from_numpy(data[begin:end].view(TYPES[entry["dtype"]]).reshape(entry["shape"]).copy())


class Model:
    def __init__(self, path):
        metadata, self.weights = read(path)
        self.layers = json.loads(metadata["accrete.blueprint"])["layers"]
        self.input = json.loads(metadata["accrete.blueprint"])["input"]
        preprocessing = json.loads(metadata["accrete.preprocessing"])
        self.mean = torch.tensor(preprocessing["mean"]).view(1, -1, 1, 1)
        self.deviation = torch.tensor(preprocessing["deviation"]).view(1, -1, 1, 1)

    def logits(self, pixels):
        return self.observe(pixels)[self.layers[-1]["name"]]

    def observe(self, pixels):
        """The output of every layer."""
        values = {"image": (pixels - self.mean) / self.deviation}
        for layer in self.layers:
            values[layer["name"]] = self.compute(layer, values[layer["input"]])
        return values

    def compute(self, layer, x):
        w = {k[len(layer["name"]) + 1:]: v for k, v in self.weights.items() if k.startswith(layer["name"] + ".")}
        kind = layer["kind"]
        if kind == "convolution":
            return functional.conv2d(x, w["weight"], w.get("bias"), layer["stride"], layer["padding"], groups=layer["groups"])
        if kind == "batchNorm":
            return functional.batch_norm(x, w["running_mean"], w["running_var"], w["weight"], w["bias"], eps=layer["epsilon"])
        if kind == "relu":
            return x.relu()
        if kind == "maxPooling":
            return functional.max_pool2d(x, layer["side"], layer.get("stride"), layer["padding"], ceil_mode=layer["ceiling"])
        if kind == "globalAveragePooling":
            return x.mean((2, 3))
        if kind == "flatten":
            return x.flatten(1)
        if kind == "linear":
            return functional.linear(x, w["weight"], w.get("bias"))
        raise ValueError(f"layer of kind {kind}")


def gradient(model, pixels, labels):
    pixels = pixels.clone().requires_grad_()
    functional.cross_entropy(model.logits(pixels), labels, reduction="sum").backward()
    return pixels.grad


def ascend(model, pixels, labels, start, epsilon, steps, size, momentum):
    changed, memory = start, torch.zeros_like(pixels)
    for _ in range(steps):
        slope = gradient(model, changed, labels)
        if momentum:
            memory = memory + slope / slope.abs().mean((1, 2, 3), keepdim=True)
            slope = memory
        changed = torch.max(torch.min(changed + size * slope.sign(), pixels + epsilon), pixels - epsilon).clamp(0, 1)
    return changed


def fooled(model, pixels, labels, found):
    reach = numpy.floor(epsilon * 255 + 1e-5)
    rounded = (pixels + ((found - pixels) * 255).round().clamp(-reach, reach) / 255).clamp(0, 1)
    return model.logits(rounded).argmax(1) != labels


if __name__ == "__main__":
    model, (_, given) = Model(sys.argv[1]), read(sys.argv[2])
    epsilon, steps, starts = float(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5])
    pixels, labels = given["pixels"], given["labels"]
    with torch.no_grad():
        logits = model.logits(pixels)
    right = logits.argmax(1) == labels
    found = {
        "fgsm": [ascend(model, pixels, labels, pixels, epsilon, 1, epsilon, False)],
        "pgd": [ascend(model, pixels, labels, (pixels + given[f"start.{i}"]).clamp(0, 1), epsilon, steps, 2.5 * epsilon / steps, False) for i in range(starts)],
        "mim": [ascend(model, pixels, labels, pixels, epsilon, steps, epsilon / steps, True)],
    }
    answer = {name: torch.stack([fooled(model, pixels, labels, f) for f in each]).any(0)[right].float().mean().item() for name, each in found.items()}
    print(json.dumps({"logits": logits.flatten().tolist(), "gradient": gradient(model, pixels, labels).flatten().tolist(), **answer}))
