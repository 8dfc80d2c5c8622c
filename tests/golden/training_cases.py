"""Cases of what training adds: softmax and the loss, optimizers, schedules and a whole network."""

import torch
import torch.nn.functional as F
from common import layer_case, noise

LOGITS = {
    "logits": noise("logits", 4, 5) * 3,
    "logits of +-1e4": torch.tensor([[1e4, -1e4, 0, 9999], [-1e4, -1e4, -1e4, -1e4],
                                     [-1e4, -9999, -9998, -1e4]]),
    "one class": torch.tensor([[0.25], [-3.0]]),
}


def softmax():
    return [layer_case(name, {}, lambda x: F.softmax(x, 1), x) for name, x in LOGITS.items()]


def softmax_cross_entropy():
    """y is the mean loss over the batch (shape ()), dx its gradient."""
    def case(name, x, labels):
        x = x.clone().requires_grad_()
        y = F.cross_entropy(x, torch.tensor(labels))
        y.backward()
        return {"name": name, "options": {}, "labels": labels, "x": x, "y": y, "dx": x.grad}
    labels = [[4, 0, 2, 2], [1, 3, 2], [0, 0]]
    return [case(name, x, label) for (name, x), label in zip(LOGITS.items(), labels)]


def optimizer():
    """Three steps of two parameters: given gradients (one of them 0 at first), changing rates."""
    make = {
        "SGD": lambda p, o: torch.optim.SGD(p, lr=1, weight_decay=o["weight_decay"]),
        "Momentum": lambda p, o: torch.optim.SGD(p, lr=1, **o),
        "AdaGrad": lambda p, o: torch.optim.Adagrad(p, lr=1, eps=o["epsilon"],
                                                    weight_decay=o["weight_decay"]),
        "RMSProp": lambda p, o: torch.optim.RMSprop(p, lr=1, alpha=o["alpha"], eps=o["epsilon"],
                                                    weight_decay=o["weight_decay"]),
        "Adam": lambda p, o: torch.optim.Adam(p, lr=1, betas=(o["beta1"], o["beta2"]),
                                              eps=o["epsilon"], weight_decay=o["weight_decay"]),
    }

    rates = [0.125, 0.0625, 0.25]

    def case(kind, **options):
        options = {**options, "weight_decay": options.get("weight_decay", 0.0)}
        start = {"a": noise("a", 2, 3), "b": noise("b", 4)}
        parameters = {key: p.clone().requires_grad_() for key, p in start.items()}
        optimizer = make[kind](list(parameters.values()), options)
        steps = []
        for rate in rates:
            optimizer.param_groups[0]["lr"] = rate
            gradients = {k: noise(f"{k} {len(steps)}", *p.shape) for k, p in start.items()}
            if not steps:
                gradients["a"][0, 1] = 0.0
            for key, p in parameters.items():
                p.grad = gradients[key].clone()
            optimizer.step()
            steps.append({"gradients": gradients,
                          "parameters": {k: p.detach().clone() for k, p in parameters.items()}})
        return {"name": f"{kind} {options}", "type": kind, "options": options, "rates": rates,
                "parameters": start, "steps": steps}

    decay = {"weight_decay": 0.125}
    adam = {"beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8}
    return [case("SGD"), case("SGD", **decay),
            *(case("Momentum", momentum=0.9, nesterov=nesterov, **extra)
              for nesterov in (False, True) for extra in ({}, decay)),
            *(case("AdaGrad", epsilon=epsilon, **extra)
              for epsilon, extra in [(1e-10, {}), (1e-7, {}), (1e-2, decay)]),
            case("RMSProp", alpha=0.99, epsilon=1e-8),
            case("RMSProp", alpha=0.75, epsilon=1e-2, **decay),
            case("Adam", **adam), case("Adam", **adam, **decay),
            case("Adam", beta1=0.7, beta2=0.9, epsilon=1e-2, **decay)]


def schedule():
    """`rates`: the learning rate of steps 0, 1, 2, ..."""
    schedulers = torch.optim.lr_scheduler
    make = {
        "step_decay": lambda sgd, o: schedulers.StepLR(sgd, o["every"], o["factor"]),
        "cosine": lambda sgd, o: schedulers.CosineAnnealingLR(sgd, o["steps"], o["floor"]),
        "one_cycle": lambda sgd, o: schedulers.OneCycleLR(sgd, o["peak"], total_steps=o["steps"]),
    }

    def case(kind, count, **options):
        sgd = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=options.get("rate", 1.0))
        scheduler = make[kind](sgd, options)
        rates = [sgd.param_groups[0]["lr"]]
        while len(rates) < count:
            sgd.step()
            scheduler.step()
            rates.append(sgd.param_groups[0]["lr"])
        return {"name": f"{kind} {options}", "type": kind, "options": options, "rates": rates}

    return [case("step_decay", 12, rate=0.5, every=5, factor=0.1),
            case("step_decay", 9, rate=1.0, every=2, factor=0.5),
            case("cosine", 11, rate=0.1, steps=10, floor=0.0),
            case("cosine", 24, rate=1.0, steps=23, floor=0.01),
            *(case("one_cycle", steps, peak=peak, steps=steps)
              for peak, steps in [(0.01, 20), (1.0, 37), (0.1, 5)])]


def network():
    """Conv, Pooling, ReLU, Affine and the cross-entropy: two steps of Momentum on two batches."""
    start = {"conv1.weight": noise("conv weight", 4, 2, 3, 3) / 4,
             "conv1.bias": noise("conv bias", 4) / 4,
             "affine1.weight": noise("affine weight", 5, 48) / 8,
             "affine1.bias": noise("affine bias", 5) / 8}
    net = {key: p.clone().requires_grad_() for key, p in start.items()}
    sgd = torch.optim.SGD(list(net.values()), lr=0.125, momentum=0.9)
    steps = []
    for labels in [[3, 0, 4], [1, 3, 2]]:
        x = noise(f"x {len(steps)}", 3, 2, 7, 6)
        hidden = F.conv2d(x, net["conv1.weight"], net["conv1.bias"], padding=1)
        hidden = F.relu(F.max_pool2d(hidden, 2, ceil_mode=True)).flatten(1)
        logits = F.linear(hidden, net["affine1.weight"], net["affine1.bias"])
        loss = F.cross_entropy(logits, torch.tensor(labels))
        sgd.zero_grad()
        loss.backward()
        sgd.step()
        steps.append({"x": x, "labels": labels, "logits": logits, "loss": loss,
                      "parameters": {key: p.detach().clone() for key, p in net.items()}})
    return [{"name": "conv 4 3x3 pad 1, pool 2, relu, affine 5", "parameters": start,
             "options": {"rate": 0.125, "momentum": 0.9}, "steps": steps}]
