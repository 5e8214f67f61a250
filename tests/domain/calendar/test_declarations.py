"""Who decides a day, for whom, and as known when."""

from dataclasses import replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from domain.calendar.announced import Announced
from domain.calendar.calendar import Coverage, DayStatus, Undetermined, WorkCalendar
from domain.calendar.days import WEIGHTS, DeclaredDay, Kind
from domain.calendar.due import due
from tests.domain.calendar.words import (
    HANOI,
    at,
    day,
    declared,
    hours,
    table,
    unexpected,
    vietnam,
    working_days,
)

MONDAY, SATURDAY = "03/06/2019", "08/06/2019"

CLOSURE_OF_2020 = [
    declared(
        f"{each:02}/04/2020",
        Kind.CLOSURE,
        scope="H39.12",
        name_vi="Cách ly xã hội",
        name_en="Social distancing",
        source="16/CT-TTg",
        announced_on=day("31/03/2020"),
    )
    for each in range(1, 23)
]


def calendar(*days: DeclaredDay) -> WorkCalendar:
    return WorkCalendar(ZoneInfo(HANOI), declared=days, hours=(table("07:00-11:30"),))


def decided(text: str, *days: DeclaredDay) -> Kind | None:
    """The kind that decides the day, whatever order they are declared in."""
    answers = {calendar(*order).status(day(text)) for order in (days, days[::-1])}
    (answer,) = answers
    return answer.decided_by.kind if answer.decided_by else None


# Who decides


def test_without_a_declaration_the_weekly_rhythm_decides() -> None:
    assert calendar().status(day(MONDAY)) == DayStatus(True)
    assert calendar().status(day(SATURDAY)) == DayStatus(False)


@pytest.mark.parametrize(
    ("kind", "works"),
    [
        (Kind.PUBLIC_HOLIDAY, False),
        (Kind.COMPENSATORY_DAY, False),
        (Kind.SWAPPED_OFF, False),
        (Kind.CLOSURE, False),
        (Kind.MAKEUP_WORK_DAY, True),
        (Kind.OPENING, True),
    ],
)
def test_a_declaration_decides_whatever_the_weekday(kind: Kind, works: bool) -> None:
    for text in (MONDAY, SATURDAY):
        assert calendar(declared(text, kind)).is_working_day(day(text)) is works


def test_within_a_scope_the_heavier_kind_decides() -> None:
    lightest_first = [kind for kind in WEIGHTS if kind is not Kind.OTHER_HOURS]

    for index, heavier in enumerate(lightest_first):
        for lighter in lightest_first[:index]:
            both = declared(MONDAY, lighter), declared(MONDAY, heavier)
            assert decided(MONDAY, *both) is heavier


def test_a_closed_office_is_closed_and_a_make_up_day_is_worked_even_on_a_holiday() -> None:
    holiday, makeup, closure = (
        declared(SATURDAY, kind)
        for kind in (Kind.PUBLIC_HOLIDAY, Kind.MAKEUP_WORK_DAY, Kind.CLOSURE)
    )

    assert decided(SATURDAY, holiday, makeup) is Kind.MAKEUP_WORK_DAY
    assert decided(SATURDAY, makeup, closure) is Kind.CLOSURE
    assert decided(SATURDAY, declared(SATURDAY, Kind.OPENING), closure) is Kind.CLOSURE


def test_every_kind_has_its_weight() -> None:
    assert set(WEIGHTS) == set(Kind)


def test_the_nearer_scope_decides_before_the_heavier_kind() -> None:
    country = declared(MONDAY, Kind.CLOSURE)
    province = declared(MONDAY, Kind.OPENING, scope="H39")
    office = declared(MONDAY, Kind.COMPENSATORY_DAY, scope="H39.12")
    all_three = calendar(country, province, office)

    assert not all_three.is_working_day(day(MONDAY))
    assert all_three.within("VN", "H39").is_working_day(day(MONDAY))
    assert not all_three.within("VN", "H39", "H39.12").is_working_day(day(MONDAY))
    assert not all_three.within("VN", "H40").is_working_day(day(MONDAY))


def test_of_two_alike_the_later_announcement_decides() -> None:
    earlier = declared(MONDAY, Kind.CLOSURE, source="1", announced_on=day("01/05/2019"))
    later = declared(MONDAY, Kind.CLOSURE, source="2", announced_on=day("02/05/2019"))

    for order in ((earlier, later), (later, earlier)):
        assert calendar(*order).status(day(MONDAY)).decided_by == later


def test_an_office_that_closes_in_an_epidemic_closes_alone() -> None:
    everywhere = replace(vietnam(), declared=(*vietnam().declared, *CLOSURE_OF_2020))
    closed = everywhere.within("VN", "H39", "H39.12")
    received = at("31/03/2020 10:00")

    assert due(everywhere, working_days(2), received).on == day("03/04/2020")
    assert due(everywhere.within("VN", "H40"), working_days(2), received).on == day("03/04/2020")
    assert due(closed, working_days(2), received).on == day("24/04/2020")
    assert unexpected(due(closed, working_days(2), received))[0] == (
        "skipped 01/04 Social distancing"
    )


def test_an_office_that_does_not_follow_a_swap_declares_so() -> None:
    opening = declared("02/01/2026", Kind.OPENING, scope="H39.12")
    closure = declared("10/01/2026", Kind.CLOSURE, scope="H39.12")
    police = replace(vietnam(), declared=(*vietnam().declared, opening, closure))

    assert not police.is_working_day(day("02/01/2026"))
    assert police.within("VN", "H39.12").is_working_day(day("02/01/2026"))
    assert not police.within("VN", "H39.12").is_working_day(day("10/01/2026"))


# As known when


def test_a_swap_is_not_known_before_the_day_it_is_announced() -> None:
    before, on_the_day = (vietnam().as_known(day(text)) for text in ("24/12/2025", "25/12/2025"))

    assert before.is_working_day(day("02/01/2026"))
    assert not before.is_working_day(day("10/01/2026"))
    assert not on_the_day.is_working_day(day("02/01/2026"))
    assert on_the_day.is_working_day(day("10/01/2026"))


def test_what_the_law_fixes_was_always_known() -> None:
    long_ago = vietnam().as_known(day("01/01/2000"))

    assert not long_ago.is_working_day(day("30/04/2026"))
    assert long_ago.is_working_day(day("24/11/2026"))


def test_a_closure_that_is_called_off_stands_for_those_who_ask_as_of_before() -> None:
    called_off = declared(
        MONDAY, Kind.CLOSURE, announced_on=day("28/05/2019"), withdrawn_on=day("31/05/2019")
    )
    of_all_times = calendar(called_off)

    works = [
        of_all_times.as_known(day(text)).is_working_day(day(MONDAY))
        for text in ("27/05/2019", "28/05/2019", "30/05/2019", "31/05/2019")
    ]

    assert works == [True, False, False, True]
    assert of_all_times.is_working_day(day(MONDAY))
    assert of_all_times.as_known(date.max) == of_all_times


def test_a_correction_is_a_withdrawal_and_a_new_declaration() -> None:
    corrected_on = day("10/05/2019")
    first = declared(MONDAY, Kind.CLOSURE, withdrawn_on=corrected_on)
    second = declared("04/06/2019", Kind.CLOSURE, announced_on=corrected_on)

    closed = [
        [text for text in (MONDAY, "04/06/2019") if not known.is_working_day(day(text))]
        for known in (calendar(first, second).as_known(day("09/05/2019")), calendar(first, second))
    ]

    assert closed == [[MONDAY], ["04/06/2019"]]


# Hours


def test_a_make_up_saturday_is_worked_like_the_day_it_makes_up_for() -> None:
    monday_is_short = table("08:00-12:00", days=1)
    whole = {**table("07:00-17:00").weekly, **monday_is_short.weekly, "sat": hours("08:00-09:00")}
    office = WorkCalendar(
        ZoneInfo(HANOI),
        declared=(
            declared("04/05/2019", Kind.MAKEUP_WORK_DAY, instead_of=day("29/04/2019")),
            declared("11/05/2019", Kind.MAKEUP_WORK_DAY, instead_of=day("10/05/2019")),
            declared("18/05/2019", Kind.MAKEUP_WORK_DAY),
            declared("25/05/2019", Kind.OPENING),
            declared("26/05/2019", Kind.OPENING),
        ),
        hours=(monday_is_short.model_copy(update={"weekly": whole}),),
    )

    assert office.hours_of(day("04/05/2019")) == hours("08:00-12:00")
    assert office.hours_of(day("11/05/2019")) == hours("07:00-17:00")
    assert office.hours_of(day("18/05/2019")) == hours("08:00-12:00")
    assert office.hours_of(day("25/05/2019")) == hours("08:00-09:00")
    assert office.hours_of(day("26/05/2019")) == hours("08:00-12:00")


def test_reception_on_saturday_morning_makes_no_working_day() -> None:
    office = WorkCalendar(ZoneInfo(HANOI), hours=(table("07:00-11:30", days=6),))

    assert not office.is_working_day(day(SATURDAY))
    assert office.hours_of(day(SATURDAY)) == ()


def test_a_day_may_have_hours_of_its_own() -> None:
    short = declared(MONDAY, Kind.OTHER_HOURS, hours=hours("07:00-10:00"))

    assert calendar(short).is_working_day(day(MONDAY))
    assert calendar(short).hours_of(day(MONDAY)) == hours("07:00-10:00")
    assert due(calendar(short), working_days(1), at("31/05/2019 09:00")).at == at(f"{MONDAY} 10:00")


def test_the_nearer_table_holds_and_the_later_of_two() -> None:
    summer = table("06:30-11:00", valid_from=day("15/04/2019"), valid_to=day("15/10/2019"))
    desk = table("08:00-12:00", scope="H39.12", valid_from=day("01/06/2019"))
    office = WorkCalendar(ZoneInfo(HANOI), hours=(desk, summer, table("07:00-11:30")))

    def opens(text: str, *scopes: str) -> str:
        return f"{office.within('VN', *scopes).hours_of(day(text))[0].opens:%H:%M}"

    assert opens("12/04/2019") == "07:00"
    assert opens("15/04/2019") == "06:30"
    assert opens("15/10/2019") == "06:30"
    assert opens("16/10/2019") == "07:00"
    assert opens("31/05/2019", "H39.12") == "06:30"
    assert opens(MONDAY, "H39.12") == "08:00"


def test_the_nearer_table_holds_even_if_the_wider_one_is_newer() -> None:
    newer = table("06:30-11:00", valid_from=day("01/06/2019"))
    desk = table("08:00-12:00", scope="H39.12", valid_from=day("01/01/2019"))
    office = WorkCalendar(ZoneInfo(HANOI), hours=(newer, desk)).within("VN", "H39.12")

    assert office.hours_of(day(MONDAY)) == hours("08:00-12:00")


def test_hours_and_coverage_are_known_from_a_day_on_and_may_be_withdrawn() -> None:
    told: dict[str, Any] = {
        "announced_on": day("10/05/2019"),
        "withdrawn_on": day("20/05/2019"),
        "learnt": 10,
        "withdrawal_learnt": 20,
    }
    usual, summer = table("07:00-11:30"), table("06:30-11:00", valid_from=day("15/04/2019"), **told)
    year = {"basis": "F", "first": day("01/01/2019"), "last": day("31/12/2019"), **told}
    office = WorkCalendar(
        ZoneInfo(HANOI), hours=(usual, summer), covered=(Coverage.model_validate(year),)
    )

    def is_summer(asked: WorkCalendar) -> bool:
        opens_early = asked.hours_of(day(MONDAY)) == hours("06:30-11:00")
        assert asked.is_covered(day(MONDAY)) is opens_early
        return opens_early

    dates = ("09/05/2019", "10/05/2019", "19/05/2019", "20/05/2019")
    assert [is_summer(office.as_known(day(text))) for text in dates] == [False, True, True, False]
    assert not is_summer(office)


def test_a_working_day_without_a_table_is_undetermined() -> None:
    begins = WorkCalendar(ZoneInfo(HANOI), hours=(table("07:00-11:30", valid_from=day(MONDAY)),))

    assert begins.hours_of(day("01/06/2019")) == ()
    with pytest.raises(Undetermined, match="no office hours are known for 2019-05-31"):
        begins.hours_of(day("31/05/2019"))


# What cannot be declared


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ({"announced_on": "2019-02-01", "withdrawn_on": "2019-01-31"}, "before announced_on"),
        ({"withdrawal_learnt": 3}, "without withdrawn_on"),
        ({"basis": "K"}, "should match pattern"),
        ({"basis": "F", "learned": 3}, "Extra inputs"),
    ],
)
def test_an_announcement_in_disorder_is_refused(told: dict[str, object], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        Announced.model_validate({"basis": "F", **told})


def test_only_days_that_are_worked_have_hours() -> None:
    with pytest.raises(ValidationError, match="of kind closure has no hours"):
        declared(MONDAY, Kind.CLOSURE, hours=hours("07:00-10:00"))
    with pytest.raises(ValidationError, match="of kind other-hours needs its hours"):
        declared(MONDAY, Kind.OTHER_HOURS)
