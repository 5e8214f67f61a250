"""Two people: neither the name nor the key of the one is the other's, however they are written."""

from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

import pytest

from domain.dossier.events import (
    Corrected,
    LateCause,
    LateCauseConfirmed,
    LateCauseRecorded,
    Reconciled,
    Told,
    Transferred,
)
from domain.dossier.late_entries import Entry, counted
from domain.dossier.refusals import (
    EntryNotConfirmable,
    LateCauseNotConfirmable,
    SamePerson,
    SecondPersonRequired,
)
from domain.dossier.values import Instant
from domain.keys.key import INSTALLATION
from domain.request import OverrideRequest
from domain.second_person import IMPORT, is_second_person, known_as
from tests.domain.case import (
    CENTRE,
    DEPARTMENT,
    DIGITAL,
    FRIDAY,
    MONDAY,
    NEXT_MONDAY,
    PAPER,
    TUESDAY,
    came_in,
    moment,
    on,
    received,
    result,
)
from tests.domain.spec import given
from tests.domain.test_late_entries import STRICT, confirmed

Who = dict[str, Any]

HANH: Final[Who] = {"actor": "hanh", "entered_by": "k-1"}
SAME: Final = (
    pytest.param({"actor": "hanh", "entered_by": "k-2"}, id="the same name under another key"),
    pytest.param({"actor": " Hanh ", "entered_by": "k-2"}, id="her name, spelt otherwise"),
    pytest.param({"actor": "ha\u200bnh", "entered_by": "k-2"}, id="her name, with what none sees"),
    pytest.param({"actor": "\uff48anh", "entered_by": "k-2"}, id="her name, in wide letters"),
    pytest.param({"actor": "lan", "entered_by": "k-1"}, id="another name under the same key"),
    pytest.param({"actor": "K-1", "entered_by": "k-2"}, id="called as her key"),
    pytest.param({"actor": "lan", "entered_by": "hanh"}, id="under a key called as she"),
    pytest.param({"actor": "\u200b", "entered_by": INSTALLATION.id}, id="called nothing"),
)
ANOTHER: Final[Who] = {"actor": "minh", "entered_by": "k-2"}
OF_ALL: Final[Who] = {"entered_by": INSTALLATION.id}

before = (received(owed=(PAPER,)), came_in(PAPER))
came_late = replace(result(PAPER, FRIDAY, hour=16), **HANH)
cause = on(NEXT_MONDAY, LateCauseRecorded(cause=LateCause.STAFFING), **HANH)
late = (*before, result(PAPER, NEXT_MONDAY, 8), cause)
diverging = (received(), came_in(PAPER), came_in(DIGITAL, TUESDAY))


def by(**who: Any) -> frozenset[str]:
    return known_as(who.get("actor"), who.get("entered_by"))


def waiting(entry: Told, *then: Told) -> bool:
    """Whether it waits that was typed four days after it happened."""
    told = [Entry(one, one.occurred_at + timedelta(minutes=3)) for one in (*before, *then)]
    told.insert(len(before), Entry(entry, entry.occurred_at + timedelta(days=4)))
    return counted(told, STRICT).waiting != ()


def cause_confirmed(**who: Any) -> Told:
    return on(NEXT_MONDAY, LateCauseConfirmed(cause=LateCause.STAFFING), 12, **who)


def reconciled(second: str, **who: Any) -> Told:
    event = Reconciled(settles=(Instant.RECEIPT,), reason="Theo sổ", second_person=second)
    return on(FRIDAY, event, 15, **who)


came_too_late = result(PAPER, NEXT_MONDAY)


def mended(approver: str) -> Told:
    """That the result came in time after all."""
    event = Corrected(
        target=came_too_late.ref,
        field="occurred_at",
        new=moment(FRIDAY).isoformat(),
        reason="Nhầm",
        approver=approver,
    )
    return on(NEXT_MONDAY, event, 15, **HANH)


# The rule.


@pytest.mark.parametrize("who", SAME)
def test_one_person_is_no_two_whatever_he_calls_himself(who: Who) -> None:
    assert not is_second_person(by(**who), by(**HANH))


def test_another_name_under_another_key_is_another_person() -> None:
    assert is_second_person(by(**ANOTHER), by(**HANH))
    assert is_second_person(by(**ANOTHER), by())
    assert not is_second_person(known_as("Lê  Hạnh"), known_as("Lê Hạnh"))


@pytest.mark.parametrize("shared", [INSTALLATION.id, IMPORT, None])
def test_what_all_enter_under_is_nobodys_own_and_names_decide(shared: str | None) -> None:
    hanh = known_as("hanh", shared)
    assert is_second_person(known_as("minh", shared), hanh)
    assert not is_second_person(known_as("Hanh", shared), hanh)
    assert not is_second_person(known_as(shared), hanh)
    assert not is_second_person(known_as(None, shared), hanh)


# What betters a class.


@pytest.mark.parametrize("who", SAME)
def test_nobody_confirms_his_own_late_entry(who: Who) -> None:
    own = confirmed(came_late, **who)
    refusal = EntryNotConfirmable("one-stop", came_late.request_id)
    given(*before, came_late).when(own).refused(refusal)
    assert waiting(came_late, own)


def test_somebody_else_confirms_it() -> None:
    second = confirmed(came_late, **ANOTHER)
    assert given(*before, came_late).when(second).decided().findings == ()
    assert not waiting(came_late, second)


def test_under_the_token_of_the_installation_another_name_confirms_it() -> None:
    entry = replace(came_late, **OF_ALL)
    assert not waiting(entry, confirmed(entry, actor="minh", **OF_ALL))
    assert waiting(entry, confirmed(entry, actor="HANH", **OF_ALL))


@pytest.mark.parametrize("who", SAME)
def test_nobody_confirms_his_own_cause_of_lateness(who: Who) -> None:
    refusal = LateCauseNotConfirmable("staffing")
    given(*late).when(cause_confirmed(**who)).refused(refusal)


def test_somebody_else_confirms_the_cause() -> None:
    assert given(*late).when(cause_confirmed(**ANOTHER)).decided().findings == ()
    by_token = (*late[:-1], replace(cause, **OF_ALL))
    second = cause_confirmed(actor="minh", **OF_ALL)
    assert given(*by_token).when(second).decided().findings == ()


def test_whom_nobody_knows_recorded_a_cause_that_nobody_confirms() -> None:
    nobodys = (*late[:-1], replace(cause, actor=None, **OF_ALL))
    for who in (ANOTHER, {"actor": "minh", **OF_ALL}):
        refusal = LateCauseNotConfirmable("staffing")
        given(*nobodys).when(cause_confirmed(**who)).refused(refusal)


# Whom one names as the second.

HERSELF: Final = ("hanh", "Hanh", " hanh", "hanh\u200b", "k-1", "K-1 ", "\u200b", INSTALLATION.id)


@pytest.mark.parametrize("second", HERSELF)
def test_nobody_is_named_as_his_own_second_person(second: str) -> None:
    given(*diverging).when(reconciled(second, **HANH)).refused(
        SecondPersonRequired((Instant.RECEIPT,))
    )


@pytest.mark.parametrize("approver", HERSELF)
def test_nobody_approves_his_own_irregularity(approver: str) -> None:
    early = on(MONDAY, Transferred(giver=CENTRE, taker=DEPARTMENT), 7, **HANH)
    himself = OverrideRequest(reason="Đã kiểm tra", approver=approver)
    refusal = SamePerson(approver, ("acted", "approved"))
    given().when(early).refused(refusal, override=himself)


@pytest.mark.parametrize("approver", HERSELF)
def test_nobody_approves_his_own_correction_and_it_betters_nothing(approver: str) -> None:
    own = mended(approver)
    given(*before, came_too_late).when(own).finds(SamePerson(approver, ("told", "approved")))
    told = [Entry(one, one.occurred_at) for one in (*before, came_too_late, own)]
    assert counted(told, STRICT).waiting == (own.ref,)


def test_a_correction_that_somebody_else_approves_counts_at_once() -> None:
    given(*before, came_too_late).when(mended("minh")).finds()
    told = [Entry(one, one.occurred_at) for one in (*before, came_too_late, mended("minh"))]
    assert counted(told, STRICT).waiting == ()


def test_somebody_else_is_named() -> None:
    assert given(*diverging).when(reconciled("minh", **HANH)).decided().findings == ()
    early = on(MONDAY, Transferred(giver=CENTRE, taker=DEPARTMENT), 7, **HANH)
    assert given().when(early).recorded(OverrideRequest(reason="x", approver="minh")).events
