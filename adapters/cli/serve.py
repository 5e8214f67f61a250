"""`hoso serve`: the API and the worker in one process."""

import asyncio
import ipaddress
import signal
import socket
import sys
from contextlib import ExitStack, suppress

import structlog
import uvicorn
from fastapi import FastAPI

from adapters.cli.console import ERR, OUT, UNREACHABLE, Stop
from adapters.postgres import embedded
from adapters.settings import Settings
from adapters.wiring import system, token


def serve(settings: Settings, host: str, port: int) -> None:
    """Until a signal ends it; what is under way is finished first."""
    # Also while it starts: a database server that nobody stops would be left over.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with ExitStack() as stack:
        if not settings.database_url:
            stack.enter_context(embedded.exclusive(settings.data_dir, "serve"))
        listening = stack.enter_context(_listening(host, port))
        asyncio.run(_serve(settings, listening))


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        message = f"Cannot listen on {host} port {port}: {error.strerror}. Choose another --port."
        raise Stop(UNREACHABLE, "cannot-listen", message) from None


async def _serve(settings: Settings, listening: socket.socket) -> None:
    async with system(settings) as open_system:
        secret = token(settings)
        answering = _answering(open_system.app(secret))
        _announce(listening, secret)
        worker = asyncio.create_task(open_system.work())
        try:
            await answering.serve(sockets=[listening])
        finally:
            worker.cancel()
            with suppress(asyncio.CancelledError):
                await worker


def _answering(app: FastAPI) -> uvicorn.Server:
    config = uvicorn.Config(app, log_config=None, access_log=False, lifespan="off")
    server = uvicorn.Server(config)
    # Before uvicorn's own handlers stand, and after its graceful stop, when it raises the signal
    # again: the database must still be closed.
    for caught in (signal.SIGINT, signal.SIGTERM):
        signal.signal(caught, lambda *_: setattr(server, "should_exit", True))
    return server


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


async def work(settings: Settings) -> None:
    """The worker alone, until cancelled."""
    async with system(settings) as open_system:
        structlog.get_logger().info("worker follows the log")
        await open_system.work()
