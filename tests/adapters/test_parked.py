"""Dossiers that a projection cannot take: named and left, and the others go on."""

from dataclasses import replace

import pytest
from structlog.testing import capture_logs

from adapters.postgres.event_store import PostgresEventStore
from adapters.postgres.read_models import ReadModels
from projections import ALL
from tests.adapters.projecting import (
    NAMES,
    append_as_the_library,
    ask,
    everything,
    models,
    parked,
    poisoned,
    positions,
    store,
)
from tests.adapters.promises import recording

pytestmark = pytest.mark.anyio

__all__ = ["models", "store"]

VERSIONS = "SELECT stream, version FROM hoso_dossier_view ORDER BY stream"


@pytest.fixture
async def behind(models: ReadModels, store: PostgresEventStore) -> ReadModels:
    await store.append([recording(stream, v) for v in range(3) for stream in "abc"])
    return models


async def test_a_poisonous_dossier_is_parked_alone_and_is_named(behind: ReadModels) -> None:
    bad = poisoned(behind, "b")
    with capture_logs() as logs:
        await bad.catch_up()
        await bad.catch_up()
    (stopped, *others) = await behind.standings()
    assert (stopped.position, stopped.parked) == (9, 1)
    # Its second event is the first that it cannot take.
    assert stopped.says() == "dossier b at position 5: ZeroDivisionError: nobody thought of this"
    assert {(one.position, one.parked, one.says()) for one in others} == {(9, 0, "")}
    assert [(log["projection"], log["stream"], log["position"]) for log in logs] == [
        ("dossier_view", "b", 5)
    ]
    assert await ask(behind.database, VERSIONS) == [("a", 3), ("c", 3)]


async def test_its_rows_are_left_as_they_were(
    behind: ReadModels, store: PostgresEventStore
) -> None:
    await behind.catch_up()
    await store.append([recording(stream, 3) for stream in "abc"])
    await poisoned(behind, "b").catch_up()
    assert await ask(behind.database, VERSIONS) == [("a", 4), ("b", 3), ("c", 4)]


async def test_what_was_parked_is_taken_up_by_a_release_that_can_read_it(
    behind: ReadModels,
) -> None:
    await poisoned(behind, "b").catch_up()
    await behind.catch_up()
    assert await parked(behind) == {}
    assert await ask(behind.database, VERSIONS) == [("a", 3), ("b", 3), ("c", 3)]
    live = await everything(behind)
    await behind.rebuild("dossier_view")
    assert await everything(behind) == live


async def test_a_release_that_cannot_leaves_it_parked(behind: ReadModels) -> None:
    await poisoned(behind, "b").catch_up()
    with capture_logs() as logs:
        await poisoned(behind, "b").catch_up()
    assert await parked(behind) == {"dossier_view": [("b", 5)]}
    assert logs == []


async def test_the_next_event_of_a_parked_dossier_tries_it_again(
    behind: ReadModels, store: PostgresEventStore
) -> None:
    bad = poisoned(behind, "b")
    await bad.catch_up()
    await store.append([recording("b", 3)])
    await bad.catch_up()
    assert await parked(behind) == {"dossier_view": [("b", 5)]}
    await store.append([recording("b", 4)])
    good = replace(behind)
    # As if it had looked at what is parked before.
    good._runner._tried = True
    await good.catch_up()
    assert await parked(behind) == {}


async def test_a_rebuild_parks_it_and_keeps_its_rows(
    behind: ReadModels, store: PostgresEventStore
) -> None:
    await behind.catch_up()
    before = await everything(behind)
    await poisoned(behind, "b").rebuild("dossier_view")
    assert await everything(behind) == before
    assert await parked(behind) == {"dossier_view": [("b", 5)]}
    await behind.rebuild("dossier_view")
    assert await parked(behind) == {}


async def test_an_event_that_nobody_can_read_parks_its_dossier_in_every_projection(
    models: ReadModels, store: PostgresEventStore
) -> None:
    await store.append([recording("a", 0), recording("b", 0)])
    await append_as_the_library(models, "b", "dossier.split", "{}")
    await store.append([recording("c", 0)])
    await models.catch_up()
    assert await parked(models) == {name: [("b", 3)] for name in NAMES}
    assert await positions(models) == {4}
    assert all("dossier.split" in one.says() for one in await models.standings())
    views = await ask(models.database, "SELECT stream FROM hoso_dossier_view ORDER BY stream")
    assert views == [("a",), ("c",)]
    live = await everything(models)
    await models.rebuild()
    assert await everything(models) == live
    assert await parked(models) == {name: [("b", 3)] for name in NAMES}


async def test_what_is_read_of_another_release_in_another_way_is_parked_too(
    models: ReadModels, store: PostgresEventStore
) -> None:
    await store.append([recording("a", 0), recording("b", 0)])
    await ask(
        models.database,
        "UPDATE hoso_events SET provenance = 'dreamt' WHERE originator_id = 'a'",
    )
    await models.catch_up()
    assert await parked(models) == {name: [("a", 1)] for name in NAMES}
    assert await positions(models) == {2}


async def test_a_text_that_the_database_cannot_hold_is_parked_where_it_is_told(
    models: ReadModels, store: PostgresEventStore
) -> None:
    await store.append([recording("a", 0), recording("b", 0)])
    await append_as_the_library(models, "x", "dossier.noted", '{"name": "a\\u0000b"}')
    await store.append([recording("c", 0), recording("d", 0)])
    await models.catch_up()
    assert await parked(models) == {"history": [("x", 3)]}
    assert await positions(models) == {5}
    assert len(await ask(models.database, "SELECT stream FROM hoso_history")) == 4
    live = await everything(models)
    await models.rebuild()
    assert await everything(models) == live
    assert await parked(models) == {"history": [("x", 3)]}


async def test_a_standing_names_some_and_counts_all(
    models: ReadModels, store: PostgresEventStore
) -> None:
    await store.append([recording("ok", 0)])
    for number in range(12):
        await append_as_the_library(models, f"x{number:02}", "dossier.split", "{}")
    with capture_logs() as logs:
        await models.catch_up()
    assert {(one.parked, len(one.named)) for one in await models.standings()} == {(12, 10)}
    assert all(one.says().endswith("; and 2 more") for one in await models.standings())
    assert [log["dossiers"] for log in logs] == [12] * len(ALL)
