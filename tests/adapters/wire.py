"""A wire to a database server that can be cut at the worst moment."""

import asyncio
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from psycopg.conninfo import conninfo_to_dict, make_conninfo


@dataclass(slots=True)
class Wire:
    """Carries what clients and the server say to each other, while it is not cut."""

    server: Path
    conninfo: str
    """The server's address at the near end."""
    cut_questions: bool = False
    """The next thing said to the server is lost, and the connection with it."""
    cut_answers: bool = False
    """So is the next thing that it says."""
    down: bool = False
    """Nobody gets through any more."""
    unnoticed: bool = False
    """The server does not notice that a client is gone."""
    _clients: set[StreamWriter] = field(default_factory=set)
    _ends: set[StreamWriter] = field(default_factory=set)
    _carrying: set["asyncio.Task[None]"] = field(default_factory=set)

    def mend(self) -> None:
        self.cut_questions = self.cut_answers = self.down = False

    def hang_up(self) -> None:
        """Whoever is connected hears that he no longer is; the server does not."""
        self.unnoticed = True
        for client in self._clients:
            client.close()

    async def carry(self, from_client: StreamReader, to_client: StreamWriter) -> None:
        if self.down:
            return to_client.close()
        from_server, to_server = await asyncio.open_unix_connection(self.server)
        self._clients.add(to_client)
        self._ends |= {to_client, to_server}

        async def ask() -> None:
            await _carry(from_client, to_server, lambda: self.cut_questions)
            to_client.close()
            if not self.unnoticed:
                to_server.close()

        async def answer() -> None:
            await _carry(from_server, to_client, lambda: self.cut_answers)
            to_client.close()
            to_server.close()

        for one in (ask(), answer()):
            task = asyncio.create_task(one)
            self._carrying.add(task)
            task.add_done_callback(self._carrying.discard)

    async def close(self) -> None:
        for task in self._carrying:
            task.cancel()
        await asyncio.gather(*self._carrying, return_exceptions=True)
        for end in self._ends:
            end.close()
            with suppress(ConnectionError):
                await end.wait_closed()


async def _carry(reader: StreamReader, writer: StreamWriter, cut: Callable[[], bool]) -> None:
    with suppress(ConnectionError):
        while (said := await reader.read(1 << 16)) and not cut():
            writer.write(said)
            await writer.drain()


@asynccontextmanager
async def wire_to(conninfo: str) -> AsyncIterator[Wire]:
    known = conninfo_to_dict(conninfo)
    name = f".s.PGSQL.{known['port']}"
    with TemporaryDirectory() as near:
        wire = Wire(Path(str(known["host"])) / name, make_conninfo(conninfo, host=near))
        async with await asyncio.start_unix_server(wire.carry, Path(near) / name):
            try:
                yield wire
            finally:
                await wire.close()
