"""Where a dossier stands now, or stood."""

import json
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.dossier.events import Told
from projections.dossier_view import rows, view
from projections.view import plain
from tests.domain.case import (
    DIGITAL,
    FRIDAY,
    LAW,
    MONDAY,
    PAPER,
    THURSDAY,
    TUESDAY,
    XRAY,
    acknowledged,
    came_in,
    given_out,
    handed_over,
    moment,
    received,
    result,
)
from tests.projections import knowing
from tests.projections.knowing import GOVERNED, STREAM, annulled, known

STORY = (
    received(owed=(PAPER,)),
    came_in(PAPER),
    handed_over(),
    acknowledged(),
    result(PAPER, THURSDAY),
    given_out(PAPER, FRIDAY),
)


def test_a_dossier_has_one_row_up_to_its_last_event() -> None:
    (row,) = rows(known(*STORY), LAW)
    assert (row.stream, row.position, row.version) == (STREAM, 60, 6)
    assert row == view(known(*STORY), LAW)


def test_the_state_says_stage_status_and_instants() -> None:
    state = view(known(*STORY), LAW).state
    assert (state["stage"], state["status"]) == ("returned", 10)
    assert state["started_at"] == "2026-03-02T01:00:00Z"
    assert state["ended_at"] == "2026-03-05T02:00:00Z"
    assert state["divergences"] == []


@pytest.mark.parametrize(
    ("at", "stage"),
    [
        (moment(MONDAY, 7), "provisional"),
        (moment(MONDAY, 8), "received"),
        (moment(TUESDAY, 12), "in progress"),
        (moment(THURSDAY, 9), "resolved"),
        (moment(FRIDAY, 17), "returned"),
    ],
)
def test_the_dossier_as_it_was(at: datetime, stage: str) -> None:
    seen = view(known(*STORY), LAW, at)
    assert seen.state["stage"] == stage
    assert seen.version == 6


def test_the_due_dates_stand_side_by_side_once_it_is_accepted() -> None:
    assert view(known(came_in(PAPER)), GOVERNED).state["due"] is None
    due = view(known(received(procedure=XRAY)), GOVERNED).state["due"]
    assert {name: one["on"] for name, one in due.items()} == {
        "legal": "2026-03-05",
        "committed": "2026-03-04",
        "promised": "2026-03-06",
        "current": "2026-03-06",
        "owed": "2026-03-05",
    }
    told = {"on", "at", "missing", "by_instant", "legal_basis", "facts", "because", "rules"}
    assert all(one.keys() == told for one in due.values())
    assert due["owed"]["rules"] == ["due-is-the-earlier-of-promised-and-legal"]


def test_where_there_is_no_date_it_says_why() -> None:
    due = view(known(received(promised_return=None)), LAW).state["due"]
    assert {name: one["missing"] for name, one in due.items()} == {
        "legal": "no-term",
        "committed": "no-term",
        "promised": "not-promised",
        "current": "not-promised",
        "owed": "no-term",
    }


def test_findings_say_which_event_they_are_about() -> None:
    early = given_out(PAPER, TUESDAY)
    (found,) = view(known(received(), early), LAW).findings
    assert found == {
        "code": "out-of-order",
        "params": {"kind": "dossier.returned", "stage": "received"},
        "source": early.source,
        "request_id": early.request_id,
    }


def test_a_finding_is_gone_when_what_was_missing_comes_late() -> None:
    early = given_out(PAPER, THURSDAY)
    assert view(known(received(), early), LAW).findings
    assert view(known(received(), early, result(PAPER, TUESDAY)), LAW).findings == []


def test_what_was_annulled_neither_moves_the_dossier_nor_is_found_wrong() -> None:
    wrong = given_out(PAPER, TUESDAY)
    seen = view(known(received(), wrong, annulled(wrong)), LAW)
    assert (seen.state["stage"], seen.findings) == ("received", [])


def test_open_divergences_are_part_of_the_state() -> None:
    told = (received(), came_in(PAPER, TUESDAY), came_in(DIGITAL, MONDAY))
    divergences = view(known(*told), LAW).state["divergences"]
    assert [one["instant"] for one in divergences] == ["receipt"]


@settings(max_examples=40, deadline=None)
@given(told=knowing.testimonies(), data=st.data())
def test_the_view_does_not_depend_on_the_order_of_delivery(
    told: list[Told], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(told))
    assert view(known(*shuffled), LAW) == view(known(*told), LAW)


@settings(max_examples=40, deadline=None)
@given(told=knowing.testimonies())
def test_the_view_is_plain_json(told: list[Told]) -> None:
    seen = plain(view(known(*told), LAW))
    assert json.loads(json.dumps(seen, allow_nan=False)) == seen
