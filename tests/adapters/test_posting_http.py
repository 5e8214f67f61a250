"""Many events at once over HTTP: what each becomes, however they are written, sent or cut short."""

import gzip
import json
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final

import httpx
import pytest

from adapters.http.app import create_app
from adapters.http.bodies import LARGEST
from adapters.http.events import events
from domain.access import Principal, Role
from domain.posting import CHUNK
from tests.adapters.asking import engine_over
from tests.adapters.calling import BEARER, TOKEN, Behind, event, receipt
from tests.adapters.failing import Busy, Failing
from tests.adapters.memory import MemoryEventStore, MemoryVault
from tests.adapters.memory_keys import OneKey
from tests.adapters.memory_unplaced import MemoryUnplaced

pytestmark = pytest.mark.anyio

NDJSON: Final = "application/x-ndjson"
OUTCOMES: Final = ("recorded", "already", "unplaced", "refused")

OPEN: Final = receipt(kind="received", request_id="open")
BACK: Final = event("returned", request_id="back")
ACT: Final = event("completed", request_id="act")
STRAY: Final = event("returned", request_id="stray", dossier="HS-9")
NO_KIND: Final = event("flown", request_id="flown")
BATCH: Final = [OPEN, BACK, OPEN, STRAY, NO_KIND, ACT]
BECAME: Final = ["recorded", "recorded", "already", "unplaced", "refused", "refused"]


@dataclass(frozen=True, slots=True)
class Api:
    client: httpx.AsyncClient
    store: MemoryEventStore

    async def send(self, body: Any, media: str = "application/json", **headers: str) -> Any:
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        return await self.post(raw, {"Content-Type": media, **headers})

    async def post(self, content: Any, headers: Mapping[str, str], **query: str) -> httpx.Response:
        return await self.client.post(
            "/v1/events", content=content, headers=dict(headers), params=query
        )

    async def stream(self, body: Any, **query: str) -> list[dict[str, Any]]:
        answer = await self.post(body, {"Content-Type": NDJSON}, **query)
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"] == NDJSON
        return [json.loads(line) for line in answer.text.splitlines()]


@asynccontextmanager
async def an_api(
    store: MemoryEventStore | None = None, bearer: Principal | None = None
) -> AsyncIterator[Api]:
    store, vault = store or MemoryEventStore(), MemoryVault()
    engine = engine_over(store, vault)
    routes = [events(engine, MemoryUnplaced(store, vault), "en")]
    keys = OneKey(TOKEN, bearer) if bearer else OneKey(TOKEN)
    app = create_app(engine, Behind(), keys=keys, lang="en", more=routes)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(
        transport=transport, base_url="http://hoso.test", headers=BEARER
    ) as client:
        yield Api(client, store)


@pytest.fixture
async def api() -> AsyncIterator[Api]:
    async with an_api() as api:
        yield api


def lines(bodies: Sequence[Any]) -> bytes:
    return b"".join(json.dumps(body).encode() + b"\n" for body in bodies)


def must_add_up(summary: Mapping[str, Any], posted: int) -> None:
    totals = summary["totals"]
    assert totals["posted"] == posted == sum(totals[outcome] for outcome in OUTCOMES)


async def test_each_of_a_batch_has_its_own_outcome(api: Api) -> None:
    answer = (await api.send(BATCH)).json()
    must_add_up(answer, len(BATCH))
    assert [one["outcome"] for one in answer["items"]] == BECAME
    assert [one["index"] for one in answer["items"]] == list(range(len(BATCH)))
    opened, back, again, stray, flown, act = answer["items"]
    assert (back["position"], back["version"], back["kinds"]) == (2, 2, ["dossier.returned"])
    assert [finding["code"] for finding in back["findings"]] == ["out-of-order"]
    assert again == {**opened, "index": 2, "outcome": "already"}
    assert stray["dossier"] == "HS-9"
    assert stray["unplaced"]
    assert (flown["code"], flown["params"]) == ("unknown-kind", {"kind": "flown"})
    assert act["code"] == "act-not-postable"
    assert "mode decide" in act["message"]


async def test_the_same_again_has_the_first_answers(api: Api) -> None:
    first = (await api.send(BATCH)).json()["items"]
    again = (await api.send(BATCH)).json()["items"]
    assert [one["outcome"] for one in again] == ["already", "already", *BECAME[2:]]
    assert [{**one, "outcome": ""} for one in again] == [{**one, "outcome": ""} for one in first]
    assert await api.store.head() == 2


async def test_ndjson_is_answered_line_by_line_and_summed_up_in_the_last(api: Api) -> None:
    *items, summary = await api.stream(lines(BATCH))
    assert [one["outcome"] for one in items] == BECAME
    must_add_up(summary, len(BATCH))
    assert summary["complete"]
    assert summary["position"] == 2


async def test_a_line_that_is_no_event_loses_none_of_its_neighbours(api: Api) -> None:
    wrong = [
        b"{",
        b"[]",
        b"null",
        b"\xff",
        b"\xef\xbb\xbf{}",
        b'{"a":' * 3000,
        b'"' + b"x" * LARGEST,
    ]
    body = b"\r\n".join([json.dumps(OPEN).encode(), b"", *wrong, json.dumps(BACK).encode()])
    first, *refused, last, summary = await api.stream(body)
    assert (first["outcome"], last["outcome"]) == ("recorded", "recorded")
    assert [one["code"] for one in refused] == [
        *("invalid-json", "invalid-field", "invalid-field", "invalid-json", "invalid-field"),
        *("invalid-json", "body-too-large"),
    ]
    assert all(one["message"] for one in refused)
    must_add_up(summary, 9)


@pytest.mark.parametrize("size", [1, 7, 100, 10_000])
async def test_lines_may_be_cut_anywhere_on_the_wire(api: Api, size: int) -> None:
    body = lines(BATCH)[:-1]

    async def pieces() -> AsyncIterator[bytes]:
        for begin in range(0, len(body), size):
            yield body[begin : begin + size]

    *items, _ = await api.stream(pieces())
    assert [one["outcome"] for one in items] == BECAME


async def test_packed_lines_are_unpacked(api: Api) -> None:
    headers = {"Content-Type": NDJSON, "Content-Encoding": "gzip"}
    answer = await api.post(gzip.compress(lines(BATCH)), headers)
    assert [json.loads(line).get("outcome") for line in answer.text.splitlines()] == [*BECAME, None]


async def test_whoever_accepts_json_gets_a_document_of_a_small_batch(api: Api) -> None:
    headers = {"Content-Type": NDJSON, "Accept": "application/json"}
    small = await api.post(lines(BATCH), headers)
    assert [one["outcome"] for one in small.json()["items"]] == BECAME
    large = await api.post(lines([OPEN] * (CHUNK + 1)), headers)
    assert large.headers["content-type"] == NDJSON


async def test_whoever_accepts_ndjson_gets_it_of_an_array(api: Api) -> None:
    answer = await api.send(BATCH, Accept=NDJSON)
    assert answer.headers["content-type"] == NDJSON
    must_add_up(json.loads(answer.text.splitlines()[-1]), len(BATCH))


def notes(count: int) -> Iterator[dict[str, Any]]:
    yield OPEN
    for number in range(1, count):
        data = {"name": "ghi chú"}
        yield event("noted", request_id=f"{number}", dossier=f"HS-{number % 3 + 1}", data=data)


async def test_a_rehearsal_says_what_would_be_and_records_nothing(api: Api) -> None:
    bodies = [*BATCH, *notes(CHUNK), BACK]
    *said, summary = await api.stream(lines(bodies), dry_run="true")
    assert await api.store.head() == 0
    assert summary["dry_run"]
    must_add_up(summary, len(bodies))
    *done, _ = await api.stream(lines(bodies))
    for rehearsed, real in zip(said, done, strict=True):
        for name in ("position", "version", "kinds", "unplaced"):
            real.pop(name, None)
        assert rehearsed == real


async def test_one_event_is_answered_by_its_status(api: Api) -> None:
    first, again = await api.send(OPEN), await api.send(OPEN)
    assert (first.status_code, again.status_code) == (201, 201)
    assert "idempotent-replayed" not in first.headers
    assert again.headers["idempotent-replayed"] == "true"
    assert first.json()["items"][0]["position"] == again.json()["items"][0]["position"] == 1
    assert (await api.send(STRAY)).status_code == 202
    refused = await api.send(ACT)
    assert (refused.status_code, refused.json()["code"]) == (422, "act-not-postable")


async def test_a_key_names_one_event_that_names_itself_not(api: Api) -> None:
    nameless = {name: value for name, value in OPEN.items() if name != "request_id"}
    first = await api.send(nameless, **{"Idempotency-Key": "k"})
    # The draft has it quoted, and many send it bare: it is the same key, by whichever route.
    again = await api.send(nameless, **{"Idempotency-Key": '"k"'})
    assert first.json()["items"][0]["outcome"] == "recorded"
    assert again.json()["items"][0]["outcome"] == "already"


async def test_what_is_no_event_and_no_list_is_refused(api: Api) -> None:
    for body, media, code in (
        (b"[{]", "application/json", "invalid-json"),
        (b"7", "application/json", "invalid-json"),
        (b"", "application/json", "invalid-json"),
        (b"[]", "application/cloudevents+json", "invalid-json"),
        (b"{}", "application/cloudevents-batch+json", "invalid-json"),
        (b"a;b", "text/csv", "unsupported-media-type"),
        (b"[" + b" " * LARGEST + b"]", "application/json", "body-too-large"),
    ):
        assert (await api.send(body, media)).json()["code"] == code


async def test_nothing_is_nothing(api: Api) -> None:
    assert (await api.send([])).json()["items"] == []
    (summary,) = await api.stream(b"\n")
    must_add_up(summary, 0)


async def test_a_batch_that_breaks_off_keeps_what_was_answered_and_says_so() -> None:
    bodies = [receipt(kind="received", dossier=f"HS-{n}") for n in range(CHUNK + 2)]
    async with an_api(Failing()) as api:
        *items, summary = await api.stream(lines(bodies))
        assert len(items) == CHUNK == await api.store.head()
        assert not summary["complete"]
        assert (summary["code"], summary["params"]["because"]) == ("broke-off", "store-unavailable")
        must_add_up(summary, CHUNK)
        unable = await api.send([receipt(kind="received", dossier="HS-new"), OPEN])
        assert (unable.status_code, unable.json()["code"]) == (503, "store-unavailable")


async def test_a_body_that_is_cut_short_keeps_what_was_answered_and_says_so(api: Api) -> None:
    bodies = [receipt(kind="received", dossier=f"HS-{n}") for n in range(CHUNK + 2)]
    packed = gzip.compress(lines(bodies))[:-5]
    headers = {"Content-Type": NDJSON, "Content-Encoding": "gzip"}
    answer = await api.post(packed, headers)
    *items, summary = map(json.loads, answer.text.splitlines())
    assert len(items) == CHUNK == await api.store.head()
    assert (summary["complete"], summary["params"]["because"]) == (False, "not-gzip")
    assert (await api.post(packed[:90], headers)).json()["code"] == "not-gzip"


async def test_a_store_that_is_overloaded_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.http.intake.PAUSE", 0)
    async with an_api(Busy()) as api:
        *items, summary = await api.stream(lines([OPEN, BACK]))
    assert [one["outcome"] for one in items] == ["recorded", "recorded"]
    assert summary["complete"]


async def test_a_service_speaks_for_its_unit_and_its_source_alone() -> None:
    units = frozenset({"U1"})
    service = Principal("portal-1", Role.SERVICE, units, frozenset({"portal"}), reach=units)
    async with an_api(bearer=service) as api:
        mine, foreign, posing = (
            {**OPEN, "request_id": "mine"},
            {**OPEN, "request_id": "foreign", "unit": "U2"},
            {**OPEN, "request_id": "posing", "source": "register"},
        )
        deciding = {**OPEN, "request_id": "deciding", "mode": "decide"}
        items = (await api.send([mine, foreign, posing, deciding])).json()["items"]
        codes = [one.get("code") for one in items]
        assert codes == [None, "unit-not-yours", "source-not-yours", "forbidden"]
        (told,) = await api.store.after(0, 10)
        assert (told.told.unit, told.told.entered_by) == ("U1", "portal-1")


async def test_a_dossier_beyond_its_reach_is_to_a_service_one_that_is_not_there() -> None:
    store = MemoryEventStore()
    for unit, outcomes in (("U1", ["recorded", "recorded"]), ("U2", ["unplaced", "unplaced"])):
        units = frozenset({unit})
        service = Principal("s", Role.SERVICE, units, frozenset({"portal"}), reach=units)
        async with an_api(store, service) as api:
            told = [event("noted", data={"name": "x"}, dossier=each) for each in ("HS-1", "HS-7")]
            opening = [receipt(kind="received", dossier=each) for each in ("HS-1", "HS-7")]
            if unit == "U1":
                await api.send(opening)
            items = (await api.send(told)).json()["items"]
            assert [one["outcome"] for one in items] == outcomes
