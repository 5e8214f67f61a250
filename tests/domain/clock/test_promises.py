"""What was promised, and what is owed: the earlier of the promised and the legal date as the
latter was known when promised (NĐ 61/2018 Art. 17(3), 19(9), 20)."""

from dataclasses import replace

import pytest

from domain.calendar.days import Kind
from domain.dossier.timeliness import Timeliness
from domain.law import Law
from domain.procedure.common import Default
from tests.domain.calendar.words import at, day, declared
from tests.domain.clock.telling import (
    BAR_CODE,
    OFFICER,
    SMALL,
    STANDARD,
    a_small_one,
    accepted,
    answered,
    asked,
    came,
    clock,
    happened,
    moved_by,
    recomputed,
    rescheduled,
    result,
    settled_in,
    shipped,
    shown,
)

EARLIER = Default.DUE_IS_THE_EARLIER
NEVER_SHORTENED = Default.A_PROMISE_IS_NEVER_SHORTENED

slip = accepted("03/06/2019 09:00", returns="07/06/2019 17:00")
"""The law gives until Monday, 10/06; the slip says Friday."""


@pytest.mark.parametrize(
    ("returns", "owed"),
    [
        pytest.param("07/06/2019 17:00", "07/06/2019", id="less than the law gives"),
        pytest.param("10/06/2019 17:00", "10/06/2019", id="as much"),
        pytest.param(
            "10/06/2019 09:00", "10/06/2019", id="the hour of a term in days is no matter"
        ),
        pytest.param("12/06/2019 17:00", "10/06/2019", id="more"),
    ],
)
def test_what_is_owed_is_the_earlier_one(returns: str, owed: str) -> None:
    told = clock(accepted("03/06/2019 09:00", returns=returns))

    assert told.owed == owed
    assert (EARLIER in told.due.owed.rules) is (shown(told.due.promised) != told.legal)


def test_where_both_fall_on_one_day_it_is_explained_by_both() -> None:
    told = clock(accepted("26/04/2019 09:00", returns="07/05/2019 17:00"))

    assert happened(told.due.owed) == [
        "started acceptance 26/04 09:00",
        "promised slip 26/04 09:00",
    ]
    assert "made-up 04/05 Make-up working day" in moved_by(told.due.owed)


def test_without_any_law_the_slip_alone_counts() -> None:
    told = clock(accepted("03/06/2019 09:00", "unheard-of", returns="07/06/2019 17:00"))

    assert (told.legal, told.owed) == ("no-term", "07/06/2019")
    assert told.stands("08/06/2019") is Timeliness.OVERDUE


def test_a_slip_that_says_midnight_says_the_day_that_begins() -> None:
    told = clock(accepted("03/06/2019 09:00", returns="07/06/2019 00:00"))

    assert told.owed == "07/06/2019"
    assert told.stands("07/06/2019") is Timeliness.IN_TIME


# A reschedule is an apology


def test_rescheduling_moves_the_current_date_alone() -> None:
    told = clock(slip, rescheduled("06/06/2019 09:00", "20/06/2019 17:00"))

    assert shown(told.due.current) == "20/06/2019"
    assert happened(told.due.current) == ["promised reschedule 06/06 09:00"]
    assert [shown(told.due.promised), told.legal, told.owed] == [
        "07/06/2019",
        "10/06/2019",
        "07/06/2019",
    ]
    assert clock(slip, rescheduled("06/06/2019 09:00", "20/06/2019 17:00")).stands(
        "08/06/2019"
    ) is (Timeliness.OVERDUE)


def test_where_nothing_was_promised_before_it_binds_to_nothing() -> None:
    told = clock(accepted("03/06/2019 09:00"), rescheduled("06/06/2019 09:00", "20/06/2019 17:00"))

    assert (shown(told.due.promised), told.owed) == ("not-promised", "10/06/2019")


# With a supplement

once = (slip, asked("05/06/2019 09:00"))


def test_the_slip_binds_no_longer_once_the_clock_was_reset() -> None:
    assert clock(*once).owed == "suspended"
    assert clock(*once, answered("11/06/2019 09:00")).owed == "18/06/2019"


def test_a_new_promise_with_the_supplement_binds() -> None:
    told = clock(*once, answered("11/06/2019 09:00", returns="14/06/2019 17:00"))

    assert [told.legal, shown(told.due.promised), told.owed] == [
        "18/06/2019",
        "14/06/2019",
        "14/06/2019",
    ]
    assert happened(told.due.owed) == ["promised supplement 11/06 09:00"]


def test_a_promise_with_half_an_answer_is_overtaken_by_the_other_half() -> None:
    half = clock(
        *once,
        asked("05/06/2019 10:00", "2"),
        answered("11/06/2019 09:00", returns="14/06/2019 17:00"),
        answered("12/06/2019 09:00", "2"),
    )

    assert half.owed == "19/06/2019"


def test_a_supplement_that_runs_on_makes_no_new_promise() -> None:
    """Asked for around the desk: what the slip says stays owed, whatever is promised with it."""
    around = (slip, asked("05/06/2019 09:00", relayed=False))
    told = clock(*around, answered("06/06/2019 09:00", returns="10/06/2019 17:00"))

    assert shown(told.due.promised) == "10/06/2019"
    assert told.owed == "07/06/2019"


def test_nor_does_one_that_ran_on_before_touch_the_promise_with_the_next() -> None:
    around = (asked("04/06/2019 09:00", relayed=False), answered("04/06/2019 15:00"))
    through_the_desk = (
        asked("05/06/2019 09:00", "2"),
        answered("11/06/2019 09:00", "2", returns="14/06/2019 17:00"),
    )

    assert clock(slip, *around, *through_the_desk).owed == "14/06/2019"


def test_but_what_is_promised_earlier_with_it_is_promised() -> None:
    around = (slip, asked("05/06/2019 09:00", relayed=False))
    told = clock(*around, answered("05/06/2019 15:00", returns="06/06/2019 17:00"))
    never_before = clock(
        accepted("03/06/2019 09:00"),
        *around[1:],
        answered("05/06/2019 15:00", returns="06/06/2019 17:00"),
    )

    assert told.owed == never_before.owed == "06/06/2019"


def test_one_that_is_asked_for_after_the_promised_day_does_not_save_the_slip() -> None:
    """Though the law still gave until Monday."""
    late = (accepted("05/06/2019 09:00", returns="07/06/2019 17:00"), asked("10/06/2019 09:00"))

    assert clock(*late).legal == "suspended"
    assert clock(*late).owed == "07/06/2019"
    assert clock(*late).stands("10/06/2019") is Timeliness.OVERDUE
    assert clock(*late, answered("14/06/2019 09:00")).owed == "07/06/2019"


def test_on_the_promised_day_it_still_does() -> None:
    on_the_day = (accepted("04/06/2019 09:00", returns="07/06/2019 17:00"),)

    assert clock(*on_the_day, asked("07/06/2019 18:00")).owed == "suspended"


# The calendar changes after the promise


def a_swap(off: str, work: str, announced: str) -> Law:
    """Announced so late that promises had been printed."""
    country = shipped().calendar
    assert country
    when = {"announced_on": day(announced)}
    days = (declared(off, Kind.SWAPPED_OFF, **when), declared(work, Kind.MAKEUP_WORK_DAY, **when))
    return replace(shipped(), calendar=replace(country, declared=(*country.declared, *days)))


SHORTENS = a_swap(off="21/06/2019", work="08/06/2019", announced="05/06/2019")
"""The Saturday is worked before the Friday is off."""


def test_a_later_announcement_never_shortens_a_printed_promise() -> None:
    told = clock(accepted("03/06/2019 09:00", returns="10/06/2019 17:00"), law=SHORTENS)

    assert (told.legal, told.owed) == ("08/06/2019", "10/06/2019")
    assert moved_by(told.due.legal) == ["made-up 08/06 makeup-work-day"]
    assert moved_by(told.due.owed) == []
    assert told.due.owed.rules[-1] is NEVER_SHORTENED


def test_one_that_was_known_when_it_was_promised_does() -> None:
    told = clock(
        came("05/06/2019 08:00"), accepted("05/06/2019 09:00", returns="13/06/2019 17:00"),
        law=SHORTENS,
    )  # fmt: skip

    assert told.owed == told.legal == "11/06/2019"
    assert NEVER_SHORTENED not in told.due.owed.rules


def test_without_a_promise_the_date_is_that_of_the_calendar_as_it_is_known() -> None:
    told = clock(accepted("03/06/2019 09:00"), law=SHORTENS)

    assert told.owed == "08/06/2019"
    assert told.due.owed.rules == (Default.STARTS_AT_ACCEPTANCE,)


swapped_late = accepted("23/12/2025 09:00", "LA-KHCN-10", returns="02/01/2026 17:00")
"""Seven working days, as the calendar was known before 25/12 took that day from them."""


def test_nor_does_one_that_lengthens_the_term_put_off_the_promise() -> None:
    told = clock(came("23/12/2025 08:00"), swapped_late)

    assert (told.legal, told.owed) == ("05/01/2026", "02/01/2026")
    assert NEVER_SHORTENED in told.due.owed.rules


def test_the_swap_of_2026_makes_it_contested_whether_the_promise_follows() -> None:
    """Eight days: by 05/01 as printed, by 06/01 as the calendar now stands."""
    law = a_small_one(settled_in(8))
    printed = accepted("23/12/2025 09:00", SMALL, returns="05/01/2026 17:00")
    told = clock(printed, result("06/01/2026 09:00"), law=law)

    assert (told.legal, told.owed) == ("06/01/2026", "05/01/2026")
    assert told.stands("06/01/2026") is Timeliness.LATE
    assert NEVER_SHORTENED in told.contested("06/01/2026")


def test_a_promise_of_the_committed_date_follows_the_committed_one() -> None:
    law = a_small_one(settled_in(20), {**settled_in(8), "clock": "committed"})
    printed = accepted("23/12/2025 09:00", SMALL, returns="05/01/2026 17:00")
    told = clock(printed, result("06/01/2026 09:00"), law=law)

    assert told.owed == "05/01/2026"
    assert NEVER_SHORTENED in told.contested("06/01/2026")


def test_a_promise_that_no_term_gave_follows_nothing() -> None:
    law = a_small_one(settled_in(20))
    printed = accepted("23/12/2025 09:00", SMALL, returns="05/01/2026 17:00")
    told = clock(printed, result("06/01/2026 09:00"), law=law)

    assert NEVER_SHORTENED not in told.contested("06/01/2026")


def test_after_a_reset_the_promise_is_gone_and_the_calendar_is_that_of_today() -> None:
    """Answered on 29/12, when 02/01 was known to be off: 5 days are 30, 31, 05, 06 and 07."""
    told = clock(
        accepted("23/12/2025 09:00", STANDARD, returns="30/12/2025 17:00"),
        asked("24/12/2025 09:00"),
        answered("29/12/2025 09:00"),
    )

    assert told.owed == told.legal == "07/01/2026"


# Recomputed


def test_a_recomputed_deadline_takes_the_place_of_the_slip() -> None:
    printed = accepted("23/12/2025 09:00", "LA-KHCN-17", returns="07/01/2026 17:00")
    told = clock(printed, recomputed("26/12/2025 09:00", "08/01/2026 17:00"))

    assert (told.legal, clock(printed).owed, told.owed) == (
        "08/01/2026",
        "07/01/2026",
        "08/01/2026",
    )
    assert shown(told.due.promised) == "07/01/2026"
    assert shown(told.due.current) == "08/01/2026"


def test_but_never_beyond_the_law() -> None:
    told = clock(slip, recomputed("05/06/2019 09:00", "14/06/2019 17:00"))

    assert told.owed == told.legal == "10/06/2019"


# Terms in hours, and on the same day


def test_a_term_in_hours_is_judged_by_the_instant() -> None:
    """Sixteen working hours from Monday 09:10 are over on Wednesday at 09:10."""
    receipt = (came("03/06/2019 09:10"), accepted("03/06/2019 09:10", OFFICER))

    ended = {
        when: clock(*receipt, result(f"05/06/2019 {when}")).stands("05/06/2019")
        for when in ("09:09", "09:10", "09:11")
    }
    assert ended == {
        "09:09": Timeliness.EARLY,
        "09:10": Timeliness.ON_TIME,
        "09:11": Timeliness.LATE,
    }
    assert clock(*receipt).stands("04/06/2019") is Timeliness.IN_TIME
    assert clock(*receipt).stands("05/06/2019") is Timeliness.OVERDUE


def test_so_is_what_was_promised_for_it() -> None:
    receipt = (came("03/06/2019 09:10"), accepted("03/06/2019 09:10", OFFICER, "05/06/2019 08:00"))
    told = clock(*receipt, result("05/06/2019 08:30"))

    assert told.due.owed.at == at("05/06/2019 08:00")
    assert told.due.owed.by_instant
    assert told.stands("05/06/2019") is Timeliness.LATE
    assert told.contested("05/06/2019") == ()


def test_hours_that_end_with_the_day_are_not_over_before_it_is() -> None:
    hours = {"amount": 8, "unit": "working-hour", "end_rule": "end-of-day"}
    law = a_small_one(settled_in(0, length=hours))
    told = clock(accepted("03/06/2019 07:00", SMALL), law=law)

    assert told.due.legal.at == at("04/06/2019 00:00")
    assert told.legal == "03/06/2019"
    assert told.stands("03/06/2019") is Timeliness.IN_TIME
    assert told.stands("04/06/2019") is Timeliness.OVERDUE


@pytest.mark.parametrize(
    ("handed_in", "due"),
    [("15:00", "03/06/2019"), ("15:01", "04/06/2019"), ("20:00", "04/06/2019")],
)
def test_what_is_due_on_the_same_day_is_judged_by_the_day(handed_in: str, due: str) -> None:
    """After three on the next working day."""
    receipt = (came(f"03/06/2019 {handed_in}"), accepted(f"03/06/2019 {handed_in}", BAR_CODE))
    told = clock(*receipt, result(f"{due} 22:00"))

    assert told.owed == due
    assert told.stands(due) is Timeliness.ON_TIME
