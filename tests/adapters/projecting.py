"""Read models under test: what their tables hold, and projections that cannot take something."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final, LiteralString

import pytest
from psycopg import sql

from adapters.postgres.database import Database
from adapters.postgres.event_store import PostgresEventStore
from adapters.postgres.read_models import ReadModels
from projections import ALL
from projections.projection import Projection, Story
from tests.adapters.asking import LAW

NAMES: Final = [projection.name for projection in ALL]


@pytest.fixture
def store(database: Database) -> PostgresEventStore:
    return PostgresEventStore(database)


@pytest.fixture
def models(database: Database, store: PostgresEventStore) -> ReadModels:
    return ReadModels(database, store, LAW, ALL)


async def rows(database: Database, name: str) -> list[Any]:
    """Every row of a projection, as text."""
    async with database.connection() as conn:
        table = sql.Identifier(f"hoso_{name}")
        cursor = await conn.execute(sql.SQL("SELECT t::text FROM {} t ORDER BY 1").format(table))
        return [row[0] for row in await cursor.fetchall()]


async def everything(models: ReadModels) -> dict[str, list[Any]]:
    return {name: await rows(models.database, name) for name in NAMES}


async def ask(database: Database, query: LiteralString) -> list[Any]:
    async with database.connection() as conn:
        cursor = await conn.execute(query)
        return await cursor.fetchall() if cursor.description else []


async def positions(models: ReadModels) -> set[int]:
    """How far they are; one where all are equally far."""
    return {one.position for one in await models.standings()}


async def parked(models: ReadModels) -> dict[str, list[tuple[str, int]]]:
    """Where something is parked: dossiers, and the events that cannot be taken."""
    return {
        one.name: [(each.stream, each.position) for each in one.named]
        for one in await models.standings()
        if one.parked
    }


def failing_for(stream: str) -> Projection:
    """The dossier view, but for one dossier, from its second event on."""
    view = ALL[0]

    def told(story: Story) -> Iterable[Any]:
        if story.stream == stream and story.version >= 2:
            raise ZeroDivisionError("nobody thought of this")
        return view.told(story)

    return replace(view, told=told)


def poisoned(models: ReadModels, stream: str) -> ReadModels:
    """Of a release whose dossier view cannot take the dossier."""
    return replace(models, projections=[failing_for(stream), *ALL[1:]])


async def append_as_the_library(models: ReadModels, stream: str, kind: str, state: str) -> None:
    async with models.database.connection() as conn:
        await conn.execute(
            "INSERT INTO hoso_events (originator_id, originator_version, topic, state) "
            "SELECT %s, count(*) + 1, %s, convert_to(%s, 'UTF8') FROM hoso_events "
            "WHERE originator_id = %s",
            (stream, kind, state, stream),
        )
