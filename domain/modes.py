"""What each mode of a request takes: a record of what happened, or a decision in hoso itself."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

from domain.dossier.events import (
    ACTS,
    Annulled,
    Corrected,
    DossierEvent,
    EntryConfirmed,
    Told,
)
from domain.dossier.late_entries import is_confirmed_by
from domain.dossier.refusals import (
    ActorRequired,
    EnteredByTheWatch,
    EntryNotConfirmable,
    SamePerson,
)
from domain.dossier.values import moment
from domain.refusals import ActNotPostable, Gravity, OccurredInFuture, Reason, Refused
from domain.request import Mode, Posted, Request
from domain.second_person import is_second_person, known_as, teller

OURS: Final = "hoso"
"""The source of what hoso says in nobody's name."""


AHEAD: Final = timedelta(days=1)
"""How far a clock of an office may run ahead of ours."""


def must_have_happened(posted: Posted, now: datetime) -> None:
    """Raises Refused if it, or what it corrects, is said to lie more than a day ahead."""
    for at in (posted.request.occurred_at, _corrected_time(posted.event)):
        if at and at > now + AHEAD:
            raise Refused(OccurredInFuture(at.isoformat(), now.isoformat()))


def _corrected_time(event: DossierEvent) -> datetime | None:
    """When another event happened, as a correction says; None if it says nothing of that."""
    if isinstance(event, Corrected) and event.field == "occurred_at":
        return moment(event.new)
    return None


def must_be_taken(
    request: Request, told: Told, reasons: Sequence[Reason], history: Sequence[Told]
) -> None:
    """Refuses what this mode does not take. Raises Refused."""
    _strikes_no_watch_out(told)
    if request.mode is Mode.RECORD:
        if type(told.event) in ACTS or _undoes_act(told, history):
            raise Refused(ActNotPostable(told.event.kind))
        return
    if type(told.event) in ACTS and told.entered_by and told.actor is None:
        raise Refused(ActorRequired(told.event.kind))
    failing = tuple(r for r in reasons if r.gravity is Gravity.ACT)
    failing += tuple(_confirms_its_own(told, history))
    irregular = findings(reasons)
    if request.override and irregular:
        irregular = tuple(_approved_by_himself(told, request.override.approver))
    if failing or irregular:
        raise Refused(*failing, *irregular)


def findings(reasons: Sequence[Reason]) -> tuple[Reason, ...]:
    """What is irregular, and recorded all the same."""
    return tuple(reason for reason in reasons if reason.gravity is Gravity.IRREGULAR)


def _approved_by_himself(told: Told, approver: str) -> Iterator[SamePerson]:
    """What is irregular takes a second person, as every approval does."""
    if not is_second_person(known_as(approver), teller(told)):
        yield SamePerson(approver, ("acted", "approved"))


def _confirms_its_own(told: Told, history: Sequence[Told]) -> Iterator[Reason]:
    """A late entry is confirmed by somebody else, who must say which it is."""
    if not isinstance(told.event, EntryConfirmed):
        return
    named = told.event.target
    target = next((one for one in history if one.ref == named), None)
    if target is None or not is_confirmed_by(told, target):
        yield EntryNotConfirmable(named.source, named.request_id)


def _strikes_no_watch_out(told: Told) -> None:
    """Else a divergence could be closed unseen. Raises Refused."""
    if isinstance(told.event, Annulled | Corrected) and told.event.target.source == OURS:
        raise Refused(EnteredByTheWatch(told.event.target.request_id))


def _undoes_act(told: Told, history: Sequence[Told]) -> bool:
    """Whether it annuls or corrects an act: what a person did, no service takes back."""
    if not isinstance(told.event, Annulled | Corrected):
        return False
    target = told.event.target
    return any(type(one.event) in ACTS and one.ref == target for one in history)
