"""Handovers that should have been by now: no record, which is not the same as late."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from domain.dossier.divergence import Exit, divergences
from domain.dossier.events import (
    DivergenceKind,
    Told,
    TransferRecalled,
    Transferred,
    TransferRefused,
)
from domain.dossier.refusals import NoHandover, WrongCustodian
from domain.procedure.common import Tolerance
from tests.domain.case import on, result
from tests.domain.divergence.case import (
    DIGITAL,
    PAPER,
    at,
    came,
    converged,
    found,
    kinds,
    known,
    look_after,
    owed_on_both,
    took,
    watched,
)
from tests.domain.transitions.case import (
    CENTRE,
    CONFORMITY,
    DIVISION,
    SCIENCE,
    SHIPPED,
    accepted,
    forwarded,
    march,
    under_law,
)

on_paper = (came(PAPER, at(march(4), 8)), accepted())
on_both = (came(PAPER, at(march(4), 8)), came(DIGITAL, at(march(4), 8)), owed_on_both())


def test_paper_goes_on_the_same_working_day() -> None:
    assert look_after(*on_paper, until=at(march(4), 10)) == at(march(4), 17)
    (absence,) = found(*on_paper, until=at(march(4), 17))

    assert (absence.kind, absence.since) == (DivergenceKind.ABSENCE, at(march(4), 9))
    assert (absence.owner, absence.ends) == (CENTRE, (Exit.HANDOVER,))
    assert kinds(*on_paper, forwarded(march(4), 16), until=at(march(4), 17)) == []


def test_what_comes_after_15_00_goes_in_the_first_hour_of_the_next_working_day() -> None:
    friday = (came(PAPER, at(march(8), 15, 30)), accepted(day=march(8), hour=16))

    assert look_after(*friday, until=at(march(8), 16)) == at(march(11), 8)


def test_paper_may_lie_there_apart_from_the_data_as_long_as_the_law_gives() -> None:
    way = (came(PAPER, at(march(4), 8)), came(DIGITAL, at(march(4), 8), DIVISION), owed_on_both())

    assert kinds(*way, until=at(march(4), 16, 59)) == []
    assert kinds(*way, until=at(march(4), 17)) == ["absence", "custody"]


def test_data_goes_at_once() -> None:
    assert look_after(*on_both, until=at(march(4), 9)) == at(march(4), 9, 15)
    (absence,) = found(*on_both, until=at(march(4), 9, 15))
    assert (absence.kind, absence.carrier) == (DivergenceKind.ABSENCE, DIGITAL)


def test_once_the_paper_has_gone_the_data_lies_apart_from_it() -> None:
    told = watched(on_both, at(march(4), 9, 30))
    way = (*told, forwarded(), took(PAPER, at(march(4), 11)))

    assert converged(watched(way, at(march(4), 11)), DivergenceKind.ABSENCE) == [at(march(4), 10)]
    assert kinds(*way, until=at(march(4), 16)) == ["custody"]


def test_before_it_is_accepted_nothing_goes_on() -> None:
    assert kinds(*on_paper[:1], until=at(march(8), 17)) == []


def test_what_nobody_acknowledges_is_missed_after_half_a_day() -> None:
    way = (*on_paper, forwarded())
    (absence,) = found(*way, until=at(march(4), 16))

    # 240 working minutes after 10:00, the noon break left out.
    assert (absence.since, absence.raised_at) == (at(march(4), 10), at(march(4), 16))
    assert (absence.owner, absence.unrecorded) == (DIVISION, True)


@pytest.mark.parametrize(
    "answer",
    [
        took(PAPER, at(march(4), 11)),
        on(march(4), TransferRecalled(carrier=PAPER), 11),
    ],
)
def test_an_answer_ends_it(answer: Told) -> None:
    assert kinds(*on_paper, forwarded(), answer, until=at(march(5), 9)) == []


def test_what_is_refused_travels_back_and_is_missed_there() -> None:
    refused = on(march(4), TransferRefused(carrier=PAPER, taker=DIVISION, reason="Sai hồ sơ"), 11)
    (absence,) = found(*on_paper, forwarded(), refused, until=at(march(5), 11))

    assert (absence.since, absence.owner) == (at(march(4), 11), CENTRE)


def test_a_step_of_the_process_has_its_hours() -> None:
    # Step 3 of the process is the handler's.
    procedure = next(iter(SHIPPED.versions(CONFORMITY)))
    step = next(each for each in procedure.steps if each.hours)
    sent = forwarded(step=str(step.number))
    way = (*on_paper, sent, took(PAPER, at(march(4), 11)))
    (absence,) = found(*way, until=at(march(15), 17))

    assert (absence.since, absence.owner) == (at(march(4), 11), DIVISION)
    assert look_after(*way, until=at(march(4), 11)) == absence.raised_at
    assert kinds(*way, result(PAPER, march(15)), until=at(march(15), 17)) == []


def test_a_wrong_takers_answer_is_found_and_ends_the_waiting() -> None:
    wrong = took(PAPER, at(march(4), 11), SCIENCE)

    under_law(*on_paper, forwarded()).when(wrong).finds(
        WrongCustodian("file", PAPER, DIVISION, SCIENCE)
    )
    assert kinds(*on_paper, forwarded(), wrong, until=at(march(4), 17)) == []


@pytest.mark.parametrize("before", [(), (forwarded(), took(PAPER, at(march(4), 11)))])
def test_an_answer_to_nothing_and_a_second_one_are_found(before: tuple[Told, ...]) -> None:
    twice = took(PAPER, at(march(4), 14), DIVISION)
    again = replace(twice, request_id="again")

    under_law(*on_paper, *before).when(again).finds(NoHandover("file", PAPER))


def test_one_that_was_answered_in_time_after_all_is_dispelled() -> None:
    way = (*on_paper, forwarded())
    told = watched(way, at(march(4), 17))
    (ended,) = watched((*told, took(PAPER, at(march(4), 11))), at(march(5), 9))[len(told) + 1 :]

    assert ended.event.kind == "dossier.divergence-dispelled"


@pytest.mark.parametrize("answer_at", [at(march(5), 9), at(march(6), 9)])
def test_one_that_was_answered_later_converged(answer_at: datetime) -> None:
    told = watched((*on_paper, forwarded()), at(march(4), 17))
    answer = took(PAPER, answer_at)
    *_, ended = watched((*told, answer), at(march(7), 9))

    assert (ended.event.kind, ended.occurred_at) == ("dossier.divergence-converged", answer_at)


def test_a_procedures_own_tolerance_goes_first() -> None:
    shorter = Tolerance.model_validate(
        {
            "compared": "transit",
            "carrier": "paper",
            "working_minutes": 30,
            "rule": "carriers-may-differ-by-a-tolerance",
            "legal_basis": "Quy trình nội bộ",
        }
    )
    versions = tuple(
        each.model_copy(update={"tolerances": (shorter,)}) for each in SHIPPED.versions(CONFORMITY)
    )
    law = replace(SHIPPED, procedures={**SHIPPED.procedures, CONFORMITY: versions})
    dossier = known(*on_paper, forwarded(), until=at(march(4), 11))

    assert divergences(dossier, SHIPPED, at(march(4), 11)) == ()
    (absence,) = divergences(dossier, law, at(march(4), 11))
    assert absence.raised_at == at(march(4), 10, 30)


def test_a_year_in_which_nobody_knows_the_hours_hides_nothing_else() -> None:
    """A typed year: the step's hours cannot be counted, and whatever else is apart is found."""
    long_ago = at(date(1919, 3, 6), 9)
    handed = on(
        long_ago.date(), Transferred(carrier=PAPER, giver=CENTRE, taker=DIVISION, step="2"), 9
    )
    told = (owed_on_both(), came(DIGITAL, at(march(4), 9)), handed, took(PAPER, long_ago))
    assert "receipt" in kinds(*told, until=at(march(8), 9))
