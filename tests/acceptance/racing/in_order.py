"""The same events told once, in the order in which they happened, to an installation in memory."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Any, Final
from zoneinfo import ZoneInfo

from pydantic_core import to_json

from adapters import catalogue
from domain.access import Principal, Role
from domain.engine import Engine
from domain.knowledge import Moments, known
from domain.posting import post
from domain.refusals import Refused
from domain.request import Posted, read
from domain.speaking import spoken
from domain.store import Recording
from domain.testimony import Code
from projections.dossier_view import view
from projections.history import lines
from tests.acceptance.racing.telling import AFTER_ALL, SERVICES, Told
from tests.adapters.memory import MemoryEventStore, MemoryVault
from tests.adapters.memory_unplaced import MemoryUnplaced
from tests.adapters.unplaced_promises import Desk

LAW: Final = catalogue.law(ZoneInfo("Asia/Ho_Chi_Minh"))
AT: Final = datetime.fromisoformat(AFTER_ALL)

State = Mapping[str, Any]
"""Of a dossier: each part of where it stands, what is irregular, and its history."""


@dataclass(slots=True)
class Reference:
    """An installation in memory."""

    store: MemoryEventStore = field(default_factory=MemoryEventStore)
    vault: MemoryVault = field(default_factory=MemoryVault)
    engine: Engine = field(init=False)
    desk: Desk = field(init=False)

    def __post_init__(self) -> None:
        numbers = count()
        self.engine = Engine(
            self.store, self.vault, LAW, lambda: datetime.now(UTC), lambda: f"s{next(numbers)}"
        )
        unplaced = MemoryUnplaced(self.store, self.vault)
        self.desk = Desk(self.engine, unplaced, unplaced)

    async def hear(self, told: Sequence[Told]) -> Mapping[tuple[str, str], str]:
        """What becomes of each by its name: the codes of refusals, else the outcomes."""
        became = {one.named: await self._became(one) for one in told}
        while await self.desk.tries():
            pass
        kept = await self.desk.all(limit=10_000)
        placed = {(one.source, one.request_id): "recorded" for one in kept if one.placed}
        return {**became, **placed}

    async def enter(self, watched: Sequence[Mapping[str, Any]]) -> None:
        """What hoso found of its own, as its feed tells it."""
        for one in watched:
            named = {"dossier": one["dossier"]["value"], "code_system": one["dossier"]["system"]}
            said = {
                name: one[name] for name in ("kind", "occurred_at", "source", "request_id", "data")
            }
            posted = read({**named, **said, "mode": "decide"})
            code = Code(named["code_system"], named["dossier"])
            ((_, stream),) = (await self.store.streams([code]))[0]
            version = len(await self.store.history(stream))
            told = posted.testimony(code)
            await self.store.append([Recording(stream, version, (told,), b"")])

    async def _became(self, one: Told) -> str:
        said = _read(one)
        if isinstance(said, str):
            return said
        (item,) = await post(self.engine, self.desk.unplaced, [said])
        return item.reasons[0].code if item.reasons else item.became.value

    async def state(self, code: str) -> State:
        found = await known(self.store, code, Moments(at=AT))
        seen = view(found, LAW, AT)
        return of(*json.loads(to_json([seen.state, seen.findings, lines(found, LAW, AT)])))


def _read(one: Told) -> Posted | str:
    """As its service posts it, or the code with which that is refused."""
    unit = SERVICES[one.by]
    by = Principal(
        one.by,
        Role.SERVICE,
        frozenset({unit}),
        frozenset({one.by}),
        LAW.registry.reach([unit]),
    )
    try:
        return spoken(one.body, by)
    except Refused as refused:
        return refused.reasons[0].code


SAID: Final = ("kind", "occurred_at", "source", "request_id", "data")
HERE: Final = ("kind", "occurred_at", "source", "request_id", "annulled", "stage", "paper")


def of(state: Any, findings: Any, history: Any) -> State:
    """Without what depends on when it was recorded."""
    told = [({name: one.get(name) for name in HERE}, one["findings"]) for one in history]
    return {**state, "findings": findings, "history": told}
