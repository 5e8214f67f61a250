"""The receipt log, reported by hoso and recounted straight from the file by somebody else."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Final

import httpx
import pytest

from tests.acceptance import ready
from tests.acceptance.independent import receipt
from tests.acceptance.independent.form import Case, Days, lines
from tests.acceptance.installation import Server
from tests.acceptance.recounting import quarter, reported

pytestmark = pytest.mark.skipif(not ready.LOG.exists(), reason="the receipt log is not at hand")

AS_OF: Final = (
    date(2010, 9, 30),
    date(2010, 11, 15),
    date(2011, 1, 14),
    date(2011, 6, 30),
    date(2011, 10, 9),
    date(2012, 3, 31),
)
"""The first before everything, the last after everything."""

GROUPED: Final = ((), ("channel",), ("unit",), ("officer",), ("unit", "officer", "channel"))
WHOLE: Final = Days(date(2010, 1, 1), AS_OF[-1], AS_OF[-1])


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with ready.receipt_log(tmp_path_factory) as imported, imported.serving() as server:
        yield server


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    return receipt.cases(ready.LOG)


@pytest.mark.parametrize("by", GROUPED, ids=",".join)
@pytest.mark.parametrize("as_of", AS_OF, ids=str)
def test_on_every_day_each_cell_is_what_the_file_says(
    client: httpx.Client, cases: list[Case], as_of: date, by: tuple[str, ...]
) -> None:
    days = Days(quarter(as_of), as_of, as_of)

    assert reported(client, days, by) == lines(cases, days, by)


@pytest.mark.parametrize("by", GROUPED, ids=",".join)
def test_judged_after_its_end_a_quarter_has_the_same_cases_and_other_classes(
    client: httpx.Client, cases: list[Case], by: tuple[str, ...]
) -> None:
    days = Days(date(2011, 4, 1), date(2011, 6, 30), date(2011, 9, 1))

    found = reported(client, days, by)

    assert found == lines(cases, days, by)
    assert found != reported(client, Days(days.first, days.last, days.last), by)


def test_the_days_are_spread_over_what_there_is_to_count(cases: list[Case]) -> None:
    received = [len([case for case in cases if case.received_on <= day]) for day in AS_OF]

    assert received[0] == 0
    assert received[-1] == len(cases) == 1434
    assert received == sorted(set(received))


def test_what_was_worked_on_after_its_end_has_ended(client: httpx.Client) -> None:
    """Given the 145 closed cases with events behind their end, when the last of these has been
    told, then each is closed since the day of its end, and counted so."""
    ended = receipt.worked_on_after_the_end(ready.LOG)
    stands = dict(standing(client))

    assert len(ended) == 145
    assert {case: stands[case] for case in ended} == ended
    assert reported(client, WHOLE)[()]["open"]["total"] == 105


def standing(client: httpx.Client) -> Iterator[tuple[str, datetime]]:
    """When each of hoso's dossiers ended, by its code."""
    cursor: str | None = ""
    while cursor is not None:
        asked = {"limit": "1000", "cursor": cursor}
        page = client.get("/v1/dossiers", params=asked).raise_for_status().json()
        for state in (one["state"] for one in page["dossiers"]):
            if state["ended_at"]:
                yield state["intake"]["code"]["value"], datetime.fromisoformat(state["ended_at"])
        cursor = page["next"]
