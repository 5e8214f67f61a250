"""A dossier's history, line by line."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.dossier.events import Corrected, Noted, Told, TransferRefused
from projections.history import lines, rows
from tests.domain.case import (
    CENTRE,
    COUNTER,
    DEPARTMENT,
    DIGITAL,
    DOSSIER,
    FRIDAY,
    LAW,
    MONDAY,
    PAPER,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    acknowledged,
    came_in,
    given_out,
    handed_over,
    moment,
    on,
    received,
    result,
)
from tests.projections import knowing
from tests.projections.knowing import STREAM, annulled, known


def told_lines(*told: Told) -> list[dict[str, Any]]:
    return lines(known(*told), LAW)


def holder(place: dict[str, Any] | None) -> str | None:
    """Who has it, or between whom it is."""
    if place is None:
        return None
    if "in_transit" in place:
        way = place["in_transit"]
        return f"{way['giver']['organisation']} > {way['taker']['organisation']}"
    return str(place["holder"]["organisation"])


def paper(*told: Told) -> list[str | None]:
    return [holder(line["paper"]) for line in told_lines(*told)]


def test_a_line_says_who_told_what_when_and_when_we_heard() -> None:
    told = on(MONDAY, Noted(name="gọi"), actor="hanh", unit="one-stop", source_ref="7")
    (line,) = told_lines(told)
    assert line == {
        "kind": "dossier.noted",
        "occurred_at": "2026-03-02T02:00:00Z",
        "precision": "instant",
        "recorded_at": "2026-03-02T02:01:00Z",
        "position": 10,
        "version": 1,
        "dossier": {"system": DOSSIER.system, "value": DOSSIER.value},
        "source": told.source,
        "request_id": told.request_id,
        "ordinal": 0,
        "actor": "hanh",
        "unit": "one-stop",
        "provenance": "native",
        "data": {"name": "gọi"},
        "annulled": False,
        "stage": "provisional",
        "paper": None,
        "digital": None,
        "findings": [],
    }


def test_lines_stand_in_the_order_of_happening_with_the_version_they_came_in() -> None:
    found = told_lines(result(PAPER, THURSDAY), received(), handed_over())
    assert [(line["kind"], line["version"]) for line in found] == [
        ("dossier.received", 2),
        ("dossier.transferred", 3),
        ("dossier.result-arrived", 1),
    ]
    assert [line["stage"] for line in found] == ["received", "in progress", "resolved"]


def test_rows_are_numbered_from_one_and_name_the_position_of_their_event() -> None:
    found = list(rows(known(result(PAPER, THURSDAY), received()), LAW))
    assert [(row.stream, row.number, row.position) for row in found] == [
        (STREAM, 1, 20),
        (STREAM, 2, 10),
    ]
    assert [row.line for row in found] == told_lines(result(PAPER, THURSDAY), received())


def test_an_annulled_event_stands_where_it_was_told_marked_and_moves_nothing() -> None:
    wrong = given_out(PAPER, TUESDAY)
    found = told_lines(received(), wrong, result(PAPER, WEDNESDAY), annulled(wrong))
    assert [line["annulled"] for line in found] == [False, True, False, False]
    assert [line.get("stage") for line in found] == ["received", None, "resolved", "resolved"]
    assert found[1]["request_id"] == wrong.request_id
    assert found[1]["findings"] == []


def test_an_annulled_receipt_leaves_what_followed_before_any_receipt() -> None:
    wrong = received()
    found = told_lines(wrong, result(PAPER, TUESDAY), annulled(wrong))
    assert [finding["code"] for finding in found[1]["findings"]] == ["before-receipt"]


def test_a_corrected_time_moves_the_line() -> None:
    wrong = result(PAPER, MONDAY, 7)
    mended = Corrected(
        target=wrong.ref,
        field="occurred_at",
        new=moment(WEDNESDAY).isoformat(),
        reason="phiếu giấy",
        approver="Lê Út",
    )
    found = told_lines(wrong, received(), on(FRIDAY, mended))
    assert [line["kind"] for line in found] == [
        "dossier.received",
        "dossier.result-arrived",
        "dossier.corrected",
    ]
    assert found[1]["occurred_at"] == "2026-03-04T02:00:00Z"


def test_paper_goes_from_hand_to_hand_and_digital_stays() -> None:
    told = (came_in(PAPER), came_in(DIGITAL, desk=COUNTER), handed_over(), acknowledged())
    assert paper(*told)[-2:] == ["centre > department", "department"]
    assert [holder(line["digital"]) for line in told_lines(*told)][-2:] == ["centre", "centre"]


def test_while_nobody_acknowledged_it_is_between_the_two() -> None:
    *_, line = told_lines(came_in(PAPER), handed_over())
    assert line["paper"] == {
        "in_transit": {
            "giver": {"organisation": "centre"},
            "taker": {"organisation": "department"},
            "since": "2026-03-03T02:00:00Z",
            "step": None,
            "via": None,
        }
    }


def test_a_holder_is_named_with_the_moment_it_came_to_him() -> None:
    *_, line = told_lines(came_in(PAPER), handed_over(), acknowledged())
    assert line["paper"] == {
        "holder": {"organisation": "department"},
        "since": "2026-03-03T08:00:00Z",
    }


def test_refused_paper_travels_back() -> None:
    refused = TransferRefused(carrier=PAPER, taker=DEPARTMENT, reason="thiếu trang")
    told = (came_in(PAPER), handed_over(), on(TUESDAY, refused, 10))
    assert paper(*told)[-1] == "department > centre"


def test_once_there_is_a_result_its_place_is_shown() -> None:
    told = (came_in(PAPER), handed_over(), acknowledged(), result(PAPER, THURSDAY, desk=CENTRE))
    assert paper(*told, given_out(PAPER, FRIDAY))[-2:] == ["centre", "applicant"]


def test_a_history_up_to_a_moment_holds_what_had_happened_by_then() -> None:
    wrong = given_out(PAPER, THURSDAY)
    told = (received(), handed_over(), wrong, annulled(wrong))

    def count(day: Any, hour: int) -> int:
        return len(lines(known(*told), LAW, moment(day, hour)))

    assert [count(TUESDAY, 8), count(TUESDAY, 9), count(THURSDAY, 9)] == [1, 2, 3]


@settings(max_examples=40, deadline=None)
@given(told=knowing.testimonies())
def test_every_event_has_its_line_once_annulled_or_not(told: list[Told]) -> None:
    found = told_lines(*told)
    assert sorted(line["version"] for line in found) == list(range(1, len(told) + 1))
    times = [line["occurred_at"] for line in found]
    assert times == sorted(times)
    assert all(("stage" in line) is not line["annulled"] for line in found)


@settings(max_examples=40, deadline=None)
@given(told=knowing.testimonies(), data=st.data())
def test_the_story_does_not_depend_on_the_order_of_delivery(
    told: list[Told], data: st.DataObject
) -> None:
    def story(delivered: list[Told]) -> list[dict[str, Any]]:
        delivery = {"recorded_at", "position", "version"}
        return [
            {name: value for name, value in line.items() if name not in delivery}
            for line in told_lines(*delivered)
        ]

    assert story(data.draw(st.permutations(told))) == story(told)
