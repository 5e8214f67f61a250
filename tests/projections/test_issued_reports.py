"""Issued reports: frozen, and computed again they say what has changed and why."""

from collections import Counter

import pytest

from projections.issued.kept import Integrity
from tests.projections.issuing import (
    Q2,
    Q3,
    Case,
    by_cause,
    causes,
    difference,
    in_memory,
    july,
    june,
    must_add_up,
    october,
    september,
)

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def case() -> Case:
    return in_memory()


async def typed_late(case: Case) -> None:
    """A result that arrived on 28 June and was typed on 2 July, after the report of Q2."""
    await case.received("A", june(24))
    await case.received("B", june(25))
    case.now = july(1)
    await case.issue(Q2)
    await case.result("A", june(28), typed=july(2))


async def test_a_result_of_june_typed_in_july_is_open_in_the_report_that_was_issued(
    case: Case,
) -> None:
    await typed_late(case)
    kept = await case.office.kept("2024-0001")
    assert kept.integrity is Integrity.UNALTERED
    assert kept.document
    total = kept.document["report"]["total"]
    assert (total["open"]["in_time"], total["resolved"]["total"]) == (2, 0)


async def test_computed_again_it_is_resolved_and_the_late_record_says_why(case: Case) -> None:
    await typed_late(case)
    found = await case.again("2024-0001")
    assert difference(found)["open.in_time"] == -1
    assert difference(found)["resolved.early"] == 1
    assert by_cause(found, "resolved.early") == {"late-record": 1}
    assert causes(found) == {"A": ["late-record"]}
    ((because,),) = (move["because"] for move in found["dossiers"][0]["moves"])
    assert because["kind"] == "dossier.result-arrived"
    assert because["occurred_at"] == "2024-06-28T02:00:00Z"
    assert because["recorded_at"] == "2024-07-02T02:00:00Z"
    must_add_up(found)


async def test_the_next_report_carries_it_over_no_more_and_says_why_it_went(case: Case) -> None:
    await typed_late(case)
    case.now = october(1)
    kept = await case.issue(Q3)
    assert kept.document
    bridge = kept.document["carried_over"]
    assert bridge["previous"]["number"] == "2024-0001"
    assert (bridge["open_then"], bridge["carried_over"]) == (2, 1)
    ((reason,),) = (one["reasons"] for one in bridge["went"])
    assert (bridge["went"][0]["code"], reason["cause"], reason["adds"]) == ("A", "late-record", -1)
    assert reason["because"][0]["kind"] == "dossier.result-arrived"
    must_add_up(await case.again("2024-0002"))


async def test_what_waits_for_a_second_person_moves_when_it_is_confirmed(case: Case) -> None:
    """It would have been overdue since 2 July; the result of 28 June was typed that day."""
    await case.received("A", june(17))
    case.now = july(1)
    await case.issue(Q2)
    late = await case.result("A", june(28), typed=july(2))
    assert difference(await case.again("2024-0001")) == {"contested": 1}
    await case.confirmed("A", late.ref, july(5))
    found = await case.again("2024-0001")
    assert by_cause(found, "resolved.early") == {"late-record": 1}
    (because,) = (move["because"] for move in found["dossiers"][0]["moves"])
    # The first made it contested, the second resolved.
    kinds = ["dossier.result-arrived", "dossier.entry-confirmed"]
    assert [event["kind"] for event in because] == kinds


async def asked_by_the_auditor(case: Case) -> None:
    """The report of Q3 was issued on 30 September at five in the afternoon."""
    await case.received("A", september(16))
    await case.received("B", september(16, 10))
    await case.received("C", september(18))
    wrong = await case.result("C", september(27))
    case.now = september(30, 17)
    await case.issue(Q3, as_of_given=True)
    await case.result("A", september(30, 16), typed=september(30, 18))
    await case.result("B", september(30, 16), typed=october(1))
    await case.annulled("C", wrong.ref, october(10))
    case.now = october(15)


async def test_an_auditor_gets_three_answers_and_the_way_between_them(case: Case) -> None:
    await asked_by_the_auditor(case)
    (kept,) = await case.office.listed()
    as_issued = await case.again("2024-0001", kept.recorded_at)
    at_the_end_of_the_day = await case.again("2024-0001", september(30, 23))
    now = await case.again("2024-0001")
    answers = [
        Counter({line["cell"]: line["now"] for line in found["cells"]})
        for found in (as_issued, at_the_end_of_the_day, now)
    ]
    assert [answer["open.in_time"] for answer in answers] == [2, 1, 1]
    assert [answer["resolved.early"] for answer in answers] == [1, 1, 0]
    assert [answer["resolved.on_time"] for answer in answers] == [0, 1, 2]
    assert not as_issued["differs"]
    assert causes(at_the_end_of_the_day) == {"A": ["late-record"]}
    assert causes(now) == {
        "A": ["late-record"],
        "B": ["late-record"],
        "C": ["correction-or-annulment"],
    }
    for found in (as_issued, at_the_end_of_the_day, now):
        must_add_up(found)


async def test_asked_as_known_before_it_was_issued_records_are_taken_away(case: Case) -> None:
    await case.received("A", june(24))
    await case.result("A", june(28), typed=july(2))
    case.now = july(3)
    await case.issue(Q2)
    found = await case.again("2024-0001", july(1))
    assert by_cause(found, "open.in_time") == {"late-record": 1}
    assert by_cause(found, "resolved.early") == {"late-record": -1}
    must_add_up(found)
