"""Calendars, terms and instants of every kind, for properties."""

from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from domain.calendar.calendar import WorkCalendar
from domain.calendar.days import DeclaredDay, Kind
from domain.calendar.term import EndRule, Length, StartRule, Unit
from tests.domain.calendar.words import AMSTERDAM, HANOI, table, vietnam

FIRST: Final = date(2025, 1, 1)
SCOPES: Final = ("VN", "H39", "H39.12")

dates = st.dates(FIRST, date(2025, 12, 31))
announcements = st.none() | st.dates(date(2024, 11, 1), date(2025, 12, 31))
instants = st.integers(0, 364 * 24 * 60 * 60).map(
    lambda seconds: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)


@st.composite
def declarations(draw: st.DrawFn) -> DeclaredDay:
    announced, withdrawn = draw(announcements), draw(announcements)
    if announced and withdrawn and withdrawn < announced:
        announced, withdrawn = withdrawn, announced
    return DeclaredDay(
        day=draw(dates),
        kind=draw(st.sampled_from([kind for kind in Kind if kind is not Kind.OTHER_HOURS])),
        name_vi="Ngày",
        name_en="Day",
        scope=draw(st.sampled_from(SCOPES)),
        basis="F",
        announced_on=announced,
        withdrawn_on=withdrawn,
    )


def made_up() -> SearchStrategy[WorkCalendar]:
    """Calendars with a handful of declared days, in a zone that changes its clock and in one
    that does not. One has a night shift all week, so that the change is in office time."""
    tables = {HANOI: table("07:00-11:30", "13:30-17:00"), AMSTERDAM: table("01:00-05:00", days=7)}
    return st.builds(
        lambda zone, declared, scopes: WorkCalendar(
            ZoneInfo(zone),
            declared=tuple(declared),
            hours=(tables[zone],),
            weekdays=tuple(range(7)) if zone == AMSTERDAM else (0, 1, 2, 3, 4),
            scopes=SCOPES[:scopes],
        ),
        st.sampled_from((HANOI, AMSTERDAM)),
        st.lists(declarations(), max_size=12),
        st.integers(1, 3),
    )


calendars = st.just(vietnam()) | made_up()


def lengths(max_amount: int = 40) -> SearchStrategy[Length]:
    return st.builds(
        lambda unit, amount, cut_off, start_rule, end_rule: Length(
            amount=0 if unit is Unit.SAME_DAY else amount,
            unit=unit,
            cut_off=cut_off,
            start_rule=start_rule,
            end_rule=end_rule,
        ),
        st.sampled_from(Unit),
        st.integers(1, max_amount),
        st.sampled_from((None, "11:00", "15:00")),
        st.sampled_from(StartRule),
        st.sampled_from(EndRule),
    )
