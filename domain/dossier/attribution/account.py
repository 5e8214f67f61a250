"""Whose time it is, of a dossier as it was: the first account of the precedence that may have it.

Everything here looks at one state and one instant, so what comes later changes nothing of it.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from domain.dossier.attribution.charge import Whose
from domain.dossier.attribution.waiting import NOBODY, Waiting
from domain.dossier.attribution.whereabouts import Whereabouts
from domain.dossier.values import APPLICANT, Carrier, Holder
from domain.procedure.common import Account


class Look(NamedTuple):
    """A dossier at an instant, read for one carrier."""

    at: datetime
    waiting: Waiting
    whereabouts: Whereabouts
    carrier: Carrier | None
    """None: for the dossier."""

    @property
    def followed(self) -> Carrier | None:
        """The carrier whose holder must act."""
        return self.carrier or self.whereabouts.leading


def account(look: Look, precedence: Sequence[Account]) -> Whose:
    """Whose time it is from then on."""
    waits = look.waiting is not NOBODY
    for name in precedence:
        whose = CLAIMS[name](look) if waits or name not in OUTSIDE else None
        if whose:
            return whose
    return _unrecorded(look)


def _applicant(look: Look) -> Whose | None:
    until = look.waiting.applicant_until
    return Whose(Account.APPLICANT, APPLICANT) if until and look.at < until else None


def _excluded(look: Look) -> Whose | None:
    return Whose(Account.EXCLUDED) if look.waiting.excluded else None


def _opinion(look: Look) -> Whose | None:
    """Of several agencies in time, the one that was asked first."""
    in_time = (agency for agency, until in look.waiting.agencies if look.at < until)
    return _asked(Account.OPINION, next(in_time, None))


def _overdue_agency(look: Look) -> Whose | None:
    late = (agency for agency, until in look.waiting.agencies if until <= look.at)
    return _asked(Account.OVERDUE_AGENCY, next(late, None))


def _asked(name: Account, agency: str | None) -> Whose | None:
    return Whose(name, Holder(organisation=agency)) if agency else None


def _other_carrier(look: Look) -> Whose | None:
    """With where the other one is: its own account without any waiting."""
    awaited = look.whereabouts.awaited
    if awaited is None or look.carrier is awaited:
        return None
    of_it = look._replace(carrier=awaited)
    lies = _transit(of_it) or _custodian(of_it) or _unrecorded(of_it)
    return Whose(Account.OTHER_CARRIER, lies.holder, lies.step, awaited, lies.giver, lies.account)


def _transit(look: Look) -> Whose | None:
    carrier = look.followed
    held = look.whereabouts.followed.get(carrier) if carrier else None
    going = held.transit if held else None
    if going is None:
        return None
    # Whoever has it meanwhile: the giver, or a courier who has acknowledged it.
    has_it = held.holder if held and held.holder else going.giver
    return Whose(Account.TRANSIT, going.taker, going.step, carrier, has_it)


def _custodian(look: Look) -> Whose | None:
    carrier = look.followed
    held = look.whereabouts.followed.get(carrier) if carrier else None
    if held is None or held.holder is None:
        return None
    return Whose(Account.CUSTODIAN, held.holder, held.step, carrier)


def _unrecorded(look: Look) -> Whose:
    return Whose(Account.UNRECORDED, carrier=look.followed)


Claim = Callable[[Look], Whose | None]

CLAIMS: Final[Mapping[Account, Claim]] = {
    Account.APPLICANT: _applicant,
    Account.EXCLUDED: _excluded,
    Account.OPINION: _opinion,
    Account.OVERDUE_AGENCY: _overdue_agency,
    Account.OTHER_CARRIER: _other_carrier,
    Account.TRANSIT: _transit,
    Account.CUSTODIAN: _custodian,
    Account.UNRECORDED: _unrecorded,
}
"""When a minute may be charged to each account."""

OUTSIDE: Final = (
    Account.APPLICANT,
    Account.EXCLUDED,
    Account.OPINION,
    Account.OVERDUE_AGENCY,
)
"""Those that have nothing while nobody is waited for outside the authority."""
