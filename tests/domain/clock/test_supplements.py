"""What a supplement does to the clock: from zero, a pause, or nothing (NĐ 61/2018 Art. 19(4))."""

import pytest

from domain.dossier.events import SupplementItem, SupplementLapsed, Told, Withdrawn
from domain.dossier.timeliness import Timeliness
from domain.law import Law
from tests.domain.clock.telling import (
    MARK,
    SMALL,
    STANDARD,
    Clocked,
    a_small_one,
    accepted,
    answered,
    asked,
    clock,
    fee,
    happened,
    lab,
    paid,
    result,
    says,
    settled_in,
)

receipt = accepted("03/06/2019 09:00")
"""On a Monday: five working days, to 10/06."""

RESET, PAUSE, CONTINUE = (
    a_small_one(settled_in(5, supplement=effect)) for effect in ("reset", "pause", "continue")
)


def told(law: Law, *testimonies: Told) -> Clocked:
    return clock(accepted("03/06/2019 09:00", SMALL), *testimonies, law=law)


# Reset, pause, continue

once = (asked("05/06/2019 10:00"), answered("12/06/2019 10:00"))


@pytest.mark.parametrize(
    ("law", "due", "what"),
    [
        pytest.param(RESET, "19/06/2019", "restarted", id="from zero once it is complete"),
        pytest.param(PAUSE, "17/06/2019", "paused", id="three of five days are left"),
        pytest.param(CONTINUE, "10/06/2019", "ran-on", id="it runs on"),
    ],
)
def test_a_supplement_resets_pauses_or_leaves_the_clock(law: Law, due: str, what: str) -> None:
    dossier = told(law, *once)

    assert dossier.legal == dossier.owed == due
    assert happened(dossier.due.legal) == [
        "started acceptance 03/06 09:00",
        f"{what} supplement 1 05/06 10:00 - 12/06 10:00",
    ]


@pytest.mark.parametrize("law", [RESET, PAUSE])
def test_while_it_is_open_there_is_no_date_and_the_dossier_is_in_time(law: Law) -> None:
    waiting = told(law, asked("05/06/2019 10:00"))

    assert waiting.legal == waiting.owed == "suspended"
    assert happened(waiting.due.legal)[-1] == "suspended supplement 1 05/06 10:00"
    assert waiting.standing.waits
    assert waiting.stands("31/12/2019") is Timeliness.IN_TIME


def test_where_it_runs_on_an_open_supplement_excuses_nobody() -> None:
    waiting = told(CONTINUE, asked("05/06/2019 10:00"))

    assert waiting.stands("10/06/2019") is Timeliness.IN_TIME
    assert waiting.stands("11/06/2019") is Timeliness.OVERDUE


def test_a_partial_answer_is_none() -> None:
    items = tuple(SupplementItem(component=code) for code in ("plan", "survey"))
    partly = (
        asked("05/06/2019 10:00", items=items),
        answered("07/06/2019 10:00", items=("plan",)),
    )

    assert told(RESET, *partly).legal == "suspended"
    assert told(RESET, *partly, answered("12/06/2019 10:00", items=("survey",))).legal == (
        "19/06/2019"
    )


def test_a_clock_that_no_supplement_touches_does_not_speak_of_it() -> None:
    check = clock(receipt, *once).clocks["intake-check"]

    assert happened(check) == ["started acceptance 03/06 09:00"]


# Two of them


def test_a_second_one_resets_it_again() -> None:
    dossier = told(RESET, *once, asked("14/06/2019 10:00", "2"), answered("24/06/2019 10:00", "2"))

    assert dossier.legal == "01/07/2019"
    assert [fact.split()[0] for fact in happened(dossier.due.legal)] == [
        "started",
        "restarted",
        "restarted",
    ]


def test_of_two_at_once_the_last_answer_counts() -> None:
    both = (asked("04/06/2019 10:00"), asked("05/06/2019 10:00", "2"))

    for first, last in (("1", "2"), ("2", "1")):
        half = (*both, answered("07/06/2019 10:00", first))
        assert told(RESET, *half).legal == "suspended"
        assert told(RESET, *half, answered("12/06/2019 10:00", last)).legal == "19/06/2019"


def test_two_pauses_that_overlap_are_one() -> None:
    both = (asked("04/06/2019 10:00"), asked("05/06/2019 10:00", "2"))
    came = (answered("07/06/2019 10:00"), answered("12/06/2019 10:00", "2"))

    assert told(PAUSE, *both, *came).legal == "18/06/2019"


def test_asked_before_the_fee_was_paid_it_still_holds_the_clock() -> None:
    law = a_small_one(settled_in(5, "complete", "paid"))
    both = (fee("03/06/2019 09:00"), asked("04/06/2019 10:00"), paid("05/06/2019 09:00"))

    assert told(law, *both).legal == "suspended"
    assert told(law, *both, answered("12/06/2019 10:00")).legal == "19/06/2019"


def test_what_was_answered_before_the_fee_was_paid_holds_nothing() -> None:
    law = a_small_one(settled_in(5, "complete", "paid"))
    asked_first = (fee("03/06/2019 09:00"), asked("04/06/2019 10:00"), answered("05/06/2019 10:00"))

    assert told(law, *asked_first, paid("12/06/2019 09:00")).legal == "19/06/2019"


def test_a_supplement_and_the_laboratory_are_one_course() -> None:
    """Testing goes on behind the answer: the clock starts from zero when it ends."""
    law = a_small_one(settled_in(5, excludes=["lab-test"]))
    dossier = told(law, *once, *lab("06/06/2019 09:00", "14/06/2019 09:00"))

    assert dossier.legal == "21/06/2019"


# Too late, and needless


def test_after_the_due_date_it_moves_nothing() -> None:
    law = a_small_one(settled_in(2))
    late = told(law, asked("06/06/2019 08:00"), answered("12/06/2019 10:00"))

    assert late.legal == "05/06/2019"
    assert happened(late.due.legal)[-1].startswith("ran-on")
    assert told(law, asked("06/06/2019 08:00")).stands("06/06/2019") is Timeliness.OVERDUE


def test_on_the_due_date_it_does_until_the_day_is_over() -> None:
    """The last day of a term ends at 24:00 (Civil Code 2015 Art. 148), not with the office."""
    law = a_small_one(settled_in(2))

    assert told(law, asked("05/06/2019 17:00")).legal == "suspended"
    assert told(law, asked("05/06/2019 17:30")).legal == "suspended"
    assert told(law, asked("05/06/2019 23:59")).legal == "suspended"
    assert told(law, asked("06/06/2019 00:00")).legal == "05/06/2019"


def test_a_pause_on_that_evening_leaves_nothing_but_the_day_it_ends() -> None:
    law = a_small_one(settled_in(2, supplement="pause"))
    evening = (asked("05/06/2019 17:30"), answered("12/06/2019 10:00"))

    assert told(law, *evening).legal == "12/06/2019"
    assert told(law, asked("05/06/2019 16:30"), *evening[1:]).legal == "12/06/2019"


def test_a_term_in_hours_is_over_within_its_day() -> None:
    hours = {"amount": 8, "unit": "working-hour"}
    law = a_small_one(settled_in(0, length=hours))

    assert told(law, asked("04/06/2019 08:59")).legal == "suspended"
    assert told(law, asked("04/06/2019 09:00")).legal == "04/06/2019"


def test_a_result_that_did_not_wait_for_it_shows_that_it_was_needless() -> None:
    late = told(RESET, asked("05/06/2019 10:00"), result("11/06/2019 10:00"))

    assert late.legal == "10/06/2019"
    assert happened(late.due.legal)[-1] == "ran-on supplement 1 05/06 10:00"
    assert late.stands("11/06/2019") is Timeliness.LATE


def test_an_answer_that_comes_after_the_result_makes_nothing_of_it() -> None:
    needless = (asked("05/06/2019 10:00"), result("11/06/2019 10:00"))
    late = told(RESET, *needless, answered("12/06/2019 10:00"))

    assert late.legal == "10/06/2019"
    assert late.stands("12/06/2019") is Timeliness.LATE


def test_nor_does_a_request_after_the_result() -> None:
    settled = (result("06/06/2019 10:00"), asked("07/06/2019 10:00"), answered("12/06/2019 10:00"))

    assert told(RESET, *settled).legal == "10/06/2019"


def test_what_is_withdrawn_while_it_waits_has_no_date() -> None:
    gone = told(RESET, asked("05/06/2019 10:00"), says("20/06/2019 10:00", Withdrawn()))

    assert gone.legal == "suspended"
    assert gone.stands("20/06/2019") is Timeliness.UNDETERMINED


# Lapse

lapsed = (asked("05/06/2019 10:00"), says("26/06/2019 10:00", SupplementLapsed()))


def test_one_that_lapsed_never_sets_it_off_anew() -> None:
    given_up = told(RESET, *lapsed)

    assert given_up.legal == given_up.owed == "lapsed"
    assert happened(given_up.due.legal)[-1] == "lapsed supplement 1 05/06 10:00 - 26/06 10:00"


def test_nobody_waits_for_the_applicant_any_longer() -> None:
    """The authority may end it: until it does, it is not in time."""
    given_up = told(RESET, *lapsed)

    assert not given_up.standing.waits
    assert given_up.stands("27/06/2019") is Timeliness.OPEN_UNDETERMINED
    settled = told(RESET, *lapsed, result("27/06/2019 10:00"))
    assert settled.stands("27/06/2019") is Timeliness.UNDETERMINED


def test_a_pause_ends_with_it() -> None:
    assert told(PAUSE, *lapsed).legal == "01/07/2019"


def test_another_one_that_is_answered_sets_it_off_after_all() -> None:
    other = (asked("06/06/2019 10:00", "2"), answered("28/06/2019 10:00", "2"))

    assert told(RESET, *lapsed, *other).legal == "05/07/2019"


def test_while_another_one_is_open_it_waits_for_that() -> None:
    both = (asked("04/06/2019 10:00", "2"), *lapsed)

    assert told(RESET, *both).legal == "suspended"


# Of real procedures


@pytest.mark.parametrize("procedure", [STANDARD, MARK])
def test_as_the_circulars_have_it_it_resets(procedure: str) -> None:
    dossier = clock(accepted("03/06/2019 09:00", procedure), *once)

    assert dossier.legal == "19/06/2019"
