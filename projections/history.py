"""A dossier's history in the order in which it happened: what auditors replay."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.dossier.custody import Holding
from domain.dossier.decisions import Step, walk
from domain.dossier.dossier import Dossier
from domain.dossier.events import DossierEvent, Told
from domain.dossier.order import in_order, order_of_happening
from domain.dossier.values import Carrier
from domain.law import Law
from domain.store import RecordedEvent
from domain.testimony import EventRef
from projections.projection import Known, Projection
from projections.view import finding, plain

Positions = dict[EventRef, RecordedEvent[DossierEvent]]


@dataclass(frozen=True, slots=True)
class History:
    stream: str
    number: int
    """From 1, in the order of happening."""
    position: int
    line: dict[str, Any]


def rows(known: Known, law: Law) -> Iterator[History]:
    recorded: Positions = {event.told.ref: event for event in known}
    for number, line in enumerate(lines(known, law), start=1):
        ref = EventRef(line["source"], line["request_id"], line["ordinal"])
        event = recorded[ref]
        yield History(event.stream, number, event.position, line)


def lines(known: Known, law: Law, at: datetime | None = None) -> list[dict[str, Any]]:
    """Each event with the stage and the place of both carriers after it; what was annulled
    stands where it was told, marked, and moved nothing."""
    recorded: Positions = {event.told.ref: event for event in known}
    testimonies = [event.told for event in known]
    stood = [(step.told, _step(step, recorded)) for step in walk(testimonies, law, at)]
    annulled = (t for t in in_order(testimonies).annulled if at is None or t.occurred_at <= at)
    struck = [(told, _struck(told, recorded)) for told in annulled]
    return [line for _, line in sorted([*stood, *struck], key=lambda pair: _order(pair[0]))]


def _order(told: Told) -> Any:
    return order_of_happening(told)


def _step(step: Step, recorded: Positions) -> dict[str, Any]:
    return {
        **_said(step.told, recorded),
        "annulled": False,
        "stage": step.dossier.stage.value,
        "paper": _where(step.dossier, Carrier.PAPER),
        "digital": _where(step.dossier, Carrier.DIGITAL),
        "findings": [finding(reason) for reason in step.findings],
    }


def _struck(told: Told, recorded: Positions) -> dict[str, Any]:
    return {**_said(told, recorded), "annulled": True, "findings": []}


def _said(told: Told, recorded: Positions) -> dict[str, Any]:
    event = recorded[told.ref]
    return {
        "kind": told.event.kind,
        "occurred_at": plain(told.occurred_at),
        "precision": told.precision.value,
        "recorded_at": plain(event.recorded_at),
        "position": event.position,
        "version": event.version,
        "dossier": {"system": told.dossier.system, "value": told.dossier.value},
        "source": told.source,
        "request_id": told.request_id,
        "ordinal": told.ordinal,
        "actor": told.actor,
        "unit": told.unit,
        "provenance": told.provenance.value,
        "data": plain(told.event.model_dump(mode="json", exclude={"kind"}, exclude_none=True)),
    }


def _where(dossier: Dossier, carrier: Carrier) -> dict[str, Any] | None:
    """Where the file, or once it is there the result, is on this carrier."""
    held = dossier.custody.of("result", carrier) or dossier.custody.of("file", carrier)
    return _place(held) if held else None


def _place(held: Holding) -> dict[str, Any]:
    if held.transit:
        return {"in_transit": plain(held.transit)}
    return {"holder": plain(held.holder), "since": plain(held.since)}


PROJECTION = Projection("history", History, rows)
