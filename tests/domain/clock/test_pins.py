"""Which law it is: that of the receipt, unless a change takes what is in flight; and that of the
dossier that it was filed with."""

from dataclasses import replace
from typing import Any

import pytest

from domain.dossier.events import Linked, Told
from domain.dossier.regime import is_silent
from domain.dossier.timeliness import Timeliness
from domain.law import Law
from domain.procedure.common import Default
from domain.procedure.events import Abolished
from tests.domain.calendar.words import day
from tests.domain.clock.telling import (
    CERTIFICATE,
    LICENCE,
    PLAN,
    SMALL,
    a_law,
    accepted,
    answered,
    asked,
    clock,
    done,
    fee,
    paid,
    result,
    says,
    settled_in,
    small,
)
from tests.domain.procedure.definitions import KEEPS_OLD, STOPS, TAKES_NEW

AMENDED = "10/06/2019"


def amended(days: int, transition: object, **said: Any) -> Law:
    """Ten working days until 09/06/2019, from then on `days`."""
    old = small(settled_in(10), signers=["unit-head"])
    new = small(
        settled_in(days),
        first_day=AMENDED,
        transition=transition,
        signers=["department-leader"],
        **said,
    )
    return a_law(old, new)


receipt = accepted("03/06/2019 09:00", SMALL)
"""Due on 17/06 by the old rules."""
slip = accepted("03/06/2019 09:00", SMALL, returns="14/06/2019 17:00")


def test_received_before_it_keeps_the_old_rules() -> None:
    law = amended(4, KEEPS_OLD)

    assert clock(receipt, law=law, on="12/06/2019").legal == "17/06/2019"
    assert clock(accepted("10/06/2019 09:00", SMALL), law=law).legal == "14/06/2019"


def test_what_is_pending_takes_the_new_ones_from_the_day_they_are_in_force() -> None:
    law = amended(20, TAKES_NEW)

    assert clock(receipt, law=law, on="09/06/2019").legal == "17/06/2019"
    assert clock(receipt, law=law, on="10/06/2019").legal == "01/07/2019"


def test_what_has_ended_keeps_its_law() -> None:
    """Late when it was settled, late for ever."""
    law = amended(20, TAKES_NEW)
    early_amendment = amended(2, TAKES_NEW)
    settled = (receipt, result("07/06/2019 09:00"))

    assert clock(*settled, law=law, on="30/06/2019").legal == "17/06/2019"
    for each in (law, early_amendment):
        assert clock(*settled, law=each, on="30/06/2019").stands("30/06/2019") is Timeliness.EARLY


def test_yet_who_signs_later_signs_as_the_day_of_the_act_wants_it() -> None:
    settled = clock(receipt, result("07/06/2019 09:00"), law=amended(4, KEEPS_OLD), on="12/06/2019")
    pinned = settled.regime.pinned

    assert pinned
    assert (pinned.signers, pinned.terms[0].length.amount) == (("department-leader",), 10)


def test_a_promise_that_was_printed_under_the_old_rules_is_not_shortened_by_the_new_ones() -> None:
    shorter, longer = amended(4, TAKES_NEW), amended(20, TAKES_NEW)

    assert clock(slip, law=shorter, on="10/06/2019").legal == "07/06/2019"
    assert clock(slip, law=shorter, on="10/06/2019").owed == "14/06/2019"
    assert clock(slip, law=longer, on="10/06/2019").owed == "14/06/2019"


def test_one_that_was_made_under_the_new_ones_is_measured_by_them() -> None:
    law = amended(4, TAKES_NEW)
    late = (asked("05/06/2019 09:00"), answered("11/06/2019 09:00", returns="21/06/2019 17:00"))

    assert clock(slip, *late, law=law, on="11/06/2019").owed == "17/06/2019"


# Contested


def test_by_which_law_it_is_judged_is_contested_when_its_class_hangs_on_it() -> None:
    law = amended(4, KEEPS_OLD)
    between = clock(receipt, result("12/06/2019 09:00"), law=law, on="12/06/2019")
    before = clock(receipt, result("12/06/2019 09:00"), law=amended(12, KEEPS_OLD), on="12/06/2019")

    assert between.stands("12/06/2019") is Timeliness.EARLY
    assert between.contested("12/06/2019") == (Default.RECEIPT_PINS_THE_SUBSTANCE,)
    assert before.contested("12/06/2019") == ()


def test_what_ended_before_the_amendment_is_no_question_of_it() -> None:
    settled = clock(receipt, result("07/06/2019 09:00"), law=amended(1, KEEPS_OLD), on="12/06/2019")

    assert settled.contested("12/06/2019") == ()


def test_an_amendment_that_does_not_say_keeps_the_old_rules_and_is_contested() -> None:
    told = clock(receipt, result("12/06/2019 09:00"), law=amended(4, None), on="12/06/2019")

    assert told.legal == "17/06/2019"
    assert set(told.contested("12/06/2019")) == {
        Default.RECEIPT_PINS_THE_SUBSTANCE,
        Default.SILENT_AMENDMENT_KEEPS_OLD,
    }
    assert told.otherwise(Default.SILENT_AMENDMENT_KEEPS_OLD) == told.otherwise(
        Default.RECEIPT_PINS_THE_SUBSTANCE
    )


def test_one_that_changes_no_class_is_not() -> None:
    told = clock(receipt, result("05/06/2019 09:00"), law=amended(4, None), on="12/06/2019")

    assert told.contested("12/06/2019") == ()


def test_of_a_silent_amendment_and_one_that_speaks_each_counts_for_itself() -> None:
    """Silent on 10/06 (4 days), on 12/06 for what comes in from then on (2 days)."""
    law = a_law(
        small(settled_in(10)),
        small(settled_in(4), first_day="10/06/2019"),
        small(settled_in(2), first_day="12/06/2019", transition=KEEPS_OLD),
    )
    told = clock(receipt, law=law, on="13/06/2019")

    silent = told.otherwise(Default.SILENT_AMENDMENT_KEEPS_OLD)
    now = told.otherwise(Default.RECEIPT_PINS_THE_SUBSTANCE)
    assert silent
    assert now
    assert (silent.due_on, now.due_on) == (day("07/06/2019"), day("05/06/2019"))


def test_a_first_version_and_one_after_an_abolition_are_no_amendments() -> None:
    first = small(settled_in(10)).model_copy(update={"valid_to": day("31/05/2019")})
    again = small(settled_in(4), first_day=AMENDED)
    law = replace(a_law(again), procedures={SMALL: (first, again)})

    assert [is_silent(law, version) for version in (first, again)] == [False, False]
    silent, speaks = amended(4, None), amended(4, KEEPS_OLD)
    assert [is_silent(each, each.versions(SMALL)[1]) for each in (silent, speaks)] == [True, False]


# Abolished


def test_a_dossier_outlives_the_abolition_of_its_procedure() -> None:
    """LA-KHCN-24 was abolished from 20/05/2019; what was received before keeps its term."""
    told = clock(accepted("13/05/2019 09:00", "LA-KHCN-24"), on="27/05/2019")

    assert told.legal == "27/05/2019"
    assert told.contested("28/05/2019") == ()
    assert clock(accepted("20/05/2019 09:00", "LA-KHCN-24")).legal == "no-term"


def test_an_abolition_that_stops_what_is_in_flight_is_told_and_the_clock_runs_till_then() -> None:
    end = Abolished(
        code=SMALL, effective_on=day(AMENDED), transition=STOPS, known_on=day("01/06/2019")
    )
    version = small(settled_in(10)).model_copy(update={"valid_to": day("09/06/2019")})
    law = replace(a_law(version), ends={SMALL: (end,)})
    told = clock(receipt, law=law, on=AMENDED)

    assert told.regime.pinned
    assert told.regime.pinned.stopped == end
    assert told.legal == "17/06/2019"


# Filed with another dossier


def filed_with(procedure: str | None, relation: str = "filed-with", when: str = "2019") -> Told:
    event = Linked.model_validate(
        {"relation": relation, "other": "000.00.12.H39-190603-0001", "procedure": procedure}
    )
    return says(f"03/06/{when} 08:30", event)


def test_a_certificate_follows_the_term_of_the_licence_it_is_filed_with() -> None:
    """TT 08/2010 Art. 24(4)."""
    alone = clock(accepted("03/06/2019 09:00", CERTIFICATE))
    together = clock(accepted("03/06/2019 09:00", CERTIFICATE), filed_with(LICENCE))

    assert (alone.legal, together.legal) == ("17/06/2019", "03/07/2019")
    assert alone.due.legal.legal_basis == "TT 08/2010/TT-BKHCN Art. 24(3)"
    assert together.due.legal.legal_basis == "Luật 18/2008/QH12 Art. 77(2)(b)"


@pytest.mark.parametrize(
    "link",
    [
        pytest.param(filed_with(None), id="nobody says with what"),
        pytest.param(filed_with("SKHCN-ATBX-03"), id="with another one"),
        pytest.param(filed_with(LICENCE, "refile-of"), id="filed again"),
    ],
)
def test_nothing_else_makes_it_follow(link: Told) -> None:
    assert clock(accepted("03/06/2019 09:00", CERTIFICATE), link).legal == "17/06/2019"


def test_a_plan_follows_since_the_decree_of_2020_alone() -> None:
    """NĐ 142/2020 Art. 36(3): 25 days after dossier and fee, as the licence, not 15."""
    together = {
        year: clock(
            accepted(f"03/06/{year} 09:00", PLAN),
            filed_with(LICENCE, when=year),
            fee(f"03/06/{year} 09:00"),
            paid(f"04/06/{year} 09:00"),
        )
        for year in ("2019", "2026")
    }

    assert together["2019"].legal == "18/06/2019"
    assert together["2026"].legal == "29/06/2026"
    assert together["2026"].due.legal.legal_basis == "NĐ 142/2020/NĐ-CP Art. 29"


def test_what_is_followed_is_the_law_of_its_own_receipt_too() -> None:
    """Received under TT 08/2010, a certificate follows the licence of that regime for good."""
    told = clock(
        accepted("25/01/2021 09:00", CERTIFICATE),
        says("25/01/2021 08:30", Linked(relation="filed-with", other="x", procedure=LICENCE)),
        on="05/02/2021",
    )

    assert told.due.legal.legal_basis == "Luật 18/2008/QH12 Art. 77(2)(b)"
    assert told.legal == "24/02/2021"


def test_other_clocks_are_its_own() -> None:
    told = clock(
        accepted("03/06/2026 09:00", CERTIFICATE), filed_with(LICENCE, when="2026"), done(
            "03/06/2026 10:00", "met"
        ),
    )  # fmt: skip

    assert told.clocks["intake-check"].legal_basis == "NĐ 142/2020/NĐ-CP Art. 35"
    assert told.due.committed.missing == "no-term"
