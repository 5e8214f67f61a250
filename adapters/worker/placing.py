"""Places what waits for its dossier as soon as that is there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import structlog

from adapters.worker.pulse import nothing
from domain.access import Reach
from domain.engine import Engine
from domain.placing import Tried, tried
from domain.store import StoreUnavailable
from domain.unplaced import Awaited, Kept, Unplaced

PAUSE: Final = 1.0
"""Seconds between two rounds; one without work looks at three small rows."""

PAGE: Final = 100

Teller: TypeAlias = tuple[str | None, Reach]
"""To whom a dossier is there or not: by the system of its code, and its reach."""
Tries: TypeAlias = Sequence[tuple[Kept, Tried]]


@dataclass(frozen=True, slots=True)
class Placing:
    engine: Engine
    unplaced: Unplaced
    awaited: Awaited
    beat: Callable[[], None] = nothing
    """Told that it gets on: a round may take long."""

    async def round(self) -> int:
        """Tries whatever is to be tried by now, each code once; how much that placed."""
        while await self.awaited.stirred():
            pass
        placed, seen = 0, set[str]()
        while (code := await self.awaited.next()) is not None:
            if code in seen:
                await self.awaited.done(code, again=True)
                break
            seen.add(code)
            placed += await self._try(code)
        return placed

    async def _try(self, code: str) -> int:
        """How much waited for the code and is placed now."""
        seen = await self._version(code)
        placed, again, after, beyond = 0, False, None, set[Teller]()
        while seen and (page := await self.awaited.awaiting(code, after, PAGE)):
            self.beat()
            wanted = [one for one in page if _teller(one) not in beyond and not _known(one, seen)]
            became = await self._all(wanted, seen) if wanted else ()
            beyond |= {_teller(one) for one, it in became if it is Tried.MISSING}
            placed += sum(it is Tried.PLACED for _, it in became)
            again |= any(it is Tried.OVERTAKEN for _, it in became)
            after = page[-1].id
        await self.awaited.done(code, again=again)
        return placed

    async def _version(self, code: str) -> int:
        """How many events there are of the dossiers that bear it."""
        (bearers,) = await self.engine.store.streams([code])
        return sum(await self.engine.store.versions([*{stream for _, stream in bearers}]))

    async def _all(self, kept: Sequence[Kept], seen: int) -> Tries:
        try:
            became = await tried(self.engine, self.unplaced, self.awaited, kept, seen)
            return [*zip(kept, became, strict=True)]
        except StoreUnavailable:
            raise
        except Exception as fault:
            # Whatever it is about, it must not keep the others from being placed.
            if len(kept) > 1:
                return [each for one in kept for each in await self._all([one], seen)]
            structlog.get_logger().error("not placed", unplaced=kept[0].id, fault=str(fault))
            return [(kept[0], Tried.REFUSED)]


def _teller(kept: Kept) -> Teller:
    return kept.code_system, kept.reach


def _known(kept: Kept, seen: int) -> bool:
    """Whether it was refused, and its dossier is as it was then."""
    return bool(kept.refused) and kept.seen >= seen
