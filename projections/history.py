"""A dossier's history in the order in which it happened: what auditors replay."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.dossier.custody import Holding
from domain.dossier.dossier import Dossier
from domain.dossier.events import Told
from domain.dossier.order import order_of_happening
from domain.dossier.values import Carrier
from domain.law import Law
from projections.projection import Known, Projection, Story
from projections.story import Findings
from projections.view import finding, plain


@dataclass(frozen=True, slots=True)
class History:
    stream: str
    number: int
    """From 1, in the order of happening."""
    position: int
    line: dict[str, Any]


def told(story: Story) -> Iterator[History]:
    for number, (told, line) in enumerate(_lines(story), start=1):
        event = story.recorded[told.ref]
        yield History(event.stream, number, event.position, line)


def rows(known: Known, law: Law) -> Iterator[History]:
    return told(Story(known, law))


def lines(known: Known, law: Law, at: datetime | None = None) -> list[dict[str, Any]]:
    """Each event with the stage and the place of both carriers after it; what was annulled
    stands where it was told, marked, and moved nothing."""
    return [line for _, line in _lines(Story(known, law, at))]


def _lines(story: Story) -> list[tuple[Told, dict[str, Any]]]:
    walked = zip(story.happened, story.dossiers, story.findings, strict=True)
    stood = [(told, _step(story, told, dossier, found)) for told, dossier, found in walked]
    struck = [(told, _struck(story, told)) for told in story.annulled]
    return sorted([*stood, *struck], key=_order) if struck else stood


def _order(line: tuple[Told, Any]) -> Any:
    return order_of_happening(line[0])


def _step(story: Story, told: Told, dossier: Dossier, findings: Findings) -> dict[str, Any]:
    return {
        **_said(story, told),
        "annulled": False,
        "stage": dossier.stage.value,
        "paper": _where(dossier, Carrier.PAPER),
        "digital": _where(dossier, Carrier.DIGITAL),
        "findings": [finding(reason) for reason in findings],
    }


def _struck(story: Story, told: Told) -> dict[str, Any]:
    return {**_said(story, told), "annulled": True, "findings": []}


def _said(story: Story, told: Told) -> dict[str, Any]:
    event = story.recorded[told.ref]
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


PROJECTION = Projection("history", History, told)
