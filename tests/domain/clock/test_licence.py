"""The X-ray licence: one procedure under three regimes, and a clock that waits for the fee."""

from domain.calendar.because import Cause
from domain.dossier.deadlines import Missing
from domain.dossier.events import Stopped, StopReason
from domain.dossier.timeliness import Timeliness
from domain.procedure.common import Default
from tests.domain.clock.telling import (
    LICENCE,
    accepted,
    came,
    clock,
    fee,
    happened,
    moved_by,
    paid,
    rescheduled,
    result,
    says,
    shown,
)


def test_by_the_law_of_2008_it_is_due_after_thirty_days() -> None:
    legal = clock(accepted("02/08/2010 09:00", LICENCE)).due.legal

    assert shown(legal) == "01/09/2010"
    assert legal.legal_basis == "Luật 18/2008/QH12 Art. 77(2)(b)"


def test_holidays_of_a_year_that_nobody_declared_make_it_provisional() -> None:
    legal = clock(accepted("02/08/2010 09:00", LICENCE)).due.legal

    assert [why.cause for why in legal.because] == [Cause.COUNTED_FROM, Cause.NOT_COVERED]


def test_since_the_circular_of_2010_an_authority_may_commit_to_less() -> None:
    told = clock(accepted("05/04/2019 09:00", LICENCE, returns="22/04/2019 17:00")).due

    assert shown(told.legal) == "06/05/2019"
    assert moved_by(told.legal) == ["rolled 05/05"]
    assert told.legal.legal_basis == "Luật 18/2008/QH12 Art. 77(2)(b)"
    assert shown(told.committed) == "23/04/2019"
    assert moved_by(told.committed) == [
        "skipped 15/04 Compensation for Hùng Kings' Commemoration Day"
    ]
    assert told.committed.legal_basis == "As committed in Thừa Thiên Huế"
    assert shown(told.promised) == shown(told.current) == shown(told.owed) == "22/04/2019"


def test_since_the_decree_of_2020_it_is_due_25_days_after_dossier_and_fee() -> None:
    told = clock(
        accepted("03/08/2026 09:00", LICENCE, returns="03/09/2026 17:00"),
        fee("03/08/2026 09:00"),
        paid("07/08/2026 15:00"),
    ).due

    assert happened(told.legal) == ["started paid 07/08 15:00"]
    assert shown(told.legal) == "03/09/2026"
    assert moved_by(told.legal) == [
        "rolled 01/09 Day beside National Day",
        "skipped 02/09 National Day",
    ]
    assert told.legal.legal_basis == "NĐ 142/2020/NĐ-CP Art. 29"
    assert shown(told.committed) == "22/08/2026"
    assert moved_by(told.committed) == ["made-up 22/08 Make-up working day"]


def test_the_last_day_of_the_old_regime_and_the_first_of_the_new() -> None:
    """In force since 01/02/2021: the codified law's 01/02/2020 is a misprint."""
    last, first = (clock(accepted(f"{day} 09:00", LICENCE)) for day in ("29/01/2021", "01/02/2021"))

    assert last.due.legal.legal_basis == "Luật 18/2008/QH12 Art. 77(2)(b)"
    assert first.due.legal.legal_basis == "NĐ 142/2020/NĐ-CP Art. 29"
    assert [last.legal, first.legal] == ["01/03/2021", "26/02/2021"]


def test_the_four_dates_and_the_one_that_is_owed_stand_side_by_side() -> None:
    told = clock(
        accepted("05/04/2019 09:00", LICENCE, returns="22/04/2019 17:00"),
        rescheduled("19/04/2019 10:00", "26/04/2019 17:00"),
    ).due

    assert [
        shown(each) for each in (told.legal, told.committed, told.promised, told.current, told.owed)
    ] == ["06/05/2019", "23/04/2019", "22/04/2019", "26/04/2019", "22/04/2019"]


# Dossier and fee


receipt = accepted("03/08/2026 09:00", LICENCE)


def test_it_has_not_started_until_the_fee_is_paid() -> None:
    waiting = clock(receipt, fee("03/08/2026 10:00"))

    assert (waiting.legal, waiting.owed) == ("unpaid", "unpaid")
    assert happened(waiting.due.legal) == ["suspended fee 1 03/08 10:00"]
    assert waiting.stands("31/12/2026") is Timeliness.IN_TIME


def test_a_slip_does_not_start_it_either() -> None:
    """What the slip says was counted from a fee that was to be paid at once."""
    slip = accepted("03/08/2026 09:00", LICENCE, returns="28/08/2026 17:00")

    assert clock(slip, fee("03/08/2026 10:00")).owed == "unpaid"
    assert clock(slip, fee("03/08/2026 10:00"), paid("10/08/2026 10:00")).owed == "04/09/2026"
    assert clock(slip, fee("03/08/2026 10:00"), paid("03/08/2026 10:30")).owed == "28/08/2026"


def test_a_fee_that_is_paid_on_the_day_of_the_slip_leaves_a_shorter_promise_standing() -> None:
    slip = accepted("03/08/2026 09:00", LICENCE, returns="20/08/2026 17:00")

    assert clock(slip, fee("03/08/2026 10:00"), paid("03/08/2026 15:00")).owed == "20/08/2026"


def test_one_more_fee_that_is_asked_for_too_late_does_not_bring_the_slip_back() -> None:
    slip = accepted("03/08/2026 09:00", LICENCE, returns="28/08/2026 17:00")
    in_time = (slip, fee("03/08/2026 10:00"), paid("10/08/2026 10:00"))

    assert clock(*in_time, fee("29/08/2026 09:00", "2")).owed == "04/09/2026"


def test_nor_does_a_fee_that_is_asked_for_after_the_promised_day_excuse_anybody() -> None:
    slip = accepted("03/08/2026 09:00", LICENCE, returns="28/08/2026 17:00")
    too_late = (slip, fee("29/08/2026 10:00"))

    assert clock(*too_late).owed == "28/08/2026"
    assert clock(*too_late, paid("01/09/2026 10:00")).owed == "28/08/2026"


def test_whether_it_waits_for_the_fee_at_all_is_a_reading() -> None:
    waiting = clock(receipt, fee("03/08/2026 10:00"))

    assert waiting.contested("28/08/2026") == ()
    assert waiting.contested("29/08/2026") == (Default.STARTS_AS_THE_TERM_NAMES,)


def test_a_fee_paid_before_the_acceptance_waits_for_nothing() -> None:
    told = clock(fee("31/07/2026 09:00"), paid("31/07/2026 09:10"), receipt)

    assert happened(told.due.legal) == ["started acceptance 03/08 09:00"]
    assert told.legal == "28/08/2026"


def test_nor_does_one_that_was_paid_and_never_asked_for() -> None:
    assert clock(paid("31/07/2026 09:10"), receipt).legal == "28/08/2026"


def test_where_no_fee_was_told_of_it_counts_from_the_acceptance_and_says_so() -> None:
    told = clock(receipt)

    assert told.legal == "28/08/2026"
    assert told.due.legal.rules == (Default.STARTS_AT_ACCEPTANCE,)


def test_of_two_fees_asked_for_at_once_the_last_one_paid_starts_it() -> None:
    """Phí and lệ phí."""
    both = (receipt, fee("03/08/2026 09:10"), fee("03/08/2026 09:20", "2"))

    assert clock(*both, paid("04/08/2026 09:00")).legal == "unpaid"
    assert happened(
        clock(*both, paid("04/08/2026 09:00"), paid("05/08/2026 09:00", "2")).due.legal
    ) == ["started paid 05/08 09:00"]


def test_so_does_one_that_is_asked_for_again_on_the_day_it_was_paid() -> None:
    told = clock(
        receipt,
        fee("03/08/2026 09:10"),
        paid("04/08/2026 09:00"),
        fee("04/08/2026 15:00"),
        paid("06/08/2026 09:00"),
    )

    assert happened(told.due.legal) == ["started paid 06/08 09:00"]


def test_a_fee_that_is_asked_for_while_it_runs_neither_stops_nor_starts_it_again() -> None:
    running = (receipt, fee("03/08/2026 09:10"), paid("04/08/2026 09:00"))
    again = (*running, fee("20/08/2026 09:00"))

    assert clock(*running).legal == "03/09/2026"
    assert clock(*again).legal == "03/09/2026"
    assert clock(*again, paid("25/08/2026 09:00")).legal == "03/09/2026"


def test_a_fee_that_the_result_did_not_wait_for_started_nothing() -> None:
    """Else whoever is paid at the pick-up would be early, however late the result was."""
    late = (receipt, fee("03/08/2026 09:10"), result("15/09/2026 09:00"))

    for dossier in (clock(*late), clock(*late, paid("16/09/2026 09:00"))):
        assert dossier.legal == "28/08/2026"
        assert dossier.stands("30/09/2026") is Timeliness.LATE


def test_what_was_stopped_because_nobody_paid_never_had_a_date() -> None:
    stopped = says("01/10/2026 09:00", Stopped(reason=StopReason.FEE_UNPAID))
    dossier = clock(receipt, fee("03/08/2026 09:10"), stopped)

    assert dossier.due.legal.missing is Missing.UNPAID
    assert dossier.stands("01/10/2026") is Timeliness.UNDETERMINED


def test_papers_that_lay_at_the_desk_count_from_the_end_of_the_check_not_of_the_delay() -> None:
    """Checked within five working days of the hand-in, and paid by then: due as if accepted."""
    told = clock(
        came("03/08/2026 09:00"),
        paid("04/08/2026 09:00"),
        accepted("17/08/2026 09:00", LICENCE),
    )

    assert happened(told.due.legal) == ["started check-window 10/08 17:00"]
    assert told.legal == "04/09/2026"
