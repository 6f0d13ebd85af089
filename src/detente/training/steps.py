"""What all training on windows shares: batches of like length, and a rate that warms up and then falls."""

import random
from collections.abc import Sequence

from torch.optim import Optimizer
from torch.optim.lr_scheduler import LambdaLR

#: The share of the full rate that is left at the end.
_LEAST = 0.02


def batches(sizes: Sequence[int], at_once: int, grain: int, rng: random.Random, short: int = 1) -> list[list[int]]:
    """Numbers of windows in batches, in random order; sizes that differ by less than `grain` tokens count as alike.

    A batch holds `at_once` windows of the longest size; of shorter ones as many as fill the same room, up to `short` times.
    """
    order = sorted(range(len(sizes)), key=lambda i: (sizes[i] // grain, rng.random()))
    longest, groups, at = max(sizes, default=1), list[list[int]](), 0
    while at < len(order):
        times = min(short, max(1, longest // (sizes[order[at]] + grain)))
        groups.append(order[at : at + at_once * times])
        at += at_once * times
    rng.shuffle(groups)
    return groups


def warmed(optimizer: Optimizer, steps: int, warm: int) -> LambdaLR:
    """The rate rises for `warm` steps to its full height and falls to nearly nothing at `steps`."""
    return LambdaLR(optimizer, lambda s: min((s + 1) / warm, max(_LEAST, (steps - s) / (steps - warm + 1))))
