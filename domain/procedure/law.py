"""The law as decisions see it: procedures by day, and the zone whose local days count."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from domain.procedure.common import Common
from domain.procedure.events import Abolished, ProcedureEvent
from domain.procedure.pins import Pinned, pinned
from domain.procedure.procedure import Procedure
from domain.procedure.timeline import Timeline, timelines

STAND_IN: Final = "stand-in:"
"""Prefix of procedures that an import names because its source names none: without terms,
in force always, known to nobody."""


@dataclass(frozen=True, slots=True)
class Law:
    """Procedures are found by their code, and by what other systems call them."""

    zone: ZoneInfo
    procedures: Mapping[str, tuple[Procedure, ...]] = field(default_factory=dict)
    ends: Mapping[str, tuple[Abolished, ...]] = field(default_factory=dict)
    other_codes: Mapping[str, str] = field(default_factory=dict)
    common: Common = Common()
    enacted: tuple[ProcedureEvent, ...] = ()
    """What it was folded from; empty if the procedures were simply given."""

    def is_stand_in(self, code: str) -> bool:
        return code.startswith(STAND_IN)

    def knows(self, code: str) -> bool:
        return self.code(code) in self.procedures

    def code(self, code: str) -> str:
        """Our code of what some system calls `code`."""
        return code if code in self.procedures else self.other_codes.get(code, code)

    def versions(self, code: str) -> tuple[Procedure, ...]:
        """By first day; empty if unknown."""
        return self.procedures.get(self.code(code), ())

    def in_force(self, code: str, day: date) -> Procedure | None:
        return next((version for version in self.versions(code) if version.in_force(day)), None)

    def in_force_on(self, day: date) -> tuple[Procedure, ...]:
        """Every procedure that could be asked for on the day, by code."""
        found = (self.in_force(code, day) for code in sorted(self.procedures))
        return tuple(version for version in found if version)

    def field_of(self, code: str) -> str | None:
        """The field of administration that the procedure belongs to."""
        versions = self.versions(code)
        return versions[-1].field if versions else None

    def pinned(self, code: str, received_on: date, acted_on: date) -> Pinned | None:
        """What governs a dossier received then, on the day of an act; None if the procedure
        was not in force on the day of receipt."""
        ends = self.ends.get(self.code(code), ())
        return pinned(Timeline(self.versions(code), ends), received_on, acted_on)

    def as_known(self, day: date) -> "Law":
        """The law as it could be known at the end of the day; procedures that were simply given
        were known always."""
        if not self.enacted:
            return self
        known = [event for event in self.enacted if event.known_on <= day]
        return enact(self.zone, known, self.common)


def enact(zone: ZoneInfo, events: Iterable[ProcedureEvent], common: Common | None = None) -> Law:
    """The law that the events make; in whatever order they come."""
    enacted = tuple(events)
    folded = timelines(enacted)
    versions = {code: timeline.versions for code, timeline in folded.items() if timeline.versions}
    return Law(
        zone,
        versions,
        {code: timeline.ends for code, timeline in folded.items() if timeline.ends},
        _other_codes(versions),
        common or Common(),
        enacted,
    )


def _other_codes(procedures: Mapping[str, tuple[Procedure, ...]]) -> dict[str, str]:
    return {
        other.value: code
        for code, versions in procedures.items()
        for version in versions
        for other in version.other_codes
    }
