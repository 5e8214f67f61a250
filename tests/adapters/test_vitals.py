"""How an installation is, as its database tells it: who lags, and who was seen at work."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from adapters.postgres.database import Database
from adapters.postgres.migrate import migrations
from adapters.postgres.pulse import PostgresPulse
from adapters.postgres.vitals import vitals
from adapters.worker.pulse import Beat
from domain.vitals import Vitals
from projections import ALL
from tests.adapters.calling import Api, calling

pytestmark = pytest.mark.anyio

NAMES = [one.name for one in ALL]


@pytest.fixture
async def api(database: Database) -> AsyncIterator[Api]:
    async with calling(database) as api:
        yield api


async def told(database: Database) -> Vitals:
    return await vitals(database, NAMES)


async def run(database: Database, statement: str, *params: Any) -> None:
    async with database.connection() as conn:
        await conn.execute(statement.encode(), params or None)


async def test_nothing_recorded_is_nothing_behind(database: Database) -> None:
    found = await told(database)
    assert (found.schema, found.release) == (max(migrations()), max(migrations()))
    assert [one.name for one in found.lags] == NAMES
    assert {(one.position, one.events, one.seconds, one.parked) for one in found.lags} == {
        (0, 0, 0, 0)
    }
    assert (found.head, found.watch.events, found.seen, found.unplaced) == (0, 0, (), 0)


async def test_what_is_recorded_waits_until_it_is_read(database: Database, api: Api) -> None:
    await api.create()
    await api.tell("noted", data={"name": "gọi"})
    behind = await told(database)
    assert {(one.position, one.events) for one in (*behind.lags, behind.watch)} == {(0, 2)}
    assert all(0 < one.seconds < 60 for one in behind.lags)
    await api.read_models.catch_up()
    read = await told(database)
    assert {(one.position, one.events, one.seconds) for one in read.lags} == {(2, 0, 0)}
    assert read.watch.events == 2


async def test_the_lag_grows_for_as_long_as_the_first_of_it_waits(
    database: Database, api: Api
) -> None:
    await api.create()
    await api.read_models.catch_up()
    await api.create(dossier="HS-2")
    # A simulation tells its own time: here, that it is an hour later by now.
    await run(
        database,
        "INSERT INTO hoso_simulation (says, shows) "
        "SELECT '{}', recorded_at + interval '1 hour' FROM hoso_head",
    )
    (lag, *_) = (await told(database)).lags
    assert (lag.events, round(lag.seconds)) == (1, 3600)


async def test_the_watch_has_nothing_to_look_at_in_what_is_entered_of_the_law(
    database: Database, api: Api
) -> None:
    await api.create()
    await run(database, "UPDATE hoso_looked SET position = 1")
    await run(database, "INSERT INTO hoso_events VALUES ('law', 1, 'calendar.declared', '{}')")
    found = await told(database)
    assert (found.head, found.watch.position, found.watch.events) == (2, 1, 0)


async def test_parked_dossiers_are_counted(database: Database) -> None:
    for stream in ("x", "y"):
        await run(
            database,
            "INSERT INTO hoso_projections (name) VALUES ('history') ON CONFLICT DO NOTHING",
        )
        await run(database, "INSERT INTO hoso_parked VALUES ('history', %s, 1, 'no')", stream)
    parked = {one.name: one.parked for one in (await told(database)).lags}
    assert parked == {**dict.fromkeys(NAMES, 0), "history": 2}


async def test_of_several_processes_the_one_that_was_seen_last_is_told_of(
    database: Database,
) -> None:
    one, other = PostgresPulse(database), PostgresPulse(database)
    assert one.process != other.process
    await one.keep([Beat("watch", 100.0), Beat("placing", 0.0)])
    await other.keep([Beat("watch", 3.0, "no route")])
    placing, watch = (await told(database)).seen
    assert (watch.process, watch.fault, round(watch.seconds)) == (other.process, "no route", 3)
    assert (placing.process, round(placing.seconds)) == (one.process, 0)


async def test_who_comes_back_is_seen_and_who_says_goodbye_is_not(database: Database) -> None:
    pulse = PostgresPulse(database)
    await pulse.keep([Beat("watch", 100.0, "no route")])
    await pulse.keep([Beat("watch", 0.0)])
    (watch,) = (await told(database)).seen
    assert (round(watch.seconds), watch.fault) == (0, None)
    await pulse.forget()
    assert (await told(database)).seen == ()


async def test_who_went_without_a_word_is_forgotten_after_a_day(database: Database) -> None:
    gone, here = PostgresPulse(database), PostgresPulse(database)
    await gone.keep([Beat("placing", 90_000.0), Beat("watch", 80_000.0)])
    await here.keep([])
    assert [one.name for one in (await told(database)).seen] == ["watch"]
