"""Where the file and the result are on each carrier, and which carrier waits for the other."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from domain.dossier.custody import Custody, Holding
from domain.dossier.dossier import Dossier
from domain.dossier.values import Carrier

FILE: Final = "file"
RESULT: Final = "result"

LEADS: Final = (Carrier.DIGITAL, Carrier.PAPER)
"""Who holds the digital file must act next; where there is none, who holds the paper."""

Holdings = dict[Carrier, Holding]


@dataclass(frozen=True, slots=True)
class Whereabouts:
    followed: Holdings
    """On each carrier the result once there is one, before that the file."""
    leading: Carrier | None
    """The carrier whose holder must act next: once a result is on its way, the first on which it
    is owed and not yet there. None where nothing is recorded of any."""
    awaited: Carrier | None
    """The carrier for which the other waits: that is where it should be, and this one is not yet.

    The result has arrived on one carrier, and on this one, owed, it has not; or the file lies with
    whom this one is on its way to. What was never handed over to whom the other lies with is not
    waited for: no record says that it is needed there.
    """


def is_unmoved(dossier: Dossier, before: Dossier) -> bool:
    """Whether all that it is told from is the same: most events leave it alone, and then these
    are the same objects."""
    return (
        dossier.custody.holdings is before.custody.holdings
        and dossier.result.arrived is before.result.arrived
        and dossier.result.returned is before.result.returned
        and dossier.clock.owed is before.clock.owed
    )


def whereabouts(dossier: Dossier) -> Whereabouts:
    files, results = _of(dossier.custody, FILE), _of(dossier.custody, RESULT)
    followed = {**files, **results}
    there = (*dossier.result.arrived, *dossier.result.returned)
    if not results and not there:
        return Whereabouts(followed, _leading(followed, ()), _coming(files))
    missing = [carrier for carrier in dossier.clock.owed if carrier not in there]
    awaited = missing[0] if there and missing else None
    return Whereabouts(followed, _leading(followed, missing), awaited)


def _of(custody: Custody, object: str) -> Holdings:
    """Where it is, on the carriers of which that is recorded."""
    return {
        carrier: held
        for (name, carrier), held in custody.holdings.items()
        if name == object and (held.holder or held.transit)
    }


def _leading(followed: Holdings, missing: Collection[Carrier]) -> Carrier | None:
    known = [carrier for carrier in LEADS if carrier in followed]
    return next((carrier for carrier in known if carrier in missing), known[0] if known else None)


def _coming(files: Holdings) -> Carrier | None:
    paper, digital = files.get(Carrier.PAPER), files.get(Carrier.DIGITAL)
    if paper is None or digital is None:
        return None
    if _is_coming_to(paper, digital):
        return Carrier.PAPER
    return Carrier.DIGITAL if _is_coming_to(digital, paper) else None


def _is_coming_to(moving: Holding, lying: Holding) -> bool:
    """Handed over to one of those with whom the other lies."""
    if moving.transit is None or lying.transit is not None:
        return False
    return any(
        transit.taker.may_be(holder) for transit in moving.transits for holder in lying.holders
    )
