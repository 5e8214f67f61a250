"""Where each dossier stands now."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.law import Law
from projections.projection import Known, Projection, Story
from projections.view import finding, state


@dataclass(frozen=True, slots=True)
class DossierView:
    stream: str
    position: int
    """The last event that is in it."""
    version: int
    state: dict[str, Any]
    findings: list[dict[str, Any]]


def view(known: Known, law: Law, at: datetime | None = None) -> DossierView:
    """Where the dossier stands, or stood `at` a moment."""
    return _seen(Story(known, law, at))


def _seen(story: Story) -> DossierView:
    told_at = story.happened[-1].occurred_at if story.happened else None
    shown = state(story.dossier, story.law, told_at)
    last = story.known[-1]
    return DossierView(last.stream, last.position, last.version, shown, _findings(story))


def _findings(story: Story) -> list[dict[str, Any]]:
    return [
        {**finding(reason), "source": told.source, "request_id": told.request_id}
        for told, findings in zip(story.happened, story.findings, strict=True)
        for reason in findings
    ]


def told(story: Story) -> Iterator[DossierView]:
    yield _seen(story)


def rows(known: Known, law: Law) -> Iterator[DossierView]:
    return told(Story(known, law))


PROJECTION = Projection("dossier_view", DossierView, told)
