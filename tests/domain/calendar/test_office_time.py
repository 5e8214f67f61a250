"""Minutes of office time, also where the clock is put forward and back."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from domain.calendar.calendar import Undetermined, WorkCalendar
from domain.calendar.counting import (
    add_months,
    add_working_days,
    next_working_day,
    on_or_after,
    previous_working_day,
    take_working_days,
    working_days_between,
)
from domain.calendar.due import due
from domain.calendar.office_time import (
    add_working_minutes,
    in_days,
    next_office_instant,
    office_close,
    working_minutes_between,
)
from tests.domain.calendar.words import (
    AMSTERDAM,
    HANOI,
    at,
    day,
    table,
    vietnam,
    working_days,
    working_hours,
)

WHOLE_WEEK = tuple(range(7))


def amsterdam(*intervals: str) -> WorkCalendar:
    """An office that works at night and on Sundays, when the clock is changed."""
    return WorkCalendar(
        ZoneInfo(AMSTERDAM), hours=(table(*intervals, days=7),), weekdays=WHOLE_WEEK
    )


def there(text: str) -> datetime:
    return at(text, AMSTERDAM)


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        ("03/06/2019 07:00", "03/06/2019 17:00", 480),
        ("03/06/2019 00:00", "04/06/2019 00:00", 480),
        ("03/06/2019 11:00", "03/06/2019 14:00", 60),
        ("03/06/2019 11:30", "03/06/2019 13:30", 0),
        ("07/06/2019 16:00", "10/06/2019 08:00", 120),
        ("08/06/2019 08:00", "08/06/2019 10:00", 0),
        ("26/04/2019 17:00", "04/05/2019 17:00", 3 * 480),
        ("04/06/2019 08:00", "03/06/2019 16:00", -120),
    ],
)
def test_only_office_time_is_counted(start: str, end: str, minutes: int) -> None:
    assert working_minutes_between(vietnam(), at(start), at(end)) == minutes


def test_an_instant_counts_as_its_minute() -> None:
    start, end = at("03/06/2019 08:00"), at("03/06/2019 08:02")

    for seconds in (0, 1, 59):
        late = end.replace(second=seconds)
        assert working_minutes_between(vietnam(), start.replace(second=59), late) == 2


@pytest.mark.parametrize(
    ("instant", "opens"),
    [
        ("03/06/2019 06:59", "03/06/2019 07:00"),
        ("03/06/2019 07:00", "03/06/2019 07:00"),
        ("03/06/2019 09:41", "03/06/2019 09:41"),
        ("03/06/2019 11:30", "03/06/2019 13:30"),
        ("03/06/2019 17:00", "04/06/2019 07:00"),
        ("07/06/2019 17:00", "10/06/2019 07:00"),
        ("09/01/2026 17:00", "10/01/2026 07:00"),
    ],
)
def test_the_next_office_instant(instant: str, opens: str) -> None:
    assert next_office_instant(vietnam(), at(instant)) == at(opens)


def test_minutes_are_added_up_to_the_close_and_not_beyond_the_break() -> None:
    opens = at("03/06/2019 07:00")

    assert add_working_minutes(vietnam(), opens, 270) == at("03/06/2019 11:30")
    assert add_working_minutes(vietnam(), opens, 271) == at("03/06/2019 13:31")
    assert add_working_minutes(vietnam(), opens, 480) == at("03/06/2019 17:00")
    assert add_working_minutes(vietnam(), at("08/06/2019 09:00"), 0) == at("08/06/2019 09:00")


def test_answers_are_in_the_local_zone_whatever_the_question_is_in() -> None:
    asked = at("03/06/2019 02:00", "UTC")

    for answer in (
        next_office_instant(vietnam(), asked),
        add_working_minutes(vietnam(), asked, 5),
        add_working_minutes(vietnam(), asked, 0),
    ):
        assert answer.tzinfo == ZoneInfo(HANOI)
        assert answer.hour == 9


def test_the_office_closes_with_its_last_interval() -> None:
    assert office_close(vietnam(), day("03/06/2019")) == at("03/06/2019 17:00")
    assert office_close(vietnam(), day("08/06/2019")) is None


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        ("30/03/2025 01:00", "30/03/2025 04:00", 120),
        ("26/10/2025 01:00", "26/10/2025 04:00", 240),
        ("29/03/2025 00:00", "31/03/2025 00:00", 360 + 300),
        ("25/10/2025 00:00", "27/10/2025 00:00", 360 + 420),
        ("29/06/2025 01:00", "29/06/2025 04:00", 180),
    ],
)
def test_a_night_is_an_hour_shorter_or_longer_when_the_clock_is_changed(
    start: str, end: str, minutes: int
) -> None:
    night = amsterdam("00:00-06:00")

    assert working_minutes_between(night, there(start), there(end)) == minutes


def test_minutes_are_added_across_a_change_of_the_clock() -> None:
    night = amsterdam("00:00-06:00")

    assert add_working_minutes(night, there("30/03/2025 01:00"), 120) == there("30/03/2025 04:00")
    assert add_working_minutes(night, there("26/10/2025 01:00"), 240) == there("26/10/2025 04:00")


def test_the_two_hours_that_are_called_the_same_are_told_apart() -> None:
    night = amsterdam("00:00-06:00")
    first = there("26/10/2025 02:30")
    second = first.replace(fold=1)

    assert working_minutes_between(night, first, second) == 60
    assert add_working_minutes(night, first, 60).fold == 1
    assert due(night, working_hours(1), first).at.astimezone(UTC) == second.astimezone(UTC)


@pytest.mark.parametrize(
    ("minutes", "spelled"),
    [(0, (0, 0, 0)), (479, (0, 7, 59)), (480, (1, 0, 0)), (-1161, (2, 3, 21))],
)
def test_a_day_of_office_time_is_eight_hours(minutes: int, spelled: tuple[int, int, int]) -> None:
    assert in_days(minutes) == spelled


# Days and months


def test_days_are_counted_without_the_first_and_with_the_last() -> None:
    friday, monday = day("07/06/2019"), day("10/06/2019")

    assert next_working_day(vietnam(), friday) == monday
    assert on_or_after(vietnam(), friday) == friday
    assert on_or_after(vietnam(), day("08/06/2019")) == monday
    assert add_working_days(vietnam(), friday, 0) == friday
    assert add_working_days(vietnam(), friday, 1) == monday
    assert working_days_between(vietnam(), friday, monday) == 1
    assert working_days_between(vietnam(), monday, friday) == -1


@pytest.mark.parametrize(
    ("end", "amount", "start"),
    [
        ("04/05/2019", 0, "04/05/2019"),
        ("04/05/2019", 1, "03/05/2019"),
        ("04/05/2019", 3, "26/04/2019"),
        ("05/05/2019", 1, "04/05/2019"),
    ],
)
def test_days_are_taken_off_a_date_to_warn_so_long_before_it(
    end: str, amount: int, start: str
) -> None:
    assert take_working_days(vietnam(), day(end), amount) == day(start)


@pytest.mark.parametrize(
    ("start", "amount", "end"),
    [
        ("15/12/2019", 1, "15/01/2020"),
        ("31/12/2019", 2, "29/02/2020"),
        ("31/12/2019", 14, "28/02/2021"),
        ("31/08/2019", 0, "31/08/2019"),
        ("30/11/2019", 24, "30/11/2021"),
    ],
)
def test_months_are_added_by_the_calendar(start: str, amount: int, end: str) -> None:
    assert add_months(day(start), amount) == day(end)


def test_amounts_are_not_negative() -> None:
    with pytest.raises(ValueError, match="should not be negative"):
        add_working_days(vietnam(), date(2019, 6, 3), -1)
    with pytest.raises(ValueError, match="should not be negative"):
        add_working_minutes(vietnam(), at("03/06/2019 10:00"), -1)
    with pytest.raises(ValueError, match="should not be negative"):
        take_working_days(vietnam(), date(2019, 6, 3), -1)


def test_a_calendar_without_work_is_undetermined_and_does_not_search_for_ever() -> None:
    idle = WorkCalendar(ZoneInfo(HANOI), hours=(table("07:00-11:30"),), weekdays=())
    unopened = WorkCalendar(ZoneInfo(HANOI), hours=(table("07:00-11:30", days=1),), weekdays=(3,))

    with pytest.raises(Undetermined, match="no working day within 366 days after 2019-06-03"):
        next_working_day(idle, day("03/06/2019"))
    with pytest.raises(Undetermined, match="no working day within 366 days before 2019-06-03"):
        previous_working_day(idle, day("03/06/2019"))
    for shut in (idle, unopened):
        with pytest.raises(Undetermined, match="stays shut for 366 days"):
            next_office_instant(shut, at("03/06/2019 10:00"))
        with pytest.raises(Undetermined, match="stays shut for 366 days"):
            add_working_minutes(shut, at("03/06/2019 10:00"), 5)


def test_a_last_day_on_which_the_office_does_not_open_ends_at_midnight() -> None:
    shut_on_fridays = WorkCalendar(ZoneInfo(HANOI), hours=(table("07:00-11:30", days=4),))

    assert due(shut_on_fridays, working_days(1), at("06/06/2019 10:00")).at == at(
        "08/06/2019 00:00"
    )
