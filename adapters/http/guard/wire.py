"""HTTP/1.1 as uvicorn reads it from the wire, with an end to every wait that a client can cause,
and problems in place of sentences.

What an application can bound by itself the guard bounds; it sees no request before its head is
whole, none that is no HTTP, and not that somebody leaves an answer unread.
"""

import logging
from asyncio import TimerHandle, Transport
from collections.abc import Callable
from http import HTTPStatus
from time import monotonic
from typing import Any, ClassVar, Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from adapters.http import measured
from adapters.http.guard import heads
from adapters.http.guard.answer_headers import missing
from adapters.http.guard.guard import Guarding
from adapters.http.guard.refusal_log import RefusalLog
from adapters.http.problems import Problem, answer_to
from adapters.messages import Lang

LONGEST_HEAD: Final = heads.LONGEST + heads.LARGEST
"""Octets of a head whose end has not come."""

UNWANTED: Final = 16_000_000
"""Bytes of a refused body that are still let in, so that a client that sends all of it before it
reads gets to read why."""

QUIET: Final = logging.getLogger("uvicorn.error.wire")
QUIET.setLevel(logging.ERROR)
"""Warnings are of what clients do, and that is told as any other refusal."""


def wire(guarding: Guarding, lang: Lang) -> type["Wire"]:
    """What uvicorn's setting `http` takes."""
    told = {"guarding": guarding, "lang": lang, "refusals": RefusalLog()}
    return type("WireOfThisServer", (Wire,), told)


class Wire(HttpToolsProtocol):
    guarding: ClassVar[Guarding]
    lang: ClassVar[Lang]
    refusals: ClassVar[RefusalLog]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.logger = QUIET
        self._reading: TimerHandle | None = None
        self._writing: TimerHandle | None = None
        self._in_head = True
        self._heading = 0  # octets of a head that is not whole
        self._unwanted = 0

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._await_rest()

    def data_received(self, data: bytes) -> None:
        if self._in_head:
            self._heading += len(data)
        super().data_received(data)
        if self.transport.is_closing():
            return
        if self._in_head and self._heading > LONGEST_HEAD:
            self._refuse(Problem("headers-too-large", most=heads.MOST, limit=heads.LARGEST))
        self._await_rest()
        if self._is_unwanted():
            self._unwanted += len(data)
            if self._unwanted > UNWANTED:
                self.transport.close()

    def on_headers_complete(self) -> None:
        super().on_headers_complete()
        self._in_head, self._heading = False, 0

    def on_message_complete(self) -> None:
        super().on_message_complete()
        self._in_head = True

    def on_response_complete(self) -> None:
        super().on_response_complete()
        # Idle connections are uvicorn's to end; the rest of a body that was refused is not.
        if self._is_unwanted():
            self._await_rest()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._reading = _without(self._reading)
        self._writing = _without(self._writing)

    def pause_writing(self) -> None:
        super().pause_writing()
        self._writing = self._writing or self._later(self.guarding.whole, self._unread)

    def resume_writing(self) -> None:
        super().resume_writing()
        self._writing = _without(self._writing)

    def _await_rest(self) -> None:
        """Of a head, or of a body that is no longer wanted: not from piece to piece, but in all."""
        if not (self._lacks_head() or self._is_unwanted()):
            self._reading = _without(self._reading)
        elif not self._reading:
            self._reading = self._later(self.guarding.idle, self._too_slow)

    def _lacks_head(self) -> bool:
        """Whether one has begun, or nothing ever came."""
        return self._in_head and (self._heading > 0 or self.cycle is None)

    def _is_unwanted(self) -> bool:
        """Whether a body still comes that was answered already."""
        return not self._in_head and self.cycle.response_complete

    def _later(self, seconds: float, then: Callable[[], None]) -> TimerHandle:
        return self.loop.call_later(seconds, then)

    def _too_slow(self) -> None:
        self._reading = None
        # Who said nothing yet is only let go.
        if self._in_head and self._heading:
            self._refuse(Problem("head-too-slow", seconds=self.guarding.idle))
        self.transport.close()

    def _unread(self) -> None:
        # What is still to be sent nobody takes: to close would wait for it.
        self._tell("answer-unread")
        self.transport.abort()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 (uvicorn's sentence)
        self._refuse(Problem("bad-request"))

    def _refuse(self, problem: Problem) -> None:
        """Ends the connection; where no answer has begun or was given, with this one."""
        self._tell(problem.code)
        if self._may_answer():
            measured.refused(problem.code)
            self.transport.write(self._written(problem))
        if self.cycle is not None:
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        self.transport.close()

    def _may_answer(self) -> bool:
        """Whether what is refused is the next thing to be answered."""
        if self.cycle is None:
            return True
        return self.cycle.response_complete if self._in_head else not self.cycle.response_started

    def _written(self, problem: Problem) -> bytes:
        answer = answer_to(problem, self.lang)
        said = dict(answer.raw_headers)
        fields = [*answer.raw_headers, *missing(said, "", https=False), (b"connection", b"close")]
        phrase = HTTPStatus(answer.status_code).phrase
        head = b"".join(b"%b: %b\r\n" % field for field in fields)
        status = f"HTTP/1.1 {answer.status_code} {phrase}\r\n".encode("ascii")
        return status + head + b"\r\n" + bytes(answer.body)

    def _tell(self, code: str) -> None:
        client = self.client[0] if self.client else None
        self.refusals.tell(code, monotonic(), client, None)


def _without(timer: TimerHandle | None) -> TimerHandle | None:
    if timer:
        timer.cancel()
    return None
