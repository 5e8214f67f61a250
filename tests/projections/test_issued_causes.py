"""Each of the seven causes alone moves what it should, and says what of it did; together they
sum to the difference."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain.authority.authority import Succession
from domain.authority.events import Succeeded
from domain.authority.registry import registry
from domain.calendar.days import DeclaredDay
from domain.dossier.events import DeadlineRecomputed, Noted
from domain.law import Law
from domain.lawmaking.events import CalendarDeclared
from domain.procedure.common import Compared
from domain.refusals import Refused
from domain.register import LAW as LAW_STREAM
from domain.register import REPORTS
from domain.reports.canonical import canonical, sha256
from domain.reports.refusals import ReportAltered
from projections.report import Grouping
from tests.domain.case import XRAY
from tests.projections.issuing import (
    LAW,
    Q2,
    RELEASE,
    SHORT,
    Case,
    a_law,
    by_cause,
    causes,
    closed_on,
    difference,
    in_memory,
    july,
    june,
    must_add_up,
)

pytestmark = pytest.mark.anyio

STORM = date(2024, 6, 20)
NOTED = Noted(name="gọi điện", attributes={})


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def case() -> Case:
    """A day late: received on 13 June, due on the 27th, resolved on the 28th."""
    case = in_memory()
    await case.received("A", june(13))
    await case.result("A", june(28))
    case.now = july(1)
    return case


def because(found: dict[str, Any]) -> list[dict[str, Any]]:
    """What moved the one dossier that moved once."""
    ((move,),) = (one["moves"] for one in found["dossiers"])
    told: list[dict[str, Any]] = move["because"]
    return told


def declared_days(law: Law) -> tuple[DeclaredDay, ...]:
    assert law.calendar
    return law.calendar.declared


def succeeded(law: Law) -> Law:
    succession = Succession(
        predecessor="one-stop",
        successors=("centre",),
        effective_on=date(2024, 7, 15),
        legal_basis="QĐ 1/2024",
    )
    event = Succeeded(succession=succession, known_on=date(2024, 7, 1))
    return replace(law, registry=registry((*law.registry.said, event)))


def patient(law: Law) -> Law:
    """Nothing is a late entry but what comes weeks after."""
    tolerances = tuple(
        one.model_copy(update={"working_minutes": 90_000})
        if one.compared is Compared.ENTRY
        else one
        for one in law.common.tolerances
    )
    return replace(law, common=law.common.model_copy(update={"tolerances": tolerances}))


async def as_an_older_release_said(
    case: Case,
    change: Callable[[dict[str, Any]], None],
    number: str = "2024-0001",
    release: str = "an older one",
) -> str:
    """Another report of the same inputs, whose members that release counted otherwise."""
    kept = await case.office.kept(number)
    assert kept.document
    document = {**kept.document, "number": "2024-0002"}
    document["members"] = [{**each} for each in document["members"]]
    for each in document["members"]:
        change(each)
    text = canonical(document)
    inputs = kept.issued.inputs.model_copy(update={"release": release})
    event = kept.issued.model_copy(
        update={"number": "2024-0002", "inputs": inputs, "sha256": sha256(text)}
    )
    await case.documents.keep("2024-0002", event.sha256, text, {})
    await case.register.enter(
        REPORTS, event, actor="minh", source="office", request_id="older", after=1
    )
    return event.number


async def test_where_nothing_has_changed_nothing_differs(case: Case) -> None:
    await case.issue(Q2)
    found = await case.again("2024-0001")
    assert (found["differs"], difference(found), found["dossiers"]) == (False, {}, [])
    assert found["groups"] == []
    must_add_up(found)


async def test_what_another_release_counted_otherwise_is_the_releases(case: Case) -> None:
    await case.issue(Q2)

    def counted_early(member: dict[str, Any]) -> None:
        cells = {name: one for name, one in member["cells"].items() if name != "resolved.late"}
        member["cells"] = {**cells, "resolved.early": 1}

    number = await as_an_older_release_said(case, counted_early)
    found = await case.again(number)
    assert by_cause(found, "resolved.early") == {"engine-release": -1}
    assert by_cause(found, "resolved.late") == {"engine-release": 1}
    assert (found["inputs"]["release"], found["now"]["release"]) == (
        "an older one",
        "this release",
    )
    must_add_up(found)


async def test_what_the_same_release_counts_otherwise_was_altered(case: Case) -> None:
    await case.issue(Q2)

    def counted_early(member: dict[str, Any]) -> None:
        member["cells"] = {"resolved.early": 1}

    number = await as_an_older_release_said(case, counted_early, release=RELEASE)
    with pytest.raises(Refused) as refused:
        await case.again(number)
    assert refused.value.reasons == (ReportAltered(number, "members"),)


async def test_a_member_of_which_the_store_knows_nothing_is_not_dropped(case: Case) -> None:
    await case.issue(Q2)

    def of_another_store(member: dict[str, Any]) -> None:
        member.update(stream="Z", code="Z")

    found = await case.again(await as_an_older_release_said(case, of_another_store))
    assert causes(found) == {"A": ["engine-release"], "Z": ["engine-release"]}
    assert difference(found) == {}
    must_add_up(found)


async def test_a_tolerance_that_has_changed_is_a_parameter(case: Case) -> None:
    """Typed on 2 July, a day after it was due, the result of 28 June waited for a second
    person."""
    await case.received("B", june(17))
    await case.result("B", june(28), typed=july(2))
    case.now = july(3)
    await case.issue(Q2)
    case.law = patient(LAW)
    found = await case.again("2024-0001")
    assert by_cause(found, "open.in_time") == {"parameters": -1}
    assert by_cause(found, "resolved.early") == {"parameters": 1}
    (entry,) = because(found)
    assert (entry["part"], entry["list"], entry["entry"]) == ("parameters", "tolerances", "entry")
    assert entry["became"] == "changed"
    assert entry["before"]["working_minutes"] < entry["after"]["working_minutes"] == 90_000
    must_add_up(found)


async def test_a_day_that_is_declared_late_is_the_calendars(case: Case) -> None:
    await case.issue(Q2)
    case.law = closed_on(date(2024, 6, 21), closed_on(STORM, closed_on(date(2024, 6, 2))))
    found = await case.again("2024-0001")
    assert by_cause(found, "resolved.late") == {"calendar": -1}
    # One day off is enough for on time, the second one makes it early.
    assert by_cause(found, "resolved.early") == {"calendar": 1}
    assert [(each["entry"], each["became"]) for each in because(found)] == [
        ("closure 2024-06-20 VN", "added"),
        ("closure 2024-06-21 VN", "added"),
    ]
    must_add_up(found)


async def test_a_deadline_that_was_moved_with_the_calendar_goes_with_it(case: Case) -> None:
    await case.received("B", june(13), promised_return=june(21, 17))
    await case.issue(Q2)
    moved = DeadlineRecomputed(cause="calendar", old=june(21, 17), new=june(24, 17))
    await case.told("B", moved, june(21), typed=july(2))
    case.law = closed_on(STORM)
    found = await case.again("2024-0001")
    assert set(causes(found)["A"]) == {"calendar"}
    assert all(cause == "calendar" for moves in causes(found).values() for cause in moves)
    must_add_up(found)


async def test_a_term_that_was_written_otherwise_is_the_catalogues(case: Case) -> None:
    await case.issue(Q2)
    case.law = a_law(days=11)
    found = await case.again("2024-0001")
    assert by_cause(found, "resolved.on_time") == {"catalogue-or-re-pin": 1}
    (entry,) = because(found)
    assert entry["entry"] == f"procedure.published {XRAY} 2021-01-01"
    lengths = [
        entry[side]["procedure"]["terms"][0]["length"]["amount"] for side in ("before", "after")
    ]
    assert lengths == [10, 11]
    must_add_up(found)


async def test_a_dossier_whose_procedure_is_corrected_is_pinned_anew(case: Case) -> None:
    pinned = await case.received("B", june(13), procedure=SHORT)
    await case.result("B", june(27))
    await case.issue(Q2)
    await case.corrected("B", pinned.ref, july(3), "procedure", XRAY)
    found = await case.again("2024-0001")
    assert causes(found) == {"B": ["catalogue-or-re-pin"]}
    assert by_cause(found, "resolved.late") == {"catalogue-or-re-pin": -1}
    (event,) = because(found)
    assert (event["kind"], event["actor"]) == ("dossier.corrected", "hanh")
    must_add_up(found)


async def test_who_came_after_a_unit_moves_its_dossiers_to_another_group(case: Case) -> None:
    await case.issue(Q2, Grouping.UNIT_NOW)
    case.law = succeeded(LAW)
    found = await case.again("2024-0001")
    assert (found["differs"], difference(found)) == (True, {})
    assert causes(found) == {"A": ["unit-succession"]}
    moved = {
        tuple(group["path"]): [
            line["causes"]["unit-succession"]
            for line in group["cells"]
            if line["cell"] == "resolved.late"
        ]
        for group in found["groups"]
    }
    assert moved == {("centre",): [1], ("one-stop",): [-1]}
    (entry,) = because(found)
    assert entry["entry"].startswith("authority.succeeded one-stop")
    must_add_up(found)


async def test_an_annulment_moves_a_cell(case: Case) -> None:
    await case.received("B", june(24))
    wrong = await case.result("B", june(26))
    await case.issue(Q2)
    await case.annulled("B", wrong.ref, july(4))
    found = await case.again("2024-0001")
    assert causes(found) == {"B": ["correction-or-annulment"]}
    assert by_cause(found, "open.in_time") == {"correction-or-annulment": 1}
    assert by_cause(found, "resolved.early") == {"correction-or-annulment": -1}
    (event,) = because(found)
    assert (event["kind"], event["recorded_at"]) == ("dossier.annulled", "2024-07-04T02:00:00Z")
    must_add_up(found)


async def test_of_many_late_records_those_are_named_that_moved_it(case: Case) -> None:
    await case.received("B", june(24))
    await case.issue(Q2)
    for hour in range(7, 15):
        await case.told("B", NOTED, june(25, hour), typed=july(2), request_id=f"note {hour}")
    arrived = await case.result("B", june(28), typed=july(2))
    await case.told("B", NOTED, june(29), typed=july(3), request_id="another note")
    found = await case.again("2024-0001")
    (event,) = because(found)
    assert event["request_id"] == arrived.request_id
    must_add_up(found)


async def test_all_seven_at_once_sum_to_the_difference(case: Case) -> None:
    """Of them two move one dossier: what the calendar makes on time, an annulment opens again."""
    await case.received("B", june(17))
    await case.result("B", june(28), typed=july(2))
    pinned = await case.received("C", june(13), procedure=SHORT)
    await case.result("C", june(27))
    await case.received("D", june(24))
    await case.received("E", june(17))
    doubtful = await case.result("E", june(28))
    case.now = july(3)
    await case.issue(Q2, Grouping.UNIT_NOW)

    def counted_twice(member: dict[str, Any]) -> None:
        member["cells"] = {**member["cells"], "contested": 1}

    number = await as_an_older_release_said(case, counted_twice)
    case.law = succeeded(closed_on(STORM, patient(a_law(days=11))))
    await case.corrected("C", pinned.ref, july(4), "procedure", XRAY)
    await case.annulled("E", doubtful.ref, july(4))
    await case.result("D", june(28), typed=july(4))
    found = await case.again(number)
    must_add_up(found)
    seen = {cause for moves in causes(found).values() for cause in moves}
    assert seen == set(found["causes"])
    assert len(seen) == 7
    assert "correction-or-annulment" in causes(found)["E"]
    assert "late-record" in causes(found)["D"]
    assert "catalogue-or-re-pin" in causes(found)["C"]
    assert "parameters" in causes(found)["B"]
    assert "calendar" in causes(found)["A"]


async def test_a_day_that_was_entered_after_the_report_was_not_in_its_law(case: Case) -> None:
    """The storm of 20 June was announced seven days ahead and entered on 3 July."""
    await case.issue(Q2)
    (declared,) = (each for each in declared_days(closed_on(STORM)) if each.day == STORM)
    case.now = july(3)
    await case.told("B", NOTED, july(3))
    await case.register.enter(
        LAW_STREAM,
        CalendarDeclared(days=(declared,), confirmed_by="minh"),
        actor="hanh",
        source="office",
        request_id="storm",
        after=0,
    )
    assert not (await case.again("2024-0001", july(2)))["differs"]
    found = await case.again("2024-0001")
    assert by_cause(found, "resolved.late") == {"calendar": -1}
    (entry,) = because(found)
    assert (entry["entry"], entry["before"]) == ("closure 2024-06-20 VN", None)
    assert entry["after"]["learnt"] > 0
    must_add_up(found)
