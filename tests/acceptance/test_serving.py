"""A server as whoever operates it has it: asked how it is, stopped, and beside another."""

import json
import os
import signal
import socket
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from adapters.postgres.embedded import running
from tests.acceptance.dossier import noted, received
from tests.acceptance.installation import Installation, Server

LOOPS = ["placing", "projecting", "watch"]

CODES = [f"000.00.12.H39-190827-{number:04}" for number in range(1, 9)]


def until(holds: Any, seconds: float = 30) -> None:
    by = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < by
        time.sleep(0.05)


def accepts(server: Server) -> bool:
    host, port = server.address.removeprefix("http://").split(":")
    try:
        socket.create_connection((host, int(port)), 5).close()
    except ConnectionRefusedError:
        return False
    return True


@contextmanager
def blocked(conninfo: str) -> Iterator[None]:
    """Nothing can be recorded meanwhile."""
    with psycopg.connect(conninfo) as conn:
        conn.execute("SELECT FROM hoso_head FOR UPDATE")
        yield


def at_work(conninfo: str) -> dict[str, list[str]]:
    """The processes that are seen at work, and at which."""
    found: dict[str, list[str]] = {}
    with psycopg.connect(conninfo) as conn:
        for process, name in conn.execute("SELECT process, name FROM hoso_pulse ORDER BY 1, 2"):
            found.setdefault(process, []).append(name)
    return found


def lines(folder: Path) -> list[Any]:
    return [json.loads(line) for line in (folder / "serve.log").read_text().splitlines()]


@pytest.fixture(scope="module")
def conninfo(shared: Installation) -> Iterator[str]:
    """The module's database, which is up."""
    with running(shared.data) as conninfo:
        yield conninfo


def followed(server: Server) -> Sequence[str]:
    """What a follower is told until the stream ends."""
    with server.client() as client, client.stream("GET", "/v1/events/stream") as stream:
        assert stream.status_code == 200
        return [*stream.iter_lines()]


def test_what_is_under_way_when_a_server_is_stopped_is_finished_and_acknowledged(
    shared: Installation, conninfo: str
) -> None:
    with shared.serving() as server, server.client() as client, ThreadPoolExecutor() as pool:
        following = pool.submit(followed, server)
        with blocked(conninfo):
            posted = pool.submit(client.post, "/v1/dossiers", json=received(CODES[0]))
            until(lambda: "hoso_followers 1.0" in metrics(server))
            server.process.send_signal(signal.SIGTERM)
            until(lambda: not accepts(server))
            # A stream would go on for ever: it is told to end.
            assert following.result(10)[-1] == ""
            assert not posted.done()
        assert posted.result(10).status_code == 201
        assert server.process.wait(30) == 0
    # It said goodbye.
    assert at_work(conninfo) == {}
    assert shared.ok("replay", CODES[0], "--json").json["version"] == 1


def metrics(server: Server) -> str:
    with server.client() as client:
        return client.get("/metrics").text


def test_a_second_signal_does_not_wait_for_whoever_dawdles(
    shared: Installation, conninfo: str
) -> None:
    with shared.serving() as server, closing(dawdling(server)):
        server.process.send_signal(signal.SIGTERM)
        until(lambda: not accepts(server))
        time.sleep(0.5)
        assert server.process.poll() is None
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(5) == 0


def dawdling(server: Server) -> socket.socket:
    """Says that a body comes, and lets it wait."""
    host, port = server.address.removeprefix("http://").split(":")
    said = f"POST /v1/dossiers HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {server.token}\r\n"
    connection = socket.create_connection((host, int(port)))
    connection.sendall(
        f"{said}Content-Type: application/json\r\nContent-Length: 9\r\n\r\n".encode()
    )
    time.sleep(0.3)
    return connection


def test_before_it_takes_nothing_new_a_server_says_that_it_will(
    shared: Installation, conninfo: str
) -> None:
    draining = Installation(shared.folder, {"HOSO_DRAIN_SECONDS": "1.5"})
    with draining.serving() as server, server.client() as client:
        until(lambda: client.get("/readyz").status_code == 200)
        server.process.send_signal(signal.SIGTERM)
        until(lambda: client.get("/readyz").status_code == 503, 1)
        assert client.get("/readyz").json()["params"]["failed"].keys() == {"process"}
        assert client.post("/v1/dossiers", json=received(CODES[1])).status_code == 201
        assert server.process.wait(30) == 0


def test_two_servers_on_one_database_do_the_work_of_one(
    tmp_path: Path, shared: Installation, conninfo: str
) -> None:
    places = [Installation(tmp_path / name, {"HOSO_DATABASE_URL": conninfo}) for name in "ab"]
    with ExitStack() as stack:
        for place in places:
            place.folder.mkdir()
        servers = [stack.enter_context(place.serving()) for place in places]
        clients = [stack.enter_context(server.client()) for server in servers]
        for client in clients:
            until(lambda client=client: client.get("/readyz").status_code == 200)
        # Each dossier by one server, and on by the other; each request sent to both.
        for number, code in enumerate(CODES[2:]):
            bodies = received(code), *(noted(code, day) for day in range(3))
            for turn, body in enumerate(bodies):
                path = "/v1/dossiers" if turn == 0 else f"/v1/dossiers/{code}/events"
                told = [
                    clients[(number + turn + again) % 2].post(path, json=body) for again in (0, 1)
                ]
                assert [answer.status_code for answer in told] == [201, 201], told[0].text
                assert told[0].content == told[1].content
        until(lambda: all(caught_up(client) for client in clients))
        assert [*at_work(conninfo).values()] == [LOOPS, LOOPS]
        # One that dies leaves the other at work.
        servers[0].process.kill()
        assert clients[1].post("/v1/dossiers", json=received("HS-9")).status_code == 201
        until(lambda: caught_up(clients[1]))
        assert servers[1].end() == 0
    for place in places:
        assert not [line for line in lines(place.folder) if line["level"] in ("warning", "error")]


def caught_up(client: httpx.Client) -> bool:
    told = client.get("/readyz").json()
    return bool(told.get("projections")) and set(told["projections"].values()) == {told["head"]}


def test_a_database_that_hangs_is_told_in_time(shared: Installation, conninfo: str) -> None:
    with shared.serving() as server, server.client() as client:
        until(lambda: client.get("/readyz").status_code == 200)
        with psycopg.connect(conninfo) as conn:
            query = "SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
            backends = [pid for (pid,) in conn.execute(query)]
        postmaster = shared.postgres()
        assert postmaster
        hanging = [postmaster, *backends]
        for pid in hanging:
            os.kill(pid, signal.SIGSTOP)
        try:
            for _ in range(2):
                began = time.monotonic()
                answer = client.get("/readyz")
                assert time.monotonic() - began < 5
                assert answer.json()["params"]["failed"].keys() == {"database"}
                assert client.get("/healthz").status_code == 200
        finally:
            for pid in hanging:
                os.kill(pid, signal.SIGCONT)
        until(lambda: client.get("/readyz").status_code == 200)
        assert server.end() == 0


def test_a_worker_alone_is_stopped_like_a_server(shared: Installation, conninfo: str) -> None:
    with shared.running("worker") as worker:
        until(lambda: [*at_work(conninfo).values()] == [LOOPS])
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(30) == 0
    assert at_work(conninfo) == {}
    assert "Traceback" not in (shared.folder / "command.log").read_text()


def test_every_request_is_a_line_and_none_names_a_dossier(
    shared: Installation, conninfo: str
) -> None:
    (shared.folder / "serve.log").unlink()
    with shared.serving() as server, server.client() as client:
        for path in (f"/v1/dossiers/{CODES[2]}?at=2019-09-01T00:00:00Z", "/v1/dossiers/none"):
            client.get(path, headers={"X-Request-ID": "request-0001"})
        assert server.end() == 0
    told = lines(shared.folder)
    requests = [line for line in told if line["event"] == "request"]
    assert [(line["status"], line["route"], line["correlation"]) for line in requests] == [
        (200, "/v1/dossiers/{code:path}", "request-0001"),
        (404, "/v1/dossiers/{code:path}", "request-0001"),
    ]
    assert CODES[2] not in (shared.folder / "serve.log").read_text()
