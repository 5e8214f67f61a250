"""What can be said of reports: that one was issued, and what it rests on.

Kinds and field names are what is stored: add, never rename or reuse.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Final, Literal

from pydantic import Field

from domain.dossier.clocks import Clock
from domain.dossier.values import Label, Moment, Value


class Part(StrEnum):
    """A part of the law, kept as a text of its own."""

    CALENDAR = "calendar"
    CATALOGUE = "catalogue"
    """The procedures, by validity."""
    REGISTRY = "registry"
    """Who is who, and who came after whom."""
    PARAMETERS = "parameters"
    """What holds for all procedures: rules, tolerances, decrees; the zone; and the outages."""


Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
"""Of the canonical bytes (domain/reports/canonical.py)."""

Number = Annotated[str, Field(pattern=r"^\d{4}-\d{4,}$")]
"""The year of issue and the report's number in it, without gaps: 2026-0001."""


class Inputs(Value):
    """All that a report is computed from: the same inputs give the same report."""

    from_on: date
    to_on: date
    """Local days, both included."""
    as_of: date
    """The local day at whose end dossiers were judged."""
    scheme: Label | None = None
    """Whose boundaries the period has; None where its days were given."""
    period: Label | None = None
    """Its name in the scheme."""
    by: tuple[str, ...] = ()
    """The levels, outermost first."""
    clock: Clock = Clock.OWED
    position: Annotated[int, Field(ge=0)]
    """What was recorded up to it was known."""
    known_at: Moment | None = None
    """The moment that was asked for; None: all that was recorded."""
    zone: str
    """Of local days (IANA)."""
    release: str
    """Of hoso."""
    law: Mapping[Part, Sha256]
    """The texts of the law as it was learnt by the position."""


class Issued(Value):
    """A report was issued: numbered, frozen, and kept with the hash of its document
    (TT 01/2020/TT-VPCP, form II.06a)."""

    kind: Literal["report.issued"] = "report.issued"
    number: Number
    inputs: Inputs
    sha256: Sha256
    """Of the document."""


KINDS: Final[Mapping[str, type[Issued]]] = {"report.issued": Issued}
