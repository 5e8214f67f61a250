"""The timeliness report: each dossier in one cell, and every class sums to its total."""

import json
from dataclasses import replace
from datetime import date
from typing import Any, Final

import pytest

from projections.report import Grouping, Period, as_json, counted, rows, total
from projections.timeliness import Span
from tests.projections.knowing import reported
from tests.projections.spans import JUNE, june, not_accepted, otherwise, span


def cells(one: Span, period: Period = JUNE) -> list[str]:
    """The cells that the dossier is counted in, as part.cell."""
    row = as_json(total(rows([one], period, ())))
    return [
        f"{part}.{cell}"
        for part in ("received", "resolved", "open", "ended")
        for cell, count in row[part].items()
        if count and cell != "total"
    ]


@pytest.mark.parametrize(
    ("told", "cell"),
    [
        ({"ended_on": june(19)}, "resolved.early"),
        ({"ended_on": june(20)}, "resolved.on_time"),
        ({"ended_on": june(21)}, "resolved.late"),
        ({"ended_on": june(15), "due_on": None}, "resolved.undetermined"),
        ({"due_on": date(2025, 7, 1)}, "open.in_time"),
        ({"due_on": june(30)}, "open.in_time"),
        ({"due_on": june(29)}, "open.overdue"),
        ({"due_on": None}, "open.undetermined"),
        ({"due_on": None, "waits": True}, "open.in_time"),
        ({"overdue_from": june(30), "due_on": june(30)}, "open.overdue"),
        ({"ended_on": june(20), "ended_as": "late"}, "resolved.late"),
        ({"ended_on": june(20), "ended_how": "withdrawn"}, "ended.withdrawn"),
        ({"ended_on": june(21), "ended_how": "stopped"}, "ended.stopped"),
    ],
)
def test_a_dossier_is_judged_by_its_due_day(told: dict[str, Any], cell: str) -> None:
    assert cells(span(**told)) == ["received.direct", cell]


def test_what_was_not_accepted_was_never_received() -> None:
    refused = not_accepted(june(10))
    (row,) = rows([refused], JUNE, ())
    assert cells(refused) == []
    assert (row.not_accepted, row.contested) == (1, 0)


@pytest.mark.parametrize(
    ("refused_on", "counts"),
    [(june(1), True), (june(30), True), (date(2025, 5, 31), False), (date(2025, 7, 1), False)],
)
def test_a_refusal_is_counted_in_its_own_period_alone(refused_on: date, counts: bool) -> None:
    assert counted(not_accepted(refused_on), JUNE) is counts


def test_what_ended_without_a_result_in_an_earlier_period_is_not_counted() -> None:
    before = {"received_on": date(2025, 5, 1), "ended_on": date(2025, 5, 31)}
    assert not counted(span(**before, ended_how="withdrawn"), JUNE)


EARLIER: Final = "due-is-the-earlier-of-promised-and-legal"


@pytest.mark.parametrize(
    ("told", "other", "contested"),
    [
        ({"due_on": june(25)}, {"due_on": june(30)}, 1),
        ({"due_on": june(25)}, {"due_on": june(29)}, 0),
        ({"due_on": june(30)}, {"due_on": None, "waits": True}, 0),
        ({"due_on": june(30)}, {"due_on": None}, 1),
        ({"ended_on": june(22)}, {"ended_on": june(22), "due_on": june(22)}, 1),
        ({"ended_on": june(22)}, {"ended_on": june(22), "due_on": june(21)}, 0),
        ({"ended_on": june(22)}, {"ended_on": june(19)}, 1),
        ({"ended_on": june(22), "ended_how": "stopped"}, {"ended_on": june(19)}, 0),
    ],
)
def test_contested_is_what_would_be_in_another_cell_under_another_reading(
    told: dict[str, Any], other: dict[str, Any], contested: int
) -> None:
    one = span(**told, otherwise=[otherwise(EARLIER, **other)])
    plain_one = replace(one, otherwise=[])
    assert total(rows([one], JUNE, ())).contested == contested
    assert cells(one) == cells(plain_one)


def test_a_dossier_that_is_contested_by_two_rules_is_one() -> None:
    two = [otherwise(EARLIER, due_on=june(30)), otherwise("another", due_on=None)]
    one = span(otherwise=two)
    assert one.contested(JUNE.as_of) == (EARLIER, "another")
    assert total(rows([one, one], JUNE, ())).contested == 2


def test_without_a_due_day_nothing_is_on_time() -> None:
    (row,) = rows([span(due_on=None, ended_on=june(10))], JUNE, ())
    assert (row.resolved.on_time, row.resolved.undetermined) == (0, 1)


def test_an_end_behind_the_day_of_judgement_has_not_come_yet() -> None:
    early = Period(june(1), june(30), june(18))
    assert cells(span(ended_on=june(19)), early) == ["received.direct", "open.in_time"]


@pytest.mark.parametrize(
    ("channel", "cell"),
    [("online", "online"), ("direct", "direct"), ("post", "direct"), (None, "direct")],
)
def test_a_dossier_came_online_or_directly(channel: str | None, cell: str) -> None:
    assert cells(span(channel=channel))[0] == f"received.{cell}"


def test_what_was_received_before_the_period_is_carried_over_whatever_its_channel() -> None:
    before = span(received_on=date(2025, 5, 31), channel="online")
    assert cells(before)[0] == "received.carried_over"
    assert cells(span(received_on=june(1), channel="online"))[0] == "received.online"


@pytest.mark.parametrize(
    ("told", "counts"),
    [
        ({"received_on": june(1)}, True),
        ({"received_on": june(30)}, True),
        ({"received_on": date(2025, 7, 1)}, False),
        ({"received_on": date(2025, 5, 1), "ended_on": june(1)}, True),
        ({"received_on": date(2025, 5, 1), "ended_on": date(2025, 5, 31)}, False),
        ({"received_on": date(2025, 5, 1)}, True),
        ({"received_on": june(5), "ended_on": date(2025, 5, 20)}, True),
        ({"from_on": june(30)}, True),
        ({"from_on": date(2025, 7, 1)}, False),
        ({"to_on": june(30)}, False),
        ({"to_on": date(2025, 7, 1)}, True),
    ],
)
def test_the_period_has_both_its_days_and_the_day_of_judgement_its_evening(
    told: dict[str, Any], counts: bool
) -> None:
    assert counted(span(**told), JUNE) is counts


def test_what_ended_before_it_was_received_is_counted_once_and_early() -> None:
    told = span(received_on=june(5), ended_on=date(2025, 5, 20))
    assert cells(told) == ["received.direct", "resolved.early"]


def test_of_a_dossiers_spans_the_one_of_the_day_of_judgement_counts() -> None:
    open_ = span(to_on=june(25))
    done = span(from_on=june(25), ended_on=june(25))
    for as_of, cell in ((24, "open.overdue"), (25, "resolved.late")):
        period = Period(june(1), june(30), june(as_of))
        (row,) = rows([open_, done], period, ())
        assert as_json(row)["received"]["total"] == 1
        part, name = cell.split(".")
        assert as_json(row)[part][name] == 1


def test_judged_later_the_period_still_ends_with_its_last_day() -> None:
    judged_in_july = Period(june(1), june(30), date(2025, 7, 15))

    assert counted(span(received_on=june(30)), judged_in_july)
    assert not counted(span(received_on=date(2025, 7, 1)), judged_in_july)


def test_without_a_grouping_there_is_one_row() -> None:
    (row,) = rows([span(), span(unit="x")], JUNE, ())
    assert (row.key, row.received.direct) == ("all", 2)


def test_groups_stand_by_their_keys_and_the_unrecorded_has_its_own() -> None:
    found = rows([span(unit="b"), span(unit="a"), span(), span(unit="a")], JUNE, (Grouping.UNIT,))
    assert [(row.key, row.label, row.received.direct) for row in found] == [
        ("", "unrecorded", 1),
        ("a", "a", 2),
        ("b", "b", 1),
    ]


def test_of_nothing_there_are_no_rows_and_the_total_is_nought() -> None:
    told = reported([], JUNE, (Grouping.FIELD,), None)
    assert told["rows"] == []
    assert told["total"] == as_json(total([]))
    assert not any(told["total"][part]["total"] for part in ("received", "resolved", "open"))


def test_the_document_says_what_was_asked() -> None:
    told = reported([span()], JUNE, (Grouping.CHANNEL,), "2025-07-01T00:00:00Z")
    assert told["period"] == {"from": "2025-06-01", "to": "2025-06-30"}
    asked = (told["as_of"], told["by"], told["known_at"])
    assert asked == ("2025-06-30", "channel", "2025-07-01T00:00:00Z")
    assert json.loads(json.dumps(told)) == told
