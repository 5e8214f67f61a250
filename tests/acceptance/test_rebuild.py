"""`hoso rebuild` as an operator meets it: beside a server, shared by processes, and killed."""

import json
import random
import signal
from collections.abc import Iterator
from time import sleep

import psycopg
import pytest

from adapters.postgres.embedded import running
from tests.acceptance.dossier import WORK, received
from tests.acceptance.installation import Installation

YEAR = ("2019-01-01", "2019-12-31")
DOSSIERS = 400
SEED = 20190827


@pytest.fixture(scope="module")
def full(shared: Installation) -> Iterator[Installation]:
    """With some thousand events, and its database up."""
    bodies = [
        {**body, "dossier": code, "request_id": f"{code}/{number}"}
        for code in (f"000.00.12.H39-190827-{one:04}" for one in range(DOSSIERS))
        for number, body in enumerate((received(), *WORK))
    ]
    (shared.folder / "log.ndjson").write_text("".join(f"{json.dumps(body)}\n" for body in bodies))
    with running(shared.data):
        shared.ok("import", "log.ndjson")
        yield shared


def left_over(installation: Installation) -> list[str]:
    with running(installation.data) as conninfo, psycopg.connect(conninfo) as conn:
        query = "SELECT tablename FROM pg_tables WHERE tablename LIKE 'hoso\\_%\\_new'"
        return [name for (name,) in conn.execute(query)]


def test_several_processes_rebuild_what_one_does(full: Installation) -> None:
    before = full.report(*YEAR)
    assert before["received"]["total"] == DOSSIERS

    full.ok("rebuild", "timeliness", "history", "--workers", "2")

    assert full.report(*YEAR) == before
    assert left_over(full) == []


def test_a_rebuild_that_is_killed_changes_nothing_and_the_next_one_does(
    full: Installation,
) -> None:
    before = full.report(*YEAR)
    chance = random.Random(SEED)
    for workers in ("1", "2", "2"):
        with full.running("rebuild", "--workers", workers) as process:
            sleep(chance.uniform(0.8, 3))  # a point in time: nothing is waited for
            process.send_signal(signal.SIGKILL)
        assert full.report(*YEAR) == before

    full.ok("rebuild", "--workers", "2")

    assert full.report(*YEAR) == before
    assert left_over(full) == []
    assert full.ok("doctor").out.count("good") > 0


@pytest.mark.parametrize("workers", ["0", "many"])
def test_workers_are_a_number_of_processes(untouched: Installation, workers: str) -> None:
    ran = untouched.run("rebuild", "--workers", workers)

    assert (ran.exit_code, ran.out) == (2, "")
    assert "--workers" in ran.err
