"""Where to look for dossiers by what lies or travels where, and not by their codes."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from domain.dossier.values import Carrier


class Places(Protocol):
    """May name more dossiers than are meant, never fewer: whoever asks reads their histories."""

    async def on_slip(self, slip: str) -> Sequence[str]:
        """The streams in which an event names the slip."""
        ...

    async def lying_at(
        self, organisations: Iterable[str], object: str, carrier: Carrier
    ) -> Sequence[str]:
        """The streams whose object on the carrier one of the organisations has, as far as the read
        models have come."""
        ...
