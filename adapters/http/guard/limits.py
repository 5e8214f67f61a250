"""How much one client may ask for, and how much is worked on at once.

Kept in the process: each of several server processes counts for itself.
"""

from collections import OrderedDict, defaultdict
from collections.abc import Hashable
from dataclasses import dataclass, field
from functools import cached_property
from math import ceil
from typing import Final

REMEMBERED: Final = 20_000
"""Clients of whom it is known what they have left; of the longest silent it is forgotten."""


@dataclass(frozen=True)
class Quota:
    """So many requests in so many seconds, at once or spread."""

    name: str
    requests: int
    seconds: float = 60.0

    @cached_property
    def each(self) -> float:
        """Seconds in which one request is earned again."""
        return self.seconds / self.requests

    @cached_property
    def policy(self) -> bytes:
        """The RateLimit-Policy field of draft-ietf-httpapi-ratelimit-headers-11."""
        return f'"{self.name}";q={self.requests};w={ceil(self.seconds)}'.encode("ascii")


@dataclass(slots=True)
class Left:
    """What a client has left after a request, or how many seconds he waits until he has one."""

    quota: Quota
    requests: int
    full_in: float
    """Seconds until all of the quota is there again."""
    wait: float = 0.0
    """Seconds; 0: the request may pass."""

    @property
    def told(self) -> bytes:
        """The RateLimit field of draft-ietf-httpapi-ratelimit-headers-11."""
        return f'"{self.quota.name}";r={self.requests};t={ceil(self.full_in)}'.encode("ascii")


@dataclass(slots=True)
class Buckets:
    """A token bucket of each client, kept as one number: the instant when it is full again."""

    quota: Quota
    _full_at: OrderedDict[Hashable, float] = field(default_factory=OrderedDict)

    def take(self, client: Hashable, now: float) -> Left:
        """One request of the client, if he has one left. `now`: seconds of a steady clock."""
        left = self.left(client, now)
        if not left.wait:
            self._full_at[client] = now + left.full_in
            self._full_at.move_to_end(client)
            if len(self._full_at) > REMEMBERED:
                self._full_at.popitem(last=False)
        return left

    def left(self, client: Hashable, now: float) -> Left:
        """What would be left to the client by taking one; nothing is taken."""
        quota = self.quota
        full_in = max(self._full_at.get(client, now) - now, 0.0) + quota.each
        spare = quota.seconds - full_in
        # A hair below a whole one is a whole one: floats drift.
        if spare < -1e-6:
            return Left(quota, 0, full_in - quota.each, -spare)
        return Left(quota, int(spare / quota.each + 1e-6), full_in)


@dataclass(slots=True)
class Room:
    """For so many requests at once, of which no client takes more than half.

    Whoever is waited for takes no room: a body that trickles in costs no work.
    """

    size: int
    busy: int = 0
    _of: defaultdict[Hashable, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def full(self) -> bool:
        return self.busy >= self.size

    def crowded_by(self, client: Hashable) -> bool:
        """Whether the client has as many requests under way as one may."""
        return self._of.get(client, 0) >= max(self.size // 2, 1)

    def enter(self, client: Hashable) -> None:
        self.busy += 1
        self._of[client] += 1

    def leave(self, client: Hashable) -> None:
        self.busy -= 1
        self._of[client] -= 1
        if not self._of[client]:
            del self._of[client]
