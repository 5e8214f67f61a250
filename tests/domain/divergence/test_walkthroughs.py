"""Three dossiers, hour by hour, as on paper."""

from domain.dossier.divergence import Exit
from domain.dossier.events import DivergenceKind, Reconciled
from domain.dossier.values import Instant
from tests.domain.case import given_out, on, result
from tests.domain.divergence.case import (
    DIGITAL,
    FRIDAY,
    MONDAY,
    PAPER,
    SATURDAY,
    at,
    came,
    found,
    kinds,
    known,
    look_after,
    owed_on_both,
    scanned,
    to_enter,
    took,
    watched,
)
from tests.domain.spec import given
from tests.domain.transitions.case import CENTRE, DECLARATION, DIVISION, SHIPPED, forwarded, march

portal = came(DIGITAL, at(FRIDAY, 14, 10), DIVISION)
paper = came(PAPER, at(FRIDAY, 16, 30), CENTRE, DECLARATION)
accepted_on_friday = owed_on_both(FRIDAY, 14, promised_return=None)
friday = (portal, accepted_on_friday, paper)
"""Paper at the Centre at 16:30, before a Saturday that is worked; the department had accepted the
copy from the portal at 14:10."""


def test_friday_paper_that_has_no_record_is_missed_when_the_tolerance_is_used_up() -> None:
    (receipt,) = found(*friday[:2], until=at(FRIDAY, 16, 20))

    assert (receipt.kind, receipt.since) == (DivergenceKind.RECEIPT, at(FRIDAY, 14, 10))
    # 120 working minutes after 14:10.
    assert (receipt.raised_at, receipt.unrecorded) == (at(FRIDAY, 16, 10), True)
    assert receipt.ends == (Exit.RECORD, Exit.PERSON)
    assert look_after(*friday[:2], until=at(FRIDAY, 15)) == at(FRIDAY, 16, 10)


def test_friday_the_paper_comes_the_same_day_and_moves_no_class() -> None:
    assert kinds(*friday, until=at(FRIDAY, 16, 45)) == []


def test_saturday_the_first_hour_is_over_and_the_paper_lies_at_the_centre() -> None:
    # What comes after 15:00 goes on in the first hour of the next working day, 07:00 to 08:00.
    assert look_after(*friday, until=at(FRIDAY, 17)) == at(SATURDAY, 8)
    assert kinds(*friday, until=at(SATURDAY, 7, 59)) == []
    (absence,) = found(*friday, until=at(SATURDAY, 8))

    assert (absence.kind, absence.carrier) == (DivergenceKind.ABSENCE, PAPER)
    assert (absence.owner, absence.unrecorded, absence.needs_person) == (CENTRE, True, False)


def test_saturday_the_carriers_have_lain_apart_for_120_working_minutes() -> None:
    assert kinds(*friday, until=at(SATURDAY, 8, 30)) == ["absence", "custody"]
    custody = found(*friday, until=at(SATURDAY, 8, 30))[-1]

    assert (custody.since, custody.raised_at) == (at(FRIDAY, 16, 30), at(SATURDAY, 8, 30))
    assert custody.owner == CENTRE
    assert {trace.holder for trace in custody.evidence} == {CENTRE, DIVISION}


def test_saturday_it_converges_when_the_department_takes_the_paper() -> None:
    sent = forwarded(SATURDAY, 9)
    way = (*friday, sent, took(PAPER, at(SATURDAY, 10)))
    told = watched(way, at(FRIDAY, 16, 20), at(SATURDAY, 8, 30), at(SATURDAY, 11))
    entered = [one for one in told if one.source == "policy"]

    assert [(one.event.kind.removeprefix("dossier.divergence-"), one.occurred_at) for one in
            sorted(entered, key=lambda one: one.occurred_at)] == [
        ("found", at(FRIDAY, 16, 10)),
        ("converged", at(FRIDAY, 16, 30)),
        ("found", at(SATURDAY, 8)),
        ("found", at(SATURDAY, 8, 30)),
        ("converged", at(SATURDAY, 9)),
        ("converged", at(SATURDAY, 9)),
    ]  # fmt: skip
    assert known(*told, until=at(SATURDAY, 12)).custody.divergences == ()


def test_monday_the_scan_comes_long_after_the_paper() -> None:
    listed = came(DIGITAL, at(FRIDAY, 14, 10), DIVISION, ("declaration",))
    way = (
        listed,
        accepted_on_friday,
        paper,
        forwarded(SATURDAY, 7, 30),
        took(PAPER, at(SATURDAY, 7, 50)),
    )
    missed = found(*way, until=at(MONDAY, 7))

    assert [(each.kind, each.object) for each in missed] == [
        (DivergenceKind.COMPONENT, "business-registration"),
        (DivergenceKind.COMPONENT, "standard"),
    ]
    assert {each.raised_at for each in missed} == {at(SATURDAY, 8, 30)}
    assert all(each.unrecorded and Exit.SCAN in each.ends for each in missed)
    scans = (scanned(code, at(MONDAY, 9)) for code in DECLARATION[1:])
    assert kinds(*way, *scans, until=at(MONDAY, 10)) == []


received = (
    came(PAPER, at(march(4), 8), CENTRE),
    came(DIGITAL, at(march(4), 8, 10), CENTRE),
    owed_on_both(promised_return=None),
    forwarded(),
    forwarded(carrier=DIGITAL),
    took(PAPER, at(march(4), 11)),
    took(DIGITAL, at(march(4), 10, 5)),
)
"""Settled within five working days: due on Monday, 11 March."""
on_the_due_day = result(DIGITAL, march(11), 9)
two_days_later = result(PAPER, march(13), 9)


def test_a_digital_result_on_the_due_day_and_no_paper() -> None:
    way = (*received, on_the_due_day)

    assert look_after(*way, until=at(march(11), 9)) == at(march(11), 11)
    (missing,) = found(*way, until=at(march(11), 11))
    assert (missing.kind, missing.unrecorded) == (DivergenceKind.RESULT, True)
    # Eight hours later, by the paper it is late.
    assert look_after(*way, until=at(march(11), 11)) == at(march(12), 0)
    assert kinds(*way, until=at(march(12), 0)) == ["result", "flip"]


def test_and_its_paper_two_days_later_leaves_it_to_two_people() -> None:
    way = (*received, on_the_due_day, two_days_later)
    result_apart, flip = found(*way, until=at(march(13), 10))

    assert (result_apart.kind, flip.kind) == (DivergenceKind.RESULT, DivergenceKind.FLIP)
    assert (result_apart.unrecorded, flip.instants) == (False, (Instant.RESULT,))
    assert result_apart.ends == flip.ends == (Exit.PERSON,)
    settled = on(
        march(14),
        Reconciled(
            settles=(Instant.RESULT,),
            speaks={Instant.RESULT: DIGITAL},
            reason="Theo sổ giao nhận",
            second_person="chi",
        ),
        actor="hanh",
    )
    given(*way, law=SHIPPED).when(settled).decided()
    assert kinds(*way, settled, until=at(march(14), 10)) == []
    assert known(*way, settled, until=at(march(14), 10)).ended_at == at(march(11), 9)


def test_resolved_does_not_wait_for_the_person() -> None:
    way = (*received, on_the_due_day, two_days_later)

    assert known(*way, until=at(march(13), 10)).ended_at == at(march(13), 9)


typed_the_next_morning = result(PAPER, march(11), 14)


def test_a_result_that_was_typed_the_next_morning_was_never_apart() -> None:
    before = (*received, on_the_due_day)
    told = watched(before, at(march(12), 7))
    assert [one.event.kind for one in told[len(before) :]] == ["dossier.divergence-found"] * 2

    # At 07:30 on the 12th somebody types that the paper came at 10:30 on the 11th.
    in_time = result(PAPER, march(11), 10)
    dispelled = watched((*told, in_time), at(march(12), 8))[len(told) + 1 :]
    assert {one.event.kind for one in dispelled} == {"dossier.divergence-dispelled"}
    assert known(*told, in_time, *dispelled, until=at(march(12), 9)).custody.divergences == ()
    # As it was, it never was one; as it was known on the 12th, it was.
    assert known(*told, in_time, *dispelled, until=at(march(11), 12)).custody.divergences == ()
    assert len(known(*told, until=at(march(12), 0)).custody.divergences) == 2


def test_one_that_came_later_on_the_due_day_converged_and_never_flipped() -> None:
    told = watched((*received, on_the_due_day), at(march(12), 7))
    ends = to_enter((*told, typed_the_next_morning), at(march(12), 8))

    assert [(entry.event.divergence, entry.event.kind, entry.occurred_at) for entry in ends] == [
        ("result", "dossier.divergence-converged", at(march(11), 14)),
        ("flip", "dossier.divergence-dispelled", at(march(12), 0)),
    ]


def test_of_what_is_returned_nothing_is_missed_until_it_is_fetched() -> None:
    way = (
        *received,
        on_the_due_day,
        result(PAPER, march(11), 10),
        given_out(DIGITAL, march(11), 11),
    )

    assert kinds(*way, until=at(march(15), 10)) == []
    assert kinds(*way, given_out(PAPER, march(14)), until=at(march(15), 10)) == ["return"]
