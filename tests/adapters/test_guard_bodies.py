"""Bodies that are packed, too large, too slow, cut short or no JSON: refused, and nothing done."""

import asyncio
import gzip
import json
import tracemalloc
import zlib
from collections.abc import AsyncIterator, Callable
from time import monotonic

import httpx
import pytest
from fastapi import FastAPI
from structlog.testing import capture_logs

from adapters.http.guard.guard import Guarding
from adapters.http.guard.patience import Patience
from tests.adapters.calling import problem
from tests.adapters.guarding import NDJSON, Posting, asking, small

pytestmark = pytest.mark.anyio

BODY = {"dossier": "HS-1", "note": "hồ sơ"}
RAW = json.dumps(BODY, ensure_ascii=False).encode()
GZIP = {"Content-Encoding": "gzip"}
LINES = {"Content-Type": NDJSON}


@pytest.fixture
def app() -> FastAPI:
    return small()


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    async with asking(app) as client:
        yield client


@pytest.mark.parametrize(
    "named",
    [
        None,
        "application/json",
        "Application/JSON; charset=UTF-8",
        'application/json;charset="utf-8"',
        "application/json; charset=us-ascii",
    ],
)
async def test_json_is_taken_by_any_of_its_names_and_by_none(
    client: httpx.AsyncClient, named: str | None
) -> None:
    headers = {"Content-Type": named} if named else {}
    answer = await client.post("/v1/dossiers", content=RAW, headers=headers)
    assert (answer.status_code, answer.json()) == (201, BODY)


@pytest.mark.parametrize("named", ["gzip", "x-gzip", "GZIP"])
async def test_a_packed_body_is_unpacked(client: httpx.AsyncClient, named: str) -> None:
    packed = gzip.compress(RAW)
    answer = await client.post("/v1/dossiers", content=packed, headers={"Content-Encoding": named})
    assert (answer.status_code, answer.json()) == (201, BODY)


async def test_gzip_of_several_members_is_one_body(client: httpx.AsyncClient) -> None:
    packed = gzip.compress(RAW[:10]) + gzip.compress(b"") + gzip.compress(RAW[10:])
    answer = await client.post("/v1/dossiers", content=packed, headers=GZIP)
    assert (answer.status_code, answer.json()) == (201, BODY)


async def test_a_large_packed_body_comes_in_small_pieces(client: httpx.AsyncClient) -> None:
    rows = b"".join(b'{"dossier": "HS-%d"}\n' % number for number in range(100_000))
    answer = await client.post("/v1/lines", content=gzip.compress(rows), headers={**GZIP, **LINES})
    assert answer.json()["bytes"] == len(rows)
    assert answer.json()["largest"] <= 1 << 16


async def test_a_byte_order_mark_is_forgiven(client: httpx.AsyncClient) -> None:
    answer = await client.post("/v1/dossiers", content=b"\xef\xbb\xbf" + RAW)
    assert answer.json() == BODY


async def test_a_route_may_take_any_value_and_other_media_types(client: httpx.AsyncClient) -> None:
    answer = await client.post("/v1/values", content=b"[1]", headers={"Content-Type": "text/json"})
    assert answer.json() == [1]
    assert problem(await client.post("/v1/values", content=b"0" * 1_001)) == (413, "body-too-large")


WRONG = [
    ({"Content-Type": "text/xml"}, RAW, (415, "unsupported-media-type")),
    ({"Content-Type": "application/x-www-form-urlencoded"}, RAW, (415, "unsupported-media-type")),
    ({"Content-Type": "\xff;;;="}, RAW, (415, "unsupported-media-type")),
    ({"Content-Type": "application/json; charset=windows-1258"}, RAW, (400, "unsupported-charset")),
    ({"Content-Encoding": "br"}, RAW, (415, "unsupported-encoding")),
    ({"Content-Encoding": "gzip, gzip"}, RAW, (415, "unsupported-encoding")),
    ({}, RAW.decode().encode("utf-16"), (400, "invalid-json")),
    ({}, '{"note": "é"}'.encode("latin-1"), (400, "invalid-json")),
    ({}, gzip.compress(RAW), (400, "invalid-json")),
    ({}, b"", (400, "invalid-json")),
    ({}, b'{"a": NaN}', (400, "invalid-json")),
    ({}, b"[1]", (400, "invalid-json")),
    ({}, b'{"a":' * 21 + b"1" + b"}" * 21, (400, "invalid-json")),
    ({}, b"[" * 100_000, (400, "invalid-json")),
    (GZIP, RAW, (400, "not-gzip")),
    (GZIP, b"", (400, "not-gzip")),
    (GZIP, zlib.compress(RAW), (400, "not-gzip")),
    (GZIP, gzip.compress(RAW)[:-9], (400, "not-gzip")),
    (GZIP, gzip.compress(RAW)[:-5] + b"\0\0\0\0\0", (400, "not-gzip")),
    (GZIP, gzip.compress(RAW) + b"garbage", (400, "not-gzip")),
    ({}, b" " * 1_000_001, (413, "body-too-large")),
    (GZIP, gzip.compress(b" " * 1_000_001), (413, "body-too-large")),
]


@pytest.mark.parametrize(
    ("headers", "content", "expected"), WRONG, ids=[code for *_, (_, code) in WRONG]
)
async def test_what_cannot_be_read_is_refused_and_nothing_done(
    app: FastAPI,
    client: httpx.AsyncClient,
    headers: dict[str, str],
    content: bytes,
    expected: tuple[int, str],
) -> None:
    raw = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
    answer = await client.post("/v1/dossiers", content=content, headers=raw)
    assert problem(answer) == expected
    assert app.state.recorded == []


async def test_a_refusal_says_what_would_be_taken(client: httpx.AsyncClient) -> None:
    packed = await client.post("/v1/dossiers", content=RAW, headers={"Content-Encoding": "zstd"})
    assert packed.headers["accept-encoding"] == "gzip"
    typed = await client.post("/v1/dossiers", content=RAW, headers={"Content-Type": "text/csv"})
    assert typed.headers["accept"] == "application/json"


async def test_a_bomb_is_refused_while_it_is_small(client: httpx.AsyncClient) -> None:
    bomb = gzip.compress(b"\0" * 50_000_000)
    tracemalloc.start()
    try:
        answer = await client.post("/v1/lines", content=bomb, headers={**GZIP, **LINES})
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert problem(answer) == (413, "body-too-dense")
    assert most < 12_000_000


async def test_what_grows_a_hundredfold_is_refused_though_it_would_fit(
    client: httpx.AsyncClient,
) -> None:
    dense = gzip.compress(b"\n" * 3_000_000)
    answer = await client.post("/v1/lines", content=dense, headers={**GZIP, **LINES})
    assert problem(answer) == (413, "body-too-dense")


async def test_others_are_served_while_a_body_is_unpacked(client: httpx.AsyncClient) -> None:
    rows = b"".join(b'{"dossier": "HS-%d"}\n' % number for number in range(200_000))
    unpacking = asyncio.create_task(
        client.post("/v1/lines", content=gzip.compress(rows), headers={**GZIP, **LINES})
    )
    turns = 0
    while not unpacking.done():
        await asyncio.sleep(0)
        turns += 1
    assert (await unpacking).status_code == 200
    assert turns > len(rows) >> 16


async def test_what_says_that_it_is_too_large_is_not_read(app: FastAPI) -> None:
    posting = Posting("/v1/dossiers", [(b"content-length", b"1000001")])
    assert await posting.to(app) == 413
    assert b"body-too-large" in posting.body


async def test_a_body_without_a_length_is_read_up_to_what_is_too_large(app: FastAPI) -> None:
    posting = Posting("/v1/dossiers", [(b"transfer-encoding", b"chunked")])
    for _ in range(20):
        posting.comes(b" " * 100_000)
    assert await posting.to(app) == 413
    assert posting.coming.qsize() == 9


@pytest.mark.parametrize("path", ["/v1/dossiers", "/v1/lines", "/session"])
async def test_a_body_that_is_cut_short_is_told_in_a_line_and_nothing_done(
    app: FastAPI, path: str
) -> None:
    posting = Posting(path, [(b"content-length", b"50")])
    posting.comes(b'{"dossier": ')
    posting.goes_away()
    with capture_logs() as logs:
        assert await posting.to(app) == 400
    assert [(each["event"], each["code"], each["client"]) for each in logs] == [
        ("refused", "body-cut-short", "192.0.2.1")
    ]
    assert app.state.recorded == []


IMPATIENT = Guarding(idle=0.2, whole=0.6, slowest=1_000)


def silent(posting: Posting) -> float:
    """Nothing comes after the first piece."""
    posting.comes(b"{")
    return 0.2


def trickling(posting: Posting) -> float:
    """A byte now and then, each before patience with silence ends."""

    async def trickle() -> None:
        while not posting.answered:
            posting.comes(b" ")
            await asyncio.sleep(0.05)

    posting.trickle = asyncio.create_task(trickle())  # type: ignore[attr-defined]
    return 0.6


@pytest.mark.parametrize("come", [silent, trickling])
@pytest.mark.parametrize("path", ["/v1/dossiers", "/session"])
async def test_a_body_that_comes_too_slowly_is_no_longer_waited_for(
    path: str, come: Callable[[Posting], float]
) -> None:
    app = small(IMPATIENT)
    posting = Posting(path, [(b"content-length", b"500")])
    begun, patience = monotonic(), come(posting)
    assert await posting.to(app) == 408
    assert patience <= monotonic() - begun < patience + 0.5
    assert b"body-too-slow" in posting.body
    assert posting.headers[b"connection"] == b"close"
    assert app.state.recorded == []


async def test_a_large_body_has_more_time_than_a_small_one() -> None:
    app = small(IMPATIENT)
    posting = Posting("/v1/lines", [(b"transfer-encoding", b"chunked")])
    posting.comes(b"\n" * 1_000)
    answering = asyncio.create_task(posting.to(app))
    for _ in range(8):
        await asyncio.sleep(0.1)
        posting.comes(b"\n")
    posting.comes(b"", more=False)
    assert await answering == 200


async def test_somebody_else_may_end_a_wait() -> None:
    patience = Patience(every=0.01)
    waiting = asyncio.create_task(patience.within(asyncio.Event().wait(), monotonic() + 60))
    await asyncio.sleep(0.03)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    with pytest.raises(TimeoutError):
        await patience.within(asyncio.Event().wait(), monotonic() + 0.01)
    assert await patience.within(asyncio.sleep(0, "in time"), monotonic() + 60) == "in time"
