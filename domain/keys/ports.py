"""What is promised of keys to those who ask for them."""

from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from typing import Protocol

from domain.access import Keys, Principal
from domain.keys.asked import NewKey, Rotation
from domain.keys.key import Key


@dataclass(frozen=True, slots=True)
class Issued:
    """A key with its token, which is told this once."""

    key: Key
    token: str


class Keyring(Protocol):
    """Promises of whoever keeps the keys; tests/adapters/test_keys.py holds them."""

    async def make(self, wanted: NewKey, by: str) -> Issued:
        """Raises Refused."""
        ...

    async def rotate(self, id: str, wanted: Rotation, by: str) -> Issued:
        """Raises Refused."""
        ...

    async def revoke(self, id: str, by: str) -> Key:
        """It opens nothing any more, two seconds later in no process. Again: nothing more.

        Raises Refused for a key that was never made.
        """
        ...

    async def listed(self) -> Sequence[Key]:
        """Every key in the order in which they were made."""
        ...


class Sessions(Keys, Protocol):
    """Keys that open sessions of pages, too."""

    @property
    def mark(self) -> str:
        """Tells the installation from others on one machine."""
        ...

    def session(self, token: str) -> Awaitable[str | None]:
        """What a browser may hold in the token's place; None where the token is not good."""
        ...

    def visitor(self, session: str) -> Awaitable[Principal | None]:
        """Who holds it, as long as the token that it stands for is good."""
        ...
