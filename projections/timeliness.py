"""Timeliness: what a report counts of each dossier, day by day."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import zip_longest
from typing import Final
from zoneinfo import ZoneInfo

from domain.dossier.decisions import Step, walk
from domain.dossier.dossier import Dossier, local_day
from domain.procedure.law import Law
from projections.projection import Known, Projection


@dataclass(frozen=True, slots=True)
class Span:
    """What a report counts of a dossier, from the end of one local day up to another.

    Days are local to the dossier's authority. Before it is received there is no span.
    """

    stream: str
    from_on: date
    to_on: date | None
    """The first day on which the next span holds; None for the last."""
    code: str
    received_on: date
    due_on: date | None
    ended_on: date | None
    channel: str | None
    field: str | None
    procedure: str | None
    unit: str | None
    officer: str | None


FOREVER: Final = None


def rows(known: Known, law: Law) -> Iterator[Span]:
    """One span per stretch of days in which nothing changed that a report counts."""
    spans = _by_day(known, law)
    for span, following in zip_longest(spans, spans[1:]):
        yield replace(span, to_on=following.from_on if following else FOREVER)


def _by_day(known: Known, law: Law) -> list[Span]:
    """A span per change; of several on one day the last, for days are judged at their end."""
    steps = walk((event.told for event in known), law)
    told = (_span(known[0].stream, step, law) for step in steps)
    evenings = {span.from_on: span for span in told if span}
    changes: list[Span] = []
    for span in evenings.values():
        if not changes or replace(span, from_on=changes[-1].from_on) != changes[-1]:
            changes.append(span)
    return changes


def _span(stream: str, step: Step, law: Law) -> Span | None:
    dossier = step.dossier
    zone = dossier.zone(law.zone)
    received_on = local_day(dossier.started_at, zone)
    from_on = local_day(step.told.occurred_at, zone)
    if received_on is None or from_on is None:
        return None
    intake = dossier.intake
    return Span(
        stream=stream,
        from_on=from_on,
        to_on=FOREVER,
        code=intake.code.value if intake.code else "",
        received_on=received_on,
        due_on=local_day(dossier.clock.promised_at, zone),
        ended_on=_ended_on(dossier, zone),
        channel=intake.channel.value if intake.channel else None,
        field=_field(dossier, law),
        procedure=intake.procedure.code if intake.procedure else None,
        unit=intake.accepted.unit if intake.accepted else None,
        officer=intake.accepted.officer if intake.accepted else None,
    )


def _ended_on(dossier: Dossier, zone: ZoneInfo) -> date | None:
    return local_day(dossier.ended_at, zone)


def _field(dossier: Dossier, law: Law) -> str | None:
    pin = dossier.intake.procedure
    return (pin.field or law.field_of(pin.code)) if pin else None


PROJECTION = Projection("timeliness", Span, rows)
