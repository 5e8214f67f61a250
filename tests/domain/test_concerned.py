"""Whom a dossier concerns: who is named as one that speaks of it or handles it."""

from datetime import UTC, datetime

from domain import testimony
from domain.dossier.concerned import concerned, names, within
from domain.dossier.events import (
    Noted,
    OpinionRequested,
    Received,
    Told,
    Transferred,
)
from domain.dossier.values import Holder
from domain.testimony import Code

DESK = Holder(organisation="dost-tdc", desk="counter")


def told(event: object, unit: str | None = None) -> Told:
    at = datetime(2025, 11, 3, tzinfo=UTC)
    return testimony.Testimony(event, Code("s", "HS-1"), at, "s", "r", unit=unit)  # type: ignore[arg-type]


def test_it_concerns_whose_unit_tells_of_it() -> None:
    assert names(told(Noted(name="x"), unit="centre")) == {"centre"}
    assert names(told(Noted(name="x"))) == frozenset()


def test_it_concerns_the_authority_that_received_it() -> None:
    received = Received(procedure="P", channel="direct", authority="dost")  # type: ignore[arg-type]
    assert names(told(received, unit="dost-tdc")) == {"dost", "dost-tdc"}


def test_it_concerns_who_hands_it_over_and_who_is_to_take_it() -> None:
    centre = Holder(organisation="centre")
    handed = Transferred(taker=DESK, giver=centre, via=Holder(organisation="post"))
    assert names(told(handed)) == {"dost-tdc", "counter", "centre", "post"}


def test_it_concerns_whose_opinion_is_asked() -> None:
    asked = OpinionRequested(opinion="o-1", agency="health")
    assert names(told(asked, unit="dost")) == {"dost", "health"}


def test_a_history_concerns_all_who_were_ever_named() -> None:
    history = [told(Noted(name="x"), unit="centre"), told(Transferred(taker=DESK), unit="dost")]
    assert concerned(history) == {"centre", "dost", "dost-tdc", "counter"}
    assert concerned([]) == frozenset()


def test_it_is_within_the_reach_of_those_alone() -> None:
    bodies = frozenset({"dost"})
    assert within(None, bodies)
    assert within(frozenset({"dost", "tdc"}), bodies)
    assert not within(frozenset({"centre"}), bodies)
    assert not within(frozenset(), bodies)
    assert within(None, frozenset())
