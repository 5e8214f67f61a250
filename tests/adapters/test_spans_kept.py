"""What the timeliness report counts comes back from the database as it was told."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pytest

from adapters.postgres.database import Database
from adapters.postgres.event_store import PostgresEventStore
from adapters.postgres.read_models import ReadModels
from domain.dossier.events import (
    DossierEvent,
    IntakeRefused,
    Stopped,
    SupplementRequested,
    Told,
    Withdrawn,
)
from domain.dossier.events.result import StopReason
from domain.store import RecordedEvent
from domain.testimony import Provenance
from projections import ALL, timeliness
from projections.projection import Known
from projections.report import Period, counted
from projections.timeliness import Span
from tests.adapters.promises import recording
from tests.domain.case import ABOLISHED, FRIDAY, MONDAY, PAPER, TUESDAY, moment, on, result
from tests.projections.knowing import GOVERNED, accepted

pytestmark = pytest.mark.anyio

SLIP = accepted(promised_return=moment(FRIDAY, 17))

STORIES = {
    "contested": (SLIP, result(PAPER, FRIDAY)),
    "hours": (accepted(procedure=ABOLISHED), result(PAPER, TUESDAY)),
    "waits": (SLIP, on(TUESDAY, SupplementRequested(supplement="1", relayed=True))),
    "withdrawn": (SLIP, on(TUESDAY, Withdrawn())),
    "stopped": (SLIP, on(TUESDAY, Stopped(reason=StopReason.COURT_ORDER))),
    "refused": (on(MONDAY, IntakeRefused(legal_basis="NĐ 61/2018 Art. 17"), 7),),
}


@pytest.fixture
async def models(database: Database) -> ReadModels:
    """Under a law with terms, holding the stories."""
    store = PostgresEventStore(database)
    for name, story in STORIES.items():
        await store.append([recording(name, 0, *(of_stream(one, name) for one in story))])
    models = ReadModels(database, store, GOVERNED, ALL)
    await models.catch_up()
    return models


def of_stream(told: Told, name: str) -> Told:
    """Recorded long after it happened, as by an import."""
    dossier = replace(told.dossier, value=name)
    return replace(told, dossier=dossier, source=name, provenance=Provenance.IMPORTED)


def of(name: str, log: Iterable[RecordedEvent[DossierEvent]]) -> Known:
    return [event for event in log if event.stream == name]


def by_stream(span: Span) -> str:
    return span.stream


@pytest.mark.parametrize("as_of", [MONDAY, TUESDAY, FRIDAY])
async def test_a_span_comes_back_as_it_was_told(models: ReadModels, as_of: date) -> None:
    period = Period(MONDAY, FRIDAY, as_of)
    log = await models.store.after(0, 100)
    spans = [span for name in STORIES for span in timeliness.rows(of(name, log), GOVERNED)]
    wanted = [span for span in spans if counted(span, period)]
    found = await models.spans(period)
    assert len(wanted) == len(STORIES)
    assert sorted(found, key=by_stream) == sorted(wanted, key=by_stream)


async def test_it_tells_who_waits_what_is_contested_and_how_it_ended(models: ReadModels) -> None:
    spans = {span.stream: span for span in await models.spans(Period(MONDAY, FRIDAY, FRIDAY))}
    ways = {"withdrawn": "withdrawn", "stopped": "stopped", "refused": "not-accepted"}
    assert {name: span.ended_how for name, span in spans.items() if span.ended_how} == ways
    assert [name for name, span in spans.items() if span.waits] == ["waits"]
    assert spans["hours"].ended_as == "late"
    assert spans["contested"].contested(FRIDAY) == ("due-is-the-earlier-of-promised-and-legal",)
