"""The office of reports: issues them, shows them, and computes them again.

All that it touches is a port; what it works out is worked out by the pure functions beside it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from domain.dossier.events import DossierEvent
from domain.law import Law
from domain.lawmaking.book import LawBook
from domain.refusals import Refused
from domain.register import LAW, REPORTS, Entered, Register
from domain.reports.canonical import canonical, sha256
from domain.reports.documents import Documents
from domain.reports.events import Inputs, Issued
from domain.reports.law_text import entries_of, text
from domain.reports.refusals import (
    NumberNotNext,
    PeriodNotOver,
    RegisterAltered,
    ReportAltered,
)
from domain.store import Conflict, EventStore
from projections.issued.document import Carried, frozen, inputs_of
from projections.issued.kept import Integrity, Kept, Order, next_number, numbered, repeated
from projections.issued.looking import Looking, Progress
from projections.issued.tally import Tally
from projections.report.asking import Asked

ATTEMPTS: Final = 50
"""Times that others may issue while this one looks for its number."""


def _nobody(_: int) -> None:
    """Watches."""


@dataclass(frozen=True, slots=True)
class Recomputed:
    """An issued report against what it would be."""

    kept: Kept
    now_at: int
    """The position whose knowledge it is compared with."""
    known_at: datetime | None
    tally: Tally
    carried: Carried


@dataclass(frozen=True, slots=True)
class _Made:
    """A report that lacks its number alone."""

    inputs: Inputs
    document: Mapping[str, Any]
    texts: Mapping[str, str]
    """Of the law, by their hashes."""


@dataclass(frozen=True, slots=True)
class Office:
    store: EventStore[DossierEvent]
    register: Register
    documents: Documents
    shipped: Law
    """The law that this release comes with; what was entered since stands in the register."""
    now: Callable[[], datetime]
    release: str
    """Of hoso."""

    async def issue(self, order: Order, progress: Progress = _nobody) -> Kept:
        """Counts, freezes and numbers a report. The same request again gets the first one.

        Raises Refused, and Conflict where others issued all the while.
        """
        told = await self.listed()
        if earlier := repeated(told, order):
            return await (await self._looking()).kept(earlier, repeated=True)
        self._must_be_over(order)
        self._must_be_next(order, told)
        return await self._numbered(order, await self._made(order, told, progress))

    async def listed(self) -> Sequence[Entered]:
        """Every report that was issued, in the order of the log."""
        return await self.register.entered(REPORTS)

    async def kept(self, number: str) -> Kept:
        """Raises Refused where no report bears the number."""
        return await (await self._looking()).kept(numbered(await self.listed(), number))

    async def altered(self) -> list[str]:
        """The numbers of those that are not, or cannot be proven to be, what was issued."""
        looking = await self._looking()
        kept = [await looking.kept(each) for each in await self.listed()]
        return [each.issued.number for each in kept if each.integrity is not Integrity.UNALTERED]

    async def recomputed(
        self, number: str, known_at: datetime | None = None, progress: Progress = _nobody
    ) -> Recomputed:
        """Raises Refused where no report bears the number, or what is kept is not what it was."""
        looking, told = await self._comparing(), await self.listed()
        kept = await looking.kept(numbered(told, number))
        now_at = await looking.position(known_at)
        tally = await looking.tally(kept, now_at)
        asked = tally.comparison.asked
        earlier, previous = await looking.before(asked, told, now_at)
        await looking.compare([tally, earlier], progress)
        if not tally.is_reproduced:
            raise Refused(ReportAltered(number, "members"))
        carried = await looking.carried(asked, now_at, tally.now, (earlier, previous))
        return Recomputed(kept, now_at, known_at, tally, carried)

    async def carried(
        self, asked: Asked, known_at: datetime | None = None, progress: Progress = _nobody
    ) -> Carried:
        """From what the period before left open to what this one carries over."""
        looking = await self._comparing()
        position = await looking.position(known_at)
        told = await self.listed()
        _, carried = await looking.members_and_bridge(asked, position, told, progress)
        return carried

    async def _comparing(self) -> Looking:
        """Raises Refused where the law that was entered is not what was entered."""
        for each in await self.register.entered(LAW):
            if each.broken_at is not None:
                raise Refused(RegisterAltered(LAW, each.broken_at))
        return await self._looking()

    async def _looking(self) -> Looking:
        book = LawBook(self.shipped, tuple(await self.register.entered(LAW)))
        return Looking(self.store, self.documents, book.as_learnt, self.release)

    async def _made(self, order: Order, told: Sequence[Entered], progress: Progress) -> _Made:
        looking = await self._comparing()
        position = await looking.position(order.known_at)
        members, carried = await looking.members_and_bridge(order.asked, position, told, progress)
        law = looking.law_at(position)
        texts = {part: text(entries) for part, entries in entries_of(law).items()}
        hashes = {part: sha256(each.encode()) for part, each in texts.items()}
        known = position, order.known_at
        inputs = inputs_of(order.asked, known, self.release, law.zone.key, hashes)
        by_hash = {hashes[part]: each for part, each in texts.items()}
        return _Made(inputs, frozen(inputs, members, carried), by_hash)

    async def _numbered(self, order: Order, made: _Made) -> Kept:
        """The document first: whenever it is cut off, no number stands without one."""
        for _ in range(ATTEMPTS):
            told = await self.listed()
            if earlier := repeated(told, order):
                return await (await self._looking()).kept(earlier, repeated=True)
            self._must_be_next(order, told)
            issued = await self._document(order, made, next_number(told, self.today.year))
            try:
                await self._enter(order, issued, len(told))
            except Conflict:
                continue
            return await self.kept(issued.number)
        raise Conflict(REPORTS)

    async def _document(self, order: Order, made: _Made, number: str) -> Issued:
        issued_at = self.now().astimezone(UTC).isoformat()
        said = {"number": number, "issued_at": issued_at, "issued_by": order.actor}
        document = canonical({**said, **made.document})
        issued = Issued(number=number, inputs=made.inputs, sha256=sha256(document))
        await self.documents.keep(number, issued.sha256, document, made.texts)
        return issued

    async def _enter(self, order: Order, issued: Issued, after: int) -> None:
        """Raises Conflict where another report took the number, this very request included."""
        try:
            await self.register.enter(
                REPORTS,
                issued,
                actor=order.actor,
                source=order.source,
                request_id=order.request_id,
                after=after,
                entered_by=order.entered_by,
            )
        except Refused as refused:
            if repeated(await self.listed(), order):
                raise Conflict(REPORTS) from refused
            raise

    @property
    def today(self) -> date:
        """The local day."""
        return self.now().astimezone(self.shipped.zone).date()

    def _must_be_over(self, order: Order) -> None:
        """Raises Refused, unless a day within the period was named to judge at."""
        period, today = order.asked.period, self.today
        named = order.as_of_given and period.from_on <= period.as_of
        if period.to_on >= today and not named:
            raise Refused(PeriodNotOver(period.to_on.isoformat(), today.isoformat()))

    def _must_be_next(self, order: Order, told: Sequence[Entered]) -> None:
        number = next_number(told, self.today.year)
        if order.number not in (None, number):
            raise Refused(NumberNotNext(order.number, number))
