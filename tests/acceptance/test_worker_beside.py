"""The worker beside the server: a process of its own, and what happens when one of both is gone."""

import os
import signal
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

import httpx

from tests.acceptance.installation import PATIENCE, Installation, Server, wait_for_the_end
from tests.adapters.calling import receipt


def worker_of(server: Server) -> int:
    """The number of the child that is no PostgreSQL."""
    of = server.process.pid
    children = Path(f"/proc/{of}/task/{of}/children").read_text().split()
    (worker,) = (int(pid) for pid in children if "postgres" not in _name(pid))
    return worker


def _name(pid: str) -> str:
    return Path(f"/proc/{pid}/comm").read_text()


def priority(pid: int) -> int:
    return os.getpriority(os.PRIO_PROCESS, pid)


def recorded_and_shown(client: httpx.Client, code: str) -> None:
    """Readers wait for the read models, which only the worker keeps up."""
    now = datetime.now(UTC).isoformat()
    told = client.post("/v1/dossiers", json=receipt(dossier=code, occurred_at=now))
    assert told.status_code == 201, told.text
    until = monotonic() + PATIENCE
    asked = {"after": told.json()["position"]}
    while (listed := client.get("/v1/dossiers", params=asked)).status_code == 503:
        assert monotonic() < until, listed.text
    assert code in listed.text


def test_the_worker_gives_way_to_answers_and_its_work_goes_on_when_it_is_killed(
    installation: Installation,
) -> None:
    with installation.serving() as server, server.client() as client:
        recorded_and_shown(client, "HS-1")
        worker = worker_of(server)
        assert priority(worker) > priority(server.process.pid)

        os.kill(worker, signal.SIGKILL)
        recorded_and_shown(client, "HS-2")
        assert server.end() == 0


def test_when_the_server_is_killed_its_worker_ends_by_itself(installation: Installation) -> None:
    with installation.serving() as server:
        worker = worker_of(server)
        os.kill(server.process.pid, signal.SIGKILL)
        server.process.wait()
        wait_for_the_end(worker)


def test_a_server_asked_to_end_leaves_no_worker(installation: Installation) -> None:
    with installation.serving() as server:
        worker = worker_of(server)
        assert server.end() == 0
        assert not Path(f"/proc/{worker}").exists()
