"""Requests that are decided on together: what is known of their dossiers is asked for at once,
and each is decided on in memory, in its turn, with what those before it come to.

The rules are the engine's own: the same checks in the same order (Engine.perform).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from domain.access import Reach
from domain.case import Case, Events, by_stream, first_reasons, remembered
from domain.codes import assigned, code_of, found_by, meant, new_code, not_taken, of_several
from domain.course import Steps
from domain.dossier.concerned import within
from domain.dossier.events import Corrected, DossierEvent, Told
from domain.engine import Engine, as_told, same_body
from domain.hot import Hot, Memory, Reasons
from domain.law import Law
from domain.modes import must_be_taken
from domain.refusals import Reason, Refused, UnknownDossier
from domain.request import Mode, Posted
from domain.store import Conflict, Pending, Recorded
from domain.testimony import Code

Key = tuple[str, str]
"""A source, and the id of a request within it."""

Bearers = tuple[tuple[Code, str], ...]
"""Codes, each with the stream of its dossier."""

NO_REASONS: Final[Reasons] = ()


@dataclass(slots=True)
class Decision:
    """What is to become of one request. It is recorded (told), waits for its dossier (waits),
    came before (earlier, or with the batch: same), or is refused (refused)."""

    posted: Posted
    fingerprint: bytes
    told: Told | None = None
    name: Code | str = ""
    """That leads to its dossier alone."""
    stream: str = ""
    after: int = 0
    """The version that was decided on."""
    behind: Pending | None = None
    """What others of this process were recording of the dossier then."""
    reasons: Reasons = NO_REASONS
    waits: bool = False
    earlier: Recorded[DossierEvent] | None = None
    same: "Decision | None" = None
    """The decision on the same request, earlier in the batch."""
    refused: tuple[Reason, ...] = ()


@dataclass(slots=True)
class Batch:
    """What the store knows of some requests, and what they themselves add as they are decided."""

    engine: Engine
    opens: frozenset[str]
    """Kinds that open the dossier of a code that nobody bears."""
    surely: bool
    """Whether all is asked of the store. Else a dossier is as the engine remembers it, if all that
    is told of it happened after what is known; and a request id is not looked up that no earlier
    event of its dossier can have. Where that was wrong, the store says so: a conflict."""
    now: datetime = field(init=False)
    law: Law = field(init=False)
    _borne: dict[Code | str, Bearers] = field(default_factory=dict)
    _led: dict[Code | str, Bearers] = field(default_factory=dict)
    """What codes lead to besides by what was decided."""
    _recorded: dict[Key, Recorded[DossierEvent] | None] = field(default_factory=dict)
    _heard: dict[Key, Decision] = field(default_factory=dict)
    _histories: dict[str, Events] = field(default_factory=dict)
    _read: dict[str, Case] = field(default_factory=dict)
    """Dossiers as they were before anything was decided on them."""
    _cases: dict[str, Case] = field(default_factory=dict)
    _in_course: set[Code | str] = field(default_factory=set)
    """Names of dossiers that are as the engine remembers them."""

    async def look(self, batch: Sequence[Posted]) -> None:
        """Asks for all that is not known yet of these requests and their dossiers."""
        self.now, self.law = self.engine.now(), self.engine.law
        store = self.engine.store
        if not self.surely:
            self._remember(batch)
        names = [name for name in dict.fromkeys(_names(batch)) if name not in self._borne]
        self._borne |= zip(names, await store.streams(names), strict=True)
        keys = [key for key in dict.fromkeys(self._asked(batch)) if key not in self._recorded]
        if keys:
            self._recorded |= zip(keys, await store.recorded(keys), strict=True)
        if streams := list(dict.fromkeys(self._streams(names, keys))):
            read = by_stream(await store.histories(streams))
            self._histories |= read
            self._read |= {name: Case(name, [one.told for one in read[name]]) for name in read}

    def decide(self, posted: Posted) -> Steps[Decision]:
        """What is to become of the next one. Raises Conflict."""
        decision = Decision(posted, self.engine.fingerprint(posted))
        try:
            yield from self._decide(decision)
        except Refused as refused:
            if not self._looked_up(posted):
                raise Conflict("what is remembered may be out of date: look") from None
            decision.waits = waits_for_its_dossier(posted, refused)
            decision.refused = () if decision.waits else refused.reasons
        if decision.told:
            self._heard[key_of(posted)] = decision
        return decision

    def folded(self, streams: Iterable[str]) -> Steps[Mapping[str, Hot]]:
        """These dossiers as they are after what was decided, but for those whose history alone
        tells."""
        found: dict[str, Hot] = {}
        for stream in streams:
            if hot := (yield from self._cases[stream].kept()):
                found[stream] = hot
        return found

    def keep(self, recorded: Iterable[Decision], hot: Mapping[str, Hot]) -> None:
        """Has the engine remember these dossiers, unless others decided on them."""
        memory = self.engine.memory
        for one in recorded:
            if one.told and one.stream in hot and memory.of(one.stream) is None:
                memory.keep(one.name, one.told.dossier, hot[one.stream])

    def first_reasons(
        self, recorded: Iterable[Recorded[DossierEvent]]
    ) -> Steps[Mapping[int, Reasons]]:
        """What was wrong with what was recorded before, when it was: by position."""
        wanted: dict[str, set[int]] = {}
        for one in recorded:
            first = one.events[0]
            wanted.setdefault(first.stream, set()).add(first.position)
        found: dict[int, Reasons] = {}
        for stream, positions in wanted.items():
            events = self._histories[stream]
            found |= yield from first_reasons(events, positions, self.engine.in_force)
        return found

    def _remember(self, batch: Sequence[Posted]) -> None:
        for name, (code, hot) in _in_course(batch, self.engine.memory).items():
            self._borne[name] = ((code, hot.stream),)
            self._cases[hot.stream] = remembered(hot)
            self._in_course.add(name)

    def _decide(self, decision: Decision) -> Steps[None]:
        """Raises Refused, Conflict."""
        posted, request = decision.posted, decision.posted.request
        if request.occurred_at > self.now or posted.recorded_at or type(posted.event) is Corrected:
            self.engine.must_have_happened(posted)
        if self._came_before(decision):
            return
        name, code, stream = self._bearer(posted)
        if given := assigned(posted.event):
            not_taken(given, self._bearers(given), stream)
        case = self._case(stream)
        posted.must_fit(case.version, case.bodies if posted.reach is not None else frozenset())
        told = as_told(posted, code)
        reasons = yield from case.judge(told, self.law)
        must_be_taken(request, told, reasons, case.history)
        decision.told, decision.name = told, name
        decision.stream, decision.after = stream, case.version
        decision.reasons, decision.behind = reasons, case.hot.pending if case.hot else None
        yield from case.take(told)
        if stream not in self._cases:
            self._cases[stream] = case
            self._lead(code, stream)
        if given:
            self._lead(given, stream)

    def _looked_up(self, posted: Posted) -> bool:
        """Whether it was decided on what the store says: nothing else tells what was only guessed
        of what is refused."""
        return code_of(posted.request) not in self._in_course and key_of(posted) in self._recorded

    def _came_before(self, decision: Decision) -> bool:
        """Raises Refused for another body under the same id."""
        key, request = key_of(decision.posted), decision.posted.request
        if earlier := self._recorded.get(key):
            same_body(earlier.fingerprint, decision.fingerprint, request)
            decision.earlier = earlier
        elif same := self._heard.get(key):
            same_body(same.fingerprint, decision.fingerprint, request)
            decision.same = same
        return decision.earlier is not None or decision.same is not None

    def _bearer(self, posted: Posted) -> tuple[Code | str, Code, str]:
        """As Engine._find has it. Raises Refused."""
        request, name = posted.request, code_of(posted.request)
        borne = self._bearers(name)
        if one := meant(request.dossier, self._seen_of(borne, posted.reach)):
            return found_by(name, one[0], borne), *one
        if borne or posted.event.kind not in self.opens:
            raise Refused(UnknownDossier(request.dossier))
        return name, new_code(request), self.engine.new_stream()

    def _seen_of(self, bearers: Bearers, reach: Reach) -> Bearers:
        """As domain.knowledge.seen_of has it."""
        if reach is None or not of_several(bearers):
            return bearers
        return tuple(one for one in bearers if within(reach, self._case(one[1]).bodies))

    def _bearers(self, name: Code | str) -> Bearers:
        led = self._led.get(name)
        return self._borne[name] + led if led else self._borne[name]

    def _lead(self, code: Code, stream: str) -> None:
        """From the next one on, the code leads to the stream."""
        for name in (code, code.value):
            known = self._borne.get(name, ()) + self._led.get(name, ())
            if (code, stream) not in known:
                self._led[name] = (*self._led.get(name, ()), (code, stream))

    def _case(self, stream: str) -> Case:
        return self._cases.get(stream) or self._read.get(stream) or Case(stream)

    def _asked(self, batch: Sequence[Posted]) -> Iterator[Key]:
        for posted in batch:
            name = code_of(posted.request)
            new = not self._borne[name] and posted.event.kind in self.opens
            if self.surely or not (new or name in self._in_course):
                yield key_of(posted)

    def _streams(self, names: Iterable[Code | str], keys: Iterable[Key]) -> Iterator[str]:
        """Those that bear a code, unless they are in hand, and those of what came before."""
        for name in names:
            yield from (one for _, one in self._borne[name] if one not in self._cases)
        for key in keys:
            if earlier := self._recorded[key]:
                yield earlier.events[0].stream


def waits_for_its_dossier(posted: Posted, refused: Refused) -> bool:
    """Whether it is kept until its dossier is there: what is only said, and would be taken then.
    A deed is done on a dossier that is there, or not at all."""
    request = posted.request
    if request.mode is Mode.DECIDE or not isinstance(refused.reasons[0], UnknownDossier):
        return False
    try:
        must_be_taken(request, as_told(posted, new_code(request)), (), ())
    except Refused:
        return False
    return True


def key_of(posted: Posted) -> Key:
    return posted.request.source, posted.request.request_id


def _in_course(batch: Sequence[Posted], memory: Memory) -> Mapping[Code | str, tuple[Code, Hot]]:
    """The remembered dossiers of which all is told in the order in which it happened, after what
    is known: no request on them can have come before."""
    found: dict[Code | str, tuple[Code, Hot]] = {}
    latest: dict[Code | str, datetime | None] = {}
    for posted in batch:
        name, at = code_of(posted.request), posted.request.occurred_at
        if name not in latest:
            latest[name] = None
            if (known := memory.find(name)) and _stands(known[1]):
                found[name], latest[name] = known, _latest(known[1])
        before = latest[name]
        latest[name] = at if before and before < at else None
    return {name: known for name, known in found.items() if latest[name]}


def _stands(hot: Hot) -> bool:
    return not (hot.pending and hot.pending.failed)


def _latest(hot: Hot) -> datetime | None:
    return hot.latest.occurred_at if hot.latest else None


def _names(batch: Sequence[Posted]) -> Iterator[Code | str]:
    for posted in batch:
        yield code_of(posted.request)
        if given := assigned(posted.event):
            yield given
