"""What torchvision's networks are like, as JSON on stdout, to compare ours with.

  torchvision_networks.py shapes NAME...        the shape of every parameter and buffer
  torchvision_networks.py logits SIDE NAME...   the float64 logits of one image, with the weights of `pattern`

Exit status 3: torchvision cannot be imported.
"""

import json
import sys

try:
    import torch
    import torchvision
except Exception as e:  # A broken installation raises more than ImportError.
    print(f"{type(e).__name__}: {e}", file=sys.stderr)
    sys.exit(3)

# Drawing first weights takes longer than everything else here, and none are looked at.
for kind in (torch.nn.Conv2d, torch.nn.Linear):
    kind.reset_parameters = lambda self: None


def network(name):
    options = {"googlenet": {"aux_logits": False, "init_weights": False}, "vgg19_bn": {"init_weights": False}}
    return getattr(torchvision.models, name)(weights=None, **options.get(name, {}))


def state(model):
    return {n: t for n, t in model.state_dict().items() if not n.endswith("num_batches_tracked")}


def pattern(shape, offset):
    """Numbers from -1 to 1 without a visible order, that any library computes alike."""
    count = torch.Size(shape).numel()
    i = torch.arange(count, dtype=torch.float64)
    return torch.cos(i * i * 0.7 + i * 0.3 + offset).reshape(shape)


def weights(name, shape):
    values = pattern(shape, len(name))
    if len(shape) > 1:
        return values * (4 * shape[0] / torch.Size(shape).numel()) ** 0.5
    return 1 + values / 2 if name.endswith(("weight", "running_var")) else values / 2


def logits(name, side):
    model = network(name).double().eval()
    for n, t in state(model).items():
        t.copy_(weights(n, t.shape))
    with torch.no_grad():
        return model(pattern((1, 3, side, side), 1)).flatten().tolist()


if sys.argv[1] == "shapes":
    print(json.dumps({n: {k: list(t.shape) for k, t in state(network(n)).items()} for n in sys.argv[2:]}))
else:
    print(json.dumps({n: logits(n, int(sys.argv[2])) for n in sys.argv[3:]}))
