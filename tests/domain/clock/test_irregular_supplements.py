"""Supplements that run on: out of window, a third time, around the one-stop (NĐ 61/2018 Art. 5(1),
15(3), 19(4); NĐ 63/2010 Art. 20(4)). A dossier whose class hangs on that is contested."""

import pytest

from domain.dossier.events import (
    IntakeSupplementReceived,
    IntakeSupplementRequested,
    SupplementLapsed,
    Told,
)
from domain.dossier.timeliness import Timeliness
from domain.procedure.common import Default
from tests.domain.clock.telling import (
    ACTIVITY,
    LICENCE,
    MARK,
    Clocked,
    accepted,
    answered,
    asked,
    came,
    clock,
    happened,
    result,
    says,
)

CONTINUES = Default.IRREGULAR_SUPPLEMENT_CONTINUES

receipt = accepted("03/06/2019 09:00", MARK)
"""On a Monday: checked until 06/06, due on 10/06."""


def runs_on(dossier: Clocked) -> bool:
    """And hangs on it."""
    told = any(fact.startswith("ran-on") for fact in happened(dossier.due.legal))
    assert told is (CONTINUES in dossier.due.legal.rules)
    return told


# In its window


@pytest.mark.parametrize(
    ("procedure", "when", "irregular"),
    [
        pytest.param(MARK, "06/06/2019 16:00", False, id="sector law: the third day"),
        pytest.param(MARK, "06/06/2019 18:30", False, id="its evening"),
        pytest.param(MARK, "07/06/2019 08:00", True, id="the fourth"),
        pytest.param(ACTIVITY, "10/06/2019 16:00", False, id="sector law: the fifth day"),
        pytest.param(ACTIVITY, "11/06/2019 08:00", True, id="the sixth"),
        pytest.param(LICENCE, "06/06/2019 16:00", False, id="the decree: the third day"),
        pytest.param(LICENCE, "07/06/2019 08:00", True, id="after it"),
    ],
)
def test_asked_within_the_time_for_the_check_else_three_working_days(
    procedure: str, when: str, irregular: bool
) -> None:
    dossier = clock(accepted("03/06/2019 09:00", procedure), asked(when))

    assert runs_on(dossier) is irregular


def test_since_the_decree_of_2025_no_window_is_known_but_sector_laws() -> None:
    receipt_of_2025 = accepted("04/08/2025 09:00", "SKHCN-KHCN-19")

    assert not runs_on(clock(receipt_of_2025, asked("19/08/2025 09:00")))


def test_the_window_counts_from_the_acceptance_however_long_the_papers_lay_there() -> None:
    """Else a dossier that was accepted after six days could never be asked for anything."""
    lay_there = (came("24/05/2019 09:00"), accepted("03/06/2019 09:00", ACTIVITY))

    assert not runs_on(clock(*lay_there, asked("10/06/2019 10:00")))
    assert runs_on(clock(*lay_there, asked("11/06/2019 10:00")))


def test_an_intake_supplement_does_not_open_the_window_for_good() -> None:
    at_desk = (
        says("03/06/2019 08:00", IntakeSupplementRequested()),
        says("03/06/2019 08:30", IntakeSupplementReceived()),
    )

    assert not runs_on(clock(*at_desk, receipt, asked("06/06/2019 10:00")))
    assert runs_on(clock(*at_desk, receipt, asked("07/06/2019 10:00")))


def test_asked_again_the_window_counts_from_the_answer() -> None:
    once = (receipt, asked("05/06/2019 10:00"), answered("12/06/2019 10:00"))

    assert not runs_on(clock(*once, asked("17/06/2019 10:00", "2")))
    assert runs_on(clock(*once, asked("18/06/2019 08:00", "2")))


@pytest.mark.parametrize(
    "first",
    [
        pytest.param((asked("07/06/2019 10:00"), answered("10/06/2019 08:00")), id="irregular"),
        pytest.param((asked("05/06/2019 10:00"),), id="not answered"),
        pytest.param(
            (asked("05/06/2019 10:00"), says("10/06/2019 08:00", SupplementLapsed())), id="lapsed"
        ),
    ],
)
def test_only_the_answer_to_a_regular_one_opens_it_again(first: tuple[Told, ...]) -> None:
    again = clock(receipt, *first, asked("10/06/2019 10:00", "2"))

    assert happened(again.due.legal)[-1].startswith("ran-on supplement 2")


# Not too often


def test_twice_the_applicant_may_be_asked_and_no_third_time() -> None:
    twice = (
        receipt,
        asked("05/06/2019 10:00"),
        answered("06/06/2019 10:00"),
        asked("07/06/2019 10:00", "2"),
        answered("10/06/2019 10:00", "2"),
    )
    third = clock(*twice, asked("11/06/2019 10:00", "3"), answered("12/06/2019 10:00", "3"))

    assert not runs_on(clock(*twice))
    assert runs_on(third)
    assert third.legal == clock(*twice).legal == "17/06/2019"


def test_what_the_desk_asked_for_is_counted_too() -> None:
    at_desk = (
        says("03/06/2019 08:00", IntakeSupplementRequested()),
        says("03/06/2019 08:30", IntakeSupplementReceived()),
    )
    second = (receipt, asked("05/06/2019 10:00"), answered("06/06/2019 10:00"))

    assert not runs_on(clock(*at_desk, *second))
    assert runs_on(clock(*at_desk, *second, asked("07/06/2019 10:00", "2")))


# Through the one-stop


def test_asked_around_the_one_stop_desk_it_runs_on() -> None:
    assert runs_on(clock(receipt, asked("05/06/2019 10:00", relayed=False)))


@pytest.mark.parametrize("relayed", [True, None])
def test_it_does_not_where_it_was_relayed_or_nobody_said(relayed: bool | None) -> None:
    assert not runs_on(clock(receipt, asked("05/06/2019 10:00", relayed=relayed)))


# Contested


irregular = (receipt, asked("07/06/2019 08:00"), answered("12/06/2019 10:00"))


def test_it_is_contested_when_its_class_hangs_on_it() -> None:
    """By the other reading every supplement resets: due on 19/06, not on 10/06."""
    late = clock(*irregular, result("14/06/2019 09:00"))

    assert late.stands("14/06/2019") is Timeliness.LATE
    assert late.contested("14/06/2019") == (CONTINUES,)


def test_and_is_not_when_it_is_late_or_early_anyway() -> None:
    late = clock(*irregular, result("20/06/2019 09:00"))
    early = clock(receipt, asked("07/06/2019 08:00"), result("07/06/2019 15:00"))

    assert (late.stands("20/06/2019"), late.contested("20/06/2019")) == (Timeliness.LATE, ())
    assert (early.stands("07/06/2019"), early.contested("07/06/2019")) == (Timeliness.EARLY, ())


def test_an_open_one_is_contested_from_the_day_on_which_it_is_overdue() -> None:
    waiting = clock(receipt, asked("07/06/2019 08:00"))

    assert waiting.stands("10/06/2019") is Timeliness.IN_TIME
    assert waiting.contested("10/06/2019") == ()
    assert waiting.stands("11/06/2019") is Timeliness.OVERDUE
    assert waiting.contested("11/06/2019") == (CONTINUES,)


def test_one_that_comes_after_the_end_is_no_question_of_that() -> None:
    late = clock(receipt, asked("11/06/2019 08:00"), answered("12/06/2019 10:00"))

    assert late.due.legal.rules == ()
    assert late.contested("12/06/2019") == ()
