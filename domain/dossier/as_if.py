"""The law of a dossier as if it were stricter with the authority: a supplement never set the term
to its result off anew, or nothing stopped it at all."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from typing import Self

from domain.dossier.clock import Promise, PromisedBy
from domain.dossier.deadlines import BINDING
from domain.dossier.dossier import Dossier
from domain.dossier.regime import Regime
from domain.dossier.starts import TO_THE_RESULT
from domain.frozen import replace
from domain.procedure.term import SupplementEffect, Term


@dataclass(frozen=True)
class AsIf(Regime):
    """What governs the dossier, save how the terms to its result run."""

    @classmethod
    def of(cls, governing: Regime) -> Self:
        return cls(**{each.name: getattr(governing, each.name) for each in fields(Regime)})

    def term(self, clock: str) -> Term | None:
        term = super().term(clock)
        return self.run(term) if term and clock in TO_THE_RESULT else term

    def run(self, term: Term) -> Term:
        """As the term would be."""
        raise NotImplementedError

    def as_known(self, day: date) -> Regime:
        known = super().as_known(day)
        return known if isinstance(known, AsIf) else self.of(known)


@dataclass(frozen=True)
class NeverReset(AsIf):
    """A supplement stops the clock until it is complete; the working time before it stays used,
    where NĐ 61/2018/NĐ-CP Art. 19(4) has it start from zero."""

    def run(self, term: Term) -> Term:
        if term.supplement is not SupplementEffect.RESET:
            return term
        return term.model_copy(update={"supplement": SupplementEffect.PAUSE})


@dataclass(frozen=True)
class NeverStopped(AsIf):
    """The term runs from the first receipt on, in its own unit, and nothing is left out of it."""

    def run(self, term: Term) -> Term:
        effect = term.supplement and SupplementEffect.CONTINUE
        runs_on = {"starts": ("received",), "supplement": effect, "excludes": ()}
        return term.model_copy(update=runs_on)


def never_put_off(dossier: Dossier) -> Dossier:
    """Without the return dates by which a supplement put off what was promised before."""
    promises = tuple(_not_put_off(dossier.clock.promises))
    return replace(dossier, clock=replace(dossier.clock, promises=promises))


def _not_put_off(promises: tuple[Promise, ...]) -> Iterator[Promise]:
    before: Promise | None = None
    for promise in promises:
        later = before is not None and promise.returns_at > before.returns_at
        if promise.by is PromisedBy.SUPPLEMENT and later:
            continue
        before = promise if promise.by in BINDING else before
        yield promise
