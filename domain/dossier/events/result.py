"""What is said of the result and of the end."""

from typing import Literal

from domain.dossier.events.said import Said
from domain.dossier.values import Carrier, Holder


class ResultArrived(Said):
    """The result reached the one-stop desk on a carrier.

    When it is there on all carriers owed, the dossier is resolved and the clock stops: status
    9, not the applicant's pick-up (QĐ 766/QĐ-TTg).
    """

    kind: Literal["dossier.result-arrived"] = "dossier.result-arrived"
    carrier: Carrier | None = None
    outcome: Literal["granted", "refused"] | None = None
    number: str | None = None
    desk: Holder | None = None


class Returned(Said):
    """Given to the applicant (NĐ 61/2018 Art. 20)."""

    kind: Literal["dossier.returned"] = "dossier.returned"
    carrier: Carrier | None = None
    object: str = "result"
    why: Literal["result", "supplement", "withdrawal"] = "result"


class Completed(Said):
    """Closed. An act: it can be refused."""

    kind: Literal["dossier.completed"] = "dossier.completed"
    why: Literal["returned", "withdrawn", "stopped", "refused", "unclaimed"] | None = None
