"""What a divergence is: where paper and digital came apart, since when, and who has to act."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from domain.dossier.entered import Key
from domain.dossier.events import DivergenceKind
from domain.dossier.values import Carrier, Holder, Instant


class Exit(StrEnum):
    """What would settle it."""

    RECORD = "record"
    """The record of the other carrier, where there is none yet."""
    HANDOVER = "handover"
    """A handover, or its acknowledgement or refusal."""
    SCAN = "scan"
    """A scan that agrees with the paper."""
    PERSON = "person"
    """A person who says which carrier speaks, or that the content counts."""


@dataclass(frozen=True, slots=True)
class Trace:
    """What the record has of one side of it."""

    carrier: Carrier | None
    at: datetime | None = None
    """None: there is no record."""
    holder: Holder | None = None


HANGS_ON: Final = {
    DivergenceKind.RECEIPT: (Instant.RECEIPT,),
    DivergenceKind.CUSTODY: (Instant.TRANSFER,),
    DivergenceKind.RESULT: (Instant.RESULT,),
    DivergenceKind.RETURN: (Instant.RETURN,),
}


@dataclass(frozen=True, slots=True)
class Divergence:
    """Paper and digital disagree by more than the law and its tolerances expect."""

    kind: DivergenceKind
    object: str
    """The file, the result, or the code of a component."""
    since: datetime
    """The instant at which the carriers came apart, or something began to be owed."""
    raised_at: datetime
    """The instant at which the tolerance was used up: from then on it is one."""
    evidence: tuple[Trace, ...]
    ends: tuple[Exit, ...]
    carrier: Carrier | None = None
    """Whose handover is missing; None where both carriers are meant."""
    owner: Holder | None = None
    """Who has to act; None where no record says."""
    unrecorded: bool = False
    """It hangs on something of which there is no record: it may have happened, so this is
    not "late"."""
    parted: tuple[Instant, ...] = ()
    """The legal instants on which a flip hangs."""
    until: datetime | None = None
    """When it was over by what happened; None while it lasts."""

    @property
    def key(self) -> Key:
        return Key(self.kind, self.object, self.since, self.carrier)

    @property
    def needs_person(self) -> bool:
        """Whether nothing may be closed before it is settled."""
        return self.kind.needs_person

    @property
    def instants(self) -> tuple[Instant, ...]:
        """What a person settles by saying which carrier speaks for it."""
        return self.parted or HANGS_ON.get(self.kind, ())
