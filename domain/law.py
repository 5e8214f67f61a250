"""The law as decisions see it: procedures by day, and the zone whose local days count."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final, Protocol
from zoneinfo import ZoneInfo

from domain.authority.registry import Registry
from domain.calendar.calendar import WorkCalendar
from domain.outage import Outage
from domain.procedure.common import Common
from domain.procedure.events import Abolished, ProcedureEvent
from domain.procedure.pins import Pinned, pinned
from domain.procedure.procedure import Procedure
from domain.procedure.timeline import Timeline, timelines

STAND_IN: Final = "stand-in:"
"""Prefix of procedures that an import names because its source names none: without terms,
in force always, known to nobody."""

REMEMBERED: Final = 10_000
"""Pins that are kept: days of receipt and days of acts, procedure by procedure."""


DAYS: Final = 1_000
"""Days of which the law is kept as it was known by their end."""


class InForce(Protocol):
    """Who says what the law is now: a law that never changes, or a law book that learns."""

    @property
    def law(self) -> "Law":
        """As it is now."""
        ...

    def as_learnt(self, position: int) -> "Law":
        """As the installation knew it when the log had come to the position."""
        ...


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
    calendar: WorkCalendar | None = None
    """Of the country; None: no due date is computed."""
    registry: Registry = Registry()
    """Who is who."""
    outages: tuple[Outage, ...] = ()
    """Those that two people declared."""
    _calendars: dict[tuple[str | None, str], WorkCalendar] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """Found once: the law is frozen and asked often."""
    _pins: dict[tuple[str, date, date], Pinned] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """The same."""
    _late: tuple[ProcedureEvent, ...] = field(init=False, repr=False, compare=False)
    """What became known only after it took effect: hardly ever anything."""
    _known: dict[date, "Law"] = field(default_factory=dict, init=False, repr=False, compare=False)
    """As it could be known by the end of a day: the same again."""

    def __post_init__(self) -> None:
        late = (event for event in self.enacted if event.effective_on < event.known_on)
        object.__setattr__(self, "_late", tuple(late))

    @property
    def law(self) -> "Law":
        """A law that never changes stands for itself."""
        return self

    def as_learnt(self, position: int) -> "Law":  # noqa: ARG002
        """It was known always."""
        return self

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
        asked = (code, received_on, acted_on)
        if found := self._pins.get(asked):
            return found
        ends = self.ends.get(self.code(code), ())
        found = pinned(Timeline(self.versions(code), ends), received_on, acted_on)
        if found:
            if len(self._pins) >= REMEMBERED:
                self._pins.clear()
            self._pins[asked] = found
        return found

    def calendar_of(self, authority: str | None, zone: ZoneInfo) -> WorkCalendar | None:
        """The working calendar of an authority, in the zone of its local days."""
        if self.calendar is None:
            return None
        key = (authority, zone.key)
        if key not in self._calendars:
            of_authority = self.registry.calendar_for(authority or "", self.calendar)
            self._calendars[key] = replace(of_authority, zone=zone)
        return self._calendars[key]

    def as_known(self, day: date) -> "Law":
        """The law as it could be known at the end of the day; procedures that were simply given
        were known always."""
        if not self.enacted:
            return self
        if day not in self._known:
            if len(self._known) >= DAYS:
                self._known.clear()
            self._known[day] = self._as_known(day)
        return self._known[day]

    def _as_known(self, day: date) -> "Law":
        known = [event for event in self.enacted if event.known_on <= day]
        calendar = self.calendar.as_known(day) if self.calendar else None
        registry = self.registry.as_known(day)
        return enact(self.zone, known, self.common, calendar, registry).with_outages(self.outages)

    def with_outages(self, outages: tuple[Outage, ...]) -> "Law":
        return replace(self, outages=outages) if outages != self.outages else self

    def knew(self, code: str, day: date) -> bool:
        """Whether all that was in force of the procedure on the day was known by then: a law may
        take effect before the decision that publishes it, or be entered late."""
        ours = self.code(code)
        return not any(
            event.code == ours and event.effective_on <= day < event.known_on
            for event in self._late
        )


def enact(
    zone: ZoneInfo,
    events: Iterable[ProcedureEvent],
    common: Common | None = None,
    calendar: WorkCalendar | None = None,
    registry: Registry | None = None,
) -> Law:
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
        calendar,
        registry or Registry(),
    )


def _other_codes(procedures: Mapping[str, tuple[Procedure, ...]]) -> dict[str, str]:
    return {
        other.value: code
        for code, versions in procedures.items()
        for version in versions
        for other in version.other_codes
    }
