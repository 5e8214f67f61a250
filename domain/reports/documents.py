"""Where the documents of issued reports are kept, and the texts of law that they rest on."""

from collections.abc import Collection, Mapping
from typing import Protocol


class Documents(Protocol):
    """Promises of every keeper. What is kept under a hash is never replaced."""

    async def keep(
        self, number: str, sha256: str, document: bytes, texts: Mapping[str, str]
    ) -> None:
        """Durable when this returns; `texts` by their own hashes. To keep it again is nothing."""
        ...

    async def document(self, number: str, sha256: str) -> bytes | None:
        """As it is kept, even if somebody wrote over it; None where there is none."""
        ...

    async def texts(self, wanted: Collection[str]) -> Mapping[str, str]:
        """Those that are kept, by their hashes."""
        ...
