"""The documents of issued reports: frozen once, read again for ever."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from domain.reports.events import Inputs, Part
from projections.issued.bridge import Bridge, Crossing, Reason
from projections.issued.causes import Cause
from projections.issued.comparing import Because, Move, Trail
from projections.issued.differences import Difference
from projections.issued.members import Member, Place, groups, placed, read, told
from projections.issued.tally import Line, Tally
from projections.periods import Named
from projections.report import Grouping, Period
from projections.report.asking import Asked
from projections.report.cells import name
from projections.report.document import of as document_of
from projections.view import plain

FORMAT: Final = 1
"""Of the document: a later release that keeps something else says so."""


@dataclass(frozen=True, slots=True)
class Previous:
    """What is carried over from: the report before, or where none was issued, what was known when
    its period ended."""

    on: date
    """The last day before the period."""
    number: str | None
    position: int
    altered: tuple[str, ...] = ()
    """Later reports of that period that are not what was issued, and were passed over."""
    known_at: datetime | None = None
    """The moment whose knowledge that report was asked for."""


@dataclass(frozen=True, slots=True)
class Carried:
    """From the one to the other."""

    previous: Previous
    bridge: Bridge


def asked_of(inputs: Inputs) -> Asked:
    period = Period(inputs.from_on, inputs.to_on, inputs.as_of)
    named = (
        Named(inputs.scheme, inputs.period, inputs.from_on, inputs.to_on)
        if inputs.scheme and inputs.period
        else None
    )
    return Asked(period, tuple(map(Grouping, inputs.by)), inputs.clock, named)


def inputs_of(
    asked: Asked,
    known: tuple[int, datetime | None],
    release: str,
    zone: str,
    law: Mapping[Part, str],
) -> Inputs:
    """`known` is the position, and the moment that was asked for; `law` are the hashes of its
    texts."""
    position, known_at = known
    return Inputs(
        from_on=asked.period.from_on,
        to_on=asked.period.to_on,
        as_of=asked.period.as_of,
        scheme=asked.named.scheme if asked.named else None,
        period=asked.named.name if asked.named else None,
        by=tuple(grouping.value for grouping in asked.by),
        clock=asked.clock,
        position=position,
        known_at=known_at,
        zone=zone,
        release=release,
        law=law,
    )


def frozen(inputs: Inputs, members: Iterable[Member], carried: Carried) -> dict[str, Any]:
    """All of an issued report but its number, and who issued it when."""
    counted = sorted(members, key=lambda each: (each.code, each.stream))
    return {
        "format": FORMAT,
        "inputs": inputs.model_dump(mode="json"),
        "report": form(inputs, counted),
        "carried_over": carried_document(carried),
        "members": [told(each) for each in counted],
    }


def form(inputs: Inputs, members: Iterable[Member]) -> dict[str, Any]:
    """Form II.06a over those members."""
    return document_of(asked_of(inputs), groups(members), inputs.known_at, inputs.zone)


def members_of(kept: Mapping[str, Any]) -> dict[str, Member]:
    """By stream. Raises KeyError, TypeError or ValueError for what is no such document."""
    return {each["stream"]: read(each) for each in kept["members"]}


def loaded(document: bytes) -> dict[str, Any]:
    """Raises ValueError for what is no document."""
    kept = json.loads(document)
    if not isinstance(kept, dict):
        raise ValueError("a document is an object")
    return kept


def carried_document(carried: Carried) -> dict[str, Any]:
    bridge, previous = carried.bridge, carried.previous
    return {
        "previous": {
            "number": previous.number,
            "on": previous.on.isoformat(),
            "position": previous.position,
            "altered": list(previous.altered),
            "known_at": plain(previous.known_at),
        },
        "open_then": bridge.open_then,
        "carried_over": bridge.carried_over,
        "causes": {cause.value: adds for cause, adds in bridge.adds().items()},
        "came": [_crossing(each) for each in bridge.crossings if each.came],
        "went": [_crossing(each) for each in bridge.crossings if not each.came],
    }


def _crossing(crossing: Crossing) -> dict[str, Any]:
    reasons = [_reason(each) for each in crossing.reasons]
    return {"stream": crossing.stream, "code": crossing.code, "reasons": reasons}


def _reason(reason: Reason) -> dict[str, Any]:
    because = [because_of(each) for each in reason.because]
    return {"cause": reason.cause.value, "adds": reason.adds, "because": because}


def compared(tally: Tally) -> dict[str, Any]:
    """The cells of the whole, of each group that differs, and each dossier that has moved."""
    total = tally.total()
    return {
        "causes": [cause.value for cause in Cause],
        "differs": any(line.difference for line in total) or bool(tally.moved),
        "cells": [_line(line) for line in total],
        "groups": [
            {"path": list(path), "cells": [_line(line) for line in lines if _differs(line)]}
            for path, lines in tally.lines().items()
            if path and any(map(_differs, lines))
        ],
        "dossiers": [_trail(trail) for trail in _by_code(tally.moved.values())],
    }


def _differs(line: Line) -> bool:
    return any(line.causes.values())


def _line(line: Line) -> dict[str, Any]:
    return {
        "cell": name(line.cell),
        "issued": line.issued,
        "now": line.now,
        "difference": line.difference,
        "causes": {cause.value: adds for cause, adds in line.causes.items()},
    }


def _by_code(trails: Iterable[Trail]) -> Sequence[Trail]:
    return sorted(trails, key=lambda each: (each.code, each.stream))


def _trail(trail: Trail) -> dict[str, Any]:
    return {
        "stream": trail.stream,
        "code": trail.code,
        "issued": trail.issued and _place(trail.issued.place),
        "now": trail.now and _place(trail.now.place),
        "moves": [_move(move) for move in trail.moves],
    }


def _move(move: Move) -> dict[str, Any]:
    return {
        "cause": move.cause.value,
        "from": _place(move.before),
        "to": _place(move.after),
        "because": [because_of(each) for each in move.because],
    }


def _place(place: Place | None) -> dict[str, Any] | None:
    return {**placed(place), "class": place.outcome} if place else None


def because_of(because: Because) -> dict[str, Any]:
    """An event by where it stands and what it is; an entry of the law as it was and as it is."""
    if isinstance(because, Difference):
        return {
            "part": because.part.value,
            "list": because.list,
            "entry": because.name,
            "became": because.became.value,
            "before": because.before,
            "after": because.after,
        }
    told_ = because.told
    return {
        "position": because.position,
        "kind": told_.event.kind,
        "occurred_at": plain(told_.occurred_at),
        "recorded_at": plain(because.recorded_at),
        "source": told_.source,
        "request_id": told_.request_id,
        "actor": told_.actor,
    }
