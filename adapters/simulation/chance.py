"""Chance, and nothing else of it: the same seed draws the same on every machine and Python.

Only `random.Random.random` is asked, and only sums, products and comparisons are made of it: no
logarithm or cosine, which may differ in their last digit from one machine to the next.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import accumulate
from random import Random
from typing import TypeVar

T = TypeVar("T")

Spread = tuple[float, ...]
"""Values at equal steps of probability, the least first and the greatest last: of five, the
middle one is the median. Between two of them all are as likely."""


Draw = Callable[[], float]
"""The next number from 0 up to 1."""


class Tape:
    """What each process drew in a run, so that in another run of the same seed it draws the same,
    whatever others do meanwhile. What it did not draw then comes from a chance of its own."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._drawn: dict[str, list[float]] = defaultdict(list)

    def recorded(self, running: Callable[[], str]) -> Draw:
        """From the one chance that all share."""
        source = Random(self._seed)

        def draw() -> float:
            drawn = source.random()
            self._drawn[running()].append(drawn)
            return drawn

        return draw

    def played(self, running: Callable[[], str]) -> Draw:
        left = {name: iter(drawn) for name, drawn in self._drawn.items()}
        own: dict[str, Random] = {}

        def draw() -> float:
            name = running()
            drawn = next(left.get(name, iter(())), None)
            if drawn is None:
                drawn = own.setdefault(name, Random(f"{self._seed} {name}")).random()
            return drawn

        return draw


class Chance:
    def __init__(self, seed: int | str, draw: Draw | None = None) -> None:
        """`draw`: where the numbers come from, if not from the seed."""
        self._draw = draw or Random(seed).random

    def happens(self, share: float) -> bool:
        """Drawn even where it is certain, so that a parameter moves nothing but what it names."""
        return self._draw() < share

    def of(self, spread: Spread) -> float:
        at = self._draw() * (len(spread) - 1)
        step = int(at)
        return spread[step] + (spread[step + 1] - spread[step]) * (at - step)

    def whole(self, spread: Spread) -> int:
        return int(self.of(spread) + 0.5)

    def one(self, choices: Sequence[T]) -> T:
        return choices[int(self._draw() * len(choices))]

    def weighed(self, choices: Sequence[T], weights: Iterable[float]) -> T:
        """One of the choices, each as likely as its weight says."""
        reached = list(accumulate(weights))
        drawn = self._draw() * reached[-1]
        return next(each for each, upto in zip(choices, reached, strict=True) if drawn < upto)

    def named(self, shares: Mapping[str, float]) -> str:
        return self.weighed(list(shares), shares.values())
