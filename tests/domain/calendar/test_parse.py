"""A calendar as a file tells it: read whole, or refused with the names of the bad entries."""

from typing import Any

import pytest

from domain.calendar.days import Kind
from domain.calendar.parse import BadCalendar, parse
from tests.domain.calendar.words import day, hours, told_vietnam, vietnam

BASIC = {"zone": "Asia/Ho_Chi_Minh", "scope": "VN"}
TET = {
    "kind": "public-holiday",
    "name_vi": "Tết",
    "name_en": "Lunar New Year",
    "basis": "F",
    "first": "2019-02-04",
    "last": "2019-02-08",
}
MONDAYS = {"basis": "F", "valid_from": "2019-01-01", "weekly": {"mon": ["07:00-11:30"]}}


def problems(**told: Any) -> list[str]:
    with pytest.raises(BadCalendar) as refused:
        parse({**BASIC, **told})
    return list(refused.value.problems)


def test_an_empty_calendar_is_the_weekly_rhythm() -> None:
    empty = parse(BASIC)

    assert empty.weekdays == (0, 1, 2, 3, 4)
    assert empty.scopes == ("VN",)
    assert empty.declared == ()


def test_days_are_spelled_out_or_run_from_the_first_to_the_last() -> None:
    listed = {**TET, "first": None, "last": None, "days": ["2019-02-04", "2019-02-06"]}

    assert [entry.day.day for entry in parse({**BASIC, "declared": [TET]}).declared] == [
        4,
        5,
        6,
        7,
        8,
    ]
    assert [entry.day.day for entry in parse({**BASIC, "declared": [listed]}).declared] == [4, 6]


def test_what_is_said_of_the_entry_is_said_of_each_day() -> None:
    (entry,) = parse(
        {
            **BASIC,
            "declared": [
                {
                    **TET,
                    "kind": "other-hours",
                    "first": None,
                    "last": None,
                    "days": ["2019-02-01"],
                    "instead_of": ["2019-02-02"],
                    "hours": ["07:00-10:00"],
                    "source": "1/TB",
                    "announced_on": "2019-01-02",
                    "scope": "H39.12",
                }
            ],
        }
    ).declared

    assert (entry.name_vi, entry.name_en, entry.basis) == ("Tết", "Lunar New Year", "F")
    assert (entry.source, entry.announced_on, entry.scope) == ("1/TB", day("02/01/2019"), "H39.12")
    assert (entry.instead_of, entry.hours) == (day("02/02/2019"), hours("07:00-10:00"))


def test_a_swap_is_two_days() -> None:
    swap = {"off": "2026-01-02", "work": "2026-01-10", "basis": "F", "source": "12729/VPCP-KGVX"}

    found = parse({**BASIC, "swapped": [swap]}).declared

    assert [(entry.kind, entry.day, entry.instead_of) for entry in found] == [
        (Kind.SWAPPED_OFF, day("02/01/2026"), day("10/01/2026")),
        (Kind.MAKEUP_WORK_DAY, day("10/01/2026"), day("02/01/2026")),
    ]
    assert {entry.source for entry in found} == {"12729/VPCP-KGVX"}


def test_the_zone_the_week_and_the_hours_are_the_files() -> None:
    office = parse(
        {
            "zone": "Europe/Amsterdam",
            "scope": "NL",
            "weekdays": ["sat", "mon"],
            "hours": [MONDAYS],
        }
    )

    assert office.zone.key == "Europe/Amsterdam"
    assert office.weekdays == (0, 5)
    assert office.hours_of(day("07/01/2019")) == hours("07:00-11:30")


def test_a_bad_entry_is_named_by_its_place_and_by_what_it_says_of_itself() -> None:
    assert problems(declared=[TET, {**TET, "kind": "feast"}]) == [
        "declared 2 (Lunar New Year, 2019-02-04): kind: Input should be 'public-holiday', "
        "'compensatory-day', 'swapped-off', 'makeup-work-day', 'closure', 'opening' "
        "or 'other-hours'"
    ]
    assert problems(swapped=[{"off": "2026-01-02", "basis": "F"}]) == [
        "swapped 1 (2026-01-02): work: Field required"
    ]
    assert problems(declared=[{**TET, "first": None, "last": None, "days": ["2019-02-31"]}]) == [
        "declared 1 (Lunar New Year, 2019-02-31): days.0: Input should be a valid date or "
        "datetime, day value is outside expected range"
    ]


def test_all_problems_are_told_at_once() -> None:
    told = problems(
        declared=[{**TET, "basis": "certain"}, "Tết"],
        hours=[{**MONDAYS, "weekly": {"mon": ["11:30-07:00"]}}],
        covered={"first": "2019-01-01"},
    )

    assert [line.split(":")[0] for line in told] == [
        "declared 1 (Lunar New Year, 2019-02-04)",
        "declared 2",
        "hours 1 (2019-01-01)",
        "covered",
    ]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"first": None}, "no day is given: say days, or first and last"),
        ({"last": "2019-02-01"}, "no day is given: say days, or first and last"),
        ({"days": ["2019-02-04"]}, "say either days, or first and last"),
        ({"instead_of": ["2019-02-09"]}, "instead_of needs one day for each day"),
        ({"last": "2919-02-08"}, "last is more than a year after first"),
        ({"hours": ["07:00-11:30"]}, "a day of kind public-holiday has no hours"),
        ({"name_vi": ""}, "name_vi: String should have at least 1 character"),
    ],
)
def test_days_that_are_not_clear_are_refused(change: dict[str, Any], message: str) -> None:
    (told,) = problems(declared=[{**TET, **change}])

    assert told.endswith(message)


@pytest.mark.parametrize(
    ("intervals", "message"),
    [
        (["11:30-07:00"], "should close after it opens"),
        (["07:00:30-11:30"], "should be local times in whole minutes"),
        (["07:00-11:30", "11:00-17:00"], "should be one after the other, without overlap"),
        (["7h-11h"], "weekly.mon.0.0: Input should be in a valid time format"),
        ([], "should be at least one interval"),
        ([7], "mon.0"),
    ],
)
def test_hours_that_make_no_sense_are_refused(intervals: list[str], message: str) -> None:
    told = problems(hours=[{**MONDAYS, "weekly": {"mon": intervals}}])

    assert message in told[0]


def test_hours_may_follow_each_other_without_a_break() -> None:
    shifts = {**MONDAYS, "weekly": {"mon": ["07:00-11:30", "11:30-17:00"]}}

    (read,) = parse({**BASIC, "hours": [shifts]}).hours

    assert read.weekly["mon"] == hours("07:00-11:30", "11:30-17:00")


def test_spans_that_end_before_they_begin_are_refused() -> None:
    span = {"first": "2019-02-02", "last": "2019-02-01", "basis": "F"}

    assert problems(hours=[{**MONDAYS, "valid_to": "2018-12-31"}]) == [
        "hours 1 (2019-01-01): valid_to is before valid_from"
    ]
    assert problems(covered=[span]) == ["covered 1 (2019-02-02): last is before first"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"zone": "Asia/Saigon-by-the-sea"}, "calendar: zone: should be an IANA time zone"),
        ({"zone": "../etc/passwd"}, "calendar: zone: should be an IANA time zone"),
        ({"zone": 7}, "calendar: zone: Input should be a valid string"),
        ({"weekdays": []}, "calendar: weekdays: Tuple should have at least 1 item"),
        ({"week": 5}, "calendar: week: Extra inputs are not permitted"),
    ],
)
def test_a_bad_head_is_refused(change: dict[str, Any], message: str) -> None:
    assert message in problems(**change)[0]


def test_a_day_declared_twice_alike_is_a_slip() -> None:
    assert problems(declared=[TET, {**TET, "first": "2019-02-08", "last": "2019-02-09"}]) == [
        "2019-02-08 is declared 2 times as public-holiday of VN"
    ]


def test_a_day_declared_again_after_a_withdrawal_is_none() -> None:
    withdrawn = {**TET, "withdrawn_on": "2019-01-10"}

    assert len(parse({**BASIC, "declared": [withdrawn, TET]}).declared) == 10


def test_the_shipped_calendar_is_read_alike_every_time() -> None:
    assert parse(told_vietnam()) == vietnam()
