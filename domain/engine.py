"""The engine: read, decide, record. The only place where a request becomes recorded events."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Final

from domain.codes import assigned, code_of, found_by, meant, new_code, not_taken
from domain.dossier.concerned import concerned
from domain.dossier.decisions import judge
from domain.dossier.events import DossierEvent, Told
from domain.hot import Hot, Memory, Reasons, seen
from domain.knowledge import seen_of
from domain.law import InForce, Law
from domain.modes import findings, must_be_taken, must_have_happened
from domain.refusals import Reason, Refused, RequestIdReused, UnknownDossier
from domain.request import OverrideRequest, Posted, Request, canonical
from domain.sealing import is_private
from domain.store import Conflict, EventStore, Recorded, RecordedEvent, Recording
from domain.testimony import Code, Override, Provenance
from domain.vault import Vault, taken

ATTEMPTS: Final = 3
PATIENCE: Final = 50
"""Times that others of this process may decide on the dossier while this one looks."""

BY_ONE_DECISION: Final = frozenset({Provenance.IMPORTED, Provenance.SIMULATED})
"""What only an import or a simulation may say of itself: it excuses what is entered late."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request led to."""

    events: tuple[RecordedEvent[DossierEvent], ...]
    findings: tuple[Reason, ...]
    repeated: bool = False
    """The same request came before: this is its first answer again."""


class _Overtaken(Conflict):
    """Others decided on the dossier while its history was read: nothing was tried yet."""


@dataclass(slots=True)
class _Asked:
    """What is asked, and what of it the vault has taken by now."""

    posted: Posted
    fingerprint: bytes
    opens: bool
    sealed: bool = False
    event: DossierEvent | None = None
    """As it is stored: without personal data or free text."""
    why: str | None = None
    """The vault's entry of the reason of an override."""
    waited: int = 0
    """How often for what others of this process were recording."""

    @property
    def request(self) -> Request:
        return self.posted.request

    @property
    def waits_for_the_vault(self) -> bool:
        if self.sealed:
            return False
        return is_private(self.posted.event) or self.request.override is not None


@dataclass(slots=True)
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
    in_force: InForce  # each decision asks again: a law book learns meanwhile
    now: Callable[[], datetime]
    new_stream: Callable[[], str]
    memory: Memory = field(default_factory=Memory, repr=False, compare=False)

    @property
    def law(self) -> Law:
        return self.in_force.law

    @property
    def today(self) -> date:
        """The local day."""
        return self.now().astimezone(self.law.zone).date()

    async def perform(self, posted: Posted, *, opens: bool = False) -> Answer:
        """Records what is posted, or refuses it. `opens`: an unknown code is a new dossier.

        Raises Refused with nothing recorded; Conflict when the dossier moved on three times.
        """
        self.must_have_happened(posted)
        asked = _Asked(posted, self.fingerprint(posted), opens)
        conflicts = overtaken = 0
        while conflicts < ATTEMPTS and overtaken < PATIENCE:
            try:
                if answer := await self._by_memory(asked):
                    return answer
            except (Conflict, Refused):
                pass  # what memory says may be out of date: look
            if earlier := await self.earlier(posted, asked.fingerprint):
                return await self._again(earlier)
            try:
                return await self._by_the_store(asked)
            except _Overtaken:
                overtaken += 1
            except Conflict:
                conflicts += 1
        raise Conflict(posted.request.dossier)

    def must_have_happened(self, posted: Posted) -> None:
        """Raises Refused if it, or what it corrects, is said to lie more than a day ahead."""
        must_have_happened(posted, posted.recorded_at or self.now())

    def fingerprint(self, posted: Posted) -> bytes:
        return posted.fingerprint or self.vault.fingerprint(canonical(posted.request))

    async def earlier(self, posted: Posted, fingerprint: bytes) -> Recorded[DossierEvent] | None:
        """What the same request led to before; refused if it had another body."""
        request = posted.request
        (earlier,) = await self.store.recorded([(request.source, request.request_id)])
        if earlier:
            same_body(earlier.fingerprint, fingerprint, request)
        return earlier

    async def _by_memory(self, asked: _Asked) -> Answer | None:
        """Decided without a look at the store; None where that cannot be."""
        decision = self._remembered(asked)
        if decision and asked.waits_for_the_vault:
            if await self.earlier(asked.posted, asked.fingerprint):
                return None
            await self._seal(asked)
            # Others decided meanwhile. From here to the append nobody else is served.
            decision = self._remembered(asked)
        return await self._record(asked, decision) if decision else None

    def _remembered(self, asked: _Asked) -> _Decision | None:
        """Raises Refused."""
        name = code_of(asked.request)
        found = self.memory.find(name)
        # Whether a dossier is new is guessed only where the vault will not have taken for nothing.
        if not found and (asked.waits_for_the_vault or not asked.opens):
            return None
        code, hot = found or (new_code(asked.request), Hot(self.new_stream()))
        asked.posted.must_fit(hot.version, hot.concerned)
        if hot.pending and hot.pending.failed:
            self.memory.forget(hot.stream)
            return None
        told = _testimony(asked, code)
        reasons = hot.judge(told, self.law)
        if reasons is None:
            return None
        must_be_taken(asked.request, told, reasons, ())
        return _Decision(name, told, hot.stream, hot.version, reasons, hot, hot if found else None)

    async def _by_the_store(self, asked: _Asked) -> Answer:
        """Raises Refused, Conflict."""
        name, code, stream = await self._find(asked.posted, opens=asked.opens)
        await self._must_be_free(asked.posted.event, stream)
        remembered = self.memory.of(stream)
        history = [event.told for event in await self.store.history(stream)]
        asked.posted.must_fit(len(history), concerned(history))
        told = _testimony(asked, code)
        reasons, hot = seen(stream, history, told, self.law)
        must_be_taken(asked.request, told, reasons, history)
        if asked.waits_for_the_vault:
            await self._seal(asked)
            told = _testimony(asked, code)
        if self.memory.of(stream) is not remembered:
            raise _Overtaken
        if asked.waited < PATIENCE // 5 and _under_way(remembered, len(history)):
            # Theirs comes first. But it may never be recorded: that is not waited for for ever.
            asked.waited += 1
            raise _Overtaken
        decision = _Decision(name, told, stream, len(history), reasons, hot, remembered)
        return await self._record(asked, decision)

    async def _record(self, asked: _Asked, decision: _Decision) -> Answer:
        recording = Recording(
            decision.stream,
            decision.version,
            (_overridden(asked, decision),),
            asked.fingerprint,
            sole=isinstance(decision.name, str),
            recorded_at=asked.posted.recorded_at,
            behind=decision.hot.pending if decision.hot else None,
        )
        # From here on others decide on what this one makes of the dossier.
        kept = self._remember(decision, recording)
        try:
            events = await self.store.append([recording])
        except Exception:
            if self.memory.of(decision.stream) is kept:
                self.memory.forget(decision.stream)
            raise
        return Answer(tuple(events), findings(decision.reasons))

    def _remember(self, decision: _Decision, recording: Recording[DossierEvent]) -> Hot | None:
        """What is remembered of the dossier from now on because of this."""
        known = decision.remembered
        if _under_way(known, decision.version):
            return None  # this one will have to be decided again
        if decision.hot is None:
            self.memory.forget(decision.stream)
            return None
        (told,) = recording.told
        hot = decision.hot.after(told, recording.pending)
        self.memory.keep(decision.name, told.dossier, hot)
        return hot

    async def _find(self, posted: Posted, *, opens: bool) -> tuple[Code | str, Code, str]:
        """The name that leads to the dossier alone, its code and its stream. Raises Refused."""
        request, name = posted.request, code_of(posted.request)
        (borne,) = await self.store.streams([name])
        if one := meant(request.dossier, await seen_of(self.store, borne, posted.reach)):
            return found_by(name, one[0], borne), *one
        if borne or not opens:
            raise Refused(UnknownDossier(request.dossier))
        return name, new_code(request), self.new_stream()

    async def _must_be_free(self, event: DossierEvent, stream: str) -> None:
        """Raises Refused when the event gives the dossier a code of another one."""
        if code := assigned(event):
            (bearers,) = await self.store.streams([code])
            not_taken(code, bearers, stream)

    async def _seal(self, asked: _Asked) -> None:
        """The vault takes what is personal or free text: once, however often is decided."""
        (asked.event,) = await taken(self.vault, [asked.posted.event])
        if override := asked.request.override:
            (reason,) = await self.vault.seal([override.reason])
            asked.why = reason.entry
        asked.sealed = True

    async def _again(self, earlier: Recorded[DossierEvent]) -> Answer:
        """The first answer, rebuilt from what was recorded."""
        first = earlier.events[0]
        history = await self.store.history(first.stream, known_to=first.position - 1)
        law = self.in_force.as_learnt(first.position)
        reasons = judge([event.told for event in history], first.told, law)
        return Answer(earlier.events, findings(reasons), repeated=True)


def _under_way(remembered: Hot | None, version: int) -> bool:
    """Whether others of this process are recording what the history lacks."""
    pending = remembered and remembered.pending
    return bool(remembered and pending and remembered.version > version and not pending.failed)


def _testimony(asked: _Asked, code: Code) -> Told:
    return as_told(asked.posted, code, asked.event)


def as_told(posted: Posted, code: Code, sealed: DossierEvent | None = None) -> Told:
    """What is posted as a testimony; `sealed` is its event once the vault has taken of it."""
    claims = posted.request.provenance in BY_ONE_DECISION and posted.recorded_at is None
    told = posted.testimony(code, Provenance.NATIVE if claims else None)
    return replace(told, event=sealed) if sealed else told


def _overridden(asked: _Asked, decision: _Decision) -> Told:
    return overridden(decision.told, asked.request.override, asked.why, decision.reasons)


def overridden(
    told: Told, override: OverrideRequest | None, why: str | None, reasons: Reasons
) -> Told:
    """With what was overridden, and by whom; `why` is the vault's entry of the reason."""
    if override is None or why is None:
        return told
    codes = tuple(finding.code for finding in findings(reasons))
    return replace(told, override=Override(codes, why, override.approver))


def same_body(earlier: bytes, now: bytes, request: Request) -> None:
    """Raises Refused when a request id came before with another body."""
    if earlier != now:
        raise Refused(RequestIdReused(request.source, request.request_id))
