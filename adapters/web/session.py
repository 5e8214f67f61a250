"""Who may see the pages: whoever has shown the bearer token once in this browser session."""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

LARGEST = 10_000
"""Bytes of a form that holds a token and nothing else."""


@dataclass(frozen=True, slots=True)
class Session:
    """The cookie holds what only the token leads to, and never the token itself."""

    token: str

    @property
    def value(self) -> str:
        return hmac.new(self.token.encode(), b"a session of pages", hashlib.sha256).hexdigest()

    @property
    def name(self) -> str:
        """Of this installation alone: cookies know no port, and two may run on one machine."""
        return f"hoso-{hashlib.sha256(self.value.encode()).hexdigest()[:8]}"

    def admits(self, shown: str | None) -> bool:
        """Whether that is the token."""
        return _same(shown, self.token)

    def holds(self, request: Request) -> bool:
        return _same(request.cookies.get(self.name), self.value)

    def begin(self, request: Request, response: Response) -> None:
        """Until the browser is closed; scripts cannot read it, other sites cannot send it."""
        response.set_cookie(
            self.name,
            self.value,
            httponly=True,
            samesite="strict",
            secure=request.url.scheme == "https",
        )


def _same(shown: str | None, ours: str) -> bool:
    # Whatever ours is: who shows none must not pass.
    return bool(shown) and secrets.compare_digest((shown or "").encode(), ours.encode())


def local(address: str) -> str:
    """The address if it leads to a page of ours, else the first page: nobody is sent elsewhere.

    Browsers read a backslash as a slash, and leave out what is no character of an address.
    """
    return address if re.fullmatch(r"/(?!/)[!-\[\]-~]*", address) else "/"
