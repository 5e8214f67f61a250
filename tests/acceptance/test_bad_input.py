"""What is malformed is refused with its code, and nothing of it is recorded."""

import gzip
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import httpx
import psycopg
import pytest

from adapters.postgres.postmaster import DATABASE, PORT, ROLE, socket_dir
from tests.acceptance import logs
from tests.acceptance.dossier import CODE, Body, head, noted, received, said
from tests.acceptance.installation import Installation, Ran

LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE log [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {y} "{f"&{x};" * 10}">' for x, y in pairwise("abcdefghi"))
    + ']><log xes.version="1.0"><string key="x" value="&i;"/></log>'
)


@pytest.fixture
def unchanged(shared: Installation, client: httpx.Client) -> Iterator[Installation]:
    """The module's installation; at the end of the test there are no more events than before."""
    before = head(client)
    yield shared
    assert head(client) == before


def refused(ran: Ran, exit_code: int, code: str) -> None:
    assert ran.exit_code == exit_code, ran
    assert f"[{code}]" in ran.err
    assert ran.err.startswith("hoso: ")
    assert "Traceback" not in ran.err


def truncated_gzip() -> bytes:
    # Cut in the middle, so that much of it can be read before its end is missed.
    packed = gzip.compress(logs.as_csv().encode())
    return packed[: len(packed) // 2]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("log.csv.gz", truncated_gzip(), "truncated"),
        ("log.csv.gz", b"no gzip at all", "bad-gzip"),
        ("log.xes", b"<html><body>404</body></html>", "not-xes"),
        ("log.xes", b"<log><trace>", "bad-xml"),
        ("log.xes", LAUGHS.encode(), "doctype-refused"),
        ("log.csv", b"", "empty-file"),
        ("log.csv", "case;opened\n1;\xe9\n".encode("latin-1"), "not-utf-8"),
        ("log.csv", b"case,opened\n1,2020-03-02\n", "attribute-missing"),
        ("log.pdf", b"%PDF", "unknown-suffix"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_cannot_be_read_is_refused_as_a_whole(
    unchanged: Installation, name: str, content: bytes, code: str
) -> None:
    (unchanged.folder / name).write_bytes(content)
    (unchanged.folder / "mapping.toml").write_text(logs.MAPPING)

    refused(unchanged.run("import", name, "--mapping", "mapping.toml"), 2, code)


@pytest.mark.parametrize(
    "text",
    ["no toml", logs.MAPPING + "\n[colour]\n", logs.MAPPING.replace("received", "devoured")],
    ids=["not TOML", "unknown key", "unknown kind"],
)
def test_a_mapping_that_makes_no_sense_is_refused(unchanged: Installation, text: str) -> None:
    (unchanged.folder / "log.csv").write_text(logs.as_csv())
    (unchanged.folder / "mapping.toml").write_text(text)

    refused(unchanged.run("import", "log.csv", "--mapping", "mapping.toml"), 2, "bad-mapping")


def test_a_mapping_that_is_wanting_or_too_many_is_told(unchanged: Installation) -> None:
    (unchanged.folder / "log.csv").write_text(logs.as_csv())
    (unchanged.folder / "log.ndjson").write_text(json.dumps(received()))
    (unchanged.folder / "mapping.toml").write_text(logs.MAPPING)

    refused(unchanged.run("import", "log.csv"), 2, "mapping-required")
    ran = unchanged.run("import", "log.ndjson", "--mapping", "mapping.toml")
    refused(ran, 2, "mapping-not-used")


def in_two_days() -> str:
    return (datetime.now(UTC) + timedelta(days=2)).isoformat()


MALFORMED: dict[str, Callable[[], Body]] = {
    "unknown-kind": lambda: {**received(), "kind": "dossier.devoured"},
    "unknown-field": lambda: {**received(), "colour": "red"},
    "invalid-field": lambda: {**received(), "data": {"owed": ["stone"]}},
    "time-without-offset": lambda: {**received(), "occurred_at": "2019-08-27T08:00:00"},
    "occurred-in-future": lambda: {**received(), "occurred_at": in_two_days()},
}


@pytest.mark.parametrize("code", MALFORMED)
def test_a_malformed_event_is_refused_over_http(
    unchanged: Installation, client: httpx.Client, code: str
) -> None:
    answer = client.post("/v1/dossiers", json=MALFORMED[code]())

    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert answer.json()["detail"]


@pytest.mark.parametrize("code", MALFORMED)
def test_a_malformed_event_is_rejected_from_a_file(unchanged: Installation, code: str) -> None:
    (unchanged.folder / "one.ndjson").write_text(json.dumps(MALFORMED[code]()))

    ran = unchanged.run("import", "one.ndjson", "--rejects", "rejects.ndjson")

    refused(ran, 1, "lines-rejected")
    reject = json.loads((unchanged.folder / "rejects.ndjson").read_text())
    assert (reject["line"], reject["code"]) == (1, code)


def test_an_event_of_a_dossier_that_nobody_knows_is_refused(
    unchanged: Installation, client: httpx.Client
) -> None:
    answer = client.post("/v1/dossiers/nobody/events", json=noted("nobody", 1))

    assert (answer.status_code, answer.json()["code"]) == (404, "unknown-dossier")
    refused(unchanged.run("replay", "nobody"), 1, "unknown-dossier")


@pytest.mark.parametrize("body", [b"{", b"[]", b"\xff", b'{"a": NaN}', b"[" * 9000])
def test_what_is_no_json_object_is_refused(
    unchanged: Installation, client: httpx.Client, body: bytes
) -> None:
    answer = client.post("/v1/dossiers", content=body)

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid-json")


def test_a_request_id_used_for_another_event_is_refused(
    shared: Installation, client: httpx.Client
) -> None:
    first = client.post("/v1/dossiers", json=received())
    events = head(client)
    other = {**noted(CODE, 1), "request_id": received()["request_id"]}
    (shared.folder / "other.ndjson").write_text(json.dumps(other))

    answer = client.post(f"/v1/dossiers/{CODE}/events", json=other)
    ran = shared.run("import", "other.ndjson", "--rejects", "rejects.ndjson")

    assert answer.json()["code"] == "request-id-reused"
    refused(ran, 1, "lines-rejected")
    reject = json.loads((shared.folder / "rejects.ndjson").read_text())
    assert reject["code"] == "request-id-reused"
    again = client.post("/v1/dossiers", json=received())
    assert (again.status_code, again.json()) == (201, first.json())
    assert head(client) == events


@pytest.mark.parametrize("command", [("doctor",), ("serve", "--port", "0"), ("replay", "X")])
def test_a_database_that_is_down_is_told(untouched: Installation, command: tuple[str, ...]) -> None:
    nobody = "postgresql://hoso@127.0.0.1:1/hoso"

    refused(untouched.run(*command, HOSO_DATABASE_URL=nobody), 3, "store-unavailable")


def test_a_database_of_a_later_release_is_left_alone(installation: Installation) -> None:
    with installation.serving() as server:
        place = str(socket_dir(installation.data.resolve()))
        with psycopg.connect(host=place, port=PORT, user=ROLE, dbname=DATABASE) as database:
            database.execute("INSERT INTO hoso_migrations (version, name) VALUES (9999, 'later')")
        assert server.end() == 0

    for command in (("doctor",), ("serve", "--port", "0"), ("replay", CODE)):
        refused(installation.run(*command), 3, "database-newer")
    assert installation.postgres() is None


def everything_in(directory: Path) -> dict[Path, bytes]:
    return {found: found.read_bytes() for found in directory.rglob("*")}


@pytest.mark.parametrize("command", [("doctor",), ("serve", "--port", "0"), ("token",)])
def test_a_directory_that_is_not_ours_is_left_untouched(
    untouched: Installation, command: tuple[str, ...]
) -> None:
    untouched.data.mkdir()
    (untouched.data / "letter.txt").write_text("dear all")

    refused(untouched.run(*command), 3, "data-dir-not-ours")
    assert everything_in(untouched.data) == {untouched.data / "letter.txt": b"dear all"}


def test_a_directory_that_cannot_be_made_is_told(untouched: Installation) -> None:
    (untouched.folder / "file").write_text("")

    ran = untouched.run("doctor", "--data", untouched.folder / "file" / "data")

    refused(ran, 3, "data-dir-not-writable")


def test_a_bad_line_does_not_take_the_good_ones_with_it(standing: Installation) -> None:
    good = said("noted", "2019-09-04T12:00", name="a letter came")
    lines = [json.dumps(body) for body in (received(), MALFORMED["unknown-kind"](), good)]
    (standing.folder / "log.ndjson").write_text("\n".join(lines))

    refused(standing.run("import", "log.ndjson"), 1, "lines-rejected")
    assert standing.events() == 2
