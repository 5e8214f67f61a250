"""What auditors looked at, in memory."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from anyio.lowlevel import checkpoint

from domain.access import Principal
from domain.keys.reads import Looked


class MemoryReads:
    """Keeps the promises of domain.keys.reads.Reads."""

    def __init__(self) -> None:
        self.rows: list[Looked] = []

    async def keep(
        self, principal: Principal, method: str, route: str, asked: Mapping[str, Any], status: int
    ) -> None:
        await checkpoint()
        number, at = len(self.rows) + 1, datetime.now(UTC)
        self.rows.append(Looked(number, at, principal.id, method, route, asked, status))

    async def kept(
        self, before: int | None, limit: int, reader: str | None = None
    ) -> Sequence[Looked]:
        await checkpoint()
        behind = (each for each in self.rows if before is None or each.number < before)
        return [each for each in behind if reader in (None, each.reader)][::-1][:limit]
