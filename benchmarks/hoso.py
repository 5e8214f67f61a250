"""hoso itself, as a process that serves it holds it: an open installation in an event loop."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from secrets import token_hex
from typing import Any, ClassVar, Final, TypeVar

from pydantic_core import from_json
from uuid6 import uuid7

from adapters.settings import Settings
from adapters.wiring import System, system
from benchmarks.course import course, long_course
from benchmarks.measurement import Measurement, Place
from domain.dossier.events import DossierEvent
from domain.request import Posted, read
from domain.store import Recording
from domain.testimony import Code, Provenance

T = TypeVar("T")

CHUNK: Final = 1000
"""Events of a transaction, as `hoso import` takes them."""

FINGERPRINT: Final = bytes(32)


class Hoso(Measurement):
    """An installation that stays open from setup to close."""

    home: ClassVar[str] = "hoso"
    system: System

    def setup(self, place: Place) -> None:
        self.prefix = token_hex(4)
        self._runner = asyncio.Runner()
        self._leave = asyncio.Event()
        self._runner.run(self._open(Settings(database_url=place.conninfo)))
        self.wait(self.prepare())

    async def prepare(self) -> None:
        """What else is to be there before the first run."""

    def close(self) -> None:
        async def left() -> None:
            self._leave.set()
            await self._living

        self.wait(left())
        self._runner.close()

    def wait(self, coroutine: Coroutine[Any, Any, T]) -> T:
        return self._runner.run(coroutine)

    async def _open(self, settings: Settings) -> None:
        # One task enters and leaves it, as that of a server does; runs are tasks beside it.
        opened = asyncio.get_running_loop().create_future()
        self._living = asyncio.create_task(self._live(settings, opened))
        await asyncio.wait([opened, self._living], return_when=asyncio.FIRST_COMPLETED)
        if self._living.done():
            self._living.result()

    async def _live(self, settings: Settings, opened: "asyncio.Future[None]") -> None:
        async with system(settings) as self.system:
            opened.set_result(None)
            await self._leave.wait()


def posted(body: bytes) -> Posted:
    """A request from its bytes, as the HTTP interface and the import read it."""
    return read(from_json(body), entered_by="one-stop")


def performing(of: System, bodies: Iterator[bytes]) -> Callable[[], Awaitable[None]]:
    """A caller that posts one request after the other, from bytes to the acknowledgement."""

    async def perform() -> None:
        await of.engine.perform(posted(next(bodies)), opens=True)

    return perform


async def must_be_regular(of: System, prefix: str) -> None:
    """Raises when the course leads to findings: it would not be the work that it is to be."""
    for body in course(f"{prefix}-checked"):
        answer = await of.engine.perform(read(body), opens=True)
        if answer.findings:
            raise ValueError(f"{body['kind']}: {answer.findings}")


def dossiers(prefix: str, lengths: Iterator[int]) -> Iterator[list[Recording[DossierEvent]]]:
    """Dossiers ready to be recorded, each as long as told: the generator of large stores.

    One dossier is read and validated as requests; the others are told the same under codes and
    request ids of their own.
    """
    models: dict[int, list[Posted]] = {}
    for number, length in enumerate(lengths):
        if length not in models:
            models[length] = [read(body) for body in long_course("model", length)]
        yield _recordings(f"{prefix}-{number}", models[length])


def _recordings(code: str, model: Sequence[Posted]) -> list[Recording[DossierEvent]]:
    stream = str(uuid7())
    return [
        Recording(stream, after, (_told(posted, code, after),), FINGERPRINT)
        for after, posted in enumerate(model)
    ]


def _told(posted: Posted, code: str, number: int) -> Any:
    # Told years later, else each would be a late entry; a live system tells of today.
    ours = {"request_id": f"{code}/{number}", "provenance": Provenance.SIMULATED}
    request = posted.request.model_copy(update=ours)
    return replace(posted, request=request).testimony(Code("dossier-code", code))


async def recorded(of: System, made: Iterator[list[Recording[DossierEvent]]]) -> int:
    """Records them as an import does, a thousand events at a time; returns how many."""
    flat = (recording for dossier in made for recording in dossier)
    done = 0
    while chunk := list(islice(flat, CHUNK)):
        done += len(await of.store.append(chunk))
    return done
