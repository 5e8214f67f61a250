"""From what the report before said was open at its end to what this one carries over."""

from typing import Any

import pytest

from domain.dossier.events import Resumed, Stopped, StopReason
from domain.reports.canonical import canonical
from projections.issued.bridge import Since, bridge
from projections.issued.members import Member, Place
from projections.issued.shown import shown
from projections.report import Grouping
from projections.report.asking import Asked
from tests.projections.issuing import Q2, Q3, Case, in_memory, july, june, must_add_up, october

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def case() -> Case:
    return in_memory()


async def carried(case: Case, *by: Grouping) -> dict[str, Any]:
    """What the report of Q3 says that it carries over."""
    case.now = october(1)
    kept = await case.issue(Q3, *by)
    found: dict[str, Any] = shown(kept)["carried_over"]
    must_add_up(await case.again(kept.issued.number))
    return found


def reasons(crossings: list[dict[str, Any]]) -> dict[str, list[str]]:
    return {one["code"]: [each["cause"] for each in one["reasons"]] for one in crossings}


async def test_what_nobody_touched_is_carried_over_as_it_was_said_to_be_open(case: Case) -> None:
    await case.received("A", june(24))
    case.now = july(1)
    await case.issue(Q2)
    found = await carried(case)
    assert found["previous"] | {"position": 0} == {
        "number": "2024-0001",
        "on": "2024-06-30",
        "position": 0,
        "altered": [],
        "known_at": None,
    }
    assert (found["open_then"], found["carried_over"]) == (1, 1)
    assert (found["came"], found["went"]) == ([], [])


async def test_what_was_received_in_june_and_typed_in_july_came(case: Case) -> None:
    case.now = july(1)
    await case.issue(Q2)
    await case.received("A", june(28), typed=july(2))
    found = await carried(case)
    assert (found["open_then"], found["carried_over"]) == (0, 1)
    assert reasons(found["came"]) == {"A": ["late-record"]}


async def test_what_an_annulment_opens_again_came(case: Case) -> None:
    await case.received("A", june(17))
    wrong = await case.result("A", june(20))
    case.now = july(1)
    await case.issue(Q2)
    await case.annulled("A", wrong.ref, july(3))
    found = await carried(case)
    assert reasons(found["came"]) == {"A": ["correction-or-annulment"]}
    assert found["causes"]["correction-or-annulment"] == 1


async def test_what_was_stopped_and_taken_up_again_in_the_period_is_no_change_of_the_report(
    case: Case,
) -> None:
    await case.received("A", june(17))
    await case.told("A", Stopped(reason=StopReason.COURT_ORDER), june(20))
    case.now = july(1)
    await case.issue(Q2)
    await case.told("A", Resumed(), july(8))
    found = await carried(case)
    assert reasons(found["came"]) == {"A": [Since.IN_THE_PERIOD]}
    ((reason,),) = (one["reasons"] for one in found["came"])
    assert [each["kind"] for each in reason["because"]] == ["dossier.resumed"]


async def test_where_none_was_issued_what_was_known_when_it_ended_stands_for_it(
    case: Case,
) -> None:
    await case.received("A", june(24))
    await case.received("B", june(25))
    await case.result("A", june(28), typed=july(2))
    found = await carried(case)
    assert (found["previous"]["number"], found["open_then"]) == (None, 2)
    assert reasons(found["went"]) == {"A": ["late-record"]}


async def test_a_report_by_other_levels_is_not_the_one_before(case: Case) -> None:
    await case.received("A", june(24))
    case.now = july(1)
    await case.issue(Q2, Grouping.FIELD)
    assert (await carried(case))["previous"]["number"] is None
    assert (await carried(case, Grouping.FIELD))["previous"]["number"] == "2024-0001"


async def test_of_two_reports_of_the_period_before_the_last_one_counts(case: Case) -> None:
    await case.received("A", june(24))
    case.now = july(1)
    await case.issue(Q2)
    await case.result("A", june(28), typed=july(2))
    case.now = july(3)
    await case.issue(Q2)
    found = await carried(case)
    assert (found["previous"]["number"], found["open_then"]) == ("2024-0002", 0)


async def test_one_that_left_out_what_was_recorded_behind_it_comes_last(case: Case) -> None:
    await case.received("A", june(24))
    await case.received("B", june(25), typed=july(2))
    case.now = july(3)
    await case.issue(Q2, known_at=july(1))
    before = (await case.office.carried(Asked(Q3))).previous
    assert (before.number, before.known_at) == ("2024-0001", july(1))
    case.now = july(4)
    await case.issue(Q2)
    case.now = july(5)
    await case.issue(Q2, known_at=july(1))
    found = await carried(case)
    assert (found["previous"]["number"], found["open_then"]) == ("2024-0002", 2)
    assert found["previous"]["known_at"] is None


async def test_one_that_was_altered_is_passed_over_and_named(case: Case) -> None:
    await case.received("A", june(24))
    case.now = july(1)
    kept = await case.issue(Q2)
    case.documents.kept[kept.issued.number, kept.issued.sha256] = canonical({"members": []})  # type: ignore[attr-defined]
    found = await carried(case)
    assert found["previous"]["number"] is None
    assert found["previous"]["altered"] == ["2024-0001"]
    assert found["open_then"] == 1


async def test_it_can_be_asked_without_issuing(case: Case) -> None:
    await case.received("A", june(24))
    case.now = july(5)
    found = await case.office.carried(Asked(Q3))
    assert (found.bridge.open_then, found.bridge.carried_over) == (1, 1)
    assert not await case.office.listed()


def test_a_dossier_that_crossed_for_no_known_reason_crossed_in_the_period() -> None:
    def member(stream: str, *cells: tuple[str, str]) -> Member:
        return Member(stream, stream, Place((), dict.fromkeys(cells, 1)))

    before = [member("A", ("open", "in_time")), member("B", ("resolved", "late"))]
    now = [member("B", ("received", "carried_over"), ("open", "overdue"))]
    found = bridge(before, {}, now)
    assert (found.open_then, found.carried_over) == (1, 1)
    assert {one.code: one.came for one in found.crossings} == {"A": False, "B": True}
    assert found.adds()[Since.IN_THE_PERIOD] == 0
