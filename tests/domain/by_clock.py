"""Words for how a dossier stands by each clock, and histories of supplements."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from domain.dossier import events
from domain.dossier.clocks import Clock, Judged, by_clock, judged
from domain.dossier.dossier import fold
from domain.dossier.events import DossierEvent, Told
from domain.dossier.standing import Standing
from domain.dossier.timeliness import Timeliness
from domain.dossier.values import Carrier
from domain.law import Law
from domain.procedure.term import Exclusion
from domain.testimony import Testimony
from tests.domain.calendar.words import day
from tests.domain.case import DOSSIER, ZONE
from tests.domain.clock.telling import (
    SMALL,
    a_small_one,
    calendar_days,
    settled_in,
)
from tests.domain.procedure.definitions import a_term
from tests.drawing import maybe

RESETS: Final = a_small_one(settled_in(5, "received", excludes=["lab-test"]))
"""Five working days from the receipt; a supplement sets them off anew."""

LAWS: Final = {
    "resets": RESETS,
    "from the complete hand-in": a_small_one(settled_in(5, "complete")),
    "calendar days": a_small_one(a_term(length=calendar_days(7))),
    "hours": a_small_one(a_term(length={"amount": 24, "unit": "working-hour"})),
}
"""Under each of which a supplement resets the clock."""

BEGINNING: Final = datetime(2019, 5, 13, tzinfo=ZONE)
"""A Monday; three weeks without a holiday follow."""


def of(*told: Told, law: Law = RESETS, on: str) -> Judged:
    return judged(fold(told), law, day(on))


def standings(found: Judged) -> dict[Clock, Standing]:
    """By every clock, where all was recorded in time."""
    return {**dict.fromkeys(Clock, found.owed), **by_clock(found, found.dossier)}


def classes(*told: Told, law: Law = RESETS, on: str) -> dict[Clock, Timeliness]:
    found = standings(of(*told, law=law, on=on))
    return {clock: stands.on(day(on)) for clock, stands in found.items()}


def other_classes(*told: Told, law: Law = RESETS, on: str) -> dict[Clock, Timeliness]:
    """By the clocks alone by which the class is another than as owed."""
    found = classes(*told, law=law, on=on)
    return {clock: each for clock, each in found.items() if each is not found[Clock.OWED]}


def due(*told: Told, law: Law = RESETS, on: str) -> dict[Clock, str]:
    found = standings(of(*told, law=law, on=on))
    return {c: f"{each.due_on:%d/%m}" if each.due_on else "none" for c, each in found.items()}


def _told(event: DossierEvent, at: datetime) -> Told:
    return Testimony(event=event, dossier=DOSSIER, occurred_at=at, source="one-stop", request_id="")


HOURS: Final = (0, 7, 9, 15, 17, 23)


def _instants() -> SearchStrategy[datetime]:
    return st.builds(
        lambda ahead, hour: BEGINNING + timedelta(days=ahead, hours=hour),
        st.integers(0, 20),
        st.sampled_from(HOURS),
    )


@st.composite
def supplemented(draw: DrawFn) -> list[Told]:
    """Accepted on the Monday; then supplements that are asked for, answered and given up, now and
    then time that is not counted, and mostly a result."""
    accepted_at = BEGINNING + timedelta(hours=draw(st.sampled_from((8, 16))))
    promised = draw(maybe(_instants()))
    told = [_told(events.Received(procedure=SMALL, promised_return=promised), accepted_at)]
    at = accepted_at
    for name in map(str, range(draw(st.integers(0, 3)))):
        at += _while(draw, 4)
        relayed = draw(st.sampled_from((True, True, None)))
        told.append(_told(events.SupplementRequested(supplement=name, relayed=relayed), at))
        at += _while(draw, 6)
        told += [_told(each, at) for each in draw(_answers(name))]
    if draw(st.booleans()):
        earlier = timedelta(days=draw(st.integers(0, 4)))
        told.append(_told(events.CarrierReceived(carrier=Carrier.PAPER), accepted_at - earlier))
    if draw(st.booleans()):
        told.append(_told(events.ExclusionBegan(why=Exclusion.LAB_TEST), draw(_instants())))
        told.append(_told(events.ExclusionEnded(), draw(_instants())))
    if draw(st.integers(0, 3)):
        told.append(_told(events.ResultArrived(carrier=Carrier.PAPER), at + _while(draw, 9)))
    return [replace(one, request_id=str(number)) for number, one in enumerate(told)]


def _while(draw: DrawFn, days: int) -> timedelta:
    return timedelta(days=draw(st.integers(0, days)), hours=draw(st.integers(0, 9)))


def _answers(name: str) -> SearchStrategy[list[DossierEvent]]:
    came = st.builds(
        events.SupplementReceived, supplement=st.just(name), promised_return=maybe(_instants())
    )
    lapsed = st.just(events.SupplementLapsed(supplement=name))
    return st.lists(st.one_of(came, came, came, lapsed), max_size=1)


@st.composite
def on_both_carriers(draw: DrawFn) -> list[Told]:
    """Came in and went out on paper and digitally, now and then days apart; waited for, maybe."""
    promised = draw(maybe(_instants()))
    receipt = events.Received(procedure=SMALL, promised_return=promised, owed=tuple(Carrier))
    told = [_told(receipt, BEGINNING + timedelta(days=2, hours=8))]
    for carrier in Carrier:
        came_at = BEGINNING + timedelta(hours=7) + _while(draw, 3)
        told.append(_told(events.CarrierReceived(carrier=carrier), came_at))
        arrived_at = BEGINNING + timedelta(days=3, hours=7) + _while(draw, 12)
        told.append(_told(events.ResultArrived(carrier=carrier), arrived_at))
    if draw(st.booleans()):
        at = BEGINNING + timedelta(days=3, hours=8)
        told.append(_told(events.SupplementRequested(supplement="1", relayed=True), at))
        told += [_told(each, at + _while(draw, 4)) for each in draw(_answers("1"))]
    return [replace(one, request_id=str(number)) for number, one in enumerate(told)]
