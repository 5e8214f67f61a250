"""What stands between the wire and the routes, as plain ASGI: it costs every request little."""

import hashlib
import secrets
from collections import OrderedDict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from math import ceil
from time import monotonic
from typing import Final, Self

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from adapters.http.guard.answer_headers import is_stream, missing
from adapters.http.guard.forwarded import Network, Proxies, counted_as
from adapters.http.guard.heads import PROBES, has_body, shows_a_key, wrong
from adapters.http.guard.limits import REMEMBERED, Buckets, Left, Quota, Room
from adapters.http.guard.packing import packing
from adapters.http.guard.patience import Patience
from adapters.http.guard.refusal_log import RefusalLog
from adapters.http.problems import Problem, answer_to
from adapters.messages import Lang
from adapters.settings import Settings

UNAUTHORIZED: Final = 401

ENDLESS: Final = "/stream"
"""What has no end has no head of its own."""


@dataclass(frozen=True, slots=True)
class Guarding:
    """What is let through, and how much of it."""

    trusted_proxies: tuple[Network, ...] = ()
    allowed_hosts: tuple[str, ...] = ()
    """Lower case, `*.` in front for all below; none: any."""
    requests: Quota = Quota("client", 60_000)
    failed_logins: Quota = Quota("failed-logins", 30)
    at_once: int = 2_000
    """Requests that are worked on; one client has at most half of them."""
    idle: float = 10.0
    """Seconds in which some of a body must come."""
    whole: float = 30.0
    """Seconds in which a body must be there, and one more for each `slowest` bytes that came."""
    slowest: int = 10_000
    """Bytes a second."""

    @classmethod
    def of(cls, settings: Settings) -> Self:
        return cls(
            trusted_proxies=settings.trusted_proxies,
            allowed_hosts=settings.allowed_hosts,
            requests=Quota("client", settings.requests_per_minute),
            failed_logins=Quota("failed-logins", settings.failed_logins_per_minute),
            at_once=settings.requests_at_once,
            idle=settings.body_idle_seconds,
            whole=settings.body_seconds,
        )


class Guard:
    """Refuses what is no good by its head, limits clients, and completes every answer.

    Around all that answers: only what counts and logs requests (observing.py) stands outside of it,
    so that no answer is without what it adds.
    """

    def __init__(self, app: ASGIApp, guarding: Guarding, lang: Lang) -> None:
        self.app = app
        self.guarding = guarding
        self.lang = lang
        self.proxies = Proxies(guarding.trusted_proxies)
        self.requests = Buckets(guarding.requests)
        self.failed_logins = Buckets(guarding.failed_logins)
        self.room = Room(guarding.at_once)
        self.patience = Patience(min(guarding.idle, guarding.whole) / 10)
        self.keys = _Keys()
        self.refusals = RefusalLog()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        self.proxies.place(scope)
        if scope["method"] == "HEAD" and not scope["path"].endswith(ENDLESS):
            # As GET, without what it would send (RFC 9110, section 9.3.2).
            scope, send = {**scope, "method": "GET"}, _without_body(send)
        # Of one dictionary, whoever copies the scope: who comes is read from it afterwards.
        scope.setdefault("state", {})
        await _Exchange(self, scope, receive, send).run()


def _without_body(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.body":
            message = {**message, "body": b""}
        await send(message)

    return sending


class _Keys:
    """The keys that were shown and were good, as digests that mean nothing to anybody else."""

    def __init__(self) -> None:
        self._secret = secrets.token_bytes(32)
        self._good: OrderedDict[bytes, None] = OrderedDict()

    def digest(self, shown: bytes) -> bytes:
        return hashlib.blake2b(shown, key=self._secret, digest_size=16).digest()

    def knows(self, digest: bytes) -> bool:
        return digest in self._good

    def learn(self, digest: bytes, *, good: bool) -> None:
        if not good:
            self._good.pop(digest, None)
            return
        self._good[digest] = None
        self._good.move_to_end(digest)
        if len(self._good) > REMEMBERED:
            self._good.popitem(last=False)


class _Exchange:
    """One request and its answer."""

    __slots__ = (
        *("_address", "_came", "_client", "_digest", "_found", "_guard", "_in_room", "_left"),
        *("_receive", "_scope", "_send", "_since", "_status", "_whole"),
    )

    def __init__(self, guard: Guard, scope: Scope, receive: Receive, send: Send) -> None:
        self._guard, self._scope, self._receive, self._send = guard, scope, receive, send
        self._found: Mapping[bytes, bytes] = dict(scope["headers"])
        self._since = monotonic()
        self._in_room = False
        self._status = 0
        self._left: Left | None = None
        self._came = 0
        self._whole = not has_body(self._found)

    async def run(self) -> None:
        self._know()
        refused = wrong(self._scope, self._found, self._guard.guarding.allowed_hosts)
        if refused := refused or self._limited():
            return await self._refuse(refused)
        self._enter()
        try:
            # Where nothing is to come, what the application waits for is that its client goes.
            receive = self._receive if self._whole else self.receive
            await self._guard.app(self._scope, receive, self.send)
        finally:
            self._leave()
            self._learn()

    def _know(self) -> None:
        """Who it is: a key that was good before, else the address."""
        peer = self._scope.get("client")
        self._address = counted_as(peer[0]) if peer else ""
        shown = self._found.get(b"authorization")
        self._digest = self._guard.keys.digest(shown) if shown else None
        known = self._digest is not None and self._guard.keys.knows(self._digest)
        self._client: Hashable = self._digest if known else self._address

    def _limited(self) -> Problem | None:
        guard = self._guard
        self._left = guard.requests.take(self._client, self._since)
        if self._left.wait:
            return Problem("too-many-requests", headers=_later(self._left), wait=_wait(self._left))
        if self._client == self._address and shows_a_key(self._scope, self._found):
            left = guard.failed_logins.left(self._address, self._since)
            if left.wait:
                self._left = left
                return Problem("too-many-failed-logins", headers=_later(left), wait=_wait(left))
        if self._scope["path"] in PROBES:
            return None
        if guard.room.crowded_by(self._client):
            return Problem("too-many-at-once", headers={"Retry-After": "1"})
        return Problem("overloaded") if guard.room.full else None

    async def _refuse(self, refused: Problem) -> None:
        self._tell(refused)
        answer = answer_to(refused, self._guard.lang)
        await answer(self._scope, self._receive, self.send)

    def _enter(self) -> None:
        if self._scope["path"] not in PROBES:
            self._guard.room.enter(self._client)
            self._in_room = True

    def _leave(self) -> None:
        if self._in_room:
            self._in_room = False
            self._guard.room.leave(self._client)

    def _learn(self) -> None:
        """Whether what was shown was good."""
        guard = self._guard
        good = "principal" in self._scope["state"]
        if good and self._digest:
            guard.keys.learn(self._digest, good=True)
        elif self._status == UNAUTHORIZED and shows_a_key(self._scope, self._found):
            guard.failed_logins.take(self._address, monotonic())
            if self._digest:
                guard.keys.learn(self._digest, good=False)

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._begin(message)
        await self._send(message)

    def _begin(self, message: Message) -> None:
        self._status = message["status"]
        fields: list[tuple[bytes, bytes]] = [*message.get("headers", ())]
        said = dict(fields)
        fields += missing(said, self._scope["path"], https=self._scope["scheme"] == "https")
        if self._left:
            fields += (
                (b"ratelimit-policy", self._left.quota.policy),
                (b"ratelimit", self._left.told),
            )
        message["headers"] = fields
        self._send = packing(self._found, said, self._send)
        if is_stream(said):
            self._leave()

    async def receive(self) -> Message:
        if self._whole:
            return await self._receive()
        message = await self._awaited()
        if message["type"] == "http.disconnect":
            raise self._ended(Problem("body-cut-short"))
        self._came += len(message.get("body", b""))
        self._whole = not message.get("more_body", False)
        return message

    async def _awaited(self) -> Message:
        """Some of the body, in time. Who is waited for takes no room."""
        limits = self._guard.guarding
        by = self._since + limits.whole + self._came / limits.slowest
        waiting = int(self._in_room)
        self._guard.room.busy -= waiting
        try:
            until = min(monotonic() + limits.idle, by)
            return await self._guard.patience.within(self._receive(), until)
        except TimeoutError:
            slow = Problem("body-too-slow", headers={"Connection": "close"}, limit=limits.slowest)
            raise self._ended(slow) from None
        finally:
            self._guard.room.busy += waiting

    def _ended(self, why: Problem) -> Problem:
        self._whole = True
        self._tell(why)
        return why

    def _tell(self, refused: Problem) -> None:
        peer = self._scope.get("client")
        correlation = self._scope["state"].get("correlation")
        client = peer[0] if peer else None
        self._guard.refusals.tell(refused.code, monotonic(), client, correlation)


def _wait(left: Left) -> int:
    return ceil(left.wait)


def _later(left: Left) -> dict[str, str]:
    return {"Retry-After": str(_wait(left))}
