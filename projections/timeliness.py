"""Timeliness: what a report counts of each dossier, day by day."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from dataclasses import field as by_default
from datetime import date
from itertools import zip_longest
from typing import Any, Final

from domain.authority.registry import Registry
from domain.dossier.clock import PromisedBy
from domain.dossier.clocks import Judged, against, by_clock, judged
from domain.dossier.dossier import Dossier, local_day
from domain.dossier.standing import Standing, alternatives, standing
from domain.dossier.timeliness import Timeliness
from domain.law import Law
from domain.procedure.common import Default
from projections.evenings import Evening, evenings
from projections.projection import Known, Projection, Story
from projections.view import plain

NOT_ACCEPTED: Final = "not-accepted"


@dataclass(frozen=True, slots=True)
class Span:
    """What a report counts of a dossier, from the end of one local day up to another.

    Days are local to the dossier's authority. Before it is received, or refused at the desk,
    there is no span.
    """

    stream: str
    from_on: date
    to_on: date | None
    """The first day on which the next span holds; None for the last."""
    code: str
    received_on: date
    """Of a dossier that was not accepted, the day of the refusal."""
    due_on: date | None
    waits: bool
    overdue_from: date | None
    ended_on: date | None
    ended_as: str | None
    ended_how: str | None
    """Withdrawn, stopped or not-accepted; None where it was resolved."""
    otherwise: list[dict[str, Any]]
    """How it would stand under other readings of the law, each with its rule."""
    channel: str | None
    field: str | None
    procedure: str | None
    unit: str | None
    officer: str | None
    clocks: dict[str, Any] = by_default(default_factory=dict)
    """By the name of a clock, how the dossier stands by it; only where that is another standing
    than as owed."""
    dates: dict[str, Any] = by_default(default_factory=dict)
    """The same against the promised and the legal date alone."""
    late_cause: str | None = None
    cause_confirmed: bool = False
    """Whether a second person agreed with the cause."""
    apologised: bool = False
    """Whether the applicant had an apology and a new date by then (Mẫu 04, NĐ 61/2018
    Art. 19(9))."""
    settled_minutes: int | None = None
    """Minutes of office time; None while it is open, or where nobody can tell."""
    unit_now: str | None = None
    """Who stands in the place of the unit that accepted it; the unit where nobody does."""

    @property
    def standing(self) -> Standing:
        ended_as = Timeliness(self.ended_as) if self.ended_as else None
        return Standing(self.due_on, self.waits, self.overdue_from, self.ended_on, ended_as)

    def holds_on(self, day: date) -> bool:
        """Whether it is this span that tells of the end of the day."""
        return self.from_on <= day and (self.to_on is None or day < self.to_on)

    def contested(self, day: date) -> tuple[str, ...]:
        """The rules under whose other reading the class at the end of the day would differ."""
        ours = self.standing.on(day)
        judged = ((other["rule"], read(other)) for other in self.otherwise)
        return tuple(rule for rule, stands in judged if stands.on(day) is not ours)


FOREVER: Final = None


def told(story: Story) -> Iterator[Span]:
    """One span per stretch of days in which nothing changed that a report counts."""
    spans = _by_day(story)
    for span, following in zip_longest(spans, spans[1:]):
        yield replace(span, to_on=following.from_on if following else FOREVER)


def rows(known: Known, law: Law) -> Iterator[Span]:
    return told(Story(known, law))


def _by_day(story: Story) -> list[Span]:
    """A span per change; of several on one day the last, for days are judged at their end."""
    changes: list[Span] = []
    before: tuple[Any, ...] = ()
    for evening in evenings(story):
        decides = evening.decides(story.law)
        # To judge is costly: not where nothing is another since the evening before.
        span = _span(story.stream, evening, story.law) if decides != before else None
        before = decides
        if span and (not changes or replace(span, from_on=changes[-1].from_on) != changes[-1]):
            changes.append(span)
    return changes


def _span(stream: str, evening: Evening, law: Law) -> Span | None:
    dossier, intake, zone = evening.dossier, evening.dossier.intake, evening.zone
    refused_on = None if intake.accepted else local_day(intake.refused_at, zone)
    received_on = local_day(dossier.started_at, zone) or refused_on
    if received_on is None:
        return None
    found = Standing(ended_on=refused_on) if refused_on else judged(dossier, law, evening.day)
    stands = found if isinstance(found, Standing) else found.owed
    return Span(
        stream=stream,
        from_on=evening.day,
        to_on=FOREVER,
        code=intake.code.value if intake.code else "",
        received_on=received_on,
        due_on=stands.due_on,
        waits=stands.waits,
        overdue_from=stands.overdue_from,
        ended_on=stands.ended_on,
        ended_as=stands.ended_as,
        ended_how=NOT_ACCEPTED if refused_on else _ended_how(dossier),
        otherwise=[] if refused_on else _otherwise(evening, law),
        **_groups(dossier, law),
        **_excuses(dossier),
        **_beside(found, evening),
    )


def _beside(found: Judged | Standing, evening: Evening) -> dict[str, Any]:
    """What stands beside how it stands as owed; nothing where it was not accepted."""
    if isinstance(found, Standing):
        return {}
    clocks = by_clock(found, evening.recorded)
    return {
        "clocks": {clock.value: plain(stands) for clock, stands in clocks.items()},
        "dates": plain(against(found)),
        "settled_minutes": found.settled_minutes,
    }


def _ended_how(dossier: Dossier) -> str | None:
    """What came to nothing only after its result was there was resolved."""
    ending = dossier.result.ending
    return ending.why.value if ending and ending.at == dossier.ended_at else None


def _otherwise(evening: Evening, law: Law) -> list[dict[str, Any]]:
    others = dict(alternatives(evening.dossier, law, evening.day))
    if evening.whole:
        others[Default.AN_IMPROVING_ENTRY_WAITS] = standing(evening.whole, law, evening.day)
    return [{"rule": rule.value, **plain(other)} for rule, other in others.items()]


def read(told: dict[str, Any]) -> Standing:
    """A standing as a span keeps it."""

    def on(name: str) -> date | None:
        return date.fromisoformat(told[name]) if told[name] else None

    ended_as = Timeliness(told["ended_as"]) if told["ended_as"] else None
    return Standing(on("due_on"), told["waits"], on("overdue_from"), on("ended_on"), ended_as)


def _excuses(dossier: Dossier) -> dict[str, Any]:
    """What was said of its lateness, to the authority and to the applicant."""
    said = dossier.clock.late_cause
    return {
        "late_cause": said.cause.value if said else None,
        "cause_confirmed": said is not None and said.confirmed_by is not None,
        "apologised": dossier.clock.times(PromisedBy.RESCHEDULE) > 0,
    }


def _groups(dossier: Dossier, law: Law) -> dict[str, Any]:
    """What reports are grouped by."""
    intake, pin = dossier.intake, dossier.intake.procedure
    unit = intake.accepted.unit if intake.accepted else None
    return {
        "channel": intake.channel.value if intake.channel else None,
        "field": (pin.field or law.field_of(pin.code)) if pin else None,
        "procedure": pin.code if pin else None,
        "unit": unit,
        "officer": intake.accepted.officer if intake.accepted else None,
        "unit_now": _now(unit, law.registry) if unit else None,
    }


def _now(unit: str, registry: Registry) -> str:
    """By every succession that is known, from whatever day on. Of a unit that was divided nobody
    says which part stands for it: itself."""
    current = registry.current(unit, date.max)
    return current[0] if len(current) == 1 else unit


PROJECTION = Projection("timeliness", Span, told)
