"""Enters what is said of outages.

No request needs a name: the same again finds what it asks for, and gets it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final

from domain.access import Principal
from domain.lawmaking.book import LawBook
from domain.lawmaking.outages import (
    OutageConfirmed,
    OutageDeclared,
    OutageEnded,
    OutageEvent,
    OutageWithdrawn,
)
from domain.modes import OURS
from domain.outages.asked import Declaration, End, Said
from domain.outages.known import Known, State, known
from domain.outages.refusals import (
    OutageAhead,
    OutageBackwards,
    OutageConfirmedByWhoDeclares,
    OutageNotLonger,
    OutageTakenBack,
    UnknownOutage,
)
from domain.refusals import Refused, SourceNotYours
from domain.register import LAW, Register
from domain.second_person import is_second_person, known_as
from domain.speaking import must_be_its_source
from domain.store import Conflict

ATTEMPTS: Final = 50
"""Times that others may enter something while this one does."""


@dataclass(frozen=True, slots=True)
class Done:
    """The outage as it is now."""

    outage: Known
    repeated: bool = False
    """It was so before."""


Decide = Callable[[], OutageEvent | Known]
"""What is to be entered, or the outage that is as it should be. Raises Refused."""


@dataclass(frozen=True, slots=True)
class Outages:
    book: LawBook
    register: Register
    now: Callable[[], datetime]
    told_at: datetime | None = None
    """When a simulation has it entered."""

    async def listed(self) -> Sequence[Known]:
        """All that were ever declared, in their order."""
        await self._learn()
        return tuple(self._known().values())

    async def declare(self, said: Declaration, by: Principal) -> Done:
        """Nothing follows from it until `confirm`. Raises Refused, Conflict."""
        _must_name_source(by, said.source)
        event = OutageDeclared(**said.model_dump(exclude={"actor"}), entered_by=by.id)

        def decide() -> OutageEvent | Known:
            self._must_have_been(said.since, said.until)
            stand = (one for one in self._known().values() if one.state is not State.WITHDRAWN)
            same = (one for one in stand if one.said == event and one.declared.actor == said.actor)
            return next(same, event)

        return await self._done(decide, said.actor)

    async def confirm(self, number: int, said: Said, by: Principal) -> Done:
        """From here on it counts. Raises Refused, Conflict."""

        def decide() -> OutageEvent | Known:
            outage = self._standing(number, by)
            if outage.confirmed:
                return outage
            first = known_as(outage.declared.actor, outage.said.entered_by)
            if not is_second_person(known_as(said.actor, by.id), first):
                raise Refused(OutageConfirmedByWhoDeclares(said.actor))
            return OutageConfirmed(
                outage=number,
                source=outage.said.source,
                since=outage.said.since,
                until=outage.until,
                entered_by=by.id,
            )

        return await self._done(decide, said.actor, number)

    async def end(self, number: int, said: End, by: Principal) -> Done:
        """Raises Refused, Conflict."""

        def decide() -> OutageEvent | Known:
            outage = self._standing(number, by)
            self._must_have_been(outage.said.since, said.until)
            if outage.until == said.until:
                return outage
            if outage.until is not None and outage.until < said.until:
                raise Refused(OutageNotLonger(number, _text(outage.until)))
            source = outage.said.source
            return OutageEnded(outage=number, source=source, until=said.until, entered_by=by.id)

        return await self._done(decide, said.actor, number)

    async def withdraw(self, number: int, said: Said, by: Principal) -> Done:
        """It never counted, as far as is known from here on. Raises Refused, Conflict."""

        def decide() -> OutageEvent | Known:
            outage = self._declared(number, by)
            if outage.withdrawn:
                return outage
            source, since = outage.said.source, outage.said.since
            return OutageWithdrawn(outage=number, source=source, since=since, entered_by=by.id)

        return await self._done(decide, said.actor, number)

    async def _done(self, decide: Decide, actor: str, number: int | None = None) -> Done:
        for _ in range(ATTEMPTS):
            await self._learn()
            found = decide()
            if isinstance(found, Known):
                return Done(found, repeated=True)
            try:
                version = await self._enter(found, actor)
            except Conflict:
                continue
            await self._learn()
            return Done(self._known()[number or version])
        raise Conflict(LAW)

    async def _enter(self, event: OutageEvent, actor: str) -> int:
        """In hoso's name, for nobody else can take the names of its requests."""
        after = self.book.version
        said = sha256(f"{actor} {event.model_dump_json()}".encode()).hexdigest()[:16]
        entered = await self.register.enter(
            LAW,
            event,
            actor=actor,
            source=OURS,
            request_id=f"outage-{after + 1} {said}",
            after=after,
            entered_by=event.entered_by,
            recorded_at=self.told_at,
        )
        return entered.version

    async def _learn(self) -> None:
        self.book.learn(await self.register.entered(LAW))

    def _known(self) -> dict[int, Known]:
        return known(self.book.entered)

    def _declared(self, number: int, by: Principal) -> Known:
        outage = self._known().get(number)
        if outage is None:
            raise Refused(UnknownOutage(number))
        _must_name_source(by, outage.said.source)
        return outage

    def _standing(self, number: int, by: Principal) -> Known:
        outage = self._declared(number, by)
        if outage.withdrawn:
            raise Refused(OutageTakenBack(number))
        return outage

    def _must_have_been(self, since: datetime, until: datetime | None) -> None:
        now = self.told_at or self.now()
        ahead = [at for at in (since, until) if at and at > now]
        if ahead:
            raise Refused(OutageAhead(_text(ahead[0]), _text(now)))
        if until and until < since:
            raise Refused(OutageBackwards(_text(since), _text(until)))


def _must_name_source(by: Principal, source: str) -> None:
    """Raises Refused. Dossiers of every unit are judged anew where a source was cut off: who has
    units says so of sources that its key names, and not of any for want of a name."""
    must_be_its_source(by, source)
    if by.reach is not None and source not in by.sources:
        raise Refused(SourceNotYours(source, tuple(sorted(by.sources))))


def _text(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()
