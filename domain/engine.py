"""The engine: read, decide, record. The only place where a request becomes recorded events."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from domain.dossier.decisions import judge
from domain.dossier.events import (
    ACTS,
    Annulled,
    CodeAssigned,
    Corrected,
    DossierEvent,
    EntryConfirmed,
    Told,
)
from domain.dossier.late_entries import is_second_person
from domain.dossier.refusals import CodeTaken, SamePerson, UnknownTarget
from domain.dossier.values import moment
from domain.hot import Hot, Memory, Reasons, seen
from domain.law import Law
from domain.refusals import (
    ActNotPostable,
    AmbiguousCode,
    Gravity,
    OccurredInFuture,
    Reason,
    Refused,
    RequestIdReused,
    UnknownDossier,
)
from domain.request import DOSSIER_CODE, Mode, Posted, Request, canonical
from domain.sealing import is_private
from domain.store import Conflict, EventStore, Pending, Recorded, RecordedEvent, Recording
from domain.testimony import Code, Override
from domain.vault import Vault, taken

ATTEMPTS: Final = 3
AHEAD: Final = timedelta(days=1)
"""How far a clock of an office may run ahead of ours."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request led to."""

    events: tuple[RecordedEvent[DossierEvent], ...]
    findings: tuple[Reason, ...]
    repeated: bool = False
    """The same request came before: this is its first answer again."""


@dataclass(frozen=True, slots=True)
class _Decision:
    """What was decided on a dossier, and what of it was known then."""

    name: Code | str
    """By what the dossier was looked up."""
    told: Told
    stream: str
    version: int
    reasons: Reasons
    hot: Hot | None
    """The dossier just before; None where it will not be remembered."""
    remembered: Hot | None
    """What was remembered of it."""


@dataclass(frozen=True, slots=True)
class Engine:
    store: EventStore[DossierEvent]
    vault: Vault
    law: Law
    now: Callable[[], datetime]
    new_stream: Callable[[], str]
    memory: Memory = field(default_factory=Memory, repr=False, compare=False)

    async def perform(self, posted: Posted, *, opens: bool = False) -> Answer:
        """Records what is posted, or refuses it. `opens`: an unknown code is a new dossier.

        Raises Refused with nothing recorded; Conflict when the dossier moved on three times.
        """
        self.must_have_happened(posted)
        fingerprint = self.fingerprint(posted)
        for _ in range(ATTEMPTS):
            try:
                if answer := await self._by_memory(posted, fingerprint, opens=opens):
                    return answer
            except (Conflict, Refused):
                pass  # what memory says may be out of date: look
            earlier = await self.earlier(posted, fingerprint)
            if earlier:
                return await self._again(earlier)
            try:
                return await self._decide(posted, fingerprint, opens=opens)
            except Conflict:
                continue
        raise Conflict(posted.request.dossier)

    def must_have_happened(self, posted: Posted) -> None:
        """Raises Refused if it, or what it corrects, is said to lie more than a day ahead."""
        now = posted.recorded_at or self.now()
        for at in (posted.request.occurred_at, corrected_time(posted.event)):
            if at and at > now + AHEAD:
                raise Refused(OccurredInFuture(at.isoformat(), now.isoformat()))

    def fingerprint(self, posted: Posted) -> bytes:
        return self.vault.fingerprint(canonical(posted.request))

    async def earlier(self, posted: Posted, fingerprint: bytes) -> Recorded[DossierEvent] | None:
        """What the same request led to before; refused if it had another body."""
        request = posted.request
        (earlier,) = await self.store.recorded([(request.source, request.request_id)])
        if earlier:
            same_body(earlier.fingerprint, fingerprint, request)
        return earlier

    async def _by_memory(self, posted: Posted, fingerprint: bytes, *, opens: bool) -> Answer | None:
        """Decided without a look at the store; None where that cannot be."""
        name = code_of(posted.request)
        private = is_private(posted.event) or posted.request.override is not None
        if private and await self.earlier(posted, fingerprint):
            return None
        found = self.memory.find(name)
        # Whether a dossier is new is guessed only where the vault will not have taken for nothing.
        if not found and (private or not opens):
            return None
        code, hot = found or (new_code(posted.request), Hot(self.new_stream()))
        told = posted.testimony(code)
        reasons = hot.judge(told, self.law)
        if reasons is None:
            return None
        _admit(posted.request, told, reasons, ())
        remembered = hot if found else None
        decision = _Decision(name, told, hot.stream, hot.version, reasons, hot, remembered)
        return await self._record(posted, decision, fingerprint)

    async def _decide(self, posted: Posted, fingerprint: bytes, *, opens: bool) -> Answer:
        code, stream = await self._find(posted.request, opens=opens)
        await self._must_be_free(posted.event, stream)
        remembered = self.memory.of(stream)
        history = [event.told for event in await self.store.history(stream)]
        told = posted.testimony(code)
        reasons, hot = seen(stream, history, told, self.law)
        _admit(posted.request, told, reasons, history)
        name = code_of(posted.request)
        decision = _Decision(name, told, stream, len(history), reasons, hot, remembered)
        return await self._record(posted, decision, fingerprint)

    async def _record(self, posted: Posted, decision: _Decision, fingerprint: bytes) -> Answer:
        told = await self._sealed(posted, decision.told, decision.reasons)
        if self.memory.of(decision.stream) is not decision.remembered:
            raise Conflict("somebody decided on the dossier meanwhile")
        recording = Recording(
            decision.stream,
            decision.version,
            (told,),
            fingerprint,
            sole=isinstance(decision.name, str),
            recorded_at=posted.recorded_at,
            behind=decision.hot.pending if decision.hot else None,
        )
        # From here on others decide on what this one makes of the dossier.
        self._remember(decision, told, recording.pending)
        try:
            events = await self.store.append([recording])
        except BaseException:
            self.memory.forget(decision.stream)
            raise
        return Answer(tuple(events), _findings(decision.reasons))

    def _remember(self, decision: _Decision, told: Told, pending: Pending) -> None:
        known = decision.remembered
        if known and known.version > decision.version:
            return  # an event that is under way: this one will have to be decided again
        if decision.hot:
            self.memory.keep(decision.name, told.dossier, decision.hot.after(told, pending))
        else:
            self.memory.forget(decision.stream)

    async def _find(self, request: Request, *, opens: bool) -> tuple[Code, str]:
        wanted = code_of(request)
        (bearers,) = await self.store.streams([wanted])
        ambiguous(request.dossier, bearers)
        if bearers:
            return bearers[0]
        if not opens:
            raise Refused(UnknownDossier(request.dossier))
        return new_code(request), self.new_stream()

    async def _must_be_free(self, event: DossierEvent, stream: str) -> None:
        """Raises Refused when the event gives the dossier a code of another one."""
        if code := assigned(event):
            (bearers,) = await self.store.streams([code])
            not_taken(code, bearers, stream)

    async def _sealed(self, posted: Posted, told: Told, reasons: Sequence[Reason]) -> Told:
        """The testimony as it is stored, without personal data or free text."""
        if is_private(told.event):
            (event,) = await taken(self.vault, [told.event])
            told = replace(told, event=event)
        override = posted.request.override
        if override is None:
            return told
        (reason,) = await self.vault.seal([override.reason])
        codes = tuple(finding.code for finding in _findings(reasons))
        return replace(told, override=Override(codes, reason.entry, override.approver))

    async def _again(self, earlier: Recorded[DossierEvent]) -> Answer:
        """The first answer, rebuilt from what was recorded."""
        first = earlier.events[0]
        history = await self.store.history(first.stream, known_to=first.position - 1)
        reasons = judge([event.told for event in history], first.told, self.law)
        return Answer(earlier.events, _findings(reasons), repeated=True)


def same_body(earlier: bytes, now: bytes, request: Request) -> None:
    """Raises Refused when a request id came before with another body."""
    if earlier != now:
        raise Refused(RequestIdReused(request.source, request.request_id))


def corrected_time(event: DossierEvent) -> datetime | None:
    """When another event happened, as a correction says; None if it says nothing of that."""
    if isinstance(event, Corrected) and event.field == "occurred_at":
        return moment(event.new)
    return None


def code_of(request: Request) -> Code | str:
    """What to look a dossier up by: a code of a system, or of any."""
    return Code(request.code_system, request.dossier) if request.code_system else request.dossier


def ambiguous(name: str, bearers: Sequence[tuple[Code, str]]) -> None:
    """Raises Refused when several dossiers bear the code."""
    if len({stream for _, stream in bearers}) > 1:
        systems = tuple(sorted(code.system for code, _ in bearers))
        raise Refused(AmbiguousCode(name, systems))


def assigned(event: DossierEvent) -> Code | None:
    """The code that the event gives its dossier; None if it gives none."""
    return Code(event.system, event.value) if isinstance(event, CodeAssigned) else None


def not_taken(code: Code, bearers: Sequence[tuple[Code, str]], stream: str) -> None:
    """Raises Refused when another dossier than that of `stream` bears the code."""
    if any(bearer != stream for _, bearer in bearers):
        raise Refused(CodeTaken(code.system, code.value))


def new_code(request: Request) -> Code:
    return Code(request.code_system or DOSSIER_CODE, request.dossier)


def _admit(
    request: Request, told: Told, reasons: Sequence[Reason], history: Sequence[Told]
) -> None:
    """Refuses what this mode does not take."""
    if request.mode is Mode.RECORD:
        if type(told.event) in ACTS or _undoes_act(told, history):
            raise Refused(ActNotPostable(told.event.kind))
        return
    failing = tuple(r for r in reasons if r.gravity is Gravity.ACT)
    failing += tuple(_confirms_its_own(told, history))
    irregular = _findings(reasons)
    if request.override and irregular:
        irregular = tuple(_approved_by_himself(told, request.override.approver))
    if failing or irregular:
        raise Refused(*failing, *irregular)


def _approved_by_himself(told: Told, approver: str) -> Iterator[SamePerson]:
    """What is irregular takes a second person, as every approval does."""
    if approver in (told.actor, told.entered_by):
        yield SamePerson(approver, ("acted", "approved"))


def _confirms_its_own(told: Told, history: Sequence[Told]) -> Iterator[Reason]:
    """A late entry is confirmed by somebody else, who must say which it is."""
    if not isinstance(told.event, EntryConfirmed):
        return
    target = next((one for one in history if one.ref == told.event.target), None)
    if target is None:
        yield UnknownTarget(told.event.target.source, told.event.target.request_id)
    elif not is_second_person(told, target):
        yield SamePerson(told.actor or "", ("told", "confirmed"))


def _undoes_act(told: Told, history: Sequence[Told]) -> bool:
    """Whether it annuls or corrects an act: what a person did, no service takes back."""
    if not isinstance(told.event, Annulled | Corrected):
        return False
    target = told.event.target
    return any(type(one.event) in ACTS and one.ref == target for one in history)


def _findings(reasons: Sequence[Reason]) -> tuple[Reason, ...]:
    return tuple(reason for reason in reasons if reason.gravity is Gravity.IRREGULAR)
