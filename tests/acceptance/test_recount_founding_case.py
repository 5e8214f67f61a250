"""The founding case, reported by hoso and recounted from a dump of its events by somebody else."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import cache
from typing import Any, Final

import httpx
import psycopg
import pytest

from adapters.postgres.embedded import running
from tests.acceptance import ready
from tests.acceptance.independent import events, terms
from tests.acceptance.independent.events import Law
from tests.acceptance.independent.form import Case, Days, lines
from tests.acceptance.installation import ROOT, Installation, Server
from tests.acceptance.recounting import GROUPED, quarter, reported

YEAR: Final = Days(date(2019, 1, 1), date(2019, 8, 31), date(2019, 8, 31))
AS_OF: Final = (
    date(2018, 12, 31),
    date(2019, 2, 28),
    date(2019, 4, 1),
    date(2019, 6, 12),
    date(2019, 8, 15),
)
OUTAGE: Final = datetime.fromisoformat("2019-06-12T20:00:00+07:00")
"""On this evening less was known than had happened."""

DUMP: Final = """
SELECT json_build_object(
    'stream', originator_id, 'position', notification_id, 'recorded_at', recorded_at,
    'occurred_at', occurred_at, 'kind', topic, 'code', code, 'source', source,
    'request_id', request_id, 'actor', actor, 'unit', unit,
    'data', convert_from(state, 'UTF8')::json
)::text FROM hoso_events
"""
LAW: Final = Law(
    terms.terms(ROOT / "domain" / "procedure" / "catalogue"),
    terms.calendar(ROOT / "domain" / "calendar" / "vietnam.toml"),
)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with ready.founding_case(tmp_path_factory) as copy:
        yield copy


@pytest.fixture(scope="module")
def server(loaded: Installation) -> Iterator[Server]:
    with loaded.serving() as server:
        yield server


@pytest.fixture(scope="module")
def dump(loaded: Installation, server: Server) -> list[str]:
    """The log as it lies in its table, a JSON object a line."""
    assert server.address
    with running(loaded.data) as conninfo, psycopg.connect(conninfo) as conn:
        return [line for (line,) in conn.execute(DUMP)]


Recounted = Callable[[date], dict[str, Case]]
"""The cases by their codes, as they stood at the end of the day."""


@pytest.fixture(scope="module")
def recounted(dump: list[str]) -> Recounted:
    """Each day counted once, however often it is grouped."""
    dossiers = events.dossiers(dump)
    return cache(lambda as_of: dict(events.cases(dossiers, as_of, LAW)))


def told(client: httpx.Client, days: Days) -> dict[str, Any]:
    asked = {"from": f"{days.first}", "to": f"{days.last}", "as_of": f"{days.as_of}"}
    total: dict[str, Any] = client.get("/v1/reports/timeliness", params=asked).json()["total"]
    return total


def test_the_published_figures_come_out_of_the_recount(recounted: Recounted) -> None:
    (total,) = lines(recounted(YEAR.as_of).values(), YEAR).values()

    resolved = total["resolved"]
    assert (total["received"]["total"], resolved["early"], resolved["late"]) == (311, 137, 3)


@pytest.mark.parametrize("by", GROUPED, ids=",".join)
def test_the_figures_of_the_case_are_what_its_events_say(
    client: httpx.Client, recounted: Recounted, by: tuple[str, ...]
) -> None:
    assert reported(client, YEAR, by) == lines(recounted(YEAR.as_of).values(), YEAR, by)


@pytest.mark.parametrize("by", GROUPED, ids=",".join)
@pytest.mark.parametrize("as_of", AS_OF, ids=str)
def test_on_every_day_they_are_what_had_happened_by_then(
    client: httpx.Client, recounted: Recounted, as_of: date, by: tuple[str, ...]
) -> None:
    days = Days(quarter(as_of), as_of, as_of)

    assert reported(client, days, by) == lines(recounted(as_of).values(), days, by)


def test_what_was_known_on_the_evening_of_the_outage_is_what_had_been_typed_by_then(
    client: httpx.Client, dump: list[str], recounted: Recounted
) -> None:
    day = OUTAGE.date()
    days = Days(quarter(day), day, day)
    known = dict(events.cases(events.dossiers(dump, OUTAGE), day, LAW)).values()

    found = reported(client, days, ("field", "officer"), known_at=OUTAGE.isoformat())

    assert found == lines(known, days, ("field", "officer"))
    assert found != lines(recounted(day).values(), days, ("field", "officer"))


def test_every_due_day_is_the_earlier_of_the_printed_one_and_the_terms(
    client: httpx.Client, recounted: Recounted
) -> None:
    """Each counted on a small calendar: holidays, days made up for, months."""
    page = client.get("/v1/dossiers", params={"limit": "1000"}).raise_for_status().json()
    states = [one["state"] for one in page["dossiers"] if one["state"]["due"]]
    due = {state["intake"]["code"]["value"]: state["due"]["owed"]["on"] for state in states}
    cases = recounted(YEAR.as_of)

    expected = {code: case.due_on and f"{case.due_on}" for code, case in cases.items()}

    assert {code: due[code] for code in expected} == expected
    assert len(expected) > 311


def test_the_desk_refused_as_many_as_the_events_say(client: httpx.Client, dump: list[str]) -> None:
    refused = events.refused_on(events.dossiers(dump))

    in_the_year = [day for day in refused if YEAR.first <= day <= YEAR.last]
    assert told(client, YEAR)["not_accepted"] == len(in_the_year) > 0


def test_the_interface_tells_the_events_that_are_in_the_dump(
    client: httpx.Client, dump: list[str], recounted: Recounted
) -> None:
    """Of the three that were late: whoever has no access to the table can recount, too."""
    dossiers = {told[-1]["code"]: told for told in events.dossiers(dump)}
    cases = recounted(YEAR.as_of)
    late = [code for code, case in cases.items() if case.how is None and is_late(case)]

    assert len(late) == 3
    for code in late:
        answer = client.get(f"/v1/dossiers/{code}/events").json()["events"]
        assert sorted(map(facts, answer)) == sorted(map(facts, dossiers[code]))


def is_late(case: Any) -> bool:
    return bool(case.ended_on and case.due_on and case.ended_on > case.due_on)


def facts(event: Any) -> tuple[Any, ...]:
    named = ("position", "kind", "source", "request_id", "actor", "unit")
    return *(event[name] for name in named), datetime.fromisoformat(event["occurred_at"])
