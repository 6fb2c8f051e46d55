"""Attacks a model file of Accrete's with PyTorch, as a second opinion: nothing here is shared with the attacks in C#.

  torch_attacks.py MODEL IMAGES EPSILON STEPS STARTS QUESTIONS FEW

MODEL is a model.safetensors whose network is a chain of convolutions, batch norms, ReLUs, max pools, a global average pool and
linear layers; IMAGES holds `pixels` (0 to 1), `labels` and, for each start of PGD, `start.I`, noise within epsilon. On
stdout, as JSON: `logits`; `gradient`, that of the summed cross-entropy for the pixels; `successRate`, of those of the images that
are classified rightly the share that each attack changes, after rounding to 8 bits; and `medianSize`, the median length of the
successful changes of those that look for the smallest one. All are in linf, but for `pgd-l2` (with 20 times the epsilon), `deepfool`
and `cw`, which attack the first FEW images, of which the logits and gradients are. Steps of PGD are 2.5 epsilon / STEPS; `square` asks
QUESTIONS times.

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

# How much longer than one value's change a change may be in L2.
WIDER_IN_L2 = 20

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


def lead(model, pixels, labels):
    """By how much the label's logit is above the highest other one."""
    logits, rows = model.logits(pixels), torch.arange(len(pixels))
    others = logits.clone()
    others[rows, labels] = -numpy.inf
    return logits[rows, labels] - others.max(1).values


def ascend(model, pixels, labels, start, epsilon, steps, size, momentum):
    changed, memory = start, torch.zeros_like(pixels)
    for _ in range(steps):
        slope = gradient(model, changed, labels)
        if momentum:
            memory = memory + slope / slope.abs().mean((1, 2, 3), keepdim=True)
            slope = memory
        changed = torch.max(torch.min(changed + size * slope.sign(), pixels + epsilon), pixels - epsilon).clamp(0, 1)
    return changed


def ascend_l2(model, pixels, labels, epsilon, steps, size):
    def scaled(x, length):
        return x * (length / x.flatten(1).norm(dim=1).clamp(min=1e-12)).view(-1, 1, 1, 1)

    delta = scaled(torch.randn_like(pixels), epsilon * torch.rand(len(pixels)) ** (1 / pixels[0].numel()))
    for _ in range(steps):
        delta = delta + scaled(gradient(model, (pixels + delta).clamp(0, 1), labels), size)
        delta = scaled(delta, delta.flatten(1).norm(dim=1).clamp(max=epsilon))
        delta = (pixels + delta).clamp(0, 1) - pixels
    return pixels + delta


def deepfool(model, pixels, labels, steps=50, overshoot=0.005):
    """To the nearest of the linearised borders of the present answer, until that is not the label."""
    total, rows = torch.zeros_like(pixels), torch.arange(len(pixels))
    for _ in range(steps):
        changed = (pixels + (1 + overshoot) * total).clamp(0, 1).requires_grad_()
        logits = model.logits(changed)
        now = logits.argmax(1)
        if (now != labels).all():
            break
        slopes = torch.stack([torch.autograd.grad(x.sum(), changed, retain_graph=True)[0] for x in logits.T], 1).flatten(2)
        normals = slopes - slopes[rows, now].unsqueeze(1)
        lengths = normals.norm(dim=2)
        distances = (logits - logits[rows, now].unsqueeze(1)).abs().detach() / lengths
        distances[rows, now] = numpy.inf
        nearest = distances.argmin(1)
        move = normals[rows, nearest] * ((distances[rows, nearest] + 1e-8) / lengths[rows, nearest]).unsqueeze(1)
        total = total + move.view_as(pixels) * (now == labels).view(-1, 1, 1, 1)
    return (pixels + (1 + overshoot) * total).clamp(0, 1).detach()


def carlini_wagner(model, pixels, labels, steps, searches, rate=0.01):
    low, high, c = torch.zeros(len(pixels)), torch.full((len(pixels),), numpy.inf), torch.full((len(pixels),), 0.1)
    best, length = pixels.clone(), torch.full((len(pixels),), numpy.inf)
    for _ in range(searches):
        w = torch.atanh((2 * pixels - 1) * (1 - 1e-6)).requires_grad_()
        adam, worked = torch.optim.Adam([w], rate), torch.zeros(len(pixels), dtype=torch.bool)
        for step in range(steps + 1):
            changed = (w.tanh() + 1) / 2
            squared = ((changed - pixels) ** 2).sum((1, 2, 3))
            lag = lead(model, changed, labels)
            for i in torch.nonzero((lag < 0) & (squared < length)).flatten().tolist():
                best[i], length[i] = changed[i].detach(), squared[i].item()
            worked |= lag < 0
            if step < steps:
                adam.zero_grad()
                (squared + c * lag.clamp(min=0)).sum().backward()
                adam.step()
        high = torch.where(worked, torch.minimum(high, c), high)
        low = torch.where(worked, low, torch.maximum(low, c))
        c = torch.where(torch.isinf(high), c * 10, (low + high) / 2)
    return best


def square(model, pixels, labels, epsilon, questions):
    """Each image by itself, but asked about together."""
    count, channels, height, width = pixels.shape

    def colour(*shape):
        return epsilon * (2.0 * torch.randint(0, 2, shape) - 1)

    best = (pixels + colour(count, channels, 1, width)).clamp(0, 1)
    least = lead(model, best, labels)
    for question in range(1, questions):
        done, share = 1000 * question / questions, 0.8
        for limit in (1, 5, 20, 50, 100, 200, 400, 600, 800):
            share = share / 2 if done > limit else share
        side = min(max(round((share * height * width) ** 0.5), 1), min(height, width) - 1)
        tried = best.clone()
        for i in range(count):
            y, x = numpy.random.randint(height - side + 1), numpy.random.randint(width - side + 1)
            window = (slice(i, i + 1), slice(None), slice(y, y + side), slice(x, x + side))
            tried[window] = (pixels[window] + colour(1, channels, 1, 1)).clamp(0, 1)
        now = lead(model, tried, labels)
        better = (now < least) & (least >= 0)
        best[better], least[better] = tried[better], now[better]
    return best


def fooled(model, pixels, labels, found):
    reach = numpy.floor(epsilon * 255 + 1e-5)
    rounded = (pixels + ((found - pixels) * 255).round().clamp(-reach, reach) / 255).clamp(0, 1)
    return model.logits(rounded).argmax(1) != labels


def fooled_l2(model, pixels, labels, found):
    """Rounding takes some changes beyond the bound: those shrink until it does not."""
    change, reach = (found - pixels) * 255, WIDER_IN_L2 * epsilon * 255 + 1e-5
    while (beyond := change.round().flatten(1).norm(dim=1) > reach).any():
        change[beyond] *= 0.995
    return model.logits(pixels + change.round() / 255).argmax(1) != labels


def made_to_hold(model, pixels, labels, found):
    """A smallest change that rounding undoes is made longer, up to three times."""
    held = pixels.clone()
    for factor in (3, 2.5, 2, 1.7, 1.4, 1.2, 1.1, 1):
        rounded = ((pixels + (found - pixels) * factor).clamp(0, 1) * 255).round() / 255
        works = model.logits(rounded).argmax(1) != labels
        held[works] = rounded[works]
    return held


if __name__ == "__main__":
    model, (_, given) = Model(sys.argv[1]), read(sys.argv[2])
    epsilon, (steps, starts, questions, few) = float(sys.argv[3]), map(int, sys.argv[4:8])
    torch.manual_seed(1)
    numpy.random.seed(1)
    pixels, labels = given["pixels"], given["labels"]
    with torch.no_grad():
        logits = model.logits(pixels)
    answer = {"logits": logits[:few].flatten().tolist(), "gradient": gradient(model, pixels[:few], labels[:few]).flatten().tolist(), "medianSize": {}}

    right = logits.argmax(1) == labels
    few = right[:few].sum().item()
    pixels, labels = pixels[right], labels[right]
    noise = [given[f"start.{i}"][right] for i in range(starts)]
    wide = WIDER_IN_L2 * epsilon
    bounded = {
        "fgsm": [ascend(model, pixels, labels, pixels, epsilon, 1, epsilon, False)],
        "pgd": [ascend(model, pixels, labels, (pixels + n).clamp(0, 1), epsilon, steps, 2.5 * epsilon / steps, False) for n in noise],
        "mim": [ascend(model, pixels, labels, pixels, epsilon, steps, epsilon / steps, True)],
    }
    euclidean = ascend_l2(model, pixels, labels, wide, steps, 2.5 * wide / steps)
    first, theirs = pixels[:few], labels[:few]
    smallest = {"deepfool": deepfool(model, first, theirs), "cw": carlini_wagner(model, first, theirs, 4 * steps, 3)}
    with torch.no_grad():
        bounded["square"] = [square(model, pixels, labels, epsilon, questions)]
        success = {name: torch.stack([fooled(model, pixels, labels, f) for f in each]).any(0) for name, each in bounded.items()}
        success["pgd-l2"] = fooled_l2(model, pixels, labels, euclidean)
        for name, changed in smallest.items():
            held = made_to_hold(model, first, theirs, changed)
            success[name] = model.logits(held).argmax(1) != theirs
            answer["medianSize"][name] = (held - first)[success[name]].flatten(1).norm(dim=1).median().item()
    answer["successRate"] = {name: each.float().mean().item() for name, each in success.items()}
    print(json.dumps(answer))
