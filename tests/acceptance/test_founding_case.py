"""The founding case from outside: loaded, reported, replayed, shuffled, and served."""

import json
import random
import re
import signal
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any, Final

import httpx
import pytest

from adapters.postgres.embedded import running
from adapters.simulation import Step
from tests.acceptance import ready
from tests.acceptance.dossier import cut_off
from tests.acceptance.installation import ROOT, Installation
from tests.adapters.simulation.founding import DECLARED, steps

PERIOD: Final = ("--from", "2019-01-01", "--to", "2019-08-31")
UNTIL: Final = ("demo", "--load-only", "--until", "2019-02-28")
BLOCK: Final = 3
"""Days within which deliveries change places."""


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """With its database up, so that no command need start one."""
    with ready.founding_case(tmp_path_factory) as copy, running(copy.data):
        yield copy


@pytest.fixture(scope="module")
def stopped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """With the case up to a day in it, and its database up."""
    with ready.empty(tmp_path_factory) as copy, running(copy.data):
        copy.ok(*UNTIL)
        yield copy


def report(installation: Installation, *more: str) -> str:
    return installation.ok("report", "timeliness", *PERIOD, *more, "--format", "json").out


def late(installation: Installation) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(report(installation, "--by", "field"))["rows"]
    return [row for row in rows if row["resolved"]["late"]]


def test_the_published_figures_come_out_of_the_events(loaded: Installation) -> None:
    told = json.loads(report(loaded, "--by", "field"))
    total = told["total"]

    assert told["as_of"] == "2019-08-31"
    assert total["received"]["total"] == 311
    assert (total["resolved"]["early"], total["resolved"]["late"]) == (137, 3)
    assert len(told["rows"]) == 4
    assert [row["key"] for row in late(loaded)] == ["standards-metrology-quality"]


def test_every_total_is_a_sum_of_its_rows(loaded: Installation) -> None:
    for by in ("field", "procedure", "unit", "officer", "channel"):
        told = json.loads(report(loaded, "--by", by))
        for part in ("received", "resolved", "open", "ended"):
            for cell, total in told["total"][part].items():
                assert sum(row[part][cell] for row in told["rows"]) == total
        total = told["total"]
        parts = (total[part]["total"] for part in ("resolved", "open", "ended"))
        assert total["received"]["total"] == sum(parts)


def test_the_watch_finds_nothing_new_in_it(loaded: Installation) -> None:
    """What it would enter is there; the clock stands at the end of the case. Beside the requests
    stand the outage and its confirmation."""
    before = loaded.events()
    found = loaded.ok("divergences", "--all", "--json").json

    assert loaded.events() == before == len({_name(step) for step in steps()}) + 2
    assert len(found) > 200
    assert {each["entered_by"] for each in found} == {None}


def _name(step: Step) -> tuple[str, str]:
    return step.request["source"], step.request["request_id"]


def test_it_tells_what_would_have_been_had_alarms_been_heeded(untouched: Installation) -> None:
    told = untouched.ok("demo", "--compare", COLUMNS="200").out

    assert told.startswith("A simulation")
    assert "1 of the 3 late dossiers would have been on time" in told
    assert not untouched.data.exists()


def test_loading_it_again_changes_nothing(loaded: Installation) -> None:
    before = report(loaded)

    assert "events" in loaded.ok("demo", "--load-only").out
    assert report(loaded) == before


def test_another_run_of_it_needs_another_store(loaded: Installation) -> None:
    refused = loaded.run("demo", "--load-only", "--seed", "7")

    assert refused.exit_code == 2
    assert "--data" in refused.err


def test_a_store_with_real_events_is_never_taken_for_a_simulation(
    standing: Installation,
) -> None:
    line = {
        "dossier": "1",
        "kind": "dossier.received",
        "occurred_at": "2019-08-27T08:00:00+07:00",
        "source": "one-stop",
        "request_id": "1",
    }
    (standing.folder / "one.ndjson").write_text(json.dumps(line) + "\n")
    standing.ok("import", "one.ndjson")

    assert standing.run("demo", "--load-only").exit_code == 2


def test_it_may_be_stopped_at_any_day(stopped: Installation) -> None:
    told = json.loads(report(stopped))
    assert told["as_of"] == "2019-02-28"
    assert 0 < told["total"]["received"]["total"] < 150


def test_it_cannot_be_stopped_before_it_begins(untouched: Installation) -> None:
    assert untouched.run("demo", "--load-only", "--until", "2018-10-31").exit_code == 2
    assert not untouched.data.exists()


def test_a_load_that_was_killed_goes_on_to_the_same_end(
    stopped: Installation, installation: Installation
) -> None:
    with installation.running(*UNTIL) as loading:
        while not (installation.data / "postgres.log").exists() or not installation.events():
            assert loading.poll() is None
        loading.kill()
        assert loading.wait() == -signal.SIGKILL
    assert installation.events() < stopped.events()

    installation.ok(*UNTIL)
    assert report(installation, "--by", "field") == report(stopped, "--by", "field")


def test_on_the_day_of_the_outage_less_was_known_than_had_happened(loaded: Installation) -> None:
    day = ("--as-of", "2019-06-12")
    happened = json.loads(report(loaded, *day))["total"]
    known = json.loads(report(loaded, *day, "--known-at", "2019-06-12T20:00:00+07:00"))["total"]

    assert known["received"]["total"] < happened["received"]["total"]


# Deliveries.


def shuffled(delivered: Sequence[Step], chance: random.Random) -> Iterator[Step]:
    """In blocks of three days; one in five comes twice."""
    for _, block in groupby(delivered, key=lambda step: step.recorded_at.toordinal() // BLOCK):
        some = list(block)
        again = [step for step in some if chance.random() < 0.2]
        yield from chance.sample([*some, *again], k=len(some) + len(again))


def written(path: Path, delivered: Iterable[Step]) -> Path:
    with path.open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(step.request, ensure_ascii=False) + "\n" for step in delivered)
    return path


def test_shuffled_and_repeated_deliveries_tell_the_same_story(
    loaded: Installation, standing: Installation
) -> None:
    """The outage is declared first, as it was in the case: else who reads what was kept back does
    not believe when it was recorded."""
    delivered = shuffled(steps(), random.Random(2019))
    (outage,) = DECLARED.outages
    ends = outage.until or outage.since
    cut_off(standing, outage.source, outage.since.isoformat(), ends.isoformat())
    file = written(standing.folder / "shuffled.ndjson", delivered)
    standing.ok("import", file.name)

    for by in ("field", "procedure", "officer"):
        as_of = ("--by", by, "--as-of", "2019-08-31")
        assert report(standing, *as_of) == report(loaded, *as_of)


# The three that were late.


@pytest.fixture(scope="module")
def stories(loaded: Installation) -> dict[str, list[dict[str, Any]]]:
    """By code, the histories of those whose cause of lateness two people agreed on."""
    with loaded.serving() as server, server.client() as client:
        return {code: _story(client, code) for code in _late_codes(client)}


def _story(client: httpx.Client, code: str) -> list[dict[str, Any]]:
    found = client.get(f"/v1/dossiers/{code}/events").raise_for_status().json()
    events: list[dict[str, Any]] = found["events"]
    return events


def _late_codes(client: httpx.Client) -> list[str]:
    asked: dict[str, Any] = {"limit": 1000}
    page = client.get("/v1/dossiers", params=asked).raise_for_status().json()
    assert page["next"] is None
    standing = [one["state"] for one in page["dossiers"]]
    return [one["intake"]["code"]["value"] for one in standing if one["clock"]["late_cause"]]


def test_the_readme_names_one_of_them(loaded: Installation) -> None:
    named = re.search(r"hoso replay (\S+H39-\S+)", (ROOT / "README.md").read_text("utf-8"))
    assert named

    told = loaded.ok("replay", named[1], "--json").json
    assert told["state"]["clock"]["late_cause"]["cause"] == "channel-divergence"


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ("in transit to", "Handed over: paper", "Counter of the", "judged by", "no record")),
        ("vi", ("đang chuyển đến", "Chuyển hồ sơ: giấy", "Quầy", "ngày hẹn trả", "chưa có")),
    ],
)
def test_a_replay_speaks_in_plain_words(
    loaded: Installation,
    stories: dict[str, list[dict[str, Any]]],
    lang: str,
    words: tuple[str, ...],
) -> None:
    code = next(iter(stories))
    told = loaded.ok("replay", code, HOSO_LANG=lang, COLUMNS="220").out

    assert all(word in told for word in words)
    assert "long-an-" not in told


def test_each_of_the_three_tells_where_paper_and_digital_were(
    stories: dict[str, list[dict[str, Any]]],
) -> None:
    assert len(stories) == 3
    for story in stories.values():
        assert any(apart(event) for event in story)
        assert all({"paper", "digital"} <= event.keys() for event in story if "stage" in event)


def apart(event: dict[str, Any]) -> bool:
    paper, digital = event.get("paper"), event.get("digital")
    return bool(paper and digital and paper.get("holder") != digital.get("holder"))
