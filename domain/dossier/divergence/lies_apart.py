"""Custody: the paper file lies with one organisation, the digital one with another."""

from collections.abc import Iterator

from domain.dossier.divergence.absences import forwarded_until
from domain.dossier.divergence.case import Case
from domain.dossier.divergence.divergence import Divergence, Exit, Trace
from domain.dossier.events import DivergenceKind
from domain.dossier.handover import Holding
from domain.dossier.lifecycle import OPEN
from domain.dossier.values import LOST, Carrier
from domain.procedure.common import Compared


def custody(case: Case) -> Iterator[Divergence]:
    """From when both have lain there longer than the tolerance; paper that came after 15:00 may
    wait for the next morning (NĐ 61/2018 Art. 18). It converges with the next handover."""
    held = case.dossier.custody
    paper, digital = held.of("file", Carrier.PAPER), held.of("file", Carrier.DIGITAL)
    since = held.apart_since
    if paper is None or digital is None or since is None or case.dossier.stage not in OPEN:
        return
    if (held.settled_at and since <= held.settled_at) or _same(case, paper, digital):
        return
    raised_at = case.used_up(since, Compared.CUSTODY)
    if raised_at is None:
        return
    lawful = None if paper.moved else forwarded_until(case)
    behind = paper if paper.since <= digital.since or not paper.moved else digital
    yield Divergence(
        DivergenceKind.CUSTODY,
        "file",
        since,
        max(raised_at, lawful) if lawful else raised_at,
        tuple(Trace(c, each.since, each.holder) for c, each in _of_each(paper, digital)),
        ends=(Exit.HANDOVER, Exit.PERSON),
        owner=None if behind.holder == LOST else behind.holder,
    )


def _of_each(paper: Holding, digital: Holding) -> tuple[tuple[Carrier, Holding], ...]:
    return ((Carrier.PAPER, paper), (Carrier.DIGITAL, digital))


def _same(case: Case, paper: Holding, digital: Holding) -> bool:
    """Whether one took the place of the other by then: a merger moves no file."""
    day = case.day(max(paper.since, digital.since))
    same = case.law.registry.same
    return any(
        paper.holder is not None and same(paper.holder.organisation, each.organisation, day)
        for each in digital.holders
    )
