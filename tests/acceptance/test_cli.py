"""The commands, as a person at a terminal or a script meets them."""

import json
import random
import stat
from pathlib import Path

import httpx
import pytest

from tests.acceptance import logs
from tests.acceptance.dossier import CODE, WORK, Body, came, cut_off, decided, received, said
from tests.acceptance.installation import Installation, Server

COMMANDS = ("serve", "worker", "import", "replay", "report", "rebuild", "doctor", "token")
PERIOD = ("--from", "2019-01-01", "--to", "2019-12-31")


def write(file: Path, bodies: list[Body]) -> Path:
    file.write_text("".join(f"{json.dumps(body)}\n" for body in bodies))
    return file


@pytest.mark.parametrize(
    "command", [(), *((name,) for name in COMMANDS), ("report", "timeliness")], ids=" ".join
)
def test_every_command_says_what_it_is_for(
    untouched: Installation, command: tuple[str, ...]
) -> None:
    said = untouched.ok(*command, "--help").out

    assert "Usage: hoso" in said
    assert not untouched.data.exists()


@pytest.mark.parametrize(
    "words",
    [
        ("nonsense",),
        ("import",),
        ("import", "absent.csv"),
        ("replay", "X", "--at", "2019-08-27T08:00"),
        ("replay", "X", "--version", "0"),
        ("serve", "--port", "70000"),
        ("report", "timeliness"),
        ("report", "timeliness", "--from", "yesterday", "--to", "2019-01-01"),
        ("report", "timeliness", "--from", "2019-02-01", "--to", "2019-01-01"),
        ("report", "timeliness", *PERIOD, "--as-of", "2199-01-01"),
        ("report", "timeliness", *PERIOD, "--by", "colour"),
        ("report", "timeliness", *PERIOD, "--format", "pdf"),
    ],
    ids=" ".join,
)
def test_wrong_usage_is_told_with_exit_code_2(
    untouched: Installation, words: tuple[str, ...]
) -> None:
    ran = untouched.run(*words)

    assert (ran.exit_code, ran.out) == (2, "")
    assert ran.err
    assert "Traceback" not in ran.err
    assert not untouched.data.exists()


def test_a_wrong_setting_is_named(untouched: Installation) -> None:
    ran = untouched.run("doctor", HOSO_TIMEZONE="Mars/Olympus")

    assert ran.exit_code == 2
    assert "HOSO_TIMEZONE" in ran.err
    assert "[invalid-setting]" in ran.err


def test_a_log_in_any_order_gives_the_same_dossier(standing: Installation) -> None:
    """Beside the shuffled one: its events come before anybody heard that it was received."""
    in_order = [received(), *WORK]
    shuffled = in_order[1:]
    random.Random(2019).shuffle(shuffled)
    last = write(standing.folder / "log.ndjson", [*shuffled, in_order[0]])

    done = standing.ok("import", last, "--json").json

    assert (done["recorded"], done["rejected"], done["dossiers"]) == (len(in_order), 0, 1)
    told = standing.ok("replay", CODE, "--json").json
    happened = [event["request_id"] for event in told["events"]]
    assert happened == [body["request_id"] for body in in_order]
    assert not any(event["findings"] for event in told["events"])
    assert told["state"]["stage"] == "resolved"


def test_a_dossier_only_heard_of_is_provisional_and_in_no_report(
    standing: Installation,
) -> None:
    early = [came("paper", "2019-08-26T16:00")]
    standing.ok("import", write(standing.folder / "early.ndjson", early))

    told = standing.ok("replay", CODE, "--json").json

    assert told["state"]["stage"] == "provisional"
    assert standing.report("2019-01-01", "2019-12-31")["received"]["total"] == 0


def test_a_dry_run_reads_all_and_records_nothing(standing: Installation) -> None:
    (standing.folder / "log.csv").write_text(logs.as_csv())
    (standing.folder / "mapping.toml").write_text(logs.MAPPING)

    words = ("import", "log.csv", "--mapping", "mapping.toml", "--dry-run", "--json")
    done = standing.ok(*words).json

    assert (done["lines"], done["recorded"]) == (logs.EVENTS, 0)
    assert standing.events() == 0


def test_lines_that_cannot_be_read_are_named_in_a_file_and_the_others_kept(
    standing: Installation,
) -> None:
    file = write(standing.folder / "log.ndjson", [received(), {"kind": "x"}, *WORK])
    with file.open("a") as log:
        log.write("no json\n")

    ran = standing.run("import", file, "--rejects", "bad.ndjson")

    assert ran.exit_code == 1
    assert "[lines-rejected]" in ran.err
    named = (standing.folder / "bad.ndjson").read_text().splitlines()
    rejects = [json.loads(line) for line in named]
    assert {reject["line"] for reject in rejects} == {2, len(WORK) + 3}
    assert all(reject["code"] and reject["message"] for reject in rejects)
    assert standing.events() == len(WORK) + 1


@pytest.fixture(scope="module")
def told(shared: Installation, server: Server) -> Installation:
    """The module's installation, with a dossier in it, told of after an outage."""
    cut_off(shared)
    with server.client() as client:
        assert client.post("/v1/dossiers", json=received()).status_code == 201
    shared.ok("import", write(shared.folder / "work.ndjson", list(WORK)))
    return shared


def test_the_report_fits_a_narrow_terminal_with_every_figure_whole(told: Installation) -> None:
    table = told.ok("report", "timeliness", *PERIOD, "--by", "channel", COLUMNS="80").out
    rows = [line.split() for line in table.splitlines()]

    assert max(map(len, table.splitlines())) <= 80
    # Received: all, direct; resolved: all, early, on time, late; open: all, in time, overdue.
    # The slip says 4 September, on which it was done; but the supplement set the clock off anew.
    assert ["direct", *"111100000"] in rows
    assert ["total", *"111100000"] in rows
    headings = "received direct resolved early time late open time overdue"
    assert headings in [" ".join(row[-9:]) for row in rows]
    assert "clock: owed" in table
    for told_of in ("without a result: 0", "contested, already counted above: 0", "not accepted"):
        assert told_of in table


def test_a_replay_is_a_table_for_people(told: Installation) -> None:
    table = told.ok("replay", CODE).out

    assert CODE in table
    assert "2019-08-27 14:00:00" in table
    assert "in transit to" in table


def test_a_replay_ends_with_the_due_dates_and_why_they_are_those(told: Installation) -> None:
    english, vietnamese = told.ok("replay", CODE).out, told.ok("replay", CODE, HOSO_LANG="vi").out

    for line in ("judged by", "2019-09-06", "Not counted: 2019-09-02, National Day"):
        assert line in english
    for line in ("hạn theo quy định", "06/09/2019", "Không tính ngày 02/09/2019, Quốc khánh"):
        assert line in vietnamese
    due = told.ok("replay", CODE, "--json").json["state"]["due"]
    assert [due[name]["on"] for name in ("legal", "promised", "owed")] == [
        "2019-09-06",
        "2019-09-04",
        "2019-09-06",
    ]
    assert {"cause", "day", "declared"} <= due["legal"]["because"][0].keys()


def test_what_people_name_is_no_markup(told: Installation) -> None:
    named = said("noted", "2019-09-04T11:00", name="[/bold] :smile:")
    told.ok("import", write(told.folder / "named.ndjson", [named]))

    assert "[/bold] :smile:" in told.ok("replay", CODE).out


def test_a_dossier_is_replayed_by_any_of_its_codes(
    told: Installation, client: httpx.Client
) -> None:
    given = said("code-assigned", "2019-08-27T08:20", system="slip", value="05/2019")
    client.post(f"/v1/dossiers/{CODE}/events", json=given).raise_for_status()

    events = told.ok("replay", "05/2019", "--json").json["events"]

    assert events[0]["kind"] == "dossier.received"
    assert given["request_id"] in {event["request_id"] for event in events}


def test_a_replay_speaks_vietnamese_when_asked(told: Installation) -> None:
    assert "Tiếp nhận" in told.ok("replay", CODE, HOSO_LANG="vi").out


def test_errors_speak_vietnamese_when_asked(told: Installation) -> None:
    ran = told.run("replay", "nobody", HOSO_LANG="vi")

    assert ran.exit_code == 1
    assert "Không có hồ sơ nào mang mã nobody" in ran.err
    assert "[unknown-dossier]" in ran.err


def test_doctor_finds_a_sound_installation_good(told: Installation) -> None:
    said = told.ok("doctor").out

    assert "PostgreSQL" in said
    assert "BAD" not in said
    assert all(line.startswith("good") for line in said.splitlines())


def test_all_read_models_are_rebuilt_beside_a_running_server(told: Installation) -> None:
    before = told.report("2019-01-01", "2019-12-31")

    rebuilt = told.ok("rebuild").out.split("\n")

    assert {"rebuilt dossier_view", "rebuilt history", "rebuilt timeliness"} <= set(rebuilt)
    assert told.report("2019-01-01", "2019-12-31") == before
    assert before["received"]["total"] == 1


def test_one_read_model_is_rebuilt_by_name(told: Installation) -> None:
    assert told.ok("rebuild", "timeliness").out == "rebuilt timeliness\n"


def test_a_read_model_that_does_not_exist_is_not_rebuilt(told: Installation) -> None:
    ran = told.run("rebuild", "weather")

    assert (ran.exit_code, ran.out) == (2, "")
    assert "[unknown-read-model]" in ran.err


def test_what_the_command_line_records_the_server_shows(
    told: Installation, client: httpx.Client
) -> None:
    late = said("noted", "2019-09-04T12:00", name="a letter came")
    told.ok("import", write(told.folder / "letter.ndjson", [late]))

    events = client.get(f"/v1/dossiers/{CODE}/events").json()["events"]

    assert events[-1]["request_id"] == late["request_id"]


def test_an_act_in_an_import_is_history(told: Installation) -> None:
    """It happened: its conditions are not asked again, nor is it refused for its mode."""
    closed = decided(said("completed", "2019-09-05T16:00", dossier="old 1"))
    ran = told.ok("import", write(told.folder / "old.ndjson", [closed]), "--json")

    assert ran.json["recorded"] == 1


def test_the_token_stays_and_is_its_owners_alone(untouched: Installation) -> None:
    first = untouched.ok("token").out

    assert len(first.strip()) >= 16
    assert untouched.ok("token").out == first
    kept = untouched.data / "token"
    assert kept.read_text() == first
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_a_renewed_token_is_another(untouched: Installation) -> None:
    first = untouched.ok("token").out
    renewed = untouched.ok("token", "--renew").out

    assert renewed != first
    assert untouched.ok("token").out == renewed
    assert stat.S_IMODE((untouched.data / "token").stat().st_mode) == 0o600


def test_only_who_bears_the_token_is_answered(client: httpx.Client, told: Installation) -> None:
    assert client.headers["Authorization"] == f"Bearer {told.ok('token').out.strip()}"
    for header in ("", "Bearer wrong", "Basic Og=="):
        answer = client.get(f"/v1/dossiers/{CODE}", headers={"Authorization": header})
        assert (answer.status_code, answer.json()["code"]) == (401, "unauthorized")
