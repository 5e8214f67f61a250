"""Words for whose time it was, so that an example reads like a control slip."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from domain.dossier.attribution import Attribution, Charge, Lacking, Unattributable, attribution
from domain.dossier.events import (
    OpinionReceived,
    OpinionRequested,
    ResultArrived,
    Told,
    TransferAcknowledged,
    Transferred,
)
from domain.dossier.values import Carrier, Holder
from domain.law import Law
from domain.procedure.common import Account
from tests.domain.calendar.words import at
from tests.domain.case import CENTRE, DEPARTMENT
from tests.domain.clock.telling import came, says, settled_in, shipped

HANDLER: Final = Holder(organisation="department", desk="handler")
LAB: Final = "lab of the province"
FIVE_DAYS: Final = settled_in(5, "received", supplement="pause")

Line = tuple[str, int]
"""What is said of a charge in short, and its working minutes."""


def lay(when: str, *carriers: Carrier) -> tuple[Told, ...]:
    """The file came to the Centre."""
    return tuple(came(when, carrier, desk=CENTRE) for carrier in carriers or (Carrier.PAPER,))


def went(when: str, taker: Holder, carrier: Carrier = Carrier.PAPER, **said: Any) -> Told:
    return says(when, Transferred(taker=taker, carrier=carrier, **said))


def taken(when: str, taker: Holder, carrier: Carrier = Carrier.PAPER, **said: Any) -> Told:
    return says(when, TransferAcknowledged(taker=taker, carrier=carrier, **said))


def handed(
    left: str, arrived: str, taker: Holder, carrier: Carrier = Carrier.PAPER, **said: Any
) -> tuple[Told, ...]:
    object = {"object": said["object"]} if "object" in said else {}
    return went(left, taker, carrier, **said), taken(arrived, taker, carrier, **object)


def sent_back(
    left: str, arrived: str, carrier: Carrier = Carrier.PAPER, giver: Holder = DEPARTMENT
) -> tuple[Told, ...]:
    """The result, to the Centre."""
    return went(left, CENTRE, carrier, object="result", giver=giver), there(arrived, carrier)


def there(when: str, carrier: Carrier | None = Carrier.PAPER) -> Told:
    return says(when, ResultArrived(carrier=carrier, desk=CENTRE))


def consulted(when: str, by: str | None, answered: str | None, name: str = "1") -> tuple[Told, ...]:
    answer_by = at(by) if by else None
    asks = says(when, OpinionRequested(opinion=name, agency=LAB, answer_by=answer_by))
    return (asks, says(answered, OpinionReceived(opinion=name))) if answered else (asks,)


def ranked(law: Law, *accounts: Account) -> Law:
    """The same law with another order of the accounts."""
    ranks = {rank.name: rank for rank in shipped().common.precedence}
    order = tuple(ranks[account] for account in accounts)
    return replace(law, common=law.common.model_copy(update={"precedence": order}))


def charged(*told: Told, law: Law | None = None, until: str = "31/12/2019 17:00") -> Attribution:
    found = attribution(told, law or shipped(), at(until))
    assert isinstance(found, Attribution)
    return found


def uncharged(*told: Told, law: Law | None = None, until: str = "31/12/2019 17:00") -> Lacking:
    found = attribution(told, law or shipped(), at(until))
    assert isinstance(found, Unattributable)
    return found.reason


def lines(charges: Sequence[Charge]) -> list[Line]:
    return [(said(charge), charge.minutes) for charge in charges]


def said(charge: Charge) -> str:
    """Such as `custodian department/handler 3` or `other-carrier centre (paper: transit)`."""
    whose = charge.whose
    holder = whose.holder
    where = f"{holder.organisation}{f'/{holder.desk}' if holder.desk else ''}" if holder else ""
    lies = f"({whose.carrier}: {whose.lies})" if whose.lies else ""
    return " ".join(part for part in (whose.account.value, where, whose.step, lies) if part)
