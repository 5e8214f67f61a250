"""`hoso serve`: the API and the pages in one process, the worker beside it in another (beside.py).
`hoso worker`: the last alone."""

import asyncio
import gc
import ipaddress
import signal
import socket
import sys
from contextlib import ExitStack, suppress
from functools import partial
from types import FrameType
from typing import Final

import structlog
import uvicorn
import uvloop
from fastapi import FastAPI

from adapters.cli.beside import Beside, beside
from adapters.cli.console import ERR, OUT, UNREACHABLE, Stop
from adapters.http.guard.guard import Guarding
from adapters.http.guard.wire import wire
from adapters.interface import interface
from adapters.postgres import embedded
from adapters.settings import Settings
from adapters.wiring import System, system, token

COLLECTED: Final = 20_000
"""Objects more than there were, after which the young ones are looked through."""

GRACE: Final = 20
"""Seconds that requests under way have to end; a report takes less."""


def serve(settings: Settings, host: str, port: int) -> None:
    """Until a signal ends it; what is under way is finished first."""
    # Also while it starts: a database server that nobody stops would be left over.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with ExitStack() as stack:
        if not settings.database_url:
            stack.enter_context(embedded.exclusive(settings.data_dir, "serve"))
        listening = stack.enter_context(_listening(host, port))
        worker = beside(partial(_working, settings), listening)
        stack.callback(worker.end)
        uvloop.run(_serve(settings, listening, worker))


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        message = f"Cannot listen on {host} port {port}: {error.strerror}. Choose another --port."
        raise Stop(UNREACHABLE, "cannot-listen", message) from None


async def _serve(settings: Settings, listening: socket.socket, worker: Beside) -> None:
    async with system(settings) as open_system:
        worker.begin()
        secret = token(settings)
        app = interface(open_system, secret)
        answering = Answering(app, settings)
        _few_collections()
        _announce(listening, secret)
        instead = asyncio.create_task(_instead_of(worker, open_system, app.state.stopping))
        try:
            await answering.serve(sockets=[listening])
        finally:
            instead.cancel()
            with suppress(asyncio.CancelledError):
                await instead
            if app.state.traces:
                # What was not sent yet; it waits for whoever collects it.
                await asyncio.to_thread(app.state.traces.shutdown)


def _few_collections() -> None:
    """What stands now stands to the end, so nobody need look whether it is garbage; and what a
    request leaves is gone with it, all but a little."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECTED)


async def _working(settings: Settings) -> None:
    async with system(settings) as open_system:
        await open_system.work()


async def _instead_of(worker: Beside, open_system: System, stopping: asyncio.Event) -> None:
    """The work goes on here, where it makes answers slower, should the worker's process end."""
    await worker.is_gone()
    if stopping.is_set():
        return  # Ctrl-C reaches both
    structlog.get_logger().error("the worker's process ended: its work goes on in the server's")
    await open_system.work()


class Answering(uvicorn.Server):
    """Stops at the first signal when what is under way is finished, or after `GRACE`; at the
    second at once. What waits to be recorded is recorded all the same."""

    def __init__(self, app: FastAPI, settings: Settings) -> None:
        config = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            lifespan="off",
            http=wire(Guarding.of(settings), settings.lang),
            # Who asks is worked out by the application, from the proxies that are trusted.
            proxy_headers=False,
            server_header=False,
            timeout_graceful_shutdown=GRACE,
        )
        super().__init__(config)
        self._state, self._loop = app.state, asyncio.get_running_loop()
        self._drain = settings.drain_seconds
        # Before uvicorn's own handlers stand, and after its graceful stop, when it raises the
        # signal again: the database must still be closed.
        for caught in (signal.SIGINT, signal.SIGTERM):
            signal.signal(caught, self.handle_exit)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002
        # When all is done it is closed.
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._stop)

    def _stop(self) -> None:
        if self._state.stopping.is_set():
            self.should_exit = self.force_exit = True
            return
        self._state.stopping.set()
        self._loop.call_later(self._drain, self._exit)

    def _exit(self) -> None:
        # Streams end only when they are told to.
        self._state.fanout.stop()
        self.should_exit = True


def _announce(listening: socket.socket, secret: str) -> None:
    host, port = listening.getsockname()[:2]
    address = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
    OUT.print(f"hoso serves at {address} (its interface: {address}/docs)", highlight=False)
    OUT.print("Pages, for a browser:", highlight=False)
    OUT.print(f"  {address}/?token={secret}", markup=False, highlight=False, soft_wrap=True)
    OUT.print(f"Bearer token: {secret}", markup=False, highlight=False, soft_wrap=True)
    OUT.print("Import a log:  hoso import FILE --mapping MAPPING.toml", highlight=False)
    OUT.print("Stop with Ctrl-C.", highlight=False)
    if not ipaddress.ip_address(host).is_loopback:
        ERR.print("Others can reach this address: put TLS in front of it.", highlight=False)


def work(settings: Settings) -> None:
    """The worker alone, until a signal ends it."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    asyncio.run(_work(settings))


async def _work(settings: Settings) -> None:
    structlog.get_logger().info("worker follows the log")
    working = asyncio.create_task(_working(settings))
    for caught in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(caught, working.cancel)
    with suppress(asyncio.CancelledError):
        await working
