"""What an operator meets when something is wrong with an installation, a file or a name."""

import json
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from adapters.postgres.embedded import running
from tests.acceptance.dossier import CODE, WORK, noted, received
from tests.acceptance.installation import Installation, Ran

PERIOD = ("--from", "2019-01-01", "--to", "2019-12-31")
REPORT = ("report", "timeliness", *PERIOD)


def refused(ran: Ran, exit_code: int, code: str) -> None:
    assert (ran.exit_code, ran.out) == (exit_code, ""), ran
    assert f"[{code}]" in ran.err
    assert "Traceback" not in ran.err


@pytest.fixture(scope="module")
def told(shared: Installation) -> Iterator[Installation]:
    """With a dossier in it, and its database up, so that no command need start one."""
    log = shared.folder / "log.ndjson"
    log.write_text("".join(f"{json.dumps(body)}\n" for body in (received(), *WORK)))
    with running(shared.data):
        shared.ok("import", log)
        yield shared


@contextmanager
def poisoning(installation: Installation) -> Iterator[Installation]:
    """With an event in its log that this release cannot read."""
    with running(installation.data) as conninfo:
        installation.ok("doctor")
        with psycopg.connect(conninfo) as database:
            database.execute("INSERT INTO hoso_events VALUES ('x', 1, 'dossier.split', '{}')")
        yield installation


@pytest.fixture(scope="module")
def poisoned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with poisoning(Installation(tmp_path_factory.mktemp("poisoned"))) as installation:
        installation.run(*REPORT)
        yield installation


def test_doctor_names_what_is_parked(poisoned: Installation) -> None:
    ran = poisoned.run("doctor", "--json")

    assert ran.exit_code == 1
    bad = [check for check in ran.json if not check["good"]]
    assert "read model timeliness" in {check["name"] for check in bad}
    named = "0 events behind; 1 parked: dossier x at position 1: "
    assert all(check["told"].startswith(named) for check in bad)
    assert all("dossier.split" in check["told"] for check in bad)
    lines = poisoned.run("doctor").out.splitlines()
    assert sum(line.startswith("BAD ") for line in lines) == len(bad)


@pytest.mark.parametrize(
    ("lang", "says"), [("en", "leaves 1 dossiers as they were"), ("vi", "giữ nguyên 1 hồ sơ")]
)
def test_figures_say_what_they_lack(poisoned: Installation, lang: str, says: str) -> None:
    ran = poisoned.ok(*REPORT, "--format", "json", HOSO_LANG=lang)

    assert ran.json["total"]["received"]["total"] == 0
    assert says in ran.err
    assert "dossier x at position 1" in ran.err
    assert "[dossiers-parked]" in ran.err


def test_a_rebuild_says_what_it_could_not_take(poisoned: Installation) -> None:
    ran = poisoned.ok("rebuild", "timeliness")

    assert ran.out == "rebuilt timeliness\n"
    assert ran.err.count("[dossiers-parked]") == 1


def test_what_a_command_prints_is_not_mixed_with_what_is_logged(
    installation: Installation,
) -> None:
    (installation.folder / "log.ndjson").write_text(json.dumps(received()))
    with poisoning(installation):
        ran = installation.ok("import", "log.ndjson", "--json")

    assert ran.json["recorded"] == 1
    assert "dossiers parked" in ran.err


def kept(told: Installation, name: str) -> tuple[Path, str]:
    """A file of the installation's folder, and what it holds."""
    file = told.folder / name
    if not file.exists():
        file.write_text(json.dumps(received()))
    return file, file.read_text()


@pytest.mark.parametrize("way", ["log.ndjson", "./log.ndjson", "link.ndjson"])
def test_rejects_never_take_the_place_of_what_is_imported(told: Installation, way: str) -> None:
    file, content = kept(told, "log.ndjson")
    link = told.folder / "link.ndjson"
    link.unlink(missing_ok=True)
    link.symlink_to(file)

    refused(told.run("import", file, "--rejects", way), 2, "rejects-would-overwrite")
    assert file.read_text() == content


def test_rejects_never_take_the_place_of_the_mapping(told: Installation) -> None:
    mapping = told.folder / "mapping.toml"
    text = 'source = "x"\ntimezone = "UTC"\n[case]\ncode = "c"\ncode_system = "x"\n'
    text += '[channel]\ndefault = "direct"\n[procedure]\nstand_in = "x"\n'
    mapping.write_text(text + '[[case_event]]\nkind = "dossier.received"\nat = "at"\n')
    before = mapping.read_text()
    (told.folder / "log.csv").write_text("c,at\n1,2020-01-01\n")
    words = ("import", "log.csv", "--mapping", "mapping.toml")

    refused(told.run(*words, "--rejects", "mapping.toml"), 2, "rejects-would-overwrite")
    assert mapping.read_text() == before


@pytest.mark.parametrize("place", ["absent/rejects.ndjson", "folder"])
def test_rejects_that_cannot_be_written_are_told_before_anything_is_recorded(
    told: Installation, place: str
) -> None:
    (told.folder / "folder").mkdir(exist_ok=True)
    (told.folder / "more.ndjson").write_text(json.dumps(noted(CODE, 99)))
    before = told.events()

    ran = told.run("import", "more.ndjson", "--rejects", place)

    refused(ran, 2, "rejects-not-writable")
    assert told.events() == before


def test_where_nothing_is_rejected_no_file_is_left(told: Installation) -> None:
    stale = told.folder / "stale.ndjson"
    stale.write_text("of the last time\n")

    told.ok("import", told.folder / "log.ndjson", "--rejects", stale)

    assert not stale.exists()


def test_a_clock_that_runs_ahead_is_trusted_for_a_day_and_no_longer(told: Installation) -> None:
    def ahead(hours: int) -> str:
        at = datetime.now(UTC) + timedelta(hours=hours)
        return json.dumps({**noted(CODE, hours), "occurred_at": at.isoformat()})

    (told.folder / "ahead.ndjson").write_text("\n".join(map(ahead, (1, 23, 25))))
    before = told.events()

    ran = told.run("import", "ahead.ndjson", "--json", "--rejects", "bad.ndjson")

    assert (ran.exit_code, ran.json["recorded"], ran.json["rejected"]) == (1, 2, 1)
    reject = json.loads((told.folder / "bad.ndjson").read_text())
    assert (reject["line"], reject["code"]) == (3, "occurred-in-future")
    assert told.events() == before + 2


def test_a_code_is_found_however_its_letters_are_composed(told: Installation) -> None:
    code = "Hồ sơ số 5"
    (told.folder / "vn.ndjson").write_text(json.dumps(received(code)))
    told.ok("import", told.folder / "vn.ndjson")

    for form in ("NFC", "NFD"):
        replayed = told.ok("replay", unicodedata.normalize(form, code), "--json").json
        assert replayed["dossier"] == unicodedata.normalize("NFC", code)


@pytest.mark.parametrize(
    ("command", "named"),
    [
        ("replay", "code"),
        ("report dossiers --period 2019 --group", "--group"),
        ("report dossiers --period 2019 --cursor", "--cursor"),
        ("report late --cursor", "--cursor"),
        ("report issue --period 2019 --actor", "--actor"),
    ],
)
def test_what_is_no_text_is_wrong_usage(told: Installation, command: str, named: str) -> None:
    ran = told.run(*command.split(), b"\xff".decode("utf-8", "surrogateescape"))

    assert (ran.exit_code, ran.out) == (2, "")
    assert f"for {named}: it is not UTF-8" in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    ("columns", "by"), [("80", "channel"), ("80", "officer"), ("140", "procedure"), ("", "unit")]
)
def test_the_report_is_whole_at_any_width(told: Installation, columns: str, by: str) -> None:
    environment = {"COLUMNS": columns} if columns else {}
    table = told.ok(*REPORT, "--by", by, **environment).out

    assert "…" not in table
    assert max(map(len, table.splitlines())) <= int(columns or 140)
    # The first of its tables; how many there are hangs on the width.
    total, *_ = (line.split() for line in table.splitlines() if line.split()[:1] == ["total"])
    figures = told.report("2019-01-01", "2019-12-31")
    assert int(total[1]) == figures["received"]["total"]


OPTIONS = {
    "serve": {"--host", "--port", "--data"},
    "worker": {"--data"},
    "import": {"--mapping", "--rejects", "--dry-run", "--data", "--json"},
    "replay": {"--version", "--at", "--known-at", "--data", "--json"},
    "report timeliness": {
        *("--from", "--to", "--period", "--scheme", "--by", "--clock", "--as-of", "--known-at"),
        *("--format", "--headings", "--out", "--data"),
    },
    "rebuild": {"--workers", "--data"},
    "doctor": {"--data", "--json"},
    "token": {
        *("--role", "--unit", "--source", "--name", "--expires"),
        *("--renew", "--data", "--json"),
    },
    "token rotate": {"--overlap", "--expires", "--data", "--json"},
}


@pytest.mark.parametrize("command", OPTIONS)
def test_help_names_every_option_of_a_command(told: Installation, command: str) -> None:
    words = told.ok(*command.split(), "--help", COLUMNS="100").out.split()

    named = {word.strip(",.)") for word in words if word.startswith("--")}
    assert named - {"--help"} == OPTIONS[command]


@pytest.mark.parametrize("command", ["what-if", "law declare"])
def test_help_keeps_what_stands_in_brackets(told: Installation, command: str) -> None:
    words = told.ok(*command.split(), "--help", COLUMNS="140").out.split()

    assert {"[[version]]", "[abolition]."} <= set(words)


@pytest.mark.parametrize("content", [b"", b"\n"])
def test_a_token_file_that_was_left_empty_gets_a_token(
    untouched: Installation, content: bytes
) -> None:
    first = untouched.ok("token").out
    (untouched.data / "token").write_bytes(content)

    again = untouched.ok("token").out

    assert len(again.strip()) >= 16
    assert again != first
    assert untouched.ok("token").out == again


@pytest.mark.parametrize("place", ["file", "file/data"])
def test_a_token_that_cannot_be_kept_is_told(untouched: Installation, place: str) -> None:
    (untouched.folder / "file").write_text("")

    ran = untouched.run("token", "--data", untouched.folder / place)

    refused(ran, 3, "data-dir-not-writable")
