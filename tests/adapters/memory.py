"""An event store and a vault in memory, for tests of what is built on them.

They keep the same promises as the ones on PostgreSQL (promises.py), and like those give other
tasks a turn at every call, so that races happen.
"""

import hashlib
import hmac
from bisect import bisect_right
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import uuid4

from anyio import Event
from anyio.lowlevel import checkpoint

from domain.dossier.events import CodeAssigned, DossierEvent, Told
from domain.dossier.values import Sealed, Subject, SubjectRef
from domain.refusals import NotKnownYet, Refused
from domain.store import Conflict, Recorded, RecordedEvent, Recording
from domain.testimony import Code

Events = Sequence[RecordedEvent[DossierEvent]]


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class MemoryEventStore:
    """Keeps the promises of domain.store.EventStore."""

    now: Callable[[], datetime] = _now
    _log: list[RecordedEvent[DossierEvent]] = field(default_factory=list)
    _requests: dict[tuple[str, str], Recorded[DossierEvent]] = field(default_factory=dict)
    _codes: dict[Code, tuple[datetime, str]] = field(default_factory=dict)
    _appended: Event = field(default_factory=Event)

    async def streams(self, codes: Sequence[Code | str]) -> Sequence[tuple[tuple[Code, str], ...]]:
        await checkpoint()
        borne = sorted(self._codes.items(), key=lambda item: (item[1][0], item[0].system))
        return [
            tuple((code, stream) for code, (_, stream) in borne if wanted in (code, code.value))
            for wanted in codes
        ]

    async def history(
        self, stream: str, *, known_to: int | None = None, most: int | None = None
    ) -> Events:
        return (await self.histories([stream], known_to=known_to))[:most]

    async def histories(self, streams: Sequence[str], *, known_to: int | None = None) -> Events:
        await checkpoint()
        known = self._log if known_to is None else self._log[:known_to]
        wanted = [event for event in known if event.stream in set(streams)]
        return sorted(wanted, key=lambda event: (event.stream, event.version))

    async def versions(self, streams: Sequence[str]) -> Sequence[int]:
        await checkpoint()
        return [self._version(stream) for stream in streams]

    async def recorded(
        self, requests: Sequence[tuple[str, str]]
    ) -> Sequence[Recorded[DossierEvent] | None]:
        await checkpoint()
        return [self._requests.get(request) for request in requests]

    async def append(self, recordings: Sequence[Recording[DossierEvent]]) -> Events:
        await checkpoint()
        before = len(self._log), dict(self._requests), dict(self._codes)
        try:
            for recording in recordings:
                self._record(recording)
        except Conflict:
            del self._log[before[0] :]
            self._requests, self._codes = before[1:]
            for recording in recordings:
                recording.pending.failed = True
            raise
        self._appended.set()
        self._appended = Event()
        return self._log[before[0] :]

    async def after(self, position: int, limit: int) -> Events:
        await checkpoint()
        return self._log[position : position + limit]

    async def dossiers(self, after: str, limit: int) -> Sequence[str]:
        await checkpoint()
        streams = {stream for _, stream in self._codes.values() if stream > after}
        return sorted(streams)[:limit]

    async def head(self) -> int:
        await checkpoint()
        return len(self._log)

    async def known_at(self, at: datetime) -> int:
        await checkpoint()
        if at > (now := self.now()):
            raise Refused(NotKnownYet(at.isoformat(), now.isoformat()))
        return bisect_right(self._log, at, key=lambda event: event.recorded_at)

    async def follow(self, position: int) -> AsyncIterator[int]:
        while True:
            appended = self._appended
            if len(self._log) > position:
                position = len(self._log)
                yield position
            else:
                await appended.wait()

    def _version(self, stream: str) -> int:
        return max((event.version for event in self._log if event.stream == stream), default=0)

    def _record(self, recording: Recording[DossierEvent]) -> None:
        if recording.behind and recording.behind.failed:
            raise Conflict("what it is behind was not recorded")
        if self._version(recording.stream) != recording.after:
            raise Conflict("the stream has moved on")
        for told in recording.told:
            earlier = self._requests.get((told.source, told.request_id))
            if earlier and told.ref in {event.told.ref for event in earlier.events}:
                raise Conflict("the request was recorded before")
            self._lead(told, recording.stream, sole=recording.sole)
            event = RecordedEvent(
                len(self._log) + 1,
                recording.stream,
                self._version(recording.stream) + 1,
                max(
                    [
                        recording.recorded_at or self.now(),
                        *(last.recorded_at for last in self._log[-1:]),
                    ]
                ),
                told,
            )
            self._log.append(event)
            events = (*(earlier.events if earlier else ()), event)
            self._requests[told.source, told.request_id] = Recorded(events, recording.fingerprint)

    def _lead(self, told: Told, stream: str, *, sole: bool) -> None:
        value = told.dossier.value
        bearers = {bearer for code, (_, bearer) in self._codes.items() if code.value == value}
        if sole and bearers - {stream}:
            raise Conflict("another dossier bears the code")
        codes = [told.dossier]
        if isinstance(told.event, CodeAssigned):
            codes.append(Code(told.event.system, told.event.value))
        for code in codes:
            if self._codes.setdefault(code, (told.occurred_at, stream))[1] != stream:
                raise Conflict("a code belongs to another dossier")


@dataclass(slots=True)
class MemoryVault:
    """Keeps the promises of domain.vault.Vault."""

    key: bytes = b"a key that only this installation has"
    texts: dict[str, str] = field(default_factory=dict)
    _subjects: dict[tuple[str, str], str] = field(default_factory=dict)

    async def seal(self, texts: Sequence[str]) -> Sequence[Sealed]:
        await checkpoint()
        return [Sealed(entry=self._kept(text), commitment=_commitment(text)) for text in texts]

    async def open(self, entries: Sequence[str]) -> Sequence[str | None]:
        await checkpoint()
        return [self.texts.get(entry) for entry in entries]

    async def refer(self, authority: str, subject: Subject) -> SubjectRef:
        await checkpoint()
        told = subject.model_dump(exclude_none=True)
        new = str(uuid4())
        known = self._subjects.setdefault((authority, subject.id), new) if subject.id else new
        return SubjectRef(
            subject_id=known, commitments={name: _commitment(value) for name, value in told.items()}
        )

    def fingerprint(self, body: bytes) -> bytes:
        return hmac.new(self.key, body, hashlib.sha256).digest()

    def _kept(self, text: str) -> str:
        entry = str(uuid4())
        self.texts[entry] = text
        return entry


def _commitment(value: str) -> str:
    return hashlib.sha256(uuid4().bytes + value.encode()).hexdigest()
