"""Conditions of acts that do not hold."""

from dataclasses import dataclass

from domain.dossier.events import DivergenceKind
from domain.dossier.refusals.base import Unfulfilled
from domain.dossier.values import Carrier, Instant
from domain.refusals import Malformed


@dataclass(frozen=True, slots=True)
class OpenDivergence(Unfulfilled):
    """Paper and digital disagree on a legal instant or on content; a person must reconcile them
    first."""

    code = "open-divergence"
    divergences: tuple[DivergenceKind, ...]


@dataclass(frozen=True, slots=True)
class NotReturned(Unfulfilled):
    """Nothing was given to the applicant yet (NĐ 61/2018 Art. 20)."""

    code = "not-returned"
    stage: str


@dataclass(frozen=True, slots=True)
class AlreadyClosed(Unfulfilled):
    """A dossier is closed once."""

    code = "already-closed"


@dataclass(frozen=True, slots=True)
class NothingToReconcile(Unfulfilled):
    """Paper and digital agree on it, or a person has settled it."""

    code = "nothing-to-reconcile"
    instants: tuple[Instant, ...]


@dataclass(frozen=True, slots=True)
class ContentAgrees(Unfulfilled):
    """Paper and scan of these components agree, or a person has settled them."""

    code = "content-agrees"
    components: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CarrierDoesNotSpeak(Unfulfilled):
    """The carrier named to speak for an instant has no record of it."""

    code = "carrier-does-not-speak"
    instant: Instant
    carrier: Carrier


@dataclass(frozen=True, slots=True)
class SecondPersonRequired(Unfulfilled):
    """The instant that decides lateness moves: somebody else must confirm it."""

    code = "second-person-required"
    instants: tuple[Instant, ...]


@dataclass(frozen=True, slots=True)
class NotEnded(Unfulfilled):
    """It is closed as withdrawn, stopped, refused or unclaimed, and is not."""

    code = "not-ended"
    why: str
    stage: str


@dataclass(frozen=True, slots=True)
class OriginalNotReturned(Unfulfilled):
    """Originals go back to the applicant (NĐ 61/2018 Art. 20(2))."""

    code = "original-not-returned"
    objects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LateCauseNotConfirmable(Unfulfilled):
    """There is no such cause to confirm, or the same person recorded it."""

    code = "late-cause-not-confirmable"
    cause: str


@dataclass(frozen=True, slots=True)
class ActorRequired(Unfulfilled):
    """An act is somebody's: only what hoso itself enters is in nobody's name."""

    code = "actor-required"
    kind: str


@dataclass(frozen=True, slots=True)
class EnteredByTheWatch(Malformed):
    """What hoso itself found is ended by what happens, or settled by a person; nobody strikes it
    out."""

    code = "entered-by-the-watch"
    request_id: str


@dataclass(frozen=True, slots=True)
class EntryNotConfirmable(Unfulfilled):
    """A late entry is confirmed by a person who neither did nor entered it, and who says which
    it is (NĐ 61/2018 Art. 5(1)(c))."""

    code = "entry-not-confirmable"
    source: str
    request_id: str


@dataclass(frozen=True, slots=True)
class AlreadyFound(Unfulfilled):
    """A divergence is entered once, until it ends."""

    code = "already-found"
    divergence: DivergenceKind


@dataclass(frozen=True, slots=True)
class NotDivergent(Unfulfilled):
    """Only a divergence that was entered and is open can end."""

    code = "not-divergent"
    divergence: DivergenceKind
