"""What a projection is."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from domain.dossier.events import DossierEvent
from domain.law import Law
from domain.store import RecordedEvent

Known = Sequence[RecordedEvent[DossierEvent]]
"""All that is known of one dossier, in the order of its versions; never empty."""


@dataclass(frozen=True, slots=True)
class Projection:
    """`rows` tells a dossier's rows: dataclasses whose fields are the table's columns."""

    name: str
    row: type[Any]
    rows: Callable[[Known, Law], Iterable[Any]]
