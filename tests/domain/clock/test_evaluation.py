"""The evaluation of research that no state budget paid for: many clocks in one procedure, and time
in the laboratory that only those count out that say so."""

import pytest

from domain.dossier.deadlines import Missing
from domain.dossier.events import OpinionRequested, SupplementLapsed, Told, Withdrawn
from domain.dossier.timeliness import Timeliness
from tests.domain.clock.telling import (
    EVALUATION,
    SMALL,
    a_small_one,
    accepted,
    answered,
    asked,
    calendar_days,
    came,
    clock,
    done,
    fee,
    happened,
    lab,
    moved_by,
    paid,
    result,
    says,
    settled_in,
    shown,
)
from tests.domain.procedure.definitions import a_term

receipt = accepted("10/01/2019 09:00", EVALUATION)

TET_2019 = [f"skipped {each:02}/02 Lunar New Year 2019" for each in (4, 5, 6, 7, 8)]


def test_every_clock_of_the_procedure_and_of_the_decree_has_its_deadline() -> None:
    deadlines = clock(receipt).clocks

    assert {name: shown(each) for name, each in deadlines.items()} == {
        "intake-check": "17/01/2019",
        "applicant-supplement": "not-started",
        "settlement": "21/03/2019",
        "milestone:published": "24/01/2019",
        "milestone:council-formed": "31/01/2019",
        "milestone:council-papers": "not-started",
        "milestone:council-met": "not-started",
        "milestone:council-minutes": "not-started",
        "milestone:certificate": "not-started",
        "milestone:re-evaluated": "not-started",
        "transfer": "10/01/2019",
        "milestone:supplement-requested": "15/01/2019",
        "apology": "20/03/2019",
    }
    assert deadlines["settlement"] == clock(receipt).due.legal


def test_each_names_the_rule_that_it_is_taken_from() -> None:
    basis = {name: each.legal_basis for name, each in clock(receipt).clocks.items()}

    assert basis["milestone:council-formed"] == "TT 02/2015/TT-BKHCN Art. 10"
    assert basis["transfer"] == "NĐ 61/2018/NĐ-CP Art. 18"
    assert basis["milestone:supplement-requested"] == "NĐ 61/2018/NĐ-CP Art. 19(4)"
    assert basis["apology"] == "NĐ 61/2018/NĐ-CP Art. 19(9)"


def test_before_the_acceptance_no_clock_runs() -> None:
    assert clock(came("10/01/2019 09:00")).clocks == {}


# The laboratory


tested = lab("21/01/2019 09:00", "20/02/2019 09:00")


def test_testing_is_not_counted_in_the_term_that_leaves_it_out() -> None:
    """Seven days were used by 21/01; the other 38 run on from 21/02."""
    legal = clock(receipt, *tested).due.legal

    assert shown(legal) == "16/04/2019"
    assert happened(legal) == [
        "started acceptance 10/01 09:00",
        "paused lab-test 21/01 09:00 - 20/02 09:00",
    ]
    assert [why.what for why in legal.because if why.what] == ["lab-test", "lab-test"]


def test_nor_in_the_forming_of_the_council_but_in_its_announcement() -> None:
    deadlines = clock(receipt, *tested).clocks

    assert shown(deadlines["milestone:council-formed"]) == "04/03/2019"
    assert shown(deadlines["milestone:published"]) == "24/01/2019"
    assert happened(deadlines["milestone:published"]) == ["started acceptance 10/01 09:00"]


def test_while_it_lasts_there_is_no_date_and_the_dossier_is_in_time() -> None:
    dossier = clock(receipt, *lab("21/01/2019 09:00"))

    assert dossier.due.legal.missing is Missing.SUSPENDED
    assert shown(dossier.clocks["apology"]) == "not-started"
    assert dossier.stands("31/12/2019") is Timeliness.IN_TIME


def test_the_slip_that_was_printed_before_it_binds_no_longer() -> None:
    slip = accepted("10/01/2019 09:00", EVALUATION, returns="21/03/2019 17:00")

    assert clock(slip).owed == "21/03/2019"
    assert clock(slip, *lab("21/01/2019 09:00")).owed == "suspended"
    assert clock(slip, *tested).owed == "16/04/2019"


def test_testing_that_begins_when_the_term_is_over_saves_nothing() -> None:
    late = clock(receipt, *lab("22/03/2019 08:00", "01/04/2019 09:00"))

    assert late.legal == "21/03/2019"
    assert happened(late.due.legal) == ["started acceptance 10/01 09:00"]


def test_nor_does_testing_after_the_promised_day_help_a_slip() -> None:
    slip = accepted("10/01/2019 09:00", EVALUATION, returns="01/03/2019 17:00")
    late = clock(slip, *lab("04/03/2019 08:00", "01/04/2019 09:00"))

    assert late.owed == "01/03/2019"
    assert clock(slip, *lab("04/03/2019 08:00")).stands("04/03/2019") is Timeliness.OVERDUE


def test_testing_whose_end_nobody_told_ended_when_the_result_came() -> None:
    dossier = clock(receipt, *lab("21/01/2019 09:00"), result("25/02/2019 09:00"))

    assert happened(dossier.due.legal)[-1] == "paused lab-test 21/01 09:00 - 25/02 09:00"
    assert dossier.stands("25/02/2019") is Timeliness.EARLY


def test_but_when_it_was_withdrawn_nobody_knows() -> None:
    dossier = clock(receipt, *lab("21/01/2019 09:00"), says("25/02/2019 09:00", Withdrawn()))

    assert dossier.stands("25/02/2019") is Timeliness.UNDETERMINED


def test_time_that_the_term_does_not_leave_out_is_counted() -> None:
    told = clock(accepted("10/01/2019 09:00"), *tested)

    assert told.legal == "17/01/2019"


@pytest.mark.parametrize(
    ("excludes", "due"),
    [
        pytest.param(["fee-wait"], "23/01/2019", id="four days of waiting for the fee"),
        pytest.param([], "17/01/2019", id="none"),
    ],
)
def test_waiting_for_a_fee_is_left_out_where_the_term_says_so(
    excludes: list[str], due: str
) -> None:
    law = a_small_one(settled_in(5, excludes=excludes))
    waits = (fee("11/01/2019 09:00"), paid("17/01/2019 09:00"))
    dossier = clock(accepted("10/01/2019 09:00", SMALL), *waits, law=law)

    assert dossier.legal == due


def test_a_fee_that_is_still_waited_for_then_holds_it() -> None:
    law = a_small_one(settled_in(5, excludes=["fee-wait"]))
    dossier = clock(accepted("10/01/2019 09:00", SMALL), fee("11/01/2019 09:00"), law=law)

    assert dossier.legal == "suspended"
    assert dossier.standing.waits


# The council


def test_a_deed_starts_the_next_clock() -> None:
    deadlines = clock(
        receipt,
        done("24/01/2019 16:00", "council-formed"),
        done("20/02/2019 09:00", "council-met"),
        done("22/02/2019 09:00", "council-minutes"),
    ).clocks

    assert shown(deadlines["milestone:council-met"]) == "21/02/2019"
    assert moved_by(deadlines["milestone:council-met"]) == TET_2019
    assert shown(deadlines["milestone:council-minutes"]) == "25/02/2019"
    assert shown(deadlines["milestone:certificate"]) == "01/03/2019"
    assert happened(deadlines["milestone:certificate"]) == [
        "started milestone:council-minutes 22/02 09:00"
    ]


@pytest.mark.parametrize(
    ("met", "papers", "moved"),
    [
        ("20/02/2019", "15/02/2019", []),
        ("11/02/2019", "30/01/2019", TET_2019),
        ("07/05/2019", "03/05/2019", ["made-up 04/05 Make-up working day"]),
    ],
)
def test_the_papers_are_due_three_working_days_before_the_meeting(
    met: str, papers: str, moved: list[str]
) -> None:
    before = clock(receipt, done(f"{met} 09:00", "council-met")).clocks["milestone:council-papers"]

    assert shown(before) == papers
    assert moved_by(before) == moved
    assert before.at
    assert f"{before.at:%H:%M}" == "17:00"


def test_a_renewal_is_filed_sixty_calendar_days_before_the_licence_expires() -> None:
    deadlines = clock(
        accepted("10/01/2019 09:00", "SKHCN-ATBX-03"), done("31/05/2019 00:00", "licence-expiry")
    ).clocks

    assert shown(deadlines["filing"]) == "01/04/2019"


@pytest.mark.parametrize(
    ("length", "start", "due", "moved"),
    [
        pytest.param(calendar_days(3), "10/06/2019", "07/06/2019", [], id="days"),
        pytest.param(calendar_days(2), "10/06/2019", "07/06/2019", ["rolled 08/06"], id="rolled"),
        pytest.param(
            {"amount": 1, "unit": "month", "roll": "none"},
            "31/03/2019",
            "28/02/2019",
            [],
            id="month",
        ),
        pytest.param({"amount": 0, "unit": "same-day"}, "10/06/2019", "10/06/2019", [], id="day"),
        pytest.param({"amount": 4, "unit": "working-hour"}, "10/06/2019", "not-computable", []),
    ],
)
def test_whatever_its_unit_a_term_may_count_back(
    length: dict[str, object], start: str, due: str, moved: list[str]
) -> None:
    """A last day off is the working day before it: the time may not be shorter."""
    ahead = a_term("milestone:told", length=length, starts=["milestone:met"], counts="before")
    law = a_small_one(settled_in(5), ahead)
    dossier = clock(accepted("10/01/2019 09:00", SMALL), done(f"{start} 09:00", "met"), law=law)

    assert shown(dossier.clocks["milestone:told"]) == due
    assert moved_by(dossier.clocks["milestone:told"]) == moved


# The decrees


@pytest.mark.parametrize(
    ("received", "forwarded"),
    [
        ("10/01/2019 15:00", "10/01/2019"),
        ("10/01/2019 15:01", "11/01/2019"),
        ("11/01/2019 16:00", "14/01/2019"),
        ("12/01/2019 09:00", "14/01/2019"),
    ],
)
def test_paper_goes_the_same_day_or_after_three_the_next_one(received: str, forwarded: str) -> None:
    assert shown(clock(accepted(received, EVALUATION)).clocks["transfer"]) == forwarded


def test_what_was_handed_in_days_before_goes_when_it_is_accepted() -> None:
    """The decree counts from the acceptance; sector law from the hand-in."""
    deadlines = clock(came("04/01/2019 09:00"), receipt).clocks

    assert shown(deadlines["transfer"]) == "10/01/2019"
    assert shown(deadlines["intake-check"]) == "10/01/2019"


def test_the_apology_is_due_one_day_before_what_is_owed() -> None:
    """A calendar day: it does not roll, and a reschedule does not put it off."""
    slip = accepted("10/01/2019 09:00", EVALUATION, returns="18/03/2019 17:00")
    apology = clock(slip).clocks["apology"]

    assert shown(apology) == "17/03/2019"
    assert happened(apology) == ["started due 18/03 17:00"]


def test_until_when_the_applicant_has_time_counts_from_the_last_request() -> None:
    once = clock(receipt, asked("14/01/2019 10:00"))
    twice = clock(
        receipt,
        asked("14/01/2019 10:00"),
        answered("21/01/2019 10:00"),
        asked("22/01/2019 10:00", "2"),
    )

    assert shown(once.clocks["applicant-supplement"]) == "04/03/2019"
    assert shown(twice.clocks["applicant-supplement"]) == "12/03/2019"


@pytest.mark.parametrize(
    ("start", "event", "due"),
    [
        ("supplement-complete", answered("21/01/2019 10:00"), "23/01/2019"),
        ("supplement-complete", says("21/01/2019 10:00", SupplementLapsed()), "not-started"),
        ("opinion-requested", says("21/01/2019 10:00", OpinionRequested(agency="a")), "23/01/2019"),
        ("milestone:met", done("21/01/2019 10:00", "met"), "23/01/2019"),
        ("milestone:met", done("21/01/2019 10:00", "formed"), "not-started"),
    ],
)
def test_a_clock_starts_by_what_it_names(start: str, event: Told, due: str) -> None:
    opinion = a_term("opinion", days=2, starts=[start], supplement=None)
    law = a_small_one(settled_in(5), opinion)
    dossier = clock(accepted("10/01/2019 09:00", SMALL), asked("14/01/2019 10:00"), event, law=law)

    assert shown(dossier.clocks["opinion"]) == due


def test_of_several_the_last_one_counts() -> None:
    opinion = a_term("opinion", days=2, starts=["opinion-requested"], supplement=None)
    complete = a_term("step", days=2, starts=["supplement-complete"], supplement=None)
    dossier = clock(
        accepted("10/01/2019 09:00", SMALL),
        says("14/01/2019 10:00", OpinionRequested(opinion="1", agency="a")),
        says("21/01/2019 10:00", OpinionRequested(opinion="2", agency="b")),
        asked("14/01/2019 10:00"),
        asked("14/01/2019 11:00", "2"),
        answered("16/01/2019 10:00"),
        answered("22/01/2019 10:00", "2"),
        law=a_small_one(settled_in(5), opinion, complete),
    )

    assert shown(dossier.clocks["opinion"]) == "23/01/2019"
    assert shown(dossier.clocks["step"]) == "24/01/2019"


def test_a_settlement_that_counted_from_its_own_return_date_never_starts() -> None:
    law = a_small_one(settled_in(5, "due"))

    assert clock(accepted("10/01/2019 09:00", SMALL), law=law).legal == "not-started"
