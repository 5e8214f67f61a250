"""Where the law leaves room: of every rule a dossier that hangs on it, and one that does not.

The two rules about late entries are not here: they need times of recording, and come with a later
piece of work. That carriers may differ a little, that forms follow the day of the act, and that
what cannot be computed is undetermined never make a dossier contested.
"""

from dataclasses import replace
from typing import Final, NamedTuple

import pytest

from domain.dossier.timeliness import Timeliness
from domain.procedure.common import Contested, Default
from tests.domain.calendar.words import day
from tests.domain.clock.telling import (
    ACTIVITY,
    DIGITAL,
    LICENCE,
    OFFICER,
    PAPER,
    SMALL,
    Clocked,
    a_law,
    a_small_one,
    accepted,
    answered,
    asked,
    came,
    clock,
    done,
    fee,
    paid,
    result,
    settled_in,
    shipped,
    small,
)
from tests.domain.procedure.definitions import KEEPS_OLD

D = Default
ON: Final = "31/12/2026"
"""Far behind every end."""


class Hangs(NamedTuple):
    rule: Default
    ours: Timeliness
    otherwise: Timeliness
    on_it: Clocked
    not_on_it: Clocked


monday = accepted("03/06/2019 08:00")
complete = accepted("03/06/2019 08:00", ACTIVITY)
owed_on_both = accepted("03/06/2019 08:00", "LA-KHCN-04", owed=(PAPER, DIGITAL))
early, late, in_time = Timeliness.EARLY, Timeliness.LATE, Timeliness.ON_TIME

ten_days = small(settled_in(10))
six_days_later = small(settled_in(6), first_day="10/06/2019", transition=KEEPS_OLD)
silently = small(settled_in(6), first_day="10/06/2019")
in_flight = (accepted("03/06/2019 08:00", SMALL), result("13/06/2019 09:00"))
long_done = (accepted("03/06/2019 08:00", SMALL), result("10/06/2019 09:00"))

CASES: Final = (
    Hangs(
        D.STARTS_AS_THE_TERM_NAMES,
        late,
        in_time,
        # Handed in on Friday afternoon, accepted on Monday.
        clock(came("31/05/2019 16:30"), monday, result("10/06/2019 09:00")),
        clock(came("31/05/2019 16:30"), monday, result("06/06/2019 09:00")),
    ),
    Hangs(
        D.STARTS_AS_THE_TERM_NAMES,
        early,
        late,
        # Paid a week after the acceptance.
        clock(
            accepted("03/08/2026 09:00", LICENCE),
            fee("03/08/2026 09:00"),
            paid("10/08/2026 09:00"),
            result("31/08/2026 09:00"),
        ),
        clock(
            accepted("03/08/2026 09:00", LICENCE),
            fee("03/08/2026 09:00"),
            paid("10/08/2026 09:00"),
            result("27/08/2026 09:00"),
        ),
    ),
    Hangs(
        D.STARTS_AS_THE_TERM_NAMES,
        early,
        late,
        # The certificate counts from the assessment on the spot.
        clock(
            accepted("03/06/2019 08:00", "SKHCN-TDC-13"),
            done("17/06/2019 09:00", "on-site-assessment"),
            result("27/06/2019 09:00"),
        ),
        clock(
            accepted("03/06/2019 08:00", "SKHCN-TDC-13"),
            done("04/06/2019 09:00", "on-site-assessment"),
            result("17/06/2019 09:00"),
        ),
    ),
    Hangs(
        D.STARTS_AS_THE_TERM_NAMES,
        late,
        early,
        # Sixteen hours: ten minutes between the hand-over and the acceptance.
        clock(
            came("03/06/2019 09:00"),
            accepted("03/06/2019 09:10", OFFICER),
            result("05/06/2019 09:05"),
        ),
        clock(
            came("03/06/2019 09:00"),
            accepted("03/06/2019 09:10", OFFICER),
            result("05/06/2019 09:15"),
        ),
    ),
    Hangs(
        D.STARTS_AT_ACCEPTANCE,
        late,
        Timeliness.UNDETERMINED,
        # Nobody told when it was handed in.
        clock(monday, result("12/06/2019 09:00")),
        clock(came("03/06/2019 07:30"), monday, result("12/06/2019 09:00")),
    ),
    Hangs(
        D.STARTS_AFTER_THE_CHECK_WINDOW,
        late,
        in_time,
        # It lay at the desk for six days; five are for the check.
        clock(came("24/05/2019 09:00"), complete, result("24/06/2019 09:00")),
        clock(came("24/05/2019 09:00"), complete, result("20/06/2019 09:00")),
    ),
    Hangs(
        D.TYPING_STARTS_NOTHING,
        late,
        in_time,
        # On paper on Monday, in the system on Tuesday.
        clock(
            came("03/06/2019 08:00"),
            came("04/06/2019 09:00", DIGITAL),
            monday,
            result("11/06/2019 09:00"),
        ),
        clock(
            came("03/06/2019 08:00"),
            came("03/06/2019 09:00", DIGITAL),
            monday,
            result("11/06/2019 09:00"),
        ),
    ),
    Hangs(
        D.ENDS_AT_THE_LAST_CARRIER_OWED,
        late,
        in_time,
        # The digital result in time, the paper a day behind: the article's case.
        clock(
            came("03/06/2019 08:00"),
            owed_on_both,
            result("10/06/2019 16:00", DIGITAL),
            result("11/06/2019 08:00", PAPER),
        ),
        clock(
            came("03/06/2019 08:00"),
            owed_on_both,
            result("10/06/2019 08:00", DIGITAL),
            result("10/06/2019 16:00", PAPER),
        ),
    ),
    Hangs(
        D.DUE_IS_THE_EARLIER,
        late,
        early,
        # The slip promised more than the law gives.
        clock(
            came("03/06/2019 08:00"),
            accepted("03/06/2019 08:00", returns="14/06/2019 17:00"),
            result("12/06/2019 09:00"),
        ),
        clock(
            came("03/06/2019 08:00"),
            accepted("03/06/2019 08:00", returns="10/06/2019 17:00"),
            result("12/06/2019 09:00"),
        ),
    ),
    Hangs(
        D.A_PROMISE_IS_NEVER_SHORTENED,
        late,
        in_time,
        # Printed before 25/12/2025 took 02/01 away.
        clock(
            accepted("23/12/2025 09:00", SMALL, returns="05/01/2026 17:00"),
            result("06/01/2026 09:00"),
            law=a_small_one(settled_in(8)),
        ),
        clock(
            accepted("25/12/2025 09:00", SMALL, returns="08/01/2026 17:00"),
            result("09/01/2026 09:00"),
            law=a_small_one(settled_in(8)),
        ),
    ),
    Hangs(
        D.IRREGULAR_SUPPLEMENT_CONTINUES,
        late,
        early,
        # Asked on the sixth day.
        clock(
            complete,
            asked("11/06/2019 09:00"),
            answered("17/06/2019 09:00"),
            result("28/06/2019 09:00"),
        ),
        clock(
            complete,
            asked("10/06/2019 09:00"),
            answered("17/06/2019 09:00"),
            result("28/06/2019 09:00"),
        ),
    ),
    Hangs(
        D.RECEIPT_PINS_THE_SUBSTANCE,
        early,
        late,
        clock(*in_flight, law=a_law(ten_days, six_days_later), on=ON),
        clock(*long_done, law=a_law(ten_days, six_days_later), on=ON),
    ),
    Hangs(
        D.SILENT_AMENDMENT_KEEPS_OLD,
        early,
        late,
        clock(*in_flight, law=a_law(ten_days, silently), on=ON),
        clock(*in_flight, law=a_law(ten_days, six_days_later), on=ON),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=[case.rule.value for case in CASES])
def test_a_dossier_is_contested_when_its_class_hangs_on_the_rule(case: Hangs) -> None:
    other = case.on_it.otherwise(case.rule)

    assert case.on_it.stands(ON) is case.ours
    assert other
    assert other.on(day(ON)) is case.otherwise
    assert case.rule in case.on_it.contested(ON)


@pytest.mark.parametrize("case", CASES, ids=[case.rule.value for case in CASES])
def test_and_is_not_when_it_does_not(case: Hangs) -> None:
    assert case.rule not in case.not_on_it.contested(ON)


LATE_ENTRIES: Final = {D.A_WORSENING_ENTRY_COUNTS, D.AN_IMPROVING_ENTRY_WAITS}


def test_every_rule_that_can_make_it_contested_stands_here() -> None:
    contesting = {
        rule.name
        for rule in shipped().common.rules
        if rule.contested is Contested.CLASS_DIFFERS_OTHERWISE
    }

    assert {case.rule for case in CASES} == contesting - LATE_ENTRIES


def test_a_rule_that_is_marked_never_is_not_even_asked() -> None:
    """Change a reading in the file: the code knows the names alone."""
    told = CASES[0].on_it
    rules = tuple(
        rule.model_copy(update={"contested": Contested.NEVER}) for rule in told.law.common.rules
    )
    common = told.law.common.model_copy(update={"rules": rules})

    law = replace(told.law, common=common)
    assert replace(told, law=law).contested(ON) == ()


def test_an_open_dossier_is_contested_only_on_the_days_on_which_it_matters() -> None:
    """Counted from Friday it is overdue a day before it is when counted from Monday."""
    told = clock(came("31/05/2019 16:30"), monday)

    assert [told.contested(f"{each:02}/06/2019") for each in (7, 8, 10, 11)] == [
        (),
        (D.STARTS_AS_THE_TERM_NAMES,),
        (D.STARTS_AS_THE_TERM_NAMES,),
        (),
    ]


def test_where_nothing_counts_until_it_is_recorded_an_open_dossier_is_in_time() -> None:
    told = clock(monday)
    other = told.otherwise(D.STARTS_AT_ACCEPTANCE)

    assert other
    assert other.waits
    assert [told.contested(f"{each}/06/2019") for each in (10, 11)] == [
        (),
        (D.STARTS_AT_ACCEPTANCE,),
    ]


def test_what_is_settled_on_the_first_carrier_while_it_waits_was_not_waiting() -> None:
    """Under the other reading the digital result ends it: what it did not wait for was needless."""
    told = clock(
        came("03/06/2019 08:00"),
        owed_on_both,
        asked("05/06/2019 09:00"),
        result("11/06/2019 09:00", DIGITAL),
    )
    other = told.otherwise(D.ENDS_AT_THE_LAST_CARRIER_OWED)

    assert told.stands("30/06/2019") is Timeliness.IN_TIME
    assert other
    assert other.ended_as is Timeliness.LATE


def test_in_working_hours_carriers_of_one_day_may_differ() -> None:
    told = clock(
        came("03/06/2019 09:00"),
        accepted("03/06/2019 09:00", OFFICER, owed=(PAPER, DIGITAL)),
        result("05/06/2019 08:50", DIGITAL),
        result("05/06/2019 09:30", PAPER),
    )

    assert told.stands("05/06/2019") is Timeliness.LATE
    assert told.contested("05/06/2019") == (D.ENDS_AT_THE_LAST_CARRIER_OWED,)


def test_nothing_is_contested_where_everything_is_told() -> None:
    told = clock(
        came("03/06/2019 08:00"),
        came("03/06/2019 08:30", DIGITAL),
        accepted("03/06/2019 09:00", returns="10/06/2019 17:00"),
        result("07/06/2019 09:00", PAPER),
    )

    assert told.due.owed.rules == ()
    assert all(told.contested(f"{each:02}/06/2019") == () for each in range(1, 30))
