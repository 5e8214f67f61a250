"""Timeliness: what a report counts of each dossier, day by day."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import zip_longest
from typing import Any, Final
from zoneinfo import ZoneInfo

from domain.dossier.dossier import Dossier, local_day
from domain.dossier.intake import Intake
from domain.dossier.late_entries import Entry, counted
from domain.dossier.result import Document
from domain.dossier.standing import Standing, alternatives, standing
from domain.dossier.timeliness import Timeliness
from domain.law import Law
from domain.procedure.common import Default
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

    @property
    def standing(self) -> Standing:
        ended_as = Timeliness(self.ended_as) if self.ended_as else None
        return Standing(self.due_on, self.waits, self.overdue_from, self.ended_on, ended_as)

    def contested(self, day: date) -> tuple[str, ...]:
        """The rules under whose other reading the class at the end of the day would differ."""
        ours = self.standing.on(day)
        read = ((other["rule"], _read(other)) for other in self.otherwise)
        return tuple(rule for rule, stands in read if stands.on(day) is not ours)


FOREVER: Final = None


def told(story: Story) -> Iterator[Span]:
    """One span per stretch of days in which nothing changed that a report counts."""
    spans = _by_day(story)
    for span, following in zip_longest(spans, spans[1:]):
        yield replace(span, to_on=following.from_on if following else FOREVER)


def rows(known: Known, law: Law) -> Iterator[Span]:
    return told(Story(known, law))


@dataclass(frozen=True, slots=True)
class _Evening:
    """The dossier at the end of a day on which something happened."""

    day: date
    zone: ZoneInfo
    dossier: Dossier
    whole: Dossier | None = None
    """With the late entries that wait for a second person; None where none does."""

    def decides(self, law: Law) -> tuple[Any, ...]:
        """All that a span is told from."""
        changes = _changes_of_law(self.dossier.intake, law, self.day)
        return changes, _decisive(self.dossier), self.whole and _decisive(self.whole)


def _decisive(dossier: Dossier) -> tuple[Any, ...]:
    """Who handles and drafts, and why it was late, decides no class."""
    return (
        dossier.intake,
        replace(dossier.clock, late_cause=None),
        replace(dossier.work, handler=None),
        replace(dossier.result, document=Document()),
    )


def _changes_of_law(intake: Intake, law: Law, day: date) -> int:
    """How many there were by that day of the procedures that may govern it."""
    codes = {*intake.hand_in.filed_with, *([intake.procedure.code] if intake.procedure else ())}
    begun = (version.valid_from for code in codes for version in law.versions(code))
    ended = (end.effective_on for code in codes for end in law.ends.get(law.code(code), ()))
    return sum(changed_on <= day for changed_on in (*begun, *ended))


def _by_day(story: Story) -> list[Span]:
    """A span per change; of several on one day the last, for days are judged at their end."""
    changes: list[Span] = []
    judged: tuple[Any, ...] = ()
    for evening in _evenings(story):
        decides = evening.decides(story.law)
        # To judge is costly: not where nothing is another since the evening before.
        span = _span(story.stream, evening, story.law) if decides != judged else None
        judged = decides
        if span and (not changes or replace(span, from_on=changes[-1].from_on) != changes[-1]):
            changes.append(span)
    return changes


def _evenings(story: Story) -> Iterator[_Evening]:
    """In the days of the authority that it came to in the end, so that they never go back."""
    zone, counts = story.dossier.zone(story.law.zone), what_counts(story)
    wholes = _by_evening(story, zone)
    if counts is story:
        yield from (_Evening(day, zone, dossier) for day, dossier in wholes.items())
        return
    counted = _by_evening(counts, zone) if counts else {}
    dossier = Dossier()
    for day, whole in wholes.items():
        dossier = counted.get(day, dossier)
        yield _Evening(day, zone, dossier, whole)


def _by_evening(story: Story, zone: ZoneInfo) -> dict[date, Dossier]:
    days = (told.occurred_at.astimezone(zone).date() for told in story.happened)
    return dict(zip(days, story.dossiers, strict=True))


def what_counts(story: Story) -> Story | None:
    """Without the late entries that wait for a second person; None where nothing is left."""
    entries = [Entry(event.told, event.recorded_at) for event in story.known]
    waiting = set(counted(entries, story.law).waiting)
    if not waiting:
        return story
    left = [event for event in story.known if event.told.ref not in waiting]
    return Story(left, story.law, story.at) if left else None


def _span(stream: str, evening: _Evening, law: Law) -> Span | None:
    dossier, intake, zone = evening.dossier, evening.dossier.intake, evening.zone
    refused_on = None if intake.accepted else local_day(intake.refused_at, zone)
    received_on = local_day(dossier.started_at, zone) or refused_on
    if received_on is None:
        return None
    stands = Standing(ended_on=refused_on) if refused_on else standing(dossier, law, evening.day)
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
    )


def _ended_how(dossier: Dossier) -> str | None:
    """What came to nothing only after its result was there was resolved."""
    ending = dossier.result.ending
    return ending.why.value if ending and ending.at == dossier.ended_at else None


def _otherwise(evening: _Evening, law: Law) -> list[dict[str, Any]]:
    others = dict(alternatives(evening.dossier, law, evening.day))
    if evening.whole:
        others[Default.AN_IMPROVING_ENTRY_WAITS] = standing(evening.whole, law, evening.day)
    return [{"rule": rule.value, **plain(other)} for rule, other in others.items()]


def _read(told: dict[str, Any]) -> Standing:
    """A standing as it stands in `otherwise`."""

    def on(name: str) -> date | None:
        return date.fromisoformat(told[name]) if told[name] else None

    ended_as = Timeliness(told["ended_as"]) if told["ended_as"] else None
    return Standing(on("due_on"), told["waits"], on("overdue_from"), on("ended_on"), ended_as)


def _groups(dossier: Dossier, law: Law) -> dict[str, str | None]:
    """What reports are grouped by."""
    intake, pin = dossier.intake, dossier.intake.procedure
    return {
        "channel": intake.channel.value if intake.channel else None,
        "field": (pin.field or law.field_of(pin.code)) if pin else None,
        "procedure": pin.code if pin else None,
        "unit": intake.accepted.unit if intake.accepted else None,
        "officer": intake.accepted.officer if intake.accepted else None,
    }


PROJECTION = Projection("timeliness", Span, told)
