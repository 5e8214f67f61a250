"""Summed where the rows are, or from the attributions: the same totals."""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import date
from itertools import product
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from adapters.postgres.charges import PostgresCharges
from adapters.postgres.database import Database
from adapters.postgres.event_store import PostgresEventStore
from adapters.postgres.read_models import ReadModels
from domain.dossier.attribution import Attribution, Dimension, attribution, totals
from domain.dossier.dossier import fold
from domain.dossier.events import Told
from domain.dossier.values import Carrier
from domain.store import RecordedEvent
from projections import attribution as projected
from projections import timeliness
from projections.attribution import Charged, Dossiers, Sum
from projections.report import Period
from tests.adapters.projecting import rows as kept_rows
from tests.adapters.promises import recording
from tests.domain.clock.telling import shipped
from tests.domain.test_attribution_properties import HISTORIES
from tests.projections.test_attribution import LAW, over_the_month

pytestmark = pytest.mark.anyio

EVER: Final = Period(date(2000, 1, 1), date(2100, 1, 1), date(2100, 1, 1))
READINGS: Final = (None, *Carrier)
COLUMNS: Final = [field.name for field in fields(Charged)]


async def kept(database: Database, rows: Iterable[Charged]) -> None:
    async with database.connection() as conn, conn.cursor() as cursor:
        await cursor.execute("TRUNCATE hoso_attribution")
        names = ", ".join(f'"{name}"' for name in COLUMNS)
        async with cursor.copy(f"COPY hoso_attribution ({names}) FROM STDIN".encode()) as out:
            for row in rows:
                await out.write_row([getattr(row, name) for name in COLUMNS])


def rows_of(histories: Sequence[list[Told]]) -> list[Charged]:
    """Each heard of when it happened, on a stream of its own."""
    return [
        row
        for number, history in enumerate(histories)
        for row in projected.rows(
            [
                RecordedEvent(version, f"s{number}", version, one.occurred_at, one)
                for version, one in enumerate(history, start=1)
            ],
            shipped(),
        )
    ]


def attributed(histories: Sequence[list[Told]]) -> list[Attribution]:
    ended = [each for each in histories if each and fold(each).ended_at is not None]
    found = (attribution(each, shipped(), max(e.occurred_at for e in each)) for each in ended)
    return [each for each in found if isinstance(each, Attribution)]


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(histories=st.lists(HISTORIES, min_size=4, max_size=10))
async def test_the_database_sums_what_the_domain_sums(
    database: Database, histories: list[list[Told]]
) -> None:
    found = attributed(histories)
    assume(found)
    await kept(database, rows_of(histories))
    charges = PostgresCharges(database)
    for by, carrier in product(Dimension, READINGS):
        # What took no minute is in no row.
        wanted = {
            each.key[0]: (each.before, each.after)
            for each in totals(found, [by], carrier)
            if each.minutes
        }
        summed = await charges.summed(EVER, by, carrier)
        assert {row.key: (row.before, row.after) for row in summed.rows} == wanted
        assert summed.before + summed.after == sum(each.minutes for each in found)


def row(stream: str, day: int, **said: Any) -> Charged:
    told: dict[str, Any] = {
        "procedure": "2.002131",
        "field": "radiation",
        "ended_as": "on_time",
        "ended_how": None,
        "reading": projected.DOSSIER,
        "account": "custodian",
        "organisation": "department",
        "desk": None,
        "step": None,
        "month": date(2019, 4, 1),
        "before": 60,
        "after": 0,
        "number": 1,
    }
    return Charged(stream=stream, code=stream, ended_on=date(2019, 5, day), **{**told, **said})


LATE: Final = {"ended_as": "late", "after": 30}
ROWS: Final = (
    row("early", 1),
    row("in", 2),
    row("in", 2, number=2, account="transit", organisation="centre", before=5),
    row("in", 2, number=3, reading="paper", account="unrecorded", before=65),
    row("late", 3, **LATE),
    row("given up", 3, ended_how="withdrawn", **LATE),
    row("unknown", 4, account=None, organisation=None, month=None, before=0, lacking="calendar"),
    row("after", 5, **LATE),
)
PERIOD: Final = Period(date(2019, 5, 2), date(2019, 5, 4), date(2019, 5, 4))


async def test_the_dossiers_of_the_period_are_counted_once_each(database: Database) -> None:
    await kept(database, ROWS)
    found = await PostgresCharges(database).summed(PERIOD, Dimension.UNIT, None)

    assert found.rows == (Sum("department", 180, 60, 3, 1), Sum("centre", 5, 0, 1, 0))
    assert found.dossiers == Dossiers(ended=4, late=1, unattributed=1, open=0)
    assert (found.before, found.after) == (185, 60)


async def test_a_carrier_is_a_reading_of_its_own(database: Database) -> None:
    await kept(database, ROWS)
    found = await PostgresCharges(database).summed(PERIOD, Dimension.ACCOUNT, Carrier.PAPER)

    assert found.rows == (Sum("unrecorded", 65, 0, 1, 0),)


async def test_where_nothing_ended_there_is_nothing(database: Database) -> None:
    found = await PostgresCharges(database).summed(PERIOD, Dimension.MONTH, None)

    assert (found.rows, found.before, found.after) == ((), 0, 0)
    assert found.dossiers == Dossiers(0, 0, 0, 0)


async def test_what_is_followed_live_is_rebuilt_and_what_is_open_is_counted(
    database: Database,
) -> None:
    store = PostgresEventStore(database)
    models = ReadModels(database, store, LAW, (timeliness.PROJECTION, projected.PROJECTION))
    for number, event in enumerate(over_the_month):
        await store.append([recording("s", number, event)])
        await models.catch_up()
    live = await kept_rows(database, "attribution")
    await models.rebuild()

    assert await kept_rows(database, "attribution") == live
    charges = PostgresCharges(database)
    june = Period(date(2019, 6, 1), date(2019, 6, 30), date(2019, 6, 30))
    found = await charges.summed(june, Dimension.ACCOUNT, None)
    assert [(each.key, each.minutes) for each in found.rows] == [
        ("custodian", 3 * 480 + 360 + 2 * 480 + 60),
        ("transit", 120),
    ]
    assert found.dossiers == Dossiers(ended=1, late=1, unattributed=0, open=0)
    may = Period(date(2019, 5, 1), date(2019, 5, 31), date(2019, 5, 31))
    assert (await charges.summed(may, Dimension.ACCOUNT, None)).dossiers == Dossiers(0, 0, 0, 1)
