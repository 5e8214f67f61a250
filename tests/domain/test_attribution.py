"""Whose time it was, counted by hand: office hours 07:00-11:30 and 13:30-17:00 (Viet Nam)."""

import pytest

from domain.dossier.attribution import Dimension, totals
from domain.dossier.events import (
    CarrierLost,
    ResultArrived,
    StatusReported,
    TransferRecalled,
    TransferRefused,
)
from domain.procedure.common import Account
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
    sent_back,
    taken,
    there,
    went,
)
from tests.domain.clock.telling import (
    DIGITAL,
    PAPER,
    SMALL,
    a_small_one,
    accepted,
    says,
    shipped,
)

IN_FIVE_DAYS = a_small_one(FIVE_DAYS)

# Friday 3 May 2019; Saturday the 4th made up for Monday 29 April.
over_a_weekend = (
    *lay("03/05/2019 14:00"),
    accepted("03/05/2019 14:00", SMALL, owed=(PAPER,)),
    *handed("03/05/2019 16:30", "06/05/2019 08:00", DEPARTMENT, step="2"),
    there("06/05/2019 10:00"),
)


def test_paper_in_transit_over_a_weekend_before_a_make_up_saturday() -> None:
    found = charged(*over_a_weekend, law=IN_FIVE_DAYS)

    assert lines(found.paper) == [
        ("custodian centre", 150),
        # Half an hour of Friday, the whole of the make-up Saturday, an hour of Monday.
        ("transit department 2", 30 + 480 + 60),
        ("custodian department 2", 120),
    ]
    assert lines(found.dossier) == lines(found.paper)
    assert lines(found.digital) == [("unrecorded", 840)]
    assert found.minutes == 840


def test_a_transit_knows_the_giver_and_a_charge_its_time() -> None:
    _, transit, _ = charged(*over_a_weekend, law=IN_FIVE_DAYS).dossier

    assert (transit.whose.giver, transit.whose.carrier) == (CENTRE, PAPER)
    assert transit.since == at("03/05/2019 16:30")
    assert transit.until == at("06/05/2019 08:00")


def test_an_open_dossier_is_charged_up_to_the_instant() -> None:
    found = charged(*over_a_weekend, law=IN_FIVE_DAYS, until="04/05/2019 10:00")

    assert lines(found.paper) == [("custodian centre", 150), ("transit department 2", 30 + 180)]
    assert (found.ended, found.until) == (False, at("04/05/2019 10:00"))


# Two carriers: digital is opened at once, paper comes the next morning.
two_carriers = (
    *lay("22/04/2019 08:00", PAPER, DIGITAL),
    accepted("22/04/2019 08:00", SMALL, "02/05/2019 17:00", owed=(PAPER, DIGITAL)),
    *handed("22/04/2019 14:00", "22/04/2019 14:10", DEPARTMENT, DIGITAL),
    *handed("22/04/2019 15:00", "23/04/2019 09:00", DEPARTMENT, PAPER),
)


def test_the_digital_file_is_there_and_the_paper_is_on_its_way() -> None:
    found = charged(*two_carriers, law=IN_FIVE_DAYS, until="23/04/2019 10:00")

    assert lines(found.dossier) == [
        ("custodian centre", 210 + 30),
        ("transit department", 10),
        ("custodian department", 50),  # nobody had sent the paper yet: the file is all there is
        ("other-carrier department (paper: transit)", 120 + 120),
        ("custodian department", 60),
    ]
    assert lines(found.digital) == lines(found.dossier)
    assert lines(found.paper) == [
        ("custodian centre", 210 + 90),
        ("transit department", 240),
        ("custodian department", 60),
    ]


def test_the_paper_waits_for_the_data_as_well() -> None:
    told = (
        *lay("22/04/2019 08:00", PAPER, DIGITAL),
        accepted("22/04/2019 08:00", SMALL),
        *handed("22/04/2019 09:00", "22/04/2019 10:00", HANDLER, PAPER),
        went("22/04/2019 09:30", HANDLER, DIGITAL),
    )
    found = charged(*told, law=IN_FIVE_DAYS, until="22/04/2019 11:00")

    assert lines(found.paper)[-1] == ("other-carrier department/handler (digital: transit)", 60)
    assert lines(found.digital) == [("custodian centre", 90), ("transit department/handler", 90)]
    assert lines(found.dossier)[-1] == lines(found.paper)[-1]


def test_paper_that_nobody_sent_is_not_waited_for() -> None:
    found = charged(*two_carriers[:5], law=IN_FIVE_DAYS, until="22/04/2019 16:00")

    assert lines(found.dossier)[-1] == ("custodian department", 110)
    assert lines(found.paper) == [("custodian centre", 360)]


def test_what_is_with_another_than_where_it_goes_is_not_waited_for() -> None:
    told = (*two_carriers[:3], went("22/04/2019 09:00", DEPARTMENT, PAPER))
    found = charged(*told, law=IN_FIVE_DAYS, until="22/04/2019 10:00")

    assert lines(found.dossier) == [("custodian centre", 120)]
    assert lines(found.paper) == [("custodian centre", 60), ("transit department", 60)]


def test_where_both_are_on_their_way_neither_waits() -> None:
    told = (
        *two_carriers[:5],
        went("22/04/2019 14:30", HANDLER, DIGITAL),
        went("22/04/2019 15:00", DEPARTMENT, PAPER),
    )
    found = charged(*told, law=IN_FIVE_DAYS, until="22/04/2019 16:00")

    assert lines(found.dossier)[-1] == ("transit department/handler", 90)


def test_a_result_at_an_unnamed_desk_is_there_and_waits() -> None:
    told = (*two_carriers[:3], says("22/04/2019 09:00", ResultArrived(carrier=DIGITAL)))
    found = charged(*told, law=IN_FIVE_DAYS, until="22/04/2019 10:00")

    assert lines(found.digital) == [
        ("custodian centre", 60),
        ("other-carrier centre (paper: custodian)", 60),
    ]


def test_what_is_owed_may_be_told_after_a_result_came() -> None:
    told = (
        says("22/04/2019 08:00", StatusReported(status=2)),
        says("22/04/2019 09:00", ResultArrived(carrier=DIGITAL)),
        accepted("22/04/2019 10:00", SMALL, owed=(PAPER, DIGITAL)),
    )
    found = charged(*told, law=IN_FIVE_DAYS, until="22/04/2019 11:00")

    assert lines(found.dossier) == [("other-carrier (paper: unrecorded)", 60)]


# Due on Thursday 2 May: the digital result comes that day, the paper on Saturday the 4th.
half_late = (
    *two_carriers,
    *sent_back("02/05/2019 16:00", "02/05/2019 16:00", DIGITAL),
    went("02/05/2019 16:30", CENTRE, PAPER, object="result", giver=DEPARTMENT),
    there("04/05/2019 10:00", PAPER),
)


def test_the_digital_result_came_on_the_due_day_and_its_paper_two_days_later() -> None:
    found = charged(*half_late, law=IN_FIVE_DAYS)

    assert found.due == at("03/05/2019 00:00")
    assert lines(found.dossier)[-2:] == [
        ("other-carrier department (paper: custodian)", 30),
        ("other-carrier centre (paper: transit)", 30 + 480 + 180),
    ]
    assert lines(found.paper)[-1] == ("transit centre", 690)
    assert lines(found.digital)[-1] == ("other-carrier centre (paper: transit)", 690)
    assert [share.minutes for share in found.made_it_late] == [480 + 180]
    assert (found.late, found.dossier[-1].before, found.dossier[-1].after) == (660, 30, 660)


def test_where_transit_goes_first_the_same_minutes_are_charged_to_it() -> None:
    ours = [rank.name for rank in shipped().common.precedence]
    ours.remove(Account.OTHER_CARRIER)
    law = ranked(IN_FIVE_DAYS, *ours, Account.OTHER_CARRIER)
    found = charged(*half_late, law=law)

    assert lines(found.dossier)[-1] == ("transit centre", 690)
    assert found.minutes == charged(*half_late, law=IN_FIVE_DAYS).minutes


def test_where_only_one_result_is_owed_the_end_waits_for_that() -> None:
    told = (
        *lay("22/04/2019 08:00", PAPER, DIGITAL),
        accepted("22/04/2019 08:00", SMALL, owed=(PAPER,)),
        went("22/04/2019 09:00", CENTRE, PAPER, object="result", giver=DEPARTMENT),
    )
    found = charged(*told, law=IN_FIVE_DAYS, until="22/04/2019 10:00")

    assert lines(found.dossier) == [("custodian centre", 60), ("transit centre", 60)]


# What is refused, recalled or lost.


def test_what_is_refused_travels_back() -> None:
    told = (
        *over_a_weekend[:2],
        went("03/05/2019 14:30", DEPARTMENT, step="2"),
        says("03/05/2019 15:00", TransferRefused(carrier=PAPER, taker=DEPARTMENT, reason="-")),
        taken("03/05/2019 15:30", CENTRE),
    )
    found = charged(*told, law=IN_FIVE_DAYS, until="03/05/2019 16:00")

    assert lines(found.paper) == [
        ("custodian centre", 30),
        ("transit department 2", 30),
        ("transit centre", 30),
        ("custodian centre", 30),
    ]


def test_what_is_recalled_was_in_transit_until_then() -> None:
    told = (
        *over_a_weekend[:2],
        went("03/05/2019 14:30", DEPARTMENT),
        says("03/05/2019 15:00", TransferRecalled(carrier=PAPER)),
        says("03/05/2019 16:00", CarrierLost(carrier=PAPER)),
    )
    found = charged(*told, law=IN_FIVE_DAYS, until="03/05/2019 16:30")

    assert lines(found.paper) == [
        ("custodian centre", 30),
        ("transit department", 30),
        ("custodian centre", 60),
        ("custodian lost", 30),
    ]


def test_without_a_record_of_custody_nobody_is_charged() -> None:
    told = (accepted("22/04/2019 08:00", SMALL), there("22/04/2019 10:00"))
    found = charged(*told, law=IN_FIVE_DAYS)

    assert lines(found.dossier) == lines(found.paper) == lines(found.digital)
    assert lines(found.dossier) == [("unrecorded", 120)]


def test_the_paper_speaks_where_no_record_says_who_has_the_data() -> None:
    told = (
        *over_a_weekend[:2],
        went("03/05/2019 15:00", DEPARTMENT, DIGITAL),
        says("03/05/2019 15:30", TransferRecalled(carrier=DIGITAL)),
    )
    found = charged(*told, law=IN_FIVE_DAYS, until="03/05/2019 16:00")

    assert lines(found.dossier) == [
        ("custodian centre", 60),
        ("transit department", 30),
        ("custodian centre", 30),
    ]


# Another agency.


def test_an_opinion_is_overdue_from_the_minute_of_its_deadline() -> None:
    told = (
        *lay("23/04/2019 08:00"),
        accepted("23/04/2019 08:00", SMALL),
        *consulted("23/04/2019 09:00", "24/04/2019 10:00", "24/04/2019 14:00"),
    )
    found = charged(*told, law=IN_FIVE_DAYS, until="24/04/2019 15:00")

    assert lines(found.dossier) == [
        ("custodian centre", 60),
        (f"opinion {LAB}", 150 + 210 + 180),
        (f"overdue-agency {LAB}", 90 + 30),
        ("custodian centre", 60),
    ]
    assert lines(found.paper) == lines(found.dossier)
    assert lines(found.digital)[1:-1] == lines(found.dossier)[1:-1]


def test_an_answer_in_the_last_minute_is_not_overdue() -> None:
    asked = consulted("23/04/2019 09:00", "24/04/2019 10:00", "24/04/2019 10:00")
    found = charged(
        accepted("23/04/2019 08:00", SMALL), *asked, law=IN_FIVE_DAYS, until="24/04/2019 11:00"
    )

    names = [name for name, _ in lines(found.dossier)]
    assert names == ["unrecorded", f"opinion {LAB}", "unrecorded"]


def test_one_agency_in_time_goes_before_one_that_is_late() -> None:
    asked = (
        *consulted("22/04/2019 09:00", "22/04/2019 10:00", None),
        *consulted("22/04/2019 09:30", "22/04/2019 11:00", None, "2"),
    )
    found = charged(
        accepted("22/04/2019 09:00", SMALL), *asked, law=IN_FIVE_DAYS, until="22/04/2019 11:30"
    )

    assert lines(found.dossier) == [(f"opinion {LAB}", 120), (f"overdue-agency {LAB}", 30)]


def test_where_no_deadline_was_set_nobody_is_overdue() -> None:
    asked = consulted("22/04/2019 09:00", None, None)
    found = charged(
        accepted("22/04/2019 09:00", SMALL), *asked, law=IN_FIVE_DAYS, until="22/04/2019 11:30"
    )

    assert lines(found.dossier) == [(f"opinion {LAB}", 150)]


# Sums over many.


@pytest.mark.parametrize("carrier", [None, PAPER, DIGITAL])
def test_a_minute_belongs_to_the_month_in_which_it_passed(carrier: None) -> None:
    told = (
        *lay("26/04/2019 15:00"),
        accepted("26/04/2019 15:00", SMALL, owed=(PAPER,)),
        went("26/04/2019 16:00", DEPARTMENT),
        there("02/05/2019 08:00"),
    )
    found = charged(*told, law=IN_FIVE_DAYS)
    sums = totals([found, found], [Dimension.MONTH], carrier)

    # 29 April is off for the swap, 30 April and 1 May are holidays.
    assert [(total.key, total.minutes) for total in sums] == [
        (("2019-04",), 2 * 120),
        (("2019-05",), 2 * 60),
    ]


def test_minutes_are_summed_by_account_unit_step_and_procedure() -> None:
    found = charged(*over_a_weekend, law=IN_FIVE_DAYS)
    by = [Dimension.ACCOUNT, Dimension.UNIT, Dimension.STEP, Dimension.PROCEDURE]

    assert [(total.key, total.minutes) for total in totals([found], by)] == [
        (("custodian", "centre", None, SMALL), 150),
        (("transit", "centre", "2", SMALL), 570),
        (("custodian", "department", "2", SMALL), 120),
    ]
    assert [total.minutes for total in totals([found, found], [])] == [1680]
