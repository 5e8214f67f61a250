"""Rules of the counter: what may be accepted, and what may be asked for."""

from collections.abc import Iterator
from typing import Final

from domain.dossier import events
from domain.dossier.deadlines import by_term
from domain.dossier.dossier import Dossier, evolve
from domain.dossier.events import Told
from domain.dossier.refusals import (
    ComponentsMissing,
    ItemBeyondLaw,
    ItemWithoutReason,
    OutsideOneStop,
    ProcedureNotInForce,
    PromisedBeyondLegal,
    ScanChanged,
    ScanWithoutMatch,
    SupplementRepeated,
    UnknownComponent,
    UnknownProcedure,
)
from domain.dossier.regime import Regime, regime
from domain.law import Law
from domain.procedure.procedure import Procedure
from domain.procedure.words import Role
from domain.refusals import Reason


def procedure_in_force(dossier: Dossier, told: Told, law: Law) -> Iterator[Reason]:
    """The procedure must be known, and in force on the day of receipt (NĐ 63/2010 Art. 8)."""
    event = told.event
    if not isinstance(event, events.Received):
        return
    code = event.procedure
    if code is None or law.is_stand_in(code):
        return
    day = told.occurred_at.astimezone(_after(dossier, told, law).zone).date()
    if not law.knows(code):
        yield UnknownProcedure(code)
    elif law.in_force(code, day) is None:
        yield ProcedureNotInForce(code, day.isoformat())


def by_the_one_stop(dossier: Dossier, told: Told, law: Law) -> Iterator[Reason]:
    """Dossiers are accepted at the one-stop desk (NĐ 61/2018 Art. 16, 17)."""
    if told.actor is None or law.registry.entry(told.actor) is None:
        return
    day = _after(dossier, told, law).day(told.occurred_at)
    if not law.registry.officer_may_sign(told.actor, Role.ONE_STOP_OFFICER, day):
        unit = law.registry.unit_of(told.actor, day)
        yield OutsideOneStop(told.unit or (unit.id if unit else told.actor))


def complete(dossier: Dossier, told: Told, law: Law) -> Iterator[Reason]:
    """What the procedure asks for on the channel must be there (NĐ 61/2018 Art. 17(1)); of a
    hand-in without a list of documents nobody knows."""
    came = set(dossier.intake.hand_in.components)
    governing = _after(dossier, told, law)
    channel = governing.dossier.intake.channel
    if governing.pinned is None or not came or channel is None:
        return
    asked = governing.pinned.receipt.asks_for(channel.value, governing.cases)
    missing = tuple(sorted({each.code for each in asked} - came))
    if missing:
        yield ComponentsMissing(missing, governing.pinned.receipt.code)


def promised_within_the_law(dossier: Dossier, told: Told, law: Law) -> Iterator[Reason]:
    """The slip may promise less than the law gives, not more (NĐ 61/2018 Art. 17(3), 20)."""
    event = told.event
    if not isinstance(event, events.Received) or event.promised_return is None:
        return
    governing = _after(dossier, told, law)
    legal = by_term(governing.as_known(governing.day(told.occurred_at)), "settlement")
    promised = governing.day(event.promised_return)
    if legal.on and promised > legal.on:
        yield PromisedBeyondLegal(promised.isoformat(), legal.on.isoformat())


def _after(dossier: Dossier, told: Told, law: Law) -> Regime:
    """What governs the dossier once it is received: several rules ask, one after the other."""
    for one, other, of, governing in _LATEST:
        if one is dossier and other is told and of is law:
            return governing
    governing = regime(evolve(dossier, told), law)
    _LATEST[:] = [(dossier, told, law, governing)]
    return governing


_LATEST: Final[list[tuple[Dossier, Told, Law, Regime]]] = []
"""What was asked last, and the answer."""


def listed_components(dossier: Dossier, told: Told, law: Law) -> Iterator[Reason]:
    """Components must be ones that the procedure lists (NĐ 61/2018 Art. 5(1)(đ)); of those that
    came before anybody named it, the receipt tells."""
    match told.event:
        case events.CarrierReceived(components=components):
            came = tuple(component.code for component in components)
        case events.Received() if dossier.intake.procedure is None:
            came = dossier.intake.hand_in.components
        case _:
            return
    if not came:
        return
    procedure = _procedure(evolve(dossier, told), told, law)
    listed = {component.code for component in procedure.components} if procedure else set()
    for code in came:
        if procedure and code not in listed:
            yield UnknownComponent(code, procedure.code)


def _procedure(dossier: Dossier, told: Told, law: Law) -> Procedure | None:
    """That of the receipt; before it, the one in force of what was named."""
    pin, pinned = dossier.intake.procedure, regime(dossier, law).pinned
    if pin is None or dossier.intake.accepted:
        return pinned.receipt if pinned else None
    return law.in_force(pin.code, told.occurred_at.astimezone(dossier.zone(law.zone)).date())


def asked_once_at_the_desk(dossier: Dossier, told: Told, law: Law) -> Iterator[Reason]:
    """One full, exact instruction (NĐ 61/2018 Art. 11(2)(c), 15(3))."""
    day = told.occurred_at.astimezone(dossier.zone(law.zone)).date()
    told_limits = (decree.limits.intake_supplements for decree in law.common.decrees_on(day))
    allowed = next((limit for limit in told_limits if limit is not None), None)
    times = len(dossier.intake.hand_in.supplements_requested) + 1
    if allowed is not None and times > allowed:
        yield SupplementRepeated(times, allowed)


def lawful_items(dossier: Dossier, told: Told, law: Law) -> Iterator[Reason]:
    """Only what the procedure lists may be asked for, each with its reason (NĐ 61/2018
    Art. 5(1)(đ), 17(1)(a); Mẫu 02)."""
    event = told.event
    if not isinstance(event, events.IntakeSupplementRequested | events.SupplementRequested):
        return
    bare = tuple(item.component for item in event.items if item.reason is None)
    if bare:
        yield ItemWithoutReason(bare)
    procedure = _procedure(dossier, told, law)
    listed = {component.code for component in procedure.components} if procedure else set()
    for item in event.items:
        if procedure and item.component not in listed:
            yield ItemBeyondLaw(item.component, procedure.code)


def matches_the_paper(dossier: Dossier, told: Told, law: Law) -> Iterator[Reason]:
    """A scan that does not match, or of which nobody says so (TT 01/2023/TT-VPCP)."""
    if isinstance(told.event, events.Digitised) and not told.event.matches_paper:
        yield ScanWithoutMatch(told.event.component)


def same_as_before(dossier: Dossier, told: Told, law: Law) -> Iterator[Reason]:
    """A paper that is scanned again shows the same pages in the same file, unless the first scan
    was said not to match it."""
    event = told.event
    if not isinstance(event, events.Digitised):
        return
    scans = dossier.custody.documents.of_this_paper(event.component)
    first = next((scan for scan in scans if scan.matches is not False), None)
    if first and not first.shows(event.pages, event.sha256):
        yield ScanChanged(event.component)
