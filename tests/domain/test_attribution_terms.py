"""Whose time it was where the law stops a term, restarts it or leaves time out; who used it up."""

from dataclasses import replace
from typing import Any

import pytest

from adapters.catalogue import definitions
from domain.dossier.attribution import Lacking
from domain.dossier.events import (
    Resumed,
    StatusReported,
    Stopped,
    StopReason,
    SupplementLapsed,
)
from domain.law import Law
from domain.procedure.common import Account, Common
from domain.procedure.publication_common import parse_common
from domain.procedure.refusals import DefinitionRefused
from domain.procedure.term import Exclusion
from tests.domain.calendar.words import at
from tests.domain.case import CENTRE, DEPARTMENT
from tests.domain.charging import (
    FIVE_DAYS,
    HANDLER,
    LAB,
    charged,
    consulted,
    handed,
    lay,
    lines,
    ranked,
    there,
    uncharged,
)
from tests.domain.clock.telling import (
    PAPER,
    SMALL,
    a_small_one,
    accepted,
    answered,
    asked,
    fee,
    lab,
    paid,
    says,
    settled_in,
    shipped,
)
from tests.domain.procedure.definitions import a_step, a_term

WINDOW = a_term("applicant-supplement", 1, starts=["supplement-requested"], supplement=None)
IN_FIVE_DAYS = a_small_one(FIVE_DAYS)
RESETS = a_small_one(settled_in(5, "received", supplement="reset"))

# Monday 13 May 2019, a week without holidays. Asked on Tuesday at 10:00, answered on Thursday.
begun = (*lay("13/05/2019 08:00"), accepted("13/05/2019 08:00", SMALL, owed=(PAPER,)))
supplemented = (*begun, asked("14/05/2019 10:00"), answered("16/05/2019 09:00"))
UNTIL_ASKED = (210 + 210) + 180
OF_THE_APPLICANT = (90 + 210) + 480 + 120


# What the applicant is waited for.


@pytest.mark.parametrize("law", [IN_FIVE_DAYS, RESETS])
def test_a_supplement_is_the_applicants_and_the_time_before_it_stays_charged(law: Law) -> None:
    found = charged(*supplemented, law=law, until="16/05/2019 10:00")

    assert lines(found.dossier) == [
        ("custodian centre", UNTIL_ASKED),
        ("applicant applicant", OF_THE_APPLICANT),
        ("custodian centre", 60),
    ]
    assert found.minutes == UNTIL_ASKED + OF_THE_APPLICANT + 60
    assert found.since == at("13/05/2019 08:00")


def test_a_pause_moves_the_due_instant_and_a_reset_what_counts_towards_it() -> None:
    paused = charged(*supplemented, law=IN_FIVE_DAYS, until="16/05/2019 10:00")
    reset = charged(*supplemented, law=RESETS, until="16/05/2019 10:00")

    # Five days from Monday the 13th, two of them not counted; five days from Thursday the 16th.
    assert (paused.due, reset.due) == (at("23/05/2019 00:00"), at("24/05/2019 00:00"))
    assert (paused.counts_since, reset.counts_since) == (paused.since, at("16/05/2019 09:00"))
    assert [share.minutes for share in paused.ate_the_slack] == [UNTIL_ASKED + 60]
    assert [share.minutes for share in reset.ate_the_slack] == [60]
    assert reset.term_minutes == 150 + 210 + 5 * 480
    whole = 210 + 210 + 7 * 480
    assert paused.term_minutes == whole - OF_THE_APPLICANT


def test_while_the_clock_stands_still_there_is_no_due_instant() -> None:
    found = charged(*supplemented[:-1], law=IN_FIVE_DAYS, until="15/05/2019 10:00")

    assert (found.due, found.term_minutes, found.late) == (None, None, 0)
    assert [share.whose.account for share in found.ate_the_slack] == [Account.CUSTODIAN]


@pytest.mark.parametrize(
    ("slip", "hours"),
    [(None, 0), ("14/05/2019 15:00", 0), ("16/05/2019 08:00", 8)],
)
def test_once_his_time_has_passed_it_is_the_authoritys_to_decide(
    slip: str | None, hours: int
) -> None:
    """He has the day that the law gives, or more if the slip says so, to the end of the day."""
    law = a_small_one(FIVE_DAYS, WINDOW)
    wants = asked("14/05/2019 10:00", answer_by=at(slip) if slip else None)
    found = charged(*begun, wants, law=law, until="17/05/2019 09:00")

    assert lines(found.dossier)[1:] == [
        ("applicant applicant", 300 + 480 + hours * 60),
        ("custodian centre", 480 - hours * 60 + 120),
    ]


def test_of_two_supplements_the_later_end_counts() -> None:
    law = a_small_one(FIVE_DAYS)
    wants = [
        asked("14/05/2019 10:00", name, answer_by=at(until))
        for name, until in (("1", "14/05/2019 17:00"), ("2", "15/05/2019 17:00"))
    ]
    law = replace(law, common=law.common.model_copy(update={"decrees": ()}))
    found = charged(*begun, *wants, law=law, until="16/05/2019 09:00")

    assert lines(found.dossier)[1:] == [
        ("applicant applicant", 300 + 480),
        ("custodian centre", 120),
    ]


def test_what_was_given_up_is_waited_for_no_longer() -> None:
    lapsed = says("15/05/2019 08:00", SupplementLapsed())
    found = charged(*begun, asked("14/05/2019 10:00"), lapsed, until="15/05/2019 09:00")

    assert lines(found.dossier)[1:] == [("applicant applicant", 360), ("custodian centre", 60)]


@pytest.mark.parametrize("how", [{"relayed": False}, {"when": "27/05/2019 10:00"}])
def test_a_supplement_that_moves_no_clock_stays_with_who_asked(how: dict[str, Any]) -> None:
    """Around the desk, or out of its window."""
    when = how.pop("when", "14/05/2019 10:00")
    found = charged(*begun, asked(when, **how), law=IN_FIVE_DAYS, until="28/05/2019 10:00")

    assert [name for name, _ in lines(found.dossier)] == ["custodian centre"]


def test_a_fee_is_the_applicants_until_it_is_paid() -> None:
    told = (*begun, fee("13/05/2019 09:00"), paid("13/05/2019 10:00"))
    found = charged(*told, law=IN_FIVE_DAYS, until="13/05/2019 11:00")

    assert lines(found.paper) == [
        ("custodian centre", 60),
        ("applicant applicant", 60),
        ("custodian centre", 60),
    ]


def test_a_status_alone_says_that_the_applicant_is_waited_for() -> None:
    told = (*begun, says("13/05/2019 09:00", StatusReported(status=5)))
    found = charged(*told, law=IN_FIVE_DAYS, until="13/05/2019 10:00")

    assert lines(found.dossier)[-1] == ("applicant applicant", 60)


# Time that is not counted.


@pytest.mark.parametrize(
    ("excludes", "line"),
    [((Exclusion.LAB_TEST,), ("excluded", 120)), ((), ("custodian centre", 180))],
)
def test_time_is_excluded_where_the_term_leaves_it_out(
    excludes: tuple[Exclusion, ...], line: tuple[str, int]
) -> None:
    law = a_small_one({**FIVE_DAYS, "excludes": list(excludes)})
    told = (*begun, *lab("13/05/2019 09:00"))

    assert lines(charged(*told, law=law, until="13/05/2019 11:00").dossier)[-1] == line


def test_where_no_term_is_known_what_is_told_is_believed() -> None:
    told = (accepted("13/05/2019 08:00", "unheard-of"), *lab("13/05/2019 09:00"))
    found = charged(*told, until="13/05/2019 11:00")

    assert lines(found.dossier) == [("unrecorded", 60), ("excluded", 120)]
    assert (found.procedure, found.due) == ("unheard-of", None)


def test_a_stop_that_was_lifted_is_part_of_the_whole() -> None:
    told = (
        *begun,
        says("13/05/2019 09:00", Stopped(reason=StopReason.COURT_ORDER)),
        says("13/05/2019 10:00", Resumed()),
    )
    stopped = charged(*told[:-1], law=IN_FIVE_DAYS)
    resumed = charged(*told, law=IN_FIVE_DAYS, until="13/05/2019 11:00")

    assert (stopped.ended, stopped.minutes) == (True, 60)
    assert (resumed.ended, resumed.minutes) == (False, 180)


# The order is data.

ALL_AT_ONCE = (
    *begun,
    asked("13/05/2019 08:00"),
    *lab("13/05/2019 08:00"),
    *consulted("13/05/2019 08:00", "13/05/2019 09:00", None),
)
EXCLUDING = a_small_one({**FIVE_DAYS, "excludes": [Exclusion.LAB_TEST]})


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ((Account.APPLICANT, Account.EXCLUDED), [("applicant applicant", 120)]),
        ((Account.EXCLUDED, Account.APPLICANT), [("excluded", 120)]),
        (
            (Account.OPINION, Account.OVERDUE_AGENCY),
            [(f"opinion {LAB}", 60), (f"overdue-agency {LAB}", 60)],
        ),
        ((Account.OVERDUE_AGENCY,), [("unrecorded", 60), (f"overdue-agency {LAB}", 60)]),
        ((Account.CUSTODIAN, Account.APPLICANT), [("custodian centre", 120)]),
        ((Account.UNRECORDED, Account.APPLICANT), [("unrecorded", 120)]),
    ],
)
def test_the_first_account_in_the_order_has_the_minute(
    order: tuple[Account, ...], expected: list[tuple[str, int]]
) -> None:
    found = charged(*ALL_AT_ONCE, law=ranked(EXCLUDING, *order), until="13/05/2019 10:00")

    assert lines(found.dossier) == expected
    assert found.minutes == 120


def test_the_order_that_is_shipped_ranks_every_account_once() -> None:
    assert [rank.name for rank in shipped().common.precedence] == list(Account)


def test_an_account_that_has_no_rank_or_two_is_refused() -> None:
    files = {name: told for name, told in definitions().items() if name.startswith("common/")}
    ranks = files["common/defaults.toml"]["precedence"]

    for changed in (ranks[1:], [*ranks, ranks[0]]):
        defaults = {**files["common/defaults.toml"], "precedence": changed}
        with pytest.raises(DefinitionRefused) as refusal:
            parse_common({**files, "common/defaults.toml": defaults})
        (problem,) = refusal.value.problems
        assert (problem.path, problem.rule) == ("precedence", "not-told-once")


# Who used the term, and who made it late.

# A term of two days, of which the process plans 2, 4 and 6 hours.
THREE_STEPS = a_small_one(
    settled_in(2, "received"), steps=[a_step(1, 2), a_step(2, 4), a_step(3, 6)]
)
through_steps = (
    *begun,
    *handed("13/05/2019 10:00", "13/05/2019 14:00", DEPARTMENT, step="2"),
    *handed("13/05/2019 15:30", "13/05/2019 16:00", HANDLER, step="3"),
    *handed("14/05/2019 10:00", "14/05/2019 10:00", CENTRE, step="3"),
    there("16/05/2019 10:00"),
)


def test_what_nobody_had_planned_for_ate_the_slack() -> None:
    found = charged(*through_steps, law=THREE_STEPS)
    used = [
        (share.whose.account, share.whose.holder, share.minutes, share.over)
        for share in found.ate_the_slack
    ]

    assert used == [
        # Step 3 had 360 minutes: the handler took 240 of them, the Centre the other 120.
        (Account.CUSTODIAN, CENTRE, 300 + 480, 660),
        (Account.CUSTODIAN, CENTRE, 120, 120),
        (Account.TRANSIT, DEPARTMENT, 120, 120),
        (Account.TRANSIT, HANDLER, 30, 30),
        (Account.CUSTODIAN, DEPARTMENT, 90, 0),
        (Account.CUSTODIAN, HANDLER, 240, 0),
    ]
    assert found.term_minutes == sum(share.minutes for share in found.ate_the_slack) == 420 + 960


def test_what_came_after_the_due_day_made_it_late() -> None:
    found = charged(*through_steps, law=THREE_STEPS)

    (share,) = found.made_it_late
    assert (share.whose.holder, share.whose.step, share.minutes) == (CENTRE, "3", 180)
    assert (found.due, found.late) == (at("16/05/2019 00:00"), 180)


def test_a_term_that_still_runs_counts_what_is_to_come() -> None:
    found = charged(*begun, law=THREE_STEPS, until="13/05/2019 10:00")

    assert (found.term_minutes, found.minutes) == (1380, 120)


def test_a_promise_for_an_hour_is_kept_by_the_day() -> None:
    told = (
        accepted("13/05/2019 08:00", SMALL, "14/05/2019 10:00", owed=(PAPER,)),
        there("14/05/2019 16:00"),
    )
    found = charged(*told, law=IN_FIVE_DAYS)

    assert (found.due, found.late) == (at("15/05/2019 00:00"), 0)


def test_a_term_in_hours_is_late_to_the_minute() -> None:
    hours = {"amount": 2, "unit": "working-hour", "end_rule": "same-time"}
    law = a_small_one({**FIVE_DAYS, "length": hours})
    told = (accepted("13/05/2019 08:00", SMALL, owed=(PAPER,)), there("13/05/2019 11:10"))

    assert (charged(*told, law=law).due, charged(*told, law=law).late) == (
        at("13/05/2019 10:00"),
        70,
    )


# What nobody can say.


@pytest.mark.parametrize(
    ("law", "lacking"),
    [
        (replace(shipped(), calendar=None), Lacking.CALENDAR),
        (replace(shipped(), common=Common()), Lacking.PRECEDENCE),
        (a_small_one(settled_in(5, "milestone:council-met")), Lacking.START),
    ],
)
def test_why_nobody_can_say_whose_time_it_was(law: Law, lacking: Lacking) -> None:
    assert uncharged(*begun, law=law) is lacking


def test_before_the_receipt_no_time_runs() -> None:
    assert uncharged() is Lacking.RECEIPT
    assert uncharged(*begun, until="13/05/2019 07:59") is Lacking.RECEIPT


def test_without_office_hours_nothing_is_guessed() -> None:
    calendar = shipped().calendar
    assert calendar
    law = replace(IN_FIVE_DAYS, calendar=replace(calendar, hours=()))

    assert uncharged(*begun, law=law) is Lacking.OFFICE_HOURS


def test_what_ended_as_it_began_has_no_charge() -> None:
    found = charged(*begun, there("13/05/2019 08:00"), law=IN_FIVE_DAYS)

    assert (found.minutes, found.dossier, found.paper, found.ate_the_slack) == (0, (), (), ())
