"""What a projection is."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from projections.story import Known, Story

__all__ = ["Known", "Projection", "Story"]


class Standing(Protocol):
    """How many dossiers a projection could not take."""

    @property
    def name(self) -> str: ...

    @property
    def parked(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Projection:
    """`told` tells a dossier's rows: dataclasses whose fields are the columns of the table
    `hoso_{name}`. The first is `stream`; it and what else names a row is the primary key.

    Another projection is a module with one of these, a table, and its place in
    `projections.ALL`: to follow the log, to be rebuilt, to be parked and to be named by
    `hoso doctor` comes with that.
    """

    name: str
    row: type[Any]
    told: Callable[[Story], Iterable[Any]]

    def parked_in(self, standings: Iterable[Standing]) -> int:
        """Dossiers that what is read of it is without, or has as they were."""
        return sum(one.parked for one in standings if one.name == self.name)
