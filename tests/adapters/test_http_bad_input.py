"""Bad input to the HTTP API: a problem with a known code, and nothing recorded."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final
from unicodedata import normalize
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.postgres.database import Database, opened
from domain.dossier.events import KINDS
from tests.adapters.calling import Api, calling, event, problem, receipt
from tests.adapters.databases import Server

pytestmark = pytest.mark.anyio

DOSSIERS: Final = "/v1/dossiers"
EVENTS: Final = "/v1/dossiers/HS-1/events"
REPORT: Final = "/v1/reports/timeliness"


@asynccontextmanager
async def with_a_dossier(database: Database) -> AsyncIterator[Api]:
    """With one dossier, HS-1, recorded and projected."""
    async with calling(database) as api:
        assert (await api.create(request_id="first")).status_code == 201
        await api.read_models.catch_up()
        yield api


@pytest.fixture(scope="module")
async def api(server: Server) -> AsyncIterator[Api]:
    """For what records nothing: all of it meets the same database."""
    with server.database() as conninfo:
        async with opened(conninfo) as database, with_a_dossier(database) as api:
            yield api


@pytest.fixture
async def fresh(database: Database) -> AsyncIterator[Api]:
    async with with_a_dossier(database) as api:
        yield api


async def refused(api: Api, path: str, body: bytes | dict[str, Any]) -> tuple[int, str]:
    before = await api.head()
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    answer = await api.client.post(path, content=raw)
    assert await api.head() == before
    return problem(answer)


MALFORMED: Final[list[tuple[dict[str, Any], str]]] = [
    ({"kind": "eaten"}, "unknown-kind"),
    ({"kind": "dossier.eaten"}, "unknown-kind"),
    ({"kind": "."}, "unknown-kind"),
    ({"colour": "red"}, "unknown-field"),
    ({"data": {"colour": "red"}}, "unknown-field"),
    ({"data": {"subject": {"name": "Út", "age": 7}}}, "unknown-field"),
    ({"source": ""}, "invalid-field"),
    ({"request_id": 7}, "invalid-field"),
    ({"data": []}, "invalid-field"),
    ({"data": {"channel": "pigeon"}}, "invalid-field"),
    ({"data": {"timezone": "Mars/Olympus"}}, "invalid-field"),
    ({"data": {"timezone": "../../etc/passwd"}}, "invalid-field"),
    ({"data": {"promised_return": "2025-11-05"}}, "time-without-offset"),
    ({"mode": "guess"}, "invalid-field"),
    ({"mode": "decide", "override": {}}, "invalid-field"),
    ({"occurred_at": "2025-11-03T09:00:00"}, "time-without-offset"),
    ({"occurred_at": "yesterday"}, "invalid-field"),
    ({"occurred_at": 1762135200}, "invalid-field"),
    ({"occurred_at": "2025-11-22T09:00:00+07:00"}, "occurred-in-future"),
    ({"occurred_at": "0001-01-01T00:00:00+14:00"}, "invalid-field"),
    ({"occurred_at": "9999-12-31T23:59:59-14:00"}, "invalid-field"),
    ({"source_recorded_at": "0001-01-01T00:00:00+14:00"}, "invalid-field"),
    ({"data": {"promised_return": "9999-12-31T23:59:59-12:00"}}, "invalid-field"),
    ({"request_id": "first", "data": {"channel": "post"}}, "request-id-reused"),
    ({"dossier": "x" * 201}, "invalid-field"),
    ({"source_seq": 2**63}, "invalid-field"),
    ({"source_seq": 10**400}, "invalid-field"),
    ({"source_seq": -1}, "invalid-field"),
    ({"source": "nul\0"}, "invalid-field"),
    ({"data": {"authority": "nul\0"}}, "invalid-field"),
    ({"data": {"nul\0": "x"}}, "invalid-field"),
]


@pytest.mark.parametrize(("fields", "code"), MALFORMED)
async def test_what_is_malformed_is_named_and_not_recorded(
    api: Api, fields: dict[str, Any], code: str
) -> None:
    assert await refused(api, DOSSIERS, receipt(**fields)) == (422, code)


@pytest.mark.parametrize(
    ("kind", "fields", "status", "code"),
    [
        ("completed", {}, 422, "act-not-postable"),
        ("noted", {"data": {}}, 422, "invalid-field"),
        ("returned", {"mode": "decide"}, 409, "out-of-order"),
        ("completed", {"mode": "decide"}, 409, "actor-required"),
        ("completed", {"mode": "decide", "actor": "hanh"}, 409, "not-returned"),
        (
            "annulled",
            {"data": {"target": {}, "reason": "x", "approver": "y"}},
            422,
            "invalid-field",
        ),
    ],
)
async def test_what_may_not_be_told_of_a_dossier_is_refused(
    api: Api, kind: str, fields: dict[str, Any], status: int, code: str
) -> None:
    assert await refused(api, EVENTS, event(kind, **fields)) == (status, code)


async def test_an_override_takes_what_is_irregular(fresh: Api) -> None:
    approved = {"reason": "Chị Ánh đến sớm", "approver": "Lê Út"}
    answer = await fresh.tell("returned", mode="decide", override=approved)
    assert answer.status_code == 201
    (finding,) = answer.json()["findings"]
    assert (finding["code"], finding["class"]) == ("out-of-order", "irregular")
    assert finding["message"]


async def test_every_reason_is_told_with_its_class(api: Api) -> None:
    body = receipt(colour="red", occurred_at="2025-11-03")
    reasons = (await api.client.post(DOSSIERS, json=body)).json()["reasons"]
    assert {reason["code"] for reason in reasons} == {"unknown-field", "time-without-offset"}
    assert {reason["class"] for reason in reasons} == {"malformed"}


async def test_an_unknown_dossier_is_not_found(api: Api) -> None:
    note = event("noted", dossier=None, data={"name": "x"})
    assert await refused(api, "/v1/dossiers/HS-2/events", note) == (404, "unknown-dossier")
    for path in ("/v1/dossiers/HS-2", "/v1/dossiers/HS-2/events"):
        assert problem(await api.get(path)) == (404, "unknown-dossier")


async def test_a_code_of_two_dossiers_is_ambiguous_until_its_system_is_named(fresh: Api) -> None:
    for system in ("portal", "slip"):
        assert (await fresh.create(dossier="05", code_system=system)).status_code == 201
    note, path = event("noted", dossier=None, data={"name": "gọi"}), "/v1/dossiers/05"
    assert await refused(fresh, f"{path}/events", note) == (409, "ambiguous-code")
    answer = await fresh.get(path)
    assert problem(answer) == (409, "ambiguous-code")
    assert answer.json()["params"]["systems"] == ["portal", "slip"]
    assert (await fresh.tell("noted", "05", code_system="slip", data={"name": "x"})).is_success
    assert (await fresh.get(path, code_system="slip")).json()["version"] == 2
    assert (await fresh.get(path, code_system="portal")).json()["version"] == 1
    assert problem(await fresh.get(path, code_system="x")) == (404, "unknown-dossier")


OTHERWISE: Final = [
    {"dossier": "HS-2"},
    {"dossier": 1},
    {"dossier": ""},
    {"code_system": "slip"},
    {"dossier": "HS-2", "code_system": "slip"},
]


@pytest.mark.parametrize("said", OTHERWISE, ids=str)
async def test_a_body_that_contradicts_its_address_is_refused(
    fresh: Api, said: dict[str, Any]
) -> None:
    body = {**event("noted", dossier=None, data={"name": "x"}), **said}
    answer = await fresh.client.post(f"{EVENTS}?code_system=dossier-code", json=body)
    assert problem(answer) == (422, "invalid-field")
    assert [one["params"]["field"] for one in answer.json()["reasons"]] == [*said]


async def test_a_body_may_say_what_its_address_says(fresh: Api) -> None:
    composed = normalize("NFC", "hồ sơ")
    assert (await fresh.create(dossier=composed, code_system="sổ")).status_code == 201
    path = f"/v1/dossiers/{quote(normalize('NFD', composed))}/events?code_system={quote('sổ')}"
    for said in ({}, {"dossier": None}, {"dossier": composed, "code_system": "sổ"}):
        body = {**event("noted", dossier=None, data={"name": "x"}), **said}
        answer = await fresh.client.post(path, json=body)
        assert answer.status_code == 201
        assert answer.json()["dossier"] == {"system": "sổ", "value": composed}


def nested(levels: int) -> bytes:
    return b'{"data":' + b"[" * levels + b"]" * levels + b"}"


@pytest.mark.parametrize("path", [DOSSIERS, EVENTS])
@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"text"',
        b"\xff\xfe",
        b'{"source": "\xc3\x28"}',
        b'{"source_seq": NaN}',
        b'{"source_seq": -Infinity}',
        b'{"source": "\\ud800"}',
        b"\xef\xbb\xbf{}",
        nested(21),
        nested(100_000),
        b'{"source_seq": ' + b"9" * 5000 + b"}",
    ],
)
async def test_what_is_no_json_object_is_refused(api: Api, path: str, raw: bytes) -> None:
    status, code = await refused(api, path, raw)
    assert (status, code) in {(400, "invalid-json"), (422, "invalid-field")}


async def test_a_body_may_be_a_million_bytes_and_no_more(fresh: Api) -> None:
    body = json.dumps(receipt()).encode()
    assert await refused(fresh, DOSSIERS, body + b" " * (1_000_001 - len(body))) == (
        413,
        "body-too-large",
    )
    answer = await fresh.client.post(DOSSIERS, content=body + b" " * (1_000_000 - len(body)))
    assert answer.status_code == 201


async def test_a_body_without_end_is_left_when_it_is_too_large(api: Api) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while sent < 100:
            sent += 1
            yield b" " * 100_000

    answer = await api.client.post(DOSSIERS, content=endless())
    assert problem(answer) == (413, "body-too-large")
    assert sent < 20


@pytest.mark.parametrize("number", [10**300, 10**4000, 1e308, -0.0])
async def test_a_number_of_any_size_is_taken_or_refused(fresh: Api, number: float) -> None:
    target = {"source": "portal", "request_id": "first"}
    mended = {"target": target, "field": "channel", "new": number}
    answer = await fresh.tell("corrected", data={**mended, "reason": "x", "approver": "y"})
    assert answer.status_code == 201 or problem(answer)[0] == 422
    assert (await fresh.get(EVENTS)).status_code == 200


@pytest.mark.parametrize("code", ["x" * 5000, "a%00b", "%ED%A0%80", "%FF", "%0A", "{0}"])
@pytest.mark.parametrize("tail", ["", "/events"])
async def test_a_code_that_nothing_can_bear_is_unknown(api: Api, code: str, tail: str) -> None:
    answer = await api.client.get(f"/v1/dossiers/{code}{tail}")
    # A line break is no part of any path.
    assert problem(answer)[0] in (400, 404)


@pytest.mark.parametrize(
    ("path", "query", "name"),
    [
        ("/v1/dossiers/HS-1", "at=2025-11-03T09:00:00", "at"),
        ("/v1/dossiers/HS-1", "at=0001-01-01T00:00:00Z", "at"),
        ("/v1/dossiers/HS-1", "known_at=9999-12-31T23:59:59-12:00", "known_at"),
        ("/v1/dossiers/HS-1", "known_at=1762135200", "known_at"),
        ("/v1/dossiers/HS-1", "version=0", "version"),
        ("/v1/dossiers/HS-1", f"version={10**30}", "version"),
        ("/v1/dossiers/HS-1/events", "version=x", "version"),
        (DOSSIERS, "limit=0", "limit"),
        (DOSSIERS, "limit=1001", "limit"),
        (DOSSIERS, "stage=lost", "stage"),
        (DOSSIERS, "after=-1", "after"),
        (DOSSIERS, f"after={2**63}", "after"),
        (REPORT, "from=2025-02-30&to=2025-11-01", "from"),
        (REPORT, "from=10000-01-01&to=2025-11-01", "from"),
        (REPORT, "from=2025-11-01&to=2025-11-30&known_at=2025-11-20", "known_at"),
    ],
)
async def test_a_wrong_parameter_is_named(api: Api, path: str, query: str, name: str) -> None:
    answer = await api.client.get(f"{path}?{query}")
    assert problem(answer) == (422, "invalid-parameter")
    assert answer.json()["params"]["name"] == name


@pytest.mark.parametrize("cursor", ["%00", "'; DROP TABLE hoso_events; --", "z" * 5000, "%FF"])
async def test_any_cursor_is_harmless(api: Api, cursor: str) -> None:
    answer = await api.client.get(f"{DOSSIERS}?cursor={cursor}")
    assert answer.status_code == 200 or problem(answer)[0] == 422
    assert await api.head() == 1


async def test_a_report_may_span_all_years_that_are_reported_on(api: Api) -> None:
    answer = await api.client.get(f"{REPORT}?from=1900-01-01&to=2199-12-31")
    assert answer.json()["total"]["received"]["total"] == 1


@pytest.mark.parametrize(
    ("method", "path", "expected"),
    [
        ("GET", "/", (404, "not-found")),
        ("GET", "/v1", (404, "not-found")),
        ("GET", "/v2/dossiers", (404, "not-found")),
        ("PUT", DOSSIERS, (405, "method-not-allowed")),
        ("DELETE", "/v1/dossiers/HS-1", (405, "method-not-allowed")),
        ("POST", REPORT, (405, "method-not-allowed")),
    ],
)
async def test_what_is_not_there_is_a_problem_too(
    api: Api, method: str, path: str, expected: tuple[int, str]
) -> None:
    assert problem(await api.client.request(method, path)) == expected


async def test_any_idempotency_key_is_taken_or_refused(fresh: Api) -> None:
    for key in (b"", b"x" * 201, b"\xc3\x28", b"\xff"):
        body = receipt(request_id=None)
        answer = await fresh.client.post(DOSSIERS, json=body, headers=[(b"Idempotency-Key", key)])
        assert answer.status_code == 201 or problem(answer) == (422, "invalid-field")


texts = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["\0", "\ud800", "{kind}", "{0}", "%s", "é\u0301" * 150, "dossier.noted", "paper"]
    ),
)
moments = st.datetimes().map(lambda at: at.isoformat() + "+07:00")
leaves = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), texts, moments, st.just(10**400)
)
values = st.recursive(
    leaves,
    lambda part: st.lists(part, max_size=3) | st.dictionaries(texts, part, max_size=3),
    max_leaves=8,
)
kinds = st.sampled_from([*KINDS, "noted", "received"])
fields = sorted({name for kind in KINDS.values() for name in kind.model_fields})
data = st.dictionaries(st.sampled_from(fields) | texts, values, max_size=4)
envelope = ("dossier", "code_system", "occurred_at", "source", "request_id", "precision", "actor")
wrong = st.dictionaries(
    st.sampled_from((*envelope, "evidence", "mode", "override", "source_seq", "data")) | texts,
    values,
    max_size=2,
)


@settings(
    max_examples=50,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(kind=kinds, said=data, wrong=wrong, path=st.sampled_from((DOSSIERS, EVENTS)))
async def test_whatever_is_posted_is_recorded_or_a_problem(
    kind: str, said: dict[str, Any], wrong: dict[str, Any], path: str, fresh: Api
) -> None:
    raw = json.dumps({**receipt(kind=kind, data=said), **wrong}).encode()
    before = await fresh.head()
    answer = await fresh.client.post(path, content=raw)
    assert answer.status_code < 500
    if answer.status_code == 201:
        assert await fresh.head() == before + ("idempotent-replayed" not in answer.headers)
    else:
        problem(answer)
        assert await fresh.head() == before
