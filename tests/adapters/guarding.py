"""A small application behind the guard, and ways to ask it."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final

import httpx
from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse
from starlette.middleware import Middleware
from starlette.types import Message

from adapters.http.bodies import chunks, json_body, json_value
from adapters.http.guard.guard import Guard, Guarding
from adapters.http.problems import Faults, Problem, install
from adapters.messages import Lang
from tests.adapters.documented import Undocumented

NDJSON: Final = "application/x-ndjson"
LARGE: Final = {"rows": [{"code": f"HS-{number}", "stage": "received"} for number in range(500)]}
GOOD: Final = {"Authorization": "Bearer good"}
WRONG: Final = {"Authorization": "Bearer wrong"}
POLICY: Final = "default-src 'self'"


def small(guarding: Guarding | None = None, lang: Lang = "en") -> FastAPI:
    """An application that takes bodies and gives answers of every kind."""
    layers = [
        Middleware(Guard, guarding=guarding or Guarding(), lang=lang),
        Middleware(Faults, lang=lang),
    ]
    app = FastAPI(middleware=layers)
    install(app, lang)
    app.state.recorded = []
    app.state.keys = {GOOD["Authorization"]}
    app.state.arrived = asyncio.Semaphore(0)
    app.state.go = asyncio.Event()
    _taking(app)
    _giving(app)
    _giving_much(app)
    return app


def _taking(app: FastAPI) -> None:
    @app.post("/v1/dossiers", status_code=201)
    async def create(request: Request) -> dict[str, Any]:
        body = await json_body(request)
        app.state.recorded.append(body)
        return body

    @app.post("/v1/values")
    async def value(request: Request) -> JSONResponse:
        return JSONResponse(await json_value(request, 1_000, ("application/json", "text/json")))

    @app.post("/v1/lines")
    async def lines(request: Request) -> dict[str, int]:
        sizes = [len(piece) async for piece in chunks(request, 5_000_000, (NDJSON,))]
        app.state.recorded.append(sizes)
        return {"bytes": sum(sizes), "largest": max(sizes, default=0)}

    @app.post("/session")
    async def login(request: Request) -> Response:
        return Response(status_code=200 if b"good" in await request.body() else 401)


def _giving(app: FastAPI) -> None:
    @app.get("/v1/private")
    async def private(request: Request) -> dict[str, bool]:
        if request.headers.get("authorization") not in app.state.keys:
            raise Problem("unauthorized")
        request.state.principal = "somebody"
        return {"seen": True}

    @app.get("/v1/waiting")
    async def waiting() -> dict[str, bool]:
        app.state.arrived.release()
        await app.state.go.wait()
        return {"waited": True}

    @app.get("/page")
    async def page() -> Response:
        return Response("<p>", headers={"Content-Security-Policy": POLICY}, media_type="text/html")

    @app.get("/healthz")
    async def alive() -> dict[str, str]:
        return {"status": "ok"}

    @app.get("/v1/dossiers/{code:path}")
    async def dossier(code: str, request: Request) -> dict[str, Any]:
        client = request.client.host if request.client else None
        return {"code": code, "client": client, "scheme": request.url.scheme}


def _giving_much(app: FastAPI) -> None:
    @app.get("/v1/large")
    async def large() -> JSONResponse:
        return JSONResponse(LARGE, headers={"ETag": '"7"'})

    @app.get("/v1/rows")
    async def rows() -> StreamingResponse:
        return StreamingResponse((f"{number}\n" for number in range(500)), media_type=NDJSON)

    @app.get("/v1/huge")
    async def huge() -> StreamingResponse:
        return StreamingResponse((b"\n" * 100_000 for _ in range(500)), media_type=NDJSON)

    @app.get("/v1/stream")
    async def stream() -> StreamingResponse:
        return StreamingResponse(_events(app), media_type="text/event-stream")


async def _events(app: FastAPI) -> AsyncIterator[str]:
    yield "data: 1\n\n" * 300
    app.state.arrived.release()
    await app.state.go.wait()


async def arrived(app: FastAPI, requests: int) -> None:
    """That many are where they wait until `go` is set."""
    for _ in range(requests):
        await app.state.arrived.acquire()


@asynccontextmanager
async def asking(
    app: FastAPI, client: str = "192.0.2.1", scheme: str = "http"
) -> AsyncIterator[httpx.AsyncClient]:
    transport = Undocumented(app, client=(client, 4321))
    async with httpx.AsyncClient(transport=transport, base_url=f"{scheme}://hoso.test") as opened:
        yield opened


class Posting:
    """A request whose body comes as it is told to, below what a well-behaved client can do."""

    def __init__(self, path: str, headers: Sequence[tuple[bytes, bytes]]) -> None:
        self.scope = {
            "type": "http",
            "http_version": "1.1",
            "method": "POST",
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "query_string": b"",
            "headers": [(b"host", b"hoso.test"), *headers],
            "client": ("192.0.2.1", 4321),
        }
        self.coming: asyncio.Queue[Message] = asyncio.Queue()
        self.answered: list[Message] = []

    def comes(self, body: bytes, *, more: bool = True) -> None:
        self.coming.put_nowait({"type": "http.request", "body": body, "more_body": more})

    def goes_away(self) -> None:
        self.coming.put_nowait({"type": "http.disconnect"})

    async def to(self, app: FastAPI) -> int:
        """The status of the answer."""
        await app(self.scope, self.coming.get, self._take)
        return int(self.answered[0]["status"])

    async def _take(self, message: Message) -> None:
        self.answered.append(message)

    @property
    def headers(self) -> dict[bytes, bytes]:
        return dict(self.answered[0]["headers"])

    @property
    def body(self) -> bytes:
        return b"".join(each.get("body", b"") for each in self.answered)
