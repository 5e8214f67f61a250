"""Chance, and nothing else of it: the same seed draws the same on every machine and Python.

Only `random.Random.random` is asked, and only sums, products and comparisons are made of it: no
logarithm or cosine, which may differ in their last digit from one machine to the next.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from random import Random
from typing import TypeVar

T = TypeVar("T")

Spread = tuple[float, ...]
"""Values at equal steps of probability, the least first and the greatest last: of five, the
middle one is the median. Between two of them all are as likely."""


class Chance:
    def __init__(self, seed: int) -> None:
        self._random = Random(seed)

    def happens(self, share: float) -> bool:
        """Drawn even where it is certain, so that a parameter moves nothing but what it names."""
        return self._random.random() < share

    def of(self, spread: Spread) -> float:
        at = self._random.random() * (len(spread) - 1)
        step = int(at)
        return spread[step] + (spread[step + 1] - spread[step]) * (at - step)

    def whole(self, spread: Spread) -> int:
        return int(self.of(spread) + 0.5)

    def one(self, choices: Sequence[T]) -> T:
        return choices[int(self._random.random() * len(choices))]

    def weighed(self, choices: Sequence[T], weights: Iterable[float]) -> T:
        """One of the choices, each as likely as its weight says."""
        reached = list(accumulate(weights))
        drawn = self._random.random() * reached[-1]
        return next(each for each, upto in zip(choices, reached, strict=True) if drawn < upto)

    def named(self, shares: Mapping[str, float]) -> str:
        return self.weighed(list(shares), shares.values())
