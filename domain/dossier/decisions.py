"""What is irregular about each event, and when an act must be refused.

Each rule looks at the dossier as it was just before the event. `judge` says what is wrong
with one more testimony, where it happened; the engine refuses or records accordingly.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from domain.dossier import events
from domain.dossier.custody import Holding
from domain.dossier.divergence import divergences, instants
from domain.dossier.dossier import Dossier, evolve
from domain.dossier.events import Told
from domain.dossier.lifecycle import Stage, irregularity
from domain.dossier.order import in_order
from domain.dossier.refusals import (
    AlreadyClosed,
    CarrierDoesNotSpeak,
    NoHandover,
    NothingToReconcile,
    NotReturned,
    OpenDivergence,
    ProcedureNotInForce,
    SecondPersonRequired,
    SupplementNotRequested,
    UnknownComponent,
    UnknownProcedure,
    WrongCustodian,
)
from domain.dossier.values import Holder, Instant
from domain.procedure.law import Law
from domain.refusals import Gravity, Reason

Rule = Callable[[Dossier, Told, Law], Iterable[Reason]]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened: the dossier after it, and what was irregular about it."""

    told: Told
    dossier: Dossier
    reasons: tuple[Reason, ...]

    @property
    def findings(self) -> tuple[Reason, ...]:
        """Conditions of acts are no findings: they are refused or, imported, history."""
        return tuple(r for r in self.reasons if r.gravity is Gravity.IRREGULAR)


def walk(testimonies: Iterable[Told], law: Law, at: datetime | None = None) -> Iterator[Step]:
    """The dossier's history, step by step, in the order in which it happened, up to `at`."""
    happened = in_order(testimonies)
    dossier = Dossier()
    for told in happened.happened:
        if at and told.occurred_at > at:
            return
        stray = happened.irregular.get(told.ref)
        reasons = (*irregularities(dossier, told, law), *((stray,) if stray else ()))
        dossier = evolve(dossier, told)
        yield Step(told, dossier, reasons)


def judge(history: Sequence[Told], told: Told, law: Law) -> tuple[Reason, ...]:
    """What is wrong with `told`, among all that is known. An annulled one is not judged."""
    steps = walk((*history, told), law)
    return next((step.reasons for step in steps if step.told.ref == told.ref), ())


def irregularities(dossier: Dossier, told: Told, law: Law) -> Iterator[Reason]:
    by_stage = irregularity(dossier.stage, told.event)
    if by_stage:
        yield by_stage
    rule = RULES.get(type(told.event))
    if rule:
        yield from rule(dossier, told, law)


def receive(dossier: Dossier, told: Told, law: Law) -> Iterator[Reason]:
    """The procedure must be known, and in force on the day of receipt."""
    event = told.event
    if not isinstance(event, events.Received):
        return
    code = event.procedure
    if code is None or law.is_stand_in(code):
        return
    zone = ZoneInfo(event.timezone) if event.timezone else law.zone
    day = told.occurred_at.astimezone(zone).date()
    if not law.knows(code):
        yield UnknownProcedure(code)
    elif law.in_force(code, day) is None:
        yield ProcedureNotInForce(code, day.isoformat())


def receive_carrier(dossier: Dossier, told: Told, law: Law) -> Iterator[Reason]:
    """Components must be ones that the procedure lists (NĐ 61/2018 Art. 5(1)đ)."""
    pin, accepted = dossier.intake.procedure, dossier.intake.accepted
    if pin is None or accepted is None or not isinstance(told.event, events.CarrierReceived):
        return
    received_on = accepted.at.astimezone(dossier.zone(law.zone)).date()
    procedure = law.in_force(pin.code, received_on)
    listed = {component.code for component in procedure.components} if procedure else None
    for component in told.event.components:
        if listed is not None and component.code not in listed:
            yield UnknownComponent(component.code, pin.code)


def transfer(dossier: Dossier, told: Told, law: Law) -> Iterator[Reason]:
    """Only who holds an object can hand it over."""
    event = told.event
    if not isinstance(event, events.Transferred) or event.carrier is None:
        return
    held = dossier.custody.of(event.object, event.carrier)
    if held and held.holder and event.giver and not event.giver.may_be(held.holder):
        yield WrongCustodian(event.object, event.carrier, held.holder, event.giver)


def answer_transfer(dossier: Dossier, told: Told, law: Law) -> Iterator[Reason]:
    """A handover is answered once, by whom the object was sent to."""
    event = told.event
    if not isinstance(
        event, events.TransferAcknowledged | events.TransferRefused | events.TransferRecalled
    ):
        return
    held = dossier.custody.of(event.object, event.carrier)
    if event.carrier is None:
        return
    if held is None or held.transit is None:
        yield NoHandover(event.object, event.carrier)
    elif not isinstance(event, events.TransferRecalled):
        yield from _wrong_taker(held, event)


def _wrong_taker(
    held: Holding, event: events.TransferAcknowledged | events.TransferRefused
) -> Iterator[Reason]:
    sent_to: Holder | None = held.transit.taker if held.transit else None
    if sent_to and event.carrier and event.taker and not event.taker.may_be(sent_to):
        yield WrongCustodian(event.object, event.carrier, sent_to, event.taker)


def receive_supplement(dossier: Dossier, told: Told, law: Law) -> Iterator[Reason]:
    event = told.event
    if not isinstance(event, events.SupplementReceived):
        return
    if event.supplement not in dossier.work.supplements_open:
        yield SupplementNotRequested(event.supplement)


def reconcile(dossier: Dossier, told: Told, law: Law) -> Iterator[Reason]:
    """Only an open divergence is reconciled; a carrier speaks only for what it recorded; an
    instant that decides lateness needs a second person."""
    event = told.event
    if not isinstance(event, events.Reconciled):
        return
    is_open = {divergence.instant for divergence in divergences(dossier, law.zone)}
    named = {*event.settles, *event.speaks}
    if not named <= is_open:
        yield NothingToReconcile(tuple(sorted(named - is_open)))
    said = instants(dossier)
    for instant, carrier in event.speaks.items():
        if carrier not in said[instant]:
            yield CarrierDoesNotSpeak(instant, carrier)
    decisive = tuple(sorted(named & {Instant.RECEIPT, Instant.RESULT}))
    if decisive and (event.second_person or None) in (None, told.actor, told.entered_by):
        yield SecondPersonRequired(decisive)


def complete(dossier: Dossier, told: Told, law: Law) -> Iterator[Reason]:
    """Closed once, after the result was returned, and with no divergence left open."""
    if dossier.stage is Stage.CLOSED:
        yield AlreadyClosed()
        return
    event = told.event
    after_return = isinstance(event, events.Completed) and event.why in (None, "returned")
    if after_return and dossier.stage is not Stage.RETURNED:
        yield NotReturned(dossier.stage.value)
    if open_ := divergences(dossier, law.zone):
        yield OpenDivergence(tuple(divergence.instant for divergence in open_))


RULES: dict[type[events.Said], Rule] = {
    events.Received: receive,
    events.CarrierReceived: receive_carrier,
    events.Transferred: transfer,
    events.TransferAcknowledged: answer_transfer,
    events.TransferRefused: answer_transfer,
    events.TransferRecalled: answer_transfer,
    events.SupplementReceived: receive_supplement,
    events.Reconciled: reconcile,
    events.Completed: complete,
}
