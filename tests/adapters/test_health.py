"""Liveness and readiness: what is told to whoever keeps hoso running, and when."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from structlog.testing import capture_logs

from adapters.http.operating.health import Bounded, Health, health
from adapters.http.operating.readiness import BEHIND, SILENT, failing
from adapters.http.problems import install
from adapters.messages import LANGS, Lang
from adapters.messages.health import SAID, said
from domain.store import StoreUnavailable
from domain.vitals import Lag, Seen, Vitals
from tests.adapters.calling import problem
from tests.adapters.vital import WELL, Asked, Waiting, ill, silent

pytestmark = pytest.mark.anyio

AWAY = StoreUnavailable("no route")


def codes(vitals: Vitals, waiting: int = 0) -> dict[str, str]:
    return {one.name: one.code for one in failing(vitals, Waiting(waiting))}


def test_who_is_well_can_be_relied_on() -> None:
    assert codes(WELL) == {}


@pytest.mark.parametrize(
    ("vitals", "name", "code"),
    [
        (ill(schema=25), "schema", "schema-differs"),
        (ill(schema=3), "schema", "schema-differs"),
        (ill(lags=(Lag("history", 2, 5, BEHIND + 1),)), "history", "behind"),
        (ill(watch=Lag("watch", 2, 5, BEHIND + 1)), "watch", "behind"),
        (silent("projecting", SILENT + 1), "projecting", "not-seen"),
        (silent("watch", SILENT + 1), "watch", "not-seen"),
        (silent("placing", SILENT + 1), "placing", "not-seen"),
        (silent("placing", 1, "ValueError: no"), "placing", "fails"),
        (ill(seen=(Seen("watch", 1),)), "projecting", "never-seen"),
        (ill(seen=(Seen("projecting", 1),)), "watch", "never-seen"),
    ],
)
def test_what_fails_is_named(vitals: Vitals, name: str, code: str) -> None:
    assert codes(vitals) == {name: code}


@pytest.mark.parametrize(
    "vitals",
    [
        ill(lags=(Lag("history", 2, 5, BEHIND - 1),)),
        ill(lags=(Lag("history", 7, parked=3),)),
        silent("watch", SILENT - 1),
        ill(seen=WELL.seen[:2]),
        ill(unplaced=1000),
    ],
)
def test_what_is_about_to_be_done_keeps_nobody_away(vitals: Vitals) -> None:
    """Nor do parked dossiers, for all others are served; nor what waits for its dossier."""
    assert codes(vitals) == {}


def test_a_queue_that_takes_hardly_more_is_full() -> None:
    assert codes(WELL, 3600) == {}
    assert codes(WELL, 3700) == {"queue": "queue-full"}


@pytest.mark.parametrize("code", SAID)
def test_what_fails_is_said_in_both_languages(code: str) -> None:
    params = dict.fromkeys(("name", "seconds", "events", "found", "known", "waiting"), "X")
    assert len({said(code, lang, **params) for lang in LANGS}) == len(LANGS)


@dataclass
class Probed:
    client: httpx.AsyncClient
    asked: Asked
    queue: Waiting
    stopping: asyncio.Event = field(default_factory=asyncio.Event)

    async def ready(self) -> httpx.Response:
        return await self.client.get("/readyz")


Made = Callable[..., Any]


@asynccontextmanager
async def probed(lang: Lang = "en", **differs: Any) -> AsyncIterator[Probed]:
    asked, queue, app = Asked(**differs), Waiting(), FastAPI()
    install(app, lang)
    app.include_router(health(Health(Bounded(asked), queue, lang)))
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://hoso.test") as client:
        found = Probed(client, asked, queue)
        app.state.stopping = found.stopping
        yield found


async def test_a_process_that_answers_lives_whatever_the_database_does() -> None:
    async with probed(faults=[AWAY]) as probe:
        answer = await probe.client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert probe.asked.times == 0


async def test_ready_says_how_far_the_readers_are_and_counts_what_is_parked() -> None:
    lags = (Lag("timeliness", 6, 1, 0.1), Lag("history", 7, parked=2))
    async with probed(vitals=ill(lags=lags)) as probe:
        answer = await probe.ready()
    assert answer.status_code == 200
    assert answer.json() == {
        "head": 7,
        "projections": {"timeliness": 6, "history": 7},
        "parked": {"history": 2},
    }


async def test_who_is_not_ready_says_all_that_fails_in_plain_words() -> None:
    async with probed(vitals=silent("watch", 90.4)) as probe:
        probe.queue.waiting = 4096
        answer = await probe.ready()
    assert problem(answer) == (503, "not-ready")
    assert answer.json()["params"]["failed"] == {
        "queue": "4096 events wait to be recorded, hardly more are taken",
        "watch": "nobody was seen at work on watch for 90 s",
    }
    assert "nobody was seen at work on watch" in answer.json()["detail"]
    assert answer.headers["retry-after"]


async def test_it_is_said_in_the_language_of_the_installation() -> None:
    async with probed("vi", vitals=silent("watch", 90)) as probe:
        told = (await probe.ready()).json()
    assert "không thấy tiến trình nào xử lý watch" in told["detail"]


async def test_what_a_loop_comes_to_grief_on_is_not_told_to_strangers() -> None:
    async with probed(vitals=silent("watch", 1, "password=secret")) as probe:
        answer = await probe.ready()
    assert "fails" not in answer.text
    assert problem(answer) == (503, "not-ready")
    assert "secret" not in answer.text


async def test_a_process_that_is_being_stopped_is_not_ready() -> None:
    async with probed() as probe:
        assert (await probe.ready()).status_code == 200
        probe.stopping.set()
        answer = await probe.ready()
        assert problem(answer) == (503, "not-ready")
        assert answer.json()["params"]["failed"].keys() == {"process"}
        assert (await probe.client.get("/healthz")).status_code == 200


@pytest.mark.parametrize("fault", [AWAY, RuntimeError("relation hoso_head does not exist")])
async def test_a_database_that_is_away_or_in_pieces_is_told_and_it_may_come_back(
    fault: Exception,
) -> None:
    async with probed(faults=[fault]) as probe:
        with capture_logs() as logged:
            answer = await probe.ready()
        assert problem(answer) == (503, "not-ready")
        assert answer.json()["params"]["failed"].keys() == {"database"}
        assert [line["event"] for line in logged] == ([] if fault is AWAY else ["vitals unknown"])
        assert (await probe.ready()).status_code == 200


async def test_a_database_that_hangs_keeps_nobody_waiting_and_is_asked_once_at_a_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("adapters.http.operating.health.PATIENCE", 0.05)
    released, asked = asyncio.Event(), 0

    async def hangs() -> Vitals:
        nonlocal asked
        asked += 1
        # As a driver does that waits for the server to take notice.
        while not released.is_set():
            try:
                await released.wait()
            except asyncio.CancelledError:
                continue
        raise asyncio.CancelledError

    bounded = Bounded(hangs)
    for _ in range(3):
        async with asyncio.timeout(1):
            results = await asyncio.gather(*(bounded() for _ in range(5)), return_exceptions=True)
        assert {type(one) for one in results} == {StoreUnavailable}
    assert asked == 1
    released.set()
    with pytest.raises(StoreUnavailable):
        await bounded()
    bounded.ask = Asked()
    assert await bounded() is WELL
