"""Loads a state dict into torchvision's network and writes one of its own, both as safetensors.

  torchvision_weights.py NAME LOAD WRITE IMAGES

LOAD is read and WRITE written; IMAGES holds the tensor `images`. On stdout, as JSON, the float32 logits of the images with
the weights of each: `loaded` and `written`. Debian 12 has no package for safetensors, so the format is spelled out here.

Exit status 3: torchvision cannot be imported.
"""

import json
import sys

try:
    import numpy
    import torch
    import torchvision
except Exception as e:  # A broken installation raises more than ImportError.
    print(f"{type(e).__name__}: {e}", file=sys.stderr)
    sys.exit(3)

TYPES = {"F32": numpy.dtype("<f4"), "I64": numpy.dtype("<i8")}


def read(path):
    with open(path, "rb") as file:
        length = int.from_bytes(file.read(8), "little")
        header = json.loads(file.read(length))
        data = numpy.fromfile(file, numpy.uint8)
    header.pop("__metadata__", None)
    return {name: tensor(data, entry) for name, entry in header.items()}


def tensor(data, entry):
    begin, end = entry["data_offsets"]
    return torch.from_numpy(data[begin:end].view(TYPES[entry["dtype"]]).reshape(entry["shape"]))


def write(path, tensors):
    header, offset = {}, 0
    arrays = {name: t.contiguous().numpy() for name, t in tensors.items()}
    for name, array in arrays.items():
        kind = next(k for k, t in TYPES.items() if t == array.dtype)
        header[name] = {"dtype": kind, "shape": array.shape, "data_offsets": [offset, offset + array.nbytes]}
        offset += array.nbytes
    text = json.dumps(header).encode()
    with open(path, "wb") as file:
        file.write(len(text).to_bytes(8, "little") + text)
        for array in arrays.values():
            array.tofile(file)


def network(name, **options):
    return getattr(torchvision.models, name)(weights=None, **options)


def use(model, images):
    """Random scales and shifts, and the statistics of some images: as if it had been trained."""
    for module in model.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            torch.nn.init.uniform_(module.weight, 0.5, 1.5)
            torch.nn.init.normal_(module.bias, 0, 0.2)
            module.momentum = None  # The mean of all batches, here of one.
    model.train()(images)


def logits(model, images):
    return model.eval()(images).flatten().tolist()


name, load, save, images = *sys.argv[1:4], read(sys.argv[4])["images"]
torch.manual_seed(1)
with torch.no_grad():
    # A plain dictionary has no version, so that PyTorch itself adds the counts of steps; all else must be there.
    model = network(name, **({"aux_logits": False, "init_weights": False} if name == "googlenet" else {}))
    model.load_state_dict(read(load), strict=True)
    loaded = logits(model, images)
    # With its auxiliary heads, where it has some.
    model = network(name, **({"init_weights": True} if name == "googlenet" else {}))
    use(model, images)
    write(save, model.state_dict())
    print(json.dumps({"loaded": loaded, "written": logits(model, images)}))
