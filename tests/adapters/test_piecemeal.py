"""An answer that is made while it is sent."""

import asyncio
import gc
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

import pytest

from adapters.http.piecemeal import COLLECTED, WAITING, Piecemeal

pytestmark = pytest.mark.anyio

ASKED: dict[str, Any] = {"type": "http"}


async def nothing() -> Any:
    raise AssertionError("an answer reads nothing of the request")


async def test_a_client_may_send_all_before_it_reads_anything() -> None:
    sent_all, got = asyncio.Event(), list[bytes]()

    async def pieces() -> AsyncIterator[bytes]:
        for number in range(WAITING):
            await asyncio.sleep(0)
            yield b"%d " % number
        sent_all.set()

    async def send(message: Any) -> None:
        if message["type"] == "http.response.body":
            await sent_all.wait()
            got.append(message["body"])

    async with asyncio.timeout(5):
        await Piecemeal(pieces())(ASKED, nothing, send)
    assert got == [b"%d " % number for number in range(WAITING)] + [b""]


async def test_no_more_is_made_than_waits_for_a_client_that_reads_nothing() -> None:
    made = 0

    async def pieces() -> AsyncIterator[bytes]:
        nonlocal made
        while True:
            made += 1
            yield b"x"

    async def send(message: Any) -> None:
        if message["type"] == "http.response.body":
            await asyncio.Event().wait()

    often = gc.get_threshold()
    sending = asyncio.create_task(Piecemeal(pieces())(ASKED, nothing, send))
    for _ in range(3 * WAITING):
        await asyncio.sleep(0)
    assert gc.get_threshold()[0] == COLLECTED
    sending.cancel()
    with suppress(asyncio.CancelledError):
        await sending
    assert made <= WAITING + 2
    assert gc.get_threshold() == often


async def test_a_fault_ends_the_answer_in_the_middle() -> None:
    sent: list[Any] = []

    async def pieces() -> AsyncIterator[bytes]:
        yield b"x"
        raise RuntimeError("a fault of ours")

    async def send(message: Any) -> None:
        sent.append(message)

    with pytest.raises(RuntimeError, match="a fault of ours"):
        await Piecemeal(pieces())(ASKED, nothing, send)
    assert [message.get("more_body") for message in sent] == [None, True]
