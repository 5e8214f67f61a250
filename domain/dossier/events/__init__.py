"""What can be said of a dossier: a closed union, each event with its stored kind."""

from typing import Annotated, Final, Union, get_args

from pydantic import Field

from domain.dossier.events.custody import (
    TransferAcknowledged,
    TransferRecalled,
    Transferred,
    TransferRefused,
)
from domain.dossier.events.intake import CarrierReceived, Received
from domain.dossier.events.record import Annulled, Corrected, Reconciled
from domain.dossier.events.result import Completed, ResultArrived, Returned
from domain.dossier.events.said import Said
from domain.dossier.events.work import (
    Noted,
    SupplementItem,
    SupplementReceived,
    SupplementRequested,
)
from domain.testimony import Testimony

DossierEvent = Union[  # noqa: UP007  (get_args reads the members at run time)
    Received,
    CarrierReceived,
    Transferred,
    TransferAcknowledged,
    TransferRefused,
    TransferRecalled,
    SupplementRequested,
    SupplementReceived,
    Noted,
    ResultArrived,
    Returned,
    Reconciled,
    Completed,
    Corrected,
    Annulled,
]

AnyDossierEvent = Annotated[DossierEvent, Field(discriminator="kind")]
"""The union as pydantic reads it: by its stored kind."""

Told = Testimony[DossierEvent]
"""A testimony about a dossier."""

KINDS: Final[dict[str, type[DossierEvent]]] = {
    event.model_fields["kind"].default: event for event in get_args(DossierEvent)
}

ACTS: Final[frozenset[type[Said]]] = frozenset({Reconciled, Completed})
"""Deeds in hoso itself; a service cannot post them."""

OPENERS: Final[frozenset[type[Said]]] = frozenset({Received, CarrierReceived})
"""What may be the first thing that is heard of a dossier."""

__all__ = [
    "ACTS",
    "KINDS",
    "OPENERS",
    "Annulled",
    "AnyDossierEvent",
    "CarrierReceived",
    "Completed",
    "Corrected",
    "DossierEvent",
    "Noted",
    "Received",
    "Reconciled",
    "ResultArrived",
    "Returned",
    "Said",
    "SupplementItem",
    "SupplementReceived",
    "SupplementRequested",
    "Told",
    "TransferAcknowledged",
    "TransferRecalled",
    "TransferRefused",
    "Transferred",
]
