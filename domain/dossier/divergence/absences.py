"""Absence: a handover that should have been by now, and of which there is no record."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from domain.dossier.divergence.case import Case
from domain.dossier.divergence.divergence import Divergence, Exit, Trace
from domain.dossier.events import DivergenceKind
from domain.dossier.forwarding import first_hour, there_since
from domain.dossier.handover import Holding, Transit
from domain.dossier.lifecycle import OPEN, Stage
from domain.dossier.values import APPLICANT, ARCHIVE, LOST, Carrier, Holder
from domain.procedure.common import Compared
from domain.procedure.step import Step

AT_WORK: Final = (Stage.RECEIVED, Stage.IN_PROGRESS)
"""Where the dossier waits for nobody but the offices."""


def absences(case: Case) -> Iterator[Divergence]:
    """Of the file, on each carrier; and of whatever is under way."""
    for (object, carrier), held in case.dossier.custody.holdings.items():
        if held.transit:
            yield from _unanswered(case, object, carrier, held)
        elif object == "file" and case.dossier.stage in AT_WORK and _is_at_work(held):
            yield from _unforwarded(case, carrier, held)
            yield from _step_overrun(case, carrier, held)


NO_OFFICE: Final = frozenset(each.organisation for each in (APPLICANT, ARCHIVE, LOST))


def _is_at_work(held: Holding) -> bool:
    return held.holder is not None and held.holder.organisation not in NO_OFFICE


def _unanswered(case: Case, object: str, carrier: Carrier, held: Holding) -> Iterator[Divergence]:
    """Handed over, and neither acknowledged nor refused (TT 01/2018/TT-VPCP Art. 9). Of several
    to whom data went at one instant, one is enough."""
    for since in dict.fromkeys(transit.since for transit in held.transits):
        raised_at = case.used_up(since, Compared.TRANSIT, carrier)
        if raised_at and not (case.over_at and case.over_at <= raised_at):
            to_whom = [each for each in held.transits if each.since == since]
            yield _absence(object, carrier, (since, raised_at), _sides(carrier, to_whom), case)


def _sides(carrier: Carrier, transits: list[Transit]) -> tuple[Trace, ...]:
    """Who gave it, and who has yet to say that it came."""
    given = (Trace(carrier, each.since, each.giver) for each in transits[:1])
    return (*given, *(Trace(carrier, None, each.taker) for each in transits))


def _absence(
    object: str,
    carrier: Carrier,
    instants: tuple[datetime, datetime],
    evidence: tuple[Trace, ...],
    case: Case,
) -> Divergence:
    since, raised_at = instants
    return Divergence(
        DivergenceKind.ABSENCE,
        object,
        since,
        raised_at,
        evidence,
        ends=(Exit.HANDOVER,),
        carrier=carrier,
        owner=evidence[-1].holder,
        unrecorded=True,
        until=case.over_at,
    )


def _unforwarded(case: Case, carrier: Carrier, held: Holding) -> Iterator[Divergence]:
    """The first handover of the file: paper by the rule of 15:00, data at once (NĐ 61/2018
    Art. 18). Data that lies with another than the paper was sent on already."""
    since = there_since(case.dossier, carrier)
    if held.moved or since is None:
        return
    if carrier is Carrier.PAPER:
        raised_at = forwarded_until(case)
    else:
        raised_at = _data_until(case, since, held.holder)
    if raised_at:
        trace = Trace(carrier, held.since, held.holder)
        yield _absence("file", carrier, (since, raised_at), (trace,), case)


def _data_until(case: Case, since: datetime, holder: Holder | None) -> datetime | None:
    paper = case.dossier.custody.of("file", Carrier.PAPER)
    if paper is None or paper.moved or paper.holder is None or holder is None:
        return None
    if paper.holder.organisation != holder.organisation:
        return None
    return case.used_up(since, Compared.ABSENCE, Carrier.DIGITAL)


def forwarded_until(case: Case) -> datetime | None:
    """Until when the paper file may lie where it was received: the same working day's close, or
    of what came after 15:00 the end of the first hour of the next one (NĐ 61/2018 Art. 18)."""
    since = there_since(case.dossier, Carrier.PAPER)
    term = case.governing.decreed("transfer") if since else None
    until = case.governing.due(term, since) if term and since else None
    return (first_hour(case.governing, until) or until.at) if until else None


def _step_overrun(case: Case, carrier: Carrier, held: Holding) -> Iterator[Divergence]:
    """The step for which it was handed over has had its working hours, and nothing was handed on
    (quy trình nội bộ, TT 01/2018/TT-VPCP Art. 8)."""
    step = _step(case, held)
    if step is None or case.calendar is None or case.dossier.stage not in OPEN:
        return
    raised_at = case.after(held.since, int(step.hours * 60))
    if raised_at is None:
        return
    trace = Trace(carrier, held.since, held.holder)
    yield _absence("file", carrier, (held.since, raised_at), (trace,), case)


def _step(case: Case, held: Holding) -> Step | None:
    """As the receipt's version of the procedure has it."""
    if held.step is None or case.governing.pinned is None:
        return None
    steps = case.governing.pinned.receipt.steps
    return next((step for step in steps if str(step.number) == held.step), None)
