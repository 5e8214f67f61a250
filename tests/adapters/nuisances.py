"""Clients that nobody wants, all at once: `python -m tests.adapters.nuisances PORT SECONDS`.

Prints, as JSON, how often each was answered with which status; 0 where the connection ended.
"""

import asyncio
import gzip
import json
import sys
from asyncio import StreamReader, StreamWriter
from collections import Counter
from collections.abc import Callable, Coroutine, Mapping
from contextlib import suppress
from functools import partial
from time import monotonic
from typing import Final

ADDRESS: Final = "127.0.0.2"
"""Theirs alone: what they have used up others still have."""

JSON: Final = b'{"dossier": "HS-1"}'
BOMB: Final = gzip.compress(b" " * 20_000_000)

Nuisance = Callable[[StreamWriter], Coroutine[None, None, None]]


def posted(body: bytes, *fields: str, length: int | None = None, path: str = "dossiers") -> bytes:
    said = len(body) if length is None else length
    head = [f"POST /v1/{path} HTTP/1.1", "Host: hoso.test", f"Content-Length: {said}", *fields]
    return "\r\n".join([*head, "", ""]).encode() + body


def asked(target: str, *fields: str) -> bytes:
    return "\r\n".join([f"GET {target} HTTP/1.1", "Host: hoso.test", *fields, "", ""]).encode()


async def says(sent: bytes, writer: StreamWriter) -> None:
    writer.write(sent)
    await writer.drain()


async def trickles(writer: StreamWriter) -> None:
    writer.write(posted(b"{", length=100))
    while True:
        writer.write(b" ")
        await writer.drain()
        await asyncio.sleep(0.05)


async def never_ends(writer: StreamWriter) -> None:
    head = posted(b"").replace(b"Content-Length: 0", b"Transfer-Encoding: chunked")
    writer.write(head)
    while True:
        writer.write(b"10000\r\n" + b" " * 0x10000 + b"\r\n")
        await writer.drain()


async def leaves(writer: StreamWriter) -> None:
    writer.write(posted(b'{"dossier', length=100))
    await writer.drain()
    writer.close()


NUISANCES: Final[Mapping[str, Nuisance]] = {
    "slow": trickles,
    "huge": partial(says, posted(b" " * 3_000_000)),
    "endless": never_ends,
    "bomb": partial(says, posted(BOMB, "Content-Encoding: gzip")),
    "bomb-of-lines": partial(
        says,
        posted(BOMB, "Content-Encoding: gzip", "Content-Type: application/x-ndjson", path="lines"),
    ),
    "truncated": leaves,
    "truncated-gzip": partial(says, posted(gzip.compress(JSON)[:-9], "Content-Encoding: gzip")),
    "wrong-encoding": partial(says, posted(JSON, "Content-Encoding: br")),
    "wrong-charset": partial(says, posted(JSON.decode().encode("utf-16"))),
    "malformed": partial(says, posted(b"[" * 100_000)),
    "no-http": partial(says, b"\x16\x03\x01\0\r\n\r\n"),
    "path": partial(says, asked("/v1/../v1/dossiers/x")),
    "headers": partial(says, asked("/", *(f"X-{number}: a" for number in range(200)))),
    "forged-key": partial(says, asked("/v1/private", "Authorization: Bearer forged")),
}

PATIENCE: Final = 15.0
"""Seconds after which whoever was not answered is not waited for: then there is no end to it."""

AT_ONCE: Final[Mapping[str, int]] = {"slow": 100}
"""Connections of a nuisance; else one."""


async def status(reader: StreamReader) -> int:
    with suppress(ConnectionError, ValueError, IndexError):
        return int((await reader.readline()).split()[1])
    return 0


async def once(nuisance: Nuisance, port: int) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=(ADDRESS, 0))
    bothering = asyncio.create_task(nuisance(writer))
    try:
        return await status(reader)
    finally:
        bothering.cancel()
        await asyncio.gather(bothering, return_exceptions=True)
        writer.close()


async def again_and_again(name: str, port: int, until: float, told: Counter[int]) -> None:
    while monotonic() < until:
        told[await once(NUISANCES[name], port)] += 1
        await asyncio.sleep(0.02)


async def main(port: int, seconds: float) -> None:
    until = monotonic() + seconds
    told: dict[str, Counter[int]] = {name: Counter() for name in NUISANCES}
    print("begun", flush=True)
    async with asyncio.timeout(seconds + PATIENCE):
        await asyncio.gather(
            *(
                again_and_again(name, port, until, told[name])
                for name in NUISANCES
                for _ in range(AT_ONCE.get(name, 1))
            )
        )
    print(json.dumps(told))


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), float(sys.argv[2])))
