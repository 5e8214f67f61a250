"""Read models tell dossiers anew that a change of the law touches, once they come to its entry.

That an entry stands at a position of the log makes it sure: whoever moves a read model past the
position has told them anew, whichever process entered the change, and whoever was killed since.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pydantic import BaseModel

from adapters.postgres.database import Database
from adapters.postgres.law_entries import PostgresTouched
from domain.law import Law
from domain.lawmaking.book import LawBook
from domain.lawmaking.events import KINDS, touches
from domain.lawmaking.outages import is_of_an_outage, judged_anew
from domain.register import LAW, Entered, Register

ENTRIES: Final = """
SELECT coalesce(max(originator_version), 0) FROM hoso_events WHERE originator_id = %s
"""
LOOK: Final = "UPDATE hoso_looks SET next_at = '-infinity' WHERE stream = ANY(%s)"


@dataclass(frozen=True, slots=True)
class Retelling:
    database: Database
    register: Register
    book: LawBook

    @property
    def law(self) -> Law:
        return self.book.law

    async def learn(self) -> None:
        """What any process entered: a look at an index where there is nothing new."""
        async with self.database.connection() as conn:
            row = await (await conn.execute(ENTRIES.encode(), (LAW,), prepare=True)).fetchone()
        if row and row[0] > self.book.version:
            self.book.learn(await self.register.entered(LAW))

    def between(self, after: int, to: int) -> tuple[Entered, ...]:
        return self.book.between(after, to)

    async def touched(self, entries: Sequence[Entered]) -> list[str]:
        """The dossiers that these changes may touch, each once. The watch looks at them again,
        too: by other working hours a handover is missed sooner, or later."""
        touched = PostgresTouched(self.database)
        found: dict[str, None] = {}
        for entry in entries:
            found |= dict.fromkeys(await self._touched(touched, entry.event))
        async with self.database.connection() as conn:
            await conn.execute(LOOK.encode(), (list(found),))
        return list(found)

    async def _touched(self, touched: PostgresTouched, event: BaseModel) -> Sequence[str]:
        if is_of_an_outage(event):
            span = judged_anew(event)
            return await touched.sent_again(span) if span else ()
        change = KINDS[event.kind].model_validate(event)  # type: ignore[attr-defined]
        return await touched.streams(touches(change, self.law))
