"""Who may see the pages: whoever has shown a key once in this browser session, as long as the key
is good and its role may read."""

import re
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from domain.access import Principal, Right
from domain.keys.ports import Sessions

LARGEST = 10_000
"""Bytes of a form that holds a token and nothing else."""


@dataclass(frozen=True, slots=True)
class Session:
    """The cookie holds what only a token leads to, and never the token itself."""

    keys: Sessions

    @property
    def name(self) -> str:
        """Of this installation alone: cookies know no port, and two may run on one machine."""
        return f"hoso-{self.keys.mark}"

    async def opened(self, shown: str) -> str | None:
        """What the browser is to hold; None where that is no token, or one that sees nothing."""
        if not _reads(await self.keys.principal(shown)):
            return None
        return await self.keys.session(shown)

    async def visitor(self, request: Request) -> Principal | None:
        """Who looks; None where nobody has shown anything."""
        held = request.cookies.get(self.name)
        return _reads(await self.keys.visitor(held)) if held else None

    def begin(self, request: Request, response: Response, held: str) -> None:
        """Until the browser is closed; scripts cannot read it, other sites cannot send it."""
        response.set_cookie(
            self.name,
            held,
            httponly=True,
            samesite="strict",
            secure=request.url.scheme == "https",
        )


def _reads(principal: Principal | None) -> Principal | None:
    return principal if principal and principal.may(Right.READ) else None


def local(address: str) -> str:
    """The address if it leads to a page of ours, else the first page: nobody is sent elsewhere.

    Browsers read a backslash as a slash, and leave out what is no character of an address.
    """
    return address if re.fullmatch(r"/(?!/)[!-\[\]-~]*", address) else "/"
