"""Spans tell what every clock makes of a dossier, and what was said of its lateness."""

from dataclasses import replace
from typing import Any, Final

import pytest

from adapters import catalogue
from domain.dossier.clocks import Clock
from domain.dossier.events import (
    ApplicantNotified,
    Corrected,
    DossierEvent,
    EntryConfirmed,
    IntakeRefused,
    LateCause,
    LateCauseConfirmed,
    LateCauseRecorded,
    Told,
)
from domain.dossier.timeliness import Timeliness
from domain.law import Law
from domain.outage import Outage
from domain.store import RecordedEvent
from domain.testimony import Provenance
from projections.timeliness import Span, read, rows
from tests.domain.by_clock import RESETS
from tests.domain.calendar.words import at, day
from tests.domain.case import ZONE
from tests.domain.clock.telling import (
    DIGITAL,
    PAPER,
    SMALL,
    accepted,
    answered,
    asked,
    rescheduled,
    result,
    says,
)

EARLY, ON_TIME, LATE = Timeliness.EARLY, Timeliness.ON_TIME, Timeliness.LATE
IN_TIME, OVERDUE = Timeliness.IN_TIME, Timeliness.OVERDUE

STREAM: Final = "the dossier"

Entry = Told | tuple[Told, str]
"""What is told, with when it was recorded where that was not at once."""


def known(*entries: Entry) -> list[RecordedEvent[DossierEvent]]:
    typed = [each if isinstance(each, tuple) else (each, None) for each in entries]
    times = [at(when) if when else told.occurred_at for told, when in typed]
    order = sorted(range(len(typed)), key=times.__getitem__)
    return [
        RecordedEvent(number, STREAM, number, times[index], typed[index][0])
        for number, index in enumerate(order, start=1)
    ]


def spans(*entries: Entry, law: Law = RESETS) -> list[Span]:
    return list(rows(known(*entries), law))


def on(text: str, *entries: Entry, law: Law = RESETS) -> Span:
    """The span that holds on that day."""
    asked_for = day(text)
    return next(
        span
        for span in spans(*entries, law=law)
        if span.from_on <= asked_for and (span.to_on is None or asked_for < span.to_on)
    )


def stands(text: str, clock: Clock, *entries: Entry, law: Law = RESETS) -> Timeliness:
    span = on(text, *entries, law=law)
    told = span.clocks.get(clock)
    return (read(told) if told else span.standing).on(day(text))


# Five working days from Friday 21 June: Friday the 28th.
RECEIVED: Final = accepted("21/06/2019 08:00", SMALL, "28/06/2019 17:00", owed=(PAPER,))
ARRIVED: Final = result("28/06/2019 15:00", PAPER)


def test_where_nothing_came_in_between_no_clock_is_told() -> None:
    assert [(span.clocks, span.dates) for span in spans(RECEIVED, ARRIVED)] == [({}, {})] * 2


# Typed later than it happened.


def confirmed(told: Told, when: str = "03/07/2019 09:00") -> Told:
    """By a second person, who has seen the evidence of what was entered late."""
    return says(when, EntryConfirmed(target=told.ref), actor="minh")


def test_a_result_of_28_june_typed_on_2_july_is_on_time_as_owed_and_late_as_recorded() -> None:
    entries = (RECEIVED, (ARRIVED, "02/07/2019 08:30"), confirmed(ARRIVED))
    classes = {
        text: (stands(text, Clock.OWED, *entries), stands(text, Clock.RECORDED, *entries))
        for text in ("27/06/2019", "28/06/2019", "30/06/2019", "01/07/2019", "02/07/2019")
    }
    assert classes == {
        "27/06/2019": (IN_TIME, IN_TIME),
        "28/06/2019": (ON_TIME, IN_TIME),
        "30/06/2019": (ON_TIME, OVERDUE),
        "01/07/2019": (ON_TIME, OVERDUE),
        "02/07/2019": (ON_TIME, LATE),
    }


def test_as_recorded_it_waits_for_no_second_person() -> None:
    entries = (RECEIVED, (ARRIVED, "02/07/2019 08:30"))
    assert stands("28/06/2019", Clock.OWED, *entries) is IN_TIME
    assert stands("02/07/2019", Clock.OWED, *entries) is OVERDUE
    assert stands("01/07/2019", Clock.RECORDED, *entries) is OVERDUE
    assert stands("02/07/2019", Clock.RECORDED, *entries) is LATE


def test_nor_does_a_correction_that_waits_move_it() -> None:
    """He approves himself that an earlier slip had promised more."""
    slip = accepted("21/06/2019 08:00", SMALL, "27/06/2019 17:00", owed=(PAPER,))
    mended = Corrected(
        target=slip.ref,
        field="promised_return",
        new=at("28/06/2019 17:00").isoformat(),
        reason="phiếu hẹn",
        approver="hanh",
    )
    entries = (slip, (ARRIVED, "02/07/2019 08:30"), says("02/07/2019 09:00", mended, actor="hanh"))
    for clock in (Clock.OWED, Clock.RECORDED):
        span = on("02/07/2019", *entries)
        told = read(span.clocks[clock]) if clock in span.clocks else span.standing
        assert told.due_on == day("27/06/2019")


def test_typed_on_the_same_day_is_typed_in_time() -> None:
    assert on("28/06/2019", RECEIVED, (ARRIVED, "28/06/2019 18:00")).clocks == {}


CUT_OFF: Final = RESETS.with_outages(
    (Outage(1, ARRIVED.source, at("28/06/2019 07:00"), at("02/07/2019 08:00")),)
)


def test_a_source_that_sends_again_after_an_outage_is_believed_when_it_recorded() -> None:
    resent = replace(ARRIVED, provenance=Provenance.RESENT)
    soon = replace(resent, source_recorded_at=at("28/06/2019 15:05"))
    entries = (RECEIVED, (soon, "02/07/2019 08:30"), confirmed(soon))
    assert on("28/06/2019", *entries, law=CUT_OFF).clocks == {}
    late = replace(resent, source_recorded_at=at("01/07/2019 08:05"))
    entries = (RECEIVED, (late, "02/07/2019 08:30"), confirmed(late))
    assert stands("30/06/2019", Clock.RECORDED, *entries, law=CUT_OFF) is OVERDUE
    assert stands("01/07/2019", Clock.RECORDED, *entries, law=CUT_OFF) is LATE


def test_without_an_outage_it_was_recorded_when_hoso_recorded_it() -> None:
    resent = replace(ARRIVED, provenance=Provenance.RESENT)
    soon = replace(resent, source_recorded_at=at("28/06/2019 15:05"))
    entries = (RECEIVED, (soon, "02/07/2019 08:30"), confirmed(soon))
    assert stands("01/07/2019", Clock.RECORDED, *entries) is OVERDUE
    assert stands("02/07/2019", Clock.RECORDED, *entries) is LATE


def test_whoever_sends_it_for_the_first_time_is_not() -> None:
    said = replace(ARRIVED, source_recorded_at=at("28/06/2019 15:05"))
    entries = (RECEIVED, (said, "02/07/2019 08:30"), confirmed(said))
    assert stands("02/07/2019", Clock.RECORDED, *entries) is LATE


def imported(told: Told, **said: Any) -> tuple[Told, str]:
    return replace(told, provenance=Provenance.IMPORTED, **said), "01/12/2020 09:00"


def test_of_an_import_that_does_not_say_nobody_knows_when_it_was_recorded() -> None:
    entries = (imported(RECEIVED), imported(ARRIVED))
    assert stands("27/06/2019", Clock.RECORDED, *entries) is Timeliness.OPEN_UNDETERMINED
    assert stands("28/06/2019", Clock.RECORDED, *entries) is Timeliness.UNDETERMINED
    assert stands("28/06/2019", Clock.OWED, *entries) is ON_TIME


def test_an_import_that_says_when_each_was_recorded_is_judged_by_that() -> None:
    receipt = imported(RECEIVED, source_recorded_at=RECEIVED.occurred_at)
    arrived = imported(ARRIVED, source_recorded_at=at("02/07/2019 08:30"))
    assert stands("02/07/2019", Clock.RECORDED, receipt, arrived) is LATE


def test_what_decides_no_class_may_be_typed_whenever() -> None:
    told = says("24/06/2019 09:00", ApplicantNotified(about="receipt"))
    assert {*on("28/06/2019", RECEIVED, (told, "10/07/2019 09:00"), ARRIVED).clocks} == set()


def test_a_correction_moves_what_happened_and_not_when_it_was_recorded() -> None:
    typed = result("02/07/2019 08:30", PAPER)
    mended = Corrected(
        target=typed.ref,
        field="occurred_at",
        new=at("28/06/2019 15:00").isoformat(),
        reason="phiếu giao nhận",
        approver="Lê Út",
    )
    entries = (RECEIVED, typed, says("03/07/2019 09:00", mended, actor="hanh"))
    assert stands("03/07/2019", Clock.OWED, *entries) is ON_TIME
    assert stands("03/07/2019", Clock.RECORDED, *entries) is LATE


def test_an_arrival_that_was_told_twice_counts_as_recorded_by_the_first_record() -> None:
    again = result("01/07/2019 09:00", PAPER)
    entries = (
        RECEIVED,
        (ARRIVED, "02/07/2019 08:30"),
        (again, "01/07/2019 09:05"),
        confirmed(ARRIVED),
    )
    assert stands("01/07/2019", Clock.OWED, *entries) is ON_TIME
    assert stands("01/07/2019", Clock.RECORDED, *entries) is LATE
    assert stands("30/06/2019", Clock.RECORDED, *entries) is OVERDUE


# The others.


def test_a_supplement_that_resets_and_an_apology_that_launders_are_told_beside() -> None:
    entries = (
        RECEIVED,
        asked("24/06/2019 10:00"),
        answered("26/06/2019 09:00"),
        rescheduled("02/07/2019 09:00", "10/07/2019 17:00"),
        result("05/07/2019 09:00", PAPER),
    )
    found = {clock: stands("05/07/2019", clock, *entries) for clock in Clock}
    assert found == {
        Clock.OWED: LATE,
        Clock.NATIONAL: EARLY,
        Clock.NO_RESET: LATE,
        Clock.RECORDED: LATE,
        Clock.PAPER: LATE,
        Clock.DIGITAL: LATE,
        Clock.GROSS: LATE,
    }
    assert stands("03/07/2019", Clock.OWED, *entries) is IN_TIME
    assert stands("03/07/2019", Clock.NO_RESET, *entries) is OVERDUE


def test_the_carriers_are_told_where_they_lie_apart() -> None:
    both = accepted("21/06/2019 08:00", SMALL, "28/06/2019 17:00", owed=(PAPER, DIGITAL))
    entries = (both, ARRIVED, result("01/07/2019 09:00", DIGITAL))
    found = {clock: stands("01/07/2019", clock, *entries) for clock in (Clock.PAPER, Clock.DIGITAL)}
    assert found == {Clock.PAPER: ON_TIME, Clock.DIGITAL: LATE}


def test_against_the_promised_and_the_legal_date_alone() -> None:
    slip = accepted("21/06/2019 08:00", SMALL, "02/07/2019 17:00", owed=(PAPER,))
    span = on("02/07/2019", slip, result("02/07/2019 09:00", PAPER))
    assert (span.ended_as, {*span.dates}) == (LATE, {"promised"})
    assert read(span.dates["promised"]).ended_as is ON_TIME


def test_a_refusal_at_the_desk_has_no_clock() -> None:
    (span,) = spans(says("21/06/2019 08:00", IntakeRefused(legal_basis="NĐ 61/2018 Art. 17")))
    assert (span.clocks, span.dates, span.settled_minutes, span.unit_now) == ({}, {}, None, None)


# What was said of its lateness, and what it took.


def test_a_cause_counts_from_its_day_and_its_confirmation_from_another() -> None:
    cause = LateCauseRecorded(cause=LateCause.OFFICER)
    entries = (
        RECEIVED,
        result("01/07/2019 09:00", PAPER),
        says("02/07/2019 09:00", cause, actor="hanh"),
        says("03/07/2019 09:00", LateCauseConfirmed(cause=LateCause.OFFICER), actor="minh"),
    )
    said = [(span.from_on.day, span.late_cause, span.cause_confirmed) for span in spans(*entries)]
    assert said == [
        (21, None, False),
        (1, None, False),
        (2, "officer", False),
        (3, "officer", True),
    ]


def test_an_apology_is_the_slip_with_a_new_date_and_no_mere_notice() -> None:
    """Mẫu 04, NĐ 61/2018 Art. 19(9)."""
    told = says("27/06/2019 09:00", ApplicantNotified(about="delay"))
    apology = rescheduled("28/06/2019 09:00", "03/07/2019 17:00")
    entries = (RECEIVED, told, apology)
    assert [on(text, *entries).apologised for text in ("27/06/2019", "28/06/2019")] == [False, True]


def test_the_minutes_are_told_once_it_is_settled() -> None:
    found = [span.settled_minutes for span in spans(RECEIVED, result("25/06/2019 08:00", PAPER))]
    assert found == [None, 2 * 480]


@pytest.mark.parametrize(
    ("unit", "now"),
    [
        ("long-an-dost-tdc", "tay-ninh-dost-tdc"),
        ("one-stop", "one-stop"),
        (None, None),
    ],
)
def test_a_unit_that_was_merged_is_told_as_it_is_now(unit: str | None, now: str | None) -> None:
    receipt = replace(RECEIVED, unit=unit)
    (span,) = rows(known(receipt), catalogue.law(ZONE))
    assert (span.unit, span.unit_now) == (unit, now)


def test_of_a_unit_that_was_divided_nobody_says_which_part_it_is() -> None:
    law = catalogue.law(ZONE)
    merger = law.registry.successions["long-an-dost-tdc"]
    divided = merger.model_copy(update={"successors": ("tay-ninh-dost-tdc", "tay-ninh-dost")})
    successions = {**law.registry.successions, "long-an-dost-tdc": divided}
    law = replace(law, registry=replace(law.registry, successions=successions))
    (span,) = rows(known(replace(RECEIVED, unit="long-an-dost-tdc")), law)
    assert span.unit_now == "long-an-dost-tdc"
