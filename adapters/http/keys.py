"""Routes of keys: whose there are, making one, a new secret, taking one back."""

from datetime import UTC, datetime
from typing import Final

from fastapi import APIRouter, Request, Response

from adapters.http.access import Caller
from adapters.http.bodies import A_BODY, json_body
from adapters.http.reading import text
from domain.keys.asked import NewKey, Rotation
from domain.keys.ports import Keyring
from domain.listed import read_as
from projections.keys import ShownKey, ShownKeys, ToldOnce, all_shown, shown, told_once

SECRET: Final = {"Cache-Control": "no-store"}
"""What is told once is kept by nobody on the way (RFC 9111 §5.2.2.5)."""


def keys(keyring: Keyring) -> APIRouter:
    """Keys expire by the clock of the machine, in a simulated installation, too."""
    router = APIRouter(prefix="/v1/keys", tags=["keys"])

    @router.get("")
    async def all_keys() -> ShownKeys:
        """Every key that was ever made, with what was done to it, when and by whom. Never its
        secret."""
        return all_shown(await keyring.listed(), _now())

    @router.post("", status_code=201, openapi_extra=A_BODY)
    async def make(request: Request, caller: Caller, answer: Response) -> ToldOnce:
        """Make a key. The token is in this answer and in no other: if the answer is lost, revoke
        the key and make another."""
        answer.headers.update(SECRET)
        wanted = read_as(NewKey, await json_body(request))
        return told_once(await keyring.make(wanted, caller.id), _now())

    @router.post("/{id}/rotation", status_code=201, openapi_extra=A_BODY)
    async def rotate(id: str, request: Request, caller: Caller, answer: Response) -> ToldOnce:
        """A new secret for the key, whose id, role and units stay. The old one is refused at once,
        or from `overlap_until` on."""
        answer.headers.update(SECRET)
        wanted = read_as(Rotation, await json_body(request))
        return told_once(await keyring.rotate(text(id, "id"), wanted, caller.id), _now())

    @router.post("/{id}/revocation")
    async def revoke(id: str, caller: Caller) -> ShownKey:
        """Take the key back, for good. Within two seconds no process takes it any more."""
        return shown(await keyring.revoke(text(id, "id"), caller.id), _now())

    return router


def _now() -> datetime:
    return datetime.now(UTC)
