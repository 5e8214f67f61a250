"""When the clock starts: by what the term names, else by the acceptance, at the latest a complete
hand-in plus the check window; never by the scan or the typing."""

from typing import Any

import pytest

from domain.dossier.events import (
    Digitised,
    IntakeSupplementReceived,
    IntakeSupplementRequested,
    Reconciled,
    StatusReported,
    Submitted,
    Told,
)
from domain.dossier.timeliness import Timeliness
from domain.dossier.values import Channel, Instant, Proof
from domain.procedure.common import Default
from tests.domain.calendar.words import at
from tests.domain.clock.telling import (
    ACTIVITY,
    BAR_CODE,
    DIGITAL,
    MARK,
    OFFICER,
    PAPER,
    SMALL,
    STANDARD,
    a_small_one,
    accepted,
    came,
    clock,
    done,
    fee,
    happened,
    result,
    says,
    settled_in,
    shown,
)
from tests.domain.procedure.definitions import a_term

ONLINE = Channel.ONLINE
FRIDAY_AFTERNOON = "31/05/2019 16:30"

monday = accepted("03/06/2019 08:00")
complete_on_monday = accepted("03/06/2019 08:00", ACTIVITY)


def proof(kind: str, when: str) -> dict[str, Any]:
    return {"proof": Proof.model_validate({"kind": kind, "at": at(when)})}


def started(*told: Told) -> str:
    (fact,) = happened(clock(*told).due.legal)
    return fact.removeprefix("started ")


# From the receipt: the earliest provable hand-over


@pytest.mark.parametrize(
    ("handed_over", "start"),
    [
        pytest.param((), "acceptance 03/06 08:00", id="nothing known"),
        pytest.param((came(FRIDAY_AFTERNOON),), "received 31/05 16:30", id="on Friday"),
        pytest.param(
            (came("03/06/2019 07:30", **proof("post-stamp", "30/05/2019 10:00")),),
            "received 30/05 10:00",
            id="the post stamp goes before what the desk typed",
        ),
        pytest.param(
            (came(FRIDAY_AFTERNOON, **proof("queue-ticket", "31/05/2019 15:55")),),
            "received 31/05 15:55",
            id="so does the ticket",
        ),
        pytest.param(
            (came("30/05/2019 09:00", **proof("queue-ticket", "31/05/2019 09:00")),),
            "received 31/05 09:00",
            id="also where it proves that the desk typed too early a time",
        ),
        pytest.param(
            (came("31/05/2019 09:00", **proof("other", "04/06/2019 09:00")),),
            "received 03/06 08:00",
            id="but nothing is proven to come after the acceptance",
        ),
        pytest.param(
            (came("31/05/2019 09:00"), came("03/06/2019 07:00", DIGITAL)),
            "received 31/05 09:00",
            id="the first carrier",
        ),
        pytest.param(
            (came("30/05/2019 09:00", DIGITAL), came("31/05/2019 09:00")),
            "received 30/05 09:00",
            id="whichever it is",
        ),
        pytest.param(
            (says("29/05/2019 21:00", Submitted(channel=ONLINE)),),
            "received 29/05 21:00",
            id="sent online",
        ),
    ],
)
def test_what_counts_from_the_receipt(handed_over: tuple[Told, ...], start: str) -> None:
    assert started(*handed_over, monday) == start


def test_paper_of_friday_afternoon_that_is_accepted_on_monday_counts_from_friday() -> None:
    told = clock(came(FRIDAY_AFTERNOON), monday)

    assert told.legal == "07/06/2019"
    assert told.due.legal.rules == (Default.STARTS_AS_THE_TERM_NAMES,)
    assert clock(monday).legal == "10/06/2019"


@pytest.mark.parametrize("typed", ["06/06/2019 10:00", "29/05/2019 10:00"])
def test_never_the_scan_nor_the_typing(typed: str) -> None:
    scanned = says(typed, Digitised(component="declaration"))

    assert started(scanned, came(FRIDAY_AFTERNOON), monday) == "received 31/05 16:30"
    assert started(scanned, came("06/06/2019 10:00", DIGITAL), monday) == "received 03/06 08:00"


def test_a_carrier_that_a_person_lets_speak_is_the_receipt() -> None:
    """Reconciled: the digital file of Thursday was of another dossier."""
    both = (came("30/05/2019 09:00", DIGITAL), came(FRIDAY_AFTERNOON), monday)
    speaks = Reconciled(
        settles=(Instant.RECEIPT,), speaks={Instant.RECEIPT: PAPER}, reason="Nhập nhầm"
    )

    assert started(*both) == "received 30/05 09:00"
    assert started(*both, says("05/06/2019 09:00", speaks)) == "received 31/05 16:30"


def test_one_that_never_came_speaks_for_nothing() -> None:
    speaks = Reconciled(
        settles=(Instant.RECEIPT,), speaks={Instant.RECEIPT: DIGITAL}, reason="Nhập nhầm"
    )

    assert started(came(FRIDAY_AFTERNOON), monday, says("05/06/2019 09:00", speaks)) == (
        "received 31/05 16:30"
    )


def test_a_mere_status_accepts_it() -> None:
    reported = says("03/06/2019 08:00", StatusReported(status=2))
    named = says("31/05/2019 09:00", Submitted(procedure=STANDARD))

    assert started(named, reported) == "received 31/05 09:00"


# Once complete: the acceptance, with the cap of the check window


@pytest.mark.parametrize(
    ("handed_in", "start"),
    [
        pytest.param("31/05/2019 09:00", "acceptance 03/06 08:00", id="checked at once"),
        pytest.param("27/05/2019 09:00", "acceptance 03/06 08:00", id="on the last day of it"),
        pytest.param("24/05/2019 09:00", "check-window 31/05 17:00", id="too late by a day"),
        pytest.param("02/05/2019 09:00", "check-window 08/05 17:00", id="by weeks"),
    ],
)
def test_a_desk_that_takes_longer_than_its_check_gains_nothing(handed_in: str, start: str) -> None:
    assert started(came(handed_in), complete_on_monday) == start


def test_accepted_on_the_evening_of_the_last_day_it_was_checked_in_time() -> None:
    evening = accepted("03/06/2019 19:00", ACTIVITY)

    assert started(came("27/05/2019 09:00"), evening) == "acceptance 03/06 19:00"


def test_without_a_check_window_the_acceptance_alone_counts() -> None:
    assert started(came("02/05/2019 09:00"), accepted("03/06/2019 08:00", "LA-KHCN-02")) == (
        "acceptance 03/06 08:00"
    )


def at_desk(*when: str) -> tuple[Told, ...]:
    """Asked for, brought, asked for again, …"""
    turns = (IntakeSupplementRequested(), IntakeSupplementReceived())
    return tuple(says(each, turns[number % 2]) for number, each in enumerate(when))


@pytest.mark.parametrize(
    ("turns", "start"),
    [
        pytest.param(("21/05/2019 09:00", "24/05/2019 09:00"), "check-window 31/05 17:00"),
        pytest.param(("21/05/2019 09:00", "29/05/2019 09:00"), "acceptance 03/06 08:00"),
        pytest.param(
            ("20/05/2019 15:00", "21/05/2019 09:00", "22/05/2019 09:00"),
            "acceptance 03/06 08:00",
            id="asked again, and not brought: it was never complete before",
        ),
        pytest.param(
            ("21/05/2019 09:00",), "acceptance 03/06 08:00", id="not brought before the acceptance"
        ),
        pytest.param(
            ("04/06/2019 09:00",),
            "check-window 27/05 17:00",
            id="what is asked for after it proves nothing of before",
        ),
    ],
)
def test_what_the_desk_asked_for_makes_it_complete(turns: tuple[str, ...], start: str) -> None:
    assert started(came("20/05/2019 09:00"), *at_desk(*turns), complete_on_monday) == start


def test_a_check_that_ends_at_midnight_ends_on_its_day() -> None:
    check = a_term(
        "intake-check",
        starts=["received"],
        supplement=None,
        length={"amount": 3, "unit": "calendar-day", "end_rule": "end-of-day", "roll": "none"},
    )
    law = a_small_one(settled_in(5), check)
    told = clock(came("20/05/2019 09:00"), accepted("03/06/2019 08:00", SMALL), law=law)

    assert happened(told.due.legal) == ["started check-window 23/05 23:59"]
    assert told.legal == "30/05/2019"


# Online: eight working hours (NĐ 45/2020)


def sent(when: str, channel: Channel | None = ONLINE) -> Told:
    return says(when, Submitted(channel=channel, procedure="LA-KHCN-02"))


def accepted_online(when: str) -> Told:
    return accepted(when, "LA-KHCN-02")


def test_sent_at_night_the_desk_has_eight_working_hours_from_the_next_morning() -> None:
    """Friday night: the eight hours are those of Monday."""
    friday_night = sent("04/06/2021 22:00")

    in_time = clock(friday_night, accepted_online("07/06/2021 17:00"))
    too_late = clock(friday_night, accepted_online("08/06/2021 07:30"))

    assert shown(too_late.clocks["intake-check"]) == "07/06/2021"
    assert happened(in_time.due.legal) == ["started acceptance 07/06 17:00"]
    assert happened(too_late.due.legal) == ["started check-window 07/06 17:00"]
    assert in_time.legal == too_late.legal == "28/06/2021"


@pytest.mark.parametrize("channel", [Channel.DIRECT, Channel.POST])
def test_the_decree_speaks_only_of_what_is_sent(channel: Channel) -> None:
    told = clock(sent("04/06/2021 22:00", channel), accepted_online("15/06/2021 08:00"))

    assert happened(told.due.legal) == ["started acceptance 15/06 08:00"]
    assert "intake-check" not in told.clocks


def test_of_a_paper_that_lay_there_it_says_nothing_either() -> None:
    told = clock(came("04/06/2021 10:00"), accepted_online("15/06/2021 08:00"))

    assert happened(told.due.legal) == ["started acceptance 15/06 08:00"]


def test_a_submission_whose_channel_nobody_told_was_sent() -> None:
    told = clock(sent("04/06/2021 22:00", None), accepted_online("15/06/2021 08:00"))

    assert happened(told.due.legal) == ["started check-window 07/06 17:00"]


def test_before_the_decree_no_hour_was_counted() -> None:
    told = clock(sent("07/06/2019 22:00"), accepted_online("18/06/2019 08:00"))

    assert happened(told.due.legal) == ["started acceptance 18/06 08:00"]


def test_sector_law_goes_before_the_decree() -> None:
    sent_to_sector = says("04/06/2021 22:00", Submitted(channel=ONLINE, procedure=MARK))
    told = clock(sent_to_sector, accepted("15/06/2021 08:00", MARK))

    assert shown(told.clocks["intake-check"]) == "09/06/2021"
    assert happened(told.due.legal) == ["started check-window 09/06 17:00"]


# Terms in hours, and on the same day


def test_hours_count_from_the_instant_of_the_hand_over() -> None:
    """Sixteen hours: two days of eight. What came at night begins with the office."""
    told = clock(came("03/06/2019 09:10"), accepted("03/06/2019 10:00", OFFICER))
    at_night = clock(came("02/06/2019 23:00"), accepted("03/06/2019 08:00", OFFICER))

    assert told.due.legal.at == at("05/06/2019 09:10")
    assert told.due.legal.by_instant
    assert told.due.legal.rules == (Default.STARTS_AS_THE_TERM_NAMES,)
    assert at_night.due.legal.at == at("04/06/2019 17:00")


@pytest.mark.parametrize(
    ("handed_over", "due"),
    [("03/06/2019 15:00", "03/06/2019"), ("03/06/2019 15:01", "04/06/2019")],
)
def test_the_cut_off_is_that_of_the_hand_over_not_of_the_typing(handed_over: str, due: str) -> None:
    told = clock(came(handed_over), accepted("03/06/2019 15:20", BAR_CODE))

    assert told.legal == due
    assert told.due.legal.rules == (Default.STARTS_AS_THE_TERM_NAMES,)


# A deed on the way: the certificate counts from the assessment on the spot

QUANTITY = "SKHCN-TDC-13"
assessed = done("17/06/2019 09:00", "on-site-assessment")


def test_it_counts_from_the_deed() -> None:
    told = clock(accepted("03/06/2019 08:00", QUANTITY), assessed)

    assert told.legal == "08/07/2019"
    assert happened(told.due.legal) == ["started milestone:on-site-assessment 17/06 09:00"]
    assert told.due.legal.rules == (Default.STARTS_AS_THE_TERM_NAMES,)


def test_what_the_authority_has_yet_to_do_is_no_time_of_the_applicant() -> None:
    """No date can be computed: never in time (the assessment has a clock of its own)."""
    told = clock(accepted("03/06/2019 08:00", QUANTITY))

    assert told.legal == "not-started"
    assert told.stands("04/06/2019") is Timeliness.OPEN_UNDETERMINED
    assert shown(told.clocks["milestone:on-site-assessment"]) == "15/07/2019"


@pytest.mark.parametrize("starts", [("milestone:met", "paid"), ("paid", "milestone:met")])
def test_while_it_waits_for_both_the_applicant_does_not_hold_it(starts: tuple[str, str]) -> None:
    law = a_small_one(settled_in(5, *starts))
    waits = (accepted("03/06/2019 08:00", SMALL), fee("03/06/2019 08:00"))
    told, met = clock(*waits, law=law), clock(*waits, done("04/06/2019 08:00", "met"), law=law)

    assert (told.legal, met.legal) == ("not-started", "unpaid")
    assert [each.stands("05/06/2019") for each in (told, met)] == [
        Timeliness.OPEN_UNDETERMINED,
        Timeliness.IN_TIME,
    ]


def test_a_slip_dates_it_all_the_same() -> None:
    told = clock(accepted("03/06/2019 08:00", QUANTITY, returns="05/08/2019 17:00"))

    assert told.owed == "05/08/2019"
    assert told.stands("06/08/2019") is Timeliness.OVERDUE


def test_a_result_without_a_record_of_the_deed_counts_from_the_acceptance() -> None:
    told = clock(accepted("03/06/2019 08:00", QUANTITY), result("05/07/2019 09:00"))

    assert happened(told.due.legal) == ["started acceptance 03/06 08:00"]
    assert Default.STARTS_AT_ACCEPTANCE in told.due.legal.rules
    assert shown(told.clocks["milestone:on-site-assessment"]) == "15/07/2019"
