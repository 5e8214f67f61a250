"""`hoso doctor` explains a sick installation: what, why, and the command that mends it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest

from adapters.messages import LANGS
from adapters.messages.doctor_words import MENDS, TOLD
from adapters.postgres.embedded import running
from tests.acceptance.dossier import received
from tests.acceptance.installation import Installation

Check = dict[str, Any]


@pytest.fixture(scope="module")
def conninfo(shared: Installation) -> Iterator[str]:
    """With two dossiers in it, and its database up."""
    with running(shared.data) as conninfo:
        bodies = [received("HS-1"), received("HS-2")]
        (shared.folder / "log.ndjson").write_text("\n".join(map(json.dumps, bodies)))
        shared.ok("import", "log.ndjson")
        # Looks at them, too, as a watch would.
        shared.ok("divergences")
        yield conninfo


def changed(conninfo: str, *statements: str) -> None:
    with psycopg.connect(conninfo, autocommit=True) as conn:
        for statement in statements:
            conn.execute(statement.encode())


def found(shared: Installation, name: str, exit_code: int = 1, **environment: str) -> Check:
    """The check of that name, and nothing else is wrong."""
    ran = shared.run("doctor", "--json", **environment)
    assert ran.exit_code == exit_code, ran
    checks: dict[str, Check] = {one["name"]: one for one in ran.json}
    bad = {one["name"] for one in ran.json if not one["good"]}
    assert bad == ({name} if exit_code else set())
    assert all((one["mend"] is None) == one["good"] for one in ran.json)
    return checks[name]


def test_a_sound_installation_is_good_in_every_way(shared: Installation, conninfo: str) -> None:
    check = found(shared, "positions", 0)
    assert check["told"] == "2 events at positions 1 to 2"
    told = shared.ok("doctor").out
    assert all(line.startswith("good ") for line in told.splitlines())
    for name in ("clock", "time zone", "disk", "durability", "keys", "law", "sources", "schema"):
        assert f" {name}: " in told


@dataclass(frozen=True, slots=True)
class Harm:
    """What is done to the database, which check tells of it, and how it is undone."""

    done: str
    name: str
    says: str
    mends: str
    undone: str


HARMS = {
    "commits that do not wait for the disk": Harm(
        "ALTER DATABASE hoso SET synchronous_commit = off",
        "durability",
        "synchronous_commit",
        "ALTER SYSTEM SET synchronous_commit = on",
        "ALTER DATABASE hoso RESET synchronous_commit",
    ),
    "a worker that went without a word": Harm(
        "INSERT INTO hoso_pulse VALUES ('a:1:x', 'watch', now() - interval '1 hour')",
        "worker watch",
        "a:1:x",
        "hoso serve",
        "DELETE FROM hoso_pulse",
    ),
    "a worker that fails": Harm(
        "INSERT INTO hoso_pulse VALUES ('a:1:x', 'watch', now(), 'no such table')",
        "worker watch",
        "no such table",
        "log",
        "DELETE FROM hoso_pulse",
    ),
    "a read model that lags": Harm(
        "UPDATE hoso_projections SET position = 1 WHERE name = 'history'; "
        "UPDATE hoso_events SET recorded_at = recorded_at - interval '1 hour'; "
        "INSERT INTO hoso_pulse VALUES ('a:1:x', 'projecting', now())",
        "read model history",
        "1 events behind, the first for 36",
        "hoso worker",
        "UPDATE hoso_projections SET position = 2; DELETE FROM hoso_pulse; "
        "UPDATE hoso_events SET recorded_at = recorded_at + interval '1 hour'",
    ),
    "a parked dossier": Harm(
        "INSERT INTO hoso_parked VALUES ('history', 'x', 1, 'ValueError: no')",
        "read model history",
        "1 parked: dossier x at position 1",
        "hoso rebuild history",
        "DELETE FROM hoso_parked",
    ),
    "an event that is gone": Harm(
        "UPDATE hoso_head SET position = position + 1",
        "positions",
        "2 events at positions 1 to 3: some are missing",
        "pg_restore",
        "UPDATE hoso_head SET position = position - 1",
    ),
}


@pytest.mark.parametrize("harm", HARMS.values(), ids=HARMS)
def test_what_is_wrong_is_named_with_what_mends_it(
    shared: Installation, conninfo: str, harm: Harm
) -> None:
    changed(conninfo, *harm.done.split("; "))
    try:
        check = found(shared, harm.name)
        printed = shared.run("doctor").out
    finally:
        changed(conninfo, *harm.undone.split("; "))
    assert harm.says in check["told"]
    assert harm.mends in check["mend"]
    assert f"BAD   {harm.name}: " in printed
    assert check["mend"] in printed
    assert shared.run("doctor").exit_code == 0


def test_a_key_that_expires_soon_is_named(shared: Installation, conninfo: str) -> None:
    made = shared.ok("token", "--role", "auditor", "--expires", "3d", "--json").json
    check = found(shared, "keys")
    id = made["key"]["id"] if "key" in made else made["id"]
    assert id in check["told"]
    assert check["mend"] == f"hoso token rotate {id}"
    shared.ok("token", "revoke", id)
    found(shared, "keys", 0)


def test_a_profile_that_cannot_be_read_is_named(shared: Installation, conninfo: str) -> None:
    place = shared.data / "sources"
    place.mkdir()
    (place / "portal.toml").write_text("source = ")
    check = found(shared, "sources")
    assert "portal.toml" in check["told"]
    (place / "portal.toml").unlink()
    found(shared, "sources", 0)


def test_what_waits_for_days_for_its_dossier_is_told(shared: Installation, conninfo: str) -> None:
    row = "('u-1', 1, 's', 'r', '', 'v', 'HS-9', NULL, 'dossier.noted', now(), NULL, NULL, NULL, "
    columns = "id, number, source, request_id, fingerprint, said, code, code_system, kind, "
    columns += "occurred_at, unit, entered_by, reach, kept_at"
    changed(
        conninfo,
        f"INSERT INTO hoso_unplaced ({columns}) VALUES {row} now() - interval '1 day')",
    )
    assert found(shared, "unplaced", 0)["told"].startswith("1 testimonies wait")
    changed(conninfo, "UPDATE hoso_unplaced SET kept_at = now() - interval '5 days'")
    check = found(shared, "unplaced")
    assert (check["mend"], "5 days" in check["told"]) == ("hoso unplaced", True)
    changed(conninfo, "DELETE FROM hoso_unplaced")


def test_it_speaks_vietnamese(shared: Installation, conninfo: str) -> None:
    changed(conninfo, "UPDATE hoso_head SET position = position + 1")
    told = shared.run("doctor", HOSO_LANG="vi").out
    changed(conninfo, "UPDATE hoso_head SET position = position - 1")
    assert "LỖI   positions: 2 sự kiện tại vị trí 1 đến 3: bị thiếu" in told
    assert "bản sao lưu gần nhất" in told


def test_a_database_that_is_away_is_told_with_what_shows_why(untouched: Installation) -> None:
    nobody = "postgresql://hoso@127.0.0.1:1/hoso"
    ran = untouched.run("doctor", HOSO_DATABASE_URL=nobody)
    assert (ran.exit_code, ran.out) == (3, "")
    assert "[store-unavailable]" in ran.err
    assert 'pg_isready -d "$HOSO_DATABASE_URL"' in ran.err


@pytest.mark.parametrize("code", MENDS)
def test_what_mends_is_said_in_both_languages(code: str) -> None:
    assert len(MENDS[code]) == len(LANGS)
    assert code in TOLD or code.endswith("-away")
