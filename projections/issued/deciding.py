"""Which of many changes, made one after the other, moved something."""

from collections.abc import Callable
from functools import cache
from typing import TypeVar

T = TypeVar("T")


def deciding(changes: int, after: Callable[[int], T]) -> list[int]:
    """The numbers, from 0, of the changes that moved what `after` says of the first so many.

    Halves in which nothing moved from the first to the last are not looked into.
    """
    known = cache(after)

    def within(first: int, last: int) -> list[int]:
        if known(first) == known(last):
            return []
        if last - first == 1:
            return [first]
        middle = (first + last) // 2
        return [*within(first, middle), *within(middle, last)]

    return within(0, changes) if changes else []
