"""A dossier as one of its two carriers alone tells it."""

from domain.dossier.divergence.case import BOTH, Case
from domain.dossier.divergence.instants import follows_by_post
from domain.dossier.dossier import Dossier
from domain.dossier.grain import Grain
from domain.dossier.values import Carrier, Instant
from domain.frozen import replace
from domain.law import Law


def came_apart(dossier: Dossier, law: Law, looks: Grain) -> bool:
    """Whether the file came in on the two carriers so far apart that it may make a difference. The
    originals of what was sent online may follow by post."""
    came = dossier.intake.hand_in.carriers
    if not came.keys() >= BOTH or looks.alike(came[Carrier.PAPER], came[Carrier.DIGITAL]):
        return False
    return not follows_by_post(Case(dossier, law))


def arrived_apart(dossier: Dossier, looks: Grain) -> bool:
    """Whether the result may have been there on one carrier and not on the other, however short."""
    arrived, returned = dossier.result.arrived, dossier.result.returned
    if not arrived:
        return bool(returned)
    if not arrived.keys() >= {*dossier.clock.owed, *returned}:
        return True
    first, *others = arrived.values()
    return not all(looks.alike(first, other) for other in others)


def as_told_by(carrier: Carrier, dossier: Dossier, *, from_its_coming: bool) -> Dossier:
    """As if the result were owed on that carrier alone, where it is owed on it, and as if the term
    had counted from its coming in, where that is asked for."""
    clock = dossier.clock
    if from_its_coming:
        clock = replace(clock, speaks={**clock.speaks, Instant.RECEIPT: carrier})
    if _is_owed_on(carrier, dossier):
        speaks = {**clock.speaks, Instant.RESULT: carrier}
        clock = replace(clock, speaks=speaks, owed=(carrier,))
    return replace(dossier, clock=clock)


def _is_owed_on(carrier: Carrier, dossier: Dossier) -> bool:
    if dossier.clock.owed:
        return carrier in dossier.clock.owed
    return carrier in dossier.result.arrived or carrier in dossier.result.returned
