"""Heads of requests that are refused, and what every answer has."""

import gzip
import json
from collections.abc import AsyncIterator
from ipaddress import ip_network
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from pydantic import ValidationError
from structlog.testing import capture_logs

from adapters.http.guard.guard import Guarding
from adapters.http.guard.limits import Quota
from adapters.settings import Settings
from tests.adapters.calling import problem
from tests.adapters.guarding import GOOD, LARGE, POLICY, Posting, asking, small

pytestmark = pytest.mark.anyio

ANY = "/v1/dossiers/HS-1"
PROXIES = Guarding(trusted_proxies=(ip_network("10.0.0.0/8"), ip_network("fd00::/8")))


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with asking(small()) as client:
        yield client


# What every answer has


@pytest.mark.parametrize("path", [ANY, "/nothing", "/v1/private", "/v1/dossiers/../x"])
async def test_no_answer_is_run_framed_guessed_at_or_kept(
    client: httpx.AsyncClient, path: str
) -> None:
    headers = (await client.get(path)).headers
    assert headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"
    assert "strict-transport-security" not in headers


async def test_what_an_answer_says_itself_stays(client: httpx.AsyncClient) -> None:
    headers = (await client.get("/page")).headers
    assert headers.get_list("content-security-policy") == [POLICY]


async def test_the_page_of_the_interface_may_load_its_parts(client: httpx.AsyncClient) -> None:
    policy = (await client.get("/docs")).headers["content-security-policy"]
    # They are ours: an office may have no way out.
    assert "http" not in policy
    assert "frame-ancestors 'none'" in policy


async def test_what_can_be_asked_for_again_may_be_kept_by_its_reader(
    client: httpx.AsyncClient,
) -> None:
    assert (await client.get("/v1/large")).headers["cache-control"] == "private, no-cache"


async def test_a_fault_is_answered_like_anything_else() -> None:
    app = small()

    @app.get("/v1/broken")
    async def broken() -> None:
        raise RuntimeError("a fault of ours")

    async with asking(app) as client:
        with capture_logs():
            answer = await client.get("/v1/broken")
    assert problem(answer) == (500, "fault")
    assert answer.headers["x-content-type-options"] == "nosniff"


async def test_browsers_are_held_to_tls_where_there_is_tls() -> None:
    async with asking(small(), scheme="https") as client:
        headers = (await client.get(ANY)).headers
    assert headers["strict-transport-security"] == "max-age=31536000"


# Packed answers


@pytest.mark.parametrize(("path", "kind"), [("/v1/large", "json"), ("/v1/rows", "x-ndjson")])
async def test_a_large_answer_is_packed_for_whoever_can_unpack_it(
    client: httpx.AsyncClient, path: str, kind: str
) -> None:
    packed = await client.get(path, headers={"Accept-Encoding": "br, gzip;q=0.5"})
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.headers["vary"] == "Accept-Encoding"
    assert packed.headers["content-type"] == f"application/{kind}"

    plain = await client.get(path, headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.headers["vary"] == "Accept-Encoding"
    assert packed.content == plain.content


async def test_a_packed_answer_is_as_long_as_it_says() -> None:
    asked = Posting("/v1/large", [(b"accept-encoding", b"gzip")])
    asked.scope["method"] = "GET"
    assert await asked.to(small()) == 200
    assert int(asked.headers[b"content-length"]) == len(asked.body) < len(json.dumps(LARGE)) / 5
    assert json.loads(gzip.decompress(asked.body)) == LARGE


@pytest.mark.parametrize("accepts", ["gzip;q=0", "gzip; q=0.000, br", "", "identity"])
async def test_nobody_gets_gzip_who_does_not_want_it(
    client: httpx.AsyncClient, accepts: str
) -> None:
    answer = await client.get("/v1/large", headers={"Accept-Encoding": accepts})
    assert "content-encoding" not in answer.headers
    assert answer.json() == LARGE


async def test_a_small_answer_is_not_packed(client: httpx.AsyncClient) -> None:
    assert "content-encoding" not in (await client.get(ANY)).headers


async def test_a_stream_of_events_is_never_packed() -> None:
    app = small()
    app.state.go.set()
    async with asking(app) as client:
        answer = await client.get("/v1/stream", headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in answer.headers
    assert len(answer.content) == 2_700


# For whom a proxy asks


async def seen(app: FastAPI, peer: str, **headers: str) -> dict[str, Any]:
    """Whom the application takes for the client."""
    named = [(name.replace("_", "-"), value) for name, value in headers.items()]
    async with asking(app, peer) as client:
        answer: dict[str, Any] = (await client.get(ANY, headers=named)).json()
    return answer


@pytest.mark.parametrize(
    ("named", "client"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("198.51.100.1, 203.0.113.7, 10.1.1.1", "203.0.113.7"),
        ("203.0.113.7:61000", "203.0.113.7"),
        ("[2001:db8::7]:443", "2001:db8::7"),
        ("2001:db8::7", "2001:db8::7"),
        ("10.9.9.9", "10.9.9.9"),
        ("203.0.113.7, <script>, 10.1.1.1", "10.1.1.1"),
        ("unknown", "10.0.0.1"),
        ("", "10.0.0.1"),
    ],
)
async def test_a_trusted_proxy_says_who_asks(named: str, client: str) -> None:
    found = await seen(small(PROXIES), "10.0.0.1", x_forwarded_for=named, x_forwarded_proto="https")
    assert (found["client"], found["scheme"]) == (client, "https")


async def test_the_last_scheme_is_that_of_the_nearest_proxy_and_no_other_word_is_one() -> None:
    app = small(PROXIES)
    twice = await seen(app, "fd00::1", x_forwarded_proto="https, http")
    assert twice["scheme"] == "http"
    other = await seen(app, "::ffff:10.0.0.1", x_forwarded_proto="javascript")
    assert other["scheme"] == "http"


@pytest.mark.parametrize("guarding", [PROXIES, Guarding()])
async def test_nobody_else_is_believed_by_the_application_the_limits_or_the_log(
    guarding: Guarding,
) -> None:
    app = small(Guarding(guarding.trusted_proxies, ("hoso.test",), requests=Quota("client", 1, 60)))
    told = {"x_forwarded_for": "203.0.113.7", "x_forwarded_proto": "https"}
    assert await seen(app, "192.0.2.1", **told) == {
        "code": "HS-1",
        "client": "192.0.2.1",
        "scheme": "http",
    }
    with capture_logs() as logs:
        async with asking(app) as client:
            for address in ("203.0.113.8", "203.0.113.9"):
                answer = await client.get(ANY, headers={"X-Forwarded-For": address})
                assert answer.status_code == 429
    assert [each["client"] for each in logs] == ["192.0.2.1"]


# Heads that are refused


@pytest.mark.parametrize(
    ("name", "allowed"),
    [
        ("hoso.example", True),
        ("HOSO.example:8443", True),
        ("a.b.gov.example", True),
        ("gov.example", False),
        ("evilgov.example", False),
        ("hoso.example.evil.test", False),
        ("127.0.0.1", False),
        ("", False),
    ],
)
async def test_a_host_that_is_not_ours_is_misdirected(name: str, allowed: bool) -> None:
    app = small(Guarding(allowed_hosts=("hoso.example", "*.gov.example")))
    async with asking(app) as client:
        answer = await client.get(ANY, headers={"Host": name})
        probed = await client.get("/healthz", headers={"Host": name})
    assert answer.status_code == 200 if allowed else problem(answer) == (421, "bad-host")
    assert probed.status_code == 200


async def get_raw(path: bytes, query: bytes = b"", decoded: str | None = None) -> tuple[int, bytes]:
    """As a server hands it on, with nothing put straight by a client."""
    asked = Posting("", [])
    text = httpx.URL(f"http://h{path.decode()}").path if decoded is None else decoded
    asked.scope |= {"method": "GET", "path": text, "raw_path": path, "query_string": query}
    return await asked.to(small()), asked.body


@pytest.mark.parametrize(
    ("path", "decoded"),
    [
        (b"/v1/../healthz", "/v1/../healthz"),
        (b"/v1/dossiers/..", "/v1/dossiers/.."),
        (b"/v1/./dossiers/x", "/v1/./dossiers/x"),
        (b"/v1/%2e%2e/metrics", "/v1/../metrics"),
        (b"/v1/dossiers/a%00b", "/v1/dossiers/a\0b"),
        (b"/v1/dossiers/a%0d%0ab", "/v1/dossiers/a\r\nb"),
        (b"/v1/dossiers/%ff", "/v1/dossiers/\ufffd"),
        (b"/v1%2fdossiers/x", "/v1/dossiers/x"),
        (b"/v1/dossiers%2fx", "/v1/dossiers/x"),
        (b"/%76%31/dossiers/x", "/v1/dossiers/x"),
        (b"/%6detrics", "/metrics"),
        (b"http://other.test/v1/dossiers/x", "http://other.test/v1/dossiers/x"),
        (b"", ""),
    ],
)
async def test_a_path_that_says_one_thing_and_means_another_is_refused(
    path: bytes, decoded: str
) -> None:
    status, body = await get_raw(path, decoded=decoded)
    assert status == 400
    assert b'"bad-path"' in body


@pytest.mark.parametrize(
    ("path", "decoded"),
    [
        (b"/v1/dossiers/2019%2f12", "2019/12"),
        (b"/v1/dossiers/..a/b..", "..a/b.."),
        (b"/v1/dossiers/%252e%252e", "%2e%2e"),
        (b"/v1/dossiers/%2E%2E", ".."),
        (b"/v1/dossiers/%2e%2e%2f%2e%2e%2Fmetrics", "../../metrics"),
        (b"/v1/dossiers/%EF%BF%BD", "\ufffd"),
        (b"/v1/dossiers/a%09b", "a\tb"),
        (b"/v1/dossiers/h%E1%BB%93%20s%C6%A1", "hồ sơ"),
    ],
)
async def test_a_code_may_hold_what_it_likes_once_it_is_escaped(path: bytes, decoded: str) -> None:
    status, body = await get_raw(path, decoded=f"/v1/dossiers/{decoded}")
    assert (status, json.loads(body)["code"]) == (200, decoded)


async def test_path_and_query_are_as_long_as_they_must_be_and_no_longer() -> None:
    path = b"/v1/dossiers/x"
    assert (await get_raw(path, b"a" * (8_000 - len(path))))[0] == 200
    status, body = await get_raw(path, b"a" * (8_001 - len(path)))
    assert (status, b'"path-too-long"' in body) == (414, True)


@pytest.mark.parametrize(
    "headers",
    [[(f"x-{number}", "1") for number in range(101)], [("x-large", "a" * 32_768)]],
    ids=["many", "large"],
)
async def test_a_flood_of_headers_is_refused(
    client: httpx.AsyncClient, headers: list[tuple[str, str]]
) -> None:
    assert problem(await client.get(ANY, headers=headers)) == (431, "headers-too-large")


@pytest.mark.parametrize("name", ["Authorization", "Content-Type", "Idempotency-Key", "If-Match"])
async def test_what_counts_once_is_said_once(client: httpx.AsyncClient, name: str) -> None:
    answer = await client.get(ANY, headers=[(name, "a"), (name.lower(), "a")])
    assert problem(answer) == (400, "repeated-header")
    assert answer.json()["params"] == {"name": name.lower()}


async def test_what_may_be_said_twice_may_be_said_twice(client: httpx.AsyncClient) -> None:
    answer = await client.get(ANY, headers=[("Accept", "a/b"), ("Accept", "c/d")])
    assert answer.status_code == 200


async def test_refusals_are_told_once_a_second_with_how_many_there_were(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = 100.0
    monkeypatch.setattr("adapters.http.guard.guard.monotonic", lambda: now)
    async with asking(small()) as client:
        with capture_logs() as logs:
            for _ in range(5):
                await client.get("/v1/dossiers/%00")
            now = 101.5
            await client.get("/v1/dossiers/%00")
    assert [(each["code"], each["others_untold"]) for each in logs] == [
        ("bad-path", 0),
        ("bad-path", 4),
    ]


async def test_a_refusal_is_in_the_language_of_the_installation() -> None:
    async with asking(small(Guarding(allowed_hosts=("hoso.vn",)), "vi")) as client:
        assert (await client.get(ANY)).json()["detail"].startswith("Máy chủ này không phục vụ")


# Settings


def test_the_settings_name_proxies_hosts_and_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOSO_TRUSTED_PROXIES", "10.0.0.0/8, ::1 ,")
    monkeypatch.setenv("HOSO_ALLOWED_HOSTS", "Hoso.example,*.gov.example")
    monkeypatch.setenv("HOSO_REQUESTS_PER_MINUTE", "120")
    monkeypatch.setenv("HOSO_FAILED_LOGINS_PER_MINUTE", "5")
    monkeypatch.setenv("HOSO_REQUESTS_AT_ONCE", "10")
    monkeypatch.setenv("HOSO_BODY_IDLE_SECONDS", "2.5")
    monkeypatch.setenv("HOSO_BODY_SECONDS", "7")
    assert Guarding.of(Settings()) == Guarding(
        (ip_network("10.0.0.0/8"), ip_network("::1")),
        ("hoso.example", "*.gov.example"),
        Quota("client", 120),
        Quota("failed-logins", 5),
        at_once=10,
        idle=2.5,
        whole=7.0,
    )


def test_without_settings_any_host_is_ours_and_no_proxy_is_trusted() -> None:
    assert Guarding.of(Settings()) == Guarding()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TRUSTED_PROXIES", "10.0.0.1/8"),
        ("TRUSTED_PROXIES", "*"),
        ("ALLOWED_HOSTS", "https://hoso.example"),
        ("ALLOWED_HOSTS", "*"),
        ("REQUESTS_PER_MINUTE", "0"),
        ("BODY_SECONDS", "0"),
    ],
)
def test_a_setting_that_would_let_anybody_in_is_refused(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"HOSO_{name}", value)
    with pytest.raises(ValidationError, match=name.lower()):
        Settings()


async def test_who_may_is_served_as_before(client: httpx.AsyncClient) -> None:
    answer = await client.get("/v1/private", headers=GOOD)
    assert (answer.status_code, answer.json()) == (200, {"seen": True})
