"""What strangers do to a real server, byte by byte, and that it stays as it was."""

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPResponse
from pathlib import Path
from time import monotonic, sleep
from typing import Any, Final

import pytest

from adapters.http.guard.wire import UNWANTED
from tests.adapters.guarded_server import IDLE, WHOLE, serving

SLACK: Final = 2.0
"""Seconds that a busy machine may be late."""

POST: Final = b"POST /v1/dossiers HTTP/1.1\r\nHost: hoso.test\r\n"


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("guarded") / "log"


@pytest.fixture(scope="module")
def port(log: Path) -> Iterator[int]:
    with serving(log) as port:
        yield port
        assert serves(port)
    assert "Traceback" not in log.read_text()


@contextmanager
def connected(port: int) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as wire:
        yield wire


def answer(wire: socket.socket) -> tuple[int, dict[str, Any]]:
    """Status and body of the problem that is answered."""
    response = HTTPResponse(wire)
    response.begin()
    body = json.loads(response.read())
    if response.status >= 400:
        assert response.headers["content-type"] == "application/problem+json"
        assert response.headers["x-content-type-options"] == "nosniff"
        assert body["status"] == response.status
    return response.status, body


def refused(port: int, sent: bytes) -> tuple[int, str]:
    with connected(port) as wire:
        wire.sendall(sent)
        status, body = answer(wire)
    return status, body["code"]


def serves(port: int) -> bool:
    with connected(port) as wire:
        wire.sendall(POST + b'Content-Length: 7\r\n\r\n{"a":1}')
        return answer(wire) == (201, {"a": 1})


def send_on(wire: socket.socket) -> None:
    for _ in range(1_000):
        wire.sendall(b" " * 1_000)
        sleep(0.01)


def is_closed(wire: socket.socket) -> bool:
    with suppress(ConnectionError):
        return wire.recv(1) == b""
    return True


@contextmanager
def within(least: float) -> Iterator[None]:
    begun = monotonic()
    yield
    assert least - 0.1 <= monotonic() - begun < least + SLACK


@pytest.mark.parametrize("begun", [b"GET / HT", POST, POST + b"Content-Length: 5"])
def test_a_head_that_does_not_end_is_not_waited_for(port: int, begun: bytes) -> None:
    with connected(port) as wire, within(IDLE):
        wire.sendall(begun)
        status, body = answer(wire)
        assert (status, body["code"]) == (408, "head-too-slow")
        assert is_closed(wire)


def test_a_head_that_trickles_gains_no_time_by_it(port: int) -> None:
    with connected(port) as wire, within(IDLE):
        with suppress(ConnectionError):
            for letter in b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 20:
                wire.sendall(bytes([letter]))
                sleep(0.02)
        assert answer(wire)[0] == 408


def test_who_says_nothing_is_let_go(port: int) -> None:
    with connected(port) as wire, within(IDLE):
        assert is_closed(wire)


def test_a_body_that_does_not_come_is_not_waited_for(port: int) -> None:
    with connected(port) as wire, within(IDLE):
        wire.sendall(POST + b'Content-Length: 7\r\n\r\n{"a')
        status, body = answer(wire)
        assert (status, body["code"]) == (408, "body-too-slow")
        assert is_closed(wire)


def test_a_second_request_on_a_connection_has_its_own_time(port: int) -> None:
    with connected(port) as wire:
        for _ in range(3):
            sleep(IDLE * 0.8)
            wire.sendall(POST + b'Content-Length: 7\r\n\r\n{"a')
            sleep(IDLE * 0.3)
            wire.sendall(b'":1}')
            assert answer(wire)[0] == 201


@pytest.mark.parametrize(
    "sent",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 64 + b"\r\n\r\n",
        b"hello\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET /a b HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nX-A : b\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nX-A: \0\r\n\r\n",
        POST + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\n{}",
        POST + b"Content-Length: -1\r\n\r\n{}",
        POST + b"Transfer-Encoding: gzip\r\n\r\n{}",
    ],
)
def test_what_is_no_http_is_a_problem_too(port: int, sent: bytes) -> None:
    assert refused(port, sent) == (400, "bad-request")


def test_two_hosts_are_none(port: int) -> None:
    sent = b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"
    assert refused(port, sent) == (400, "repeated-header")


@pytest.mark.parametrize(
    "sent",
    [b"X: y\r\n" * 101 + b"\r\n", b"X: " + b"y" * 40_000 + b"\r\n\r\n", b"X: " + b"y" * 200_000],
    ids=["many", "large", "endless"],
)
def test_a_flood_of_headers_is_refused(port: int, sent: bytes) -> None:
    assert refused(port, POST + sent) == (431, "headers-too-large")


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        (b"/v1/dossiers/" + b"x" * 8_000, (414, "path-too-long")),
        (b"/v1/dossiers/x?" + b"a" * 8_000, (414, "path-too-long")),
        (b"/v1/../v1/dossiers/x", (400, "bad-path")),
        (b"/v1%2fdossiers/x", (400, "bad-path")),
        (b"/v1/dossiers/%00", (400, "bad-path")),
        (b"/v1/dossiers/%ff%fe", (400, "bad-path")),
        (b"//v1/dossiers/x", (404, "not-found")),
        (b"*", (404, "not-found")),
    ],
)
def test_a_target_that_is_no_path_of_ours_is_refused(
    port: int, target: bytes, expected: tuple[int, str]
) -> None:
    assert refused(port, b"GET " + target + b" HTTP/1.1\r\nHost: a\r\n\r\n") == expected


def test_who_asks_before_he_sends_what_is_too_large_need_not_send_it(port: int) -> None:
    head = b"Content-Length: 1000001\r\nExpect: 100-continue\r\n\r\n"
    assert refused(port, POST + head) == (413, "body-too-large")


def test_who_sends_it_all_the_same_still_reads_why_it_was_refused(port: int) -> None:
    sent = POST + b"Content-Length: 5000000\r\n\r\n" + b" " * 5_000_000
    assert refused(port, sent) == (413, "body-too-large")


def test_who_never_stops_sending_is_stopped(port: int) -> None:
    with connected(port) as wire, within(IDLE):
        wire.sendall(POST + b"Content-Length: 1000000000000\r\n\r\n")
        assert answer(wire)[0] == 413
        with pytest.raises(ConnectionError):
            send_on(wire)


def test_what_is_not_wanted_is_not_taken_without_end(port: int) -> None:
    with connected(port) as wire, pytest.raises(ConnectionError):
        wire.sendall(POST + b"Content-Length: 1000000000\r\n\r\n" + b" " * UNWANTED * 4)


@pytest.mark.parametrize("size", [b"zz", b"-1"])
def test_a_chunk_of_no_size_ends_the_request(port: int, size: bytes) -> None:
    sent = POST + b"Transfer-Encoding: chunked\r\n\r\n" + size + b"\r\n{}\r\n"
    assert refused(port, sent) == (400, "bad-request")


def test_what_comes_after_an_answer_and_is_no_http_ends_the_connection(port: int) -> None:
    with connected(port) as wire:
        head = b"Transfer-Encoding: chunked\r\nContent-Type: text/csv\r\n\r\n"
        wire.sendall(POST + head)
        assert answer(wire)[0] == 415
        wire.sendall(b"zz\r\n")
        assert is_closed(wire)


def test_who_leaves_in_the_middle_is_told_of_and_nothing_else_happens(port: int, log: Path) -> None:
    sleep(1.1)  # a refusal of each kind is told once a second
    for _ in range(20):
        with connected(port) as wire:
            wire.sendall(POST + b'Content-Length: 7\r\n\r\n{"a')
    assert serves(port)
    told = [json.loads(line) for line in log.read_text().splitlines()]
    assert "body-cut-short" in [each.get("code") for each in told]


def test_an_answer_that_nobody_reads_is_given_up(port: int, log: Path) -> None:
    with connected(port) as wire:
        wire.sendall(b"GET /v1/huge HTTP/1.1\r\nHost: a\r\n\r\n")
        sleep(WHOLE + 0.5)
        came = 0
        with suppress(ConnectionError):
            while part := wire.recv(1 << 20):
                came += len(part)
    assert came < 50_000_000
    assert '"answer-unread"' in log.read_text()
