"""The mapping that strangers copy does what its comments say."""

import tomllib
from pathlib import Path

from adapters.exchange import load_mapping, survey
from adapters.exchange.mapping import Mapping
from domain.request import read as read_request
from tests.adapters.exchange.logs import bodies, written

EXAMPLES = Path(__file__).parents[3] / "examples"
CSV_LOG = EXAMPLES / "csv-log.toml"


def sample() -> str:
    """The rows that the example shows in its own comment."""
    told = [line.removeprefix("#").strip() for line in CSV_LOG.read_text("utf-8").splitlines()]
    return "\n".join(line for line in told if line.count(";") > 5) + "\n"


def test_the_example_reads_the_rows_that_it_shows(tmp_path: Path) -> None:
    by, path = load_mapping(CSV_LOG), written(tmp_path, "a.csv", sample())

    found = bodies(path, by)

    assert [(body["kind"], body["occurred_at"], body["precision"]) for body in found] == [
        ("dossier.received", "2020-03-02T00:00:00+07:00", "day"),
        ("dossier.noted", "2020-03-02T08:15:00+07:00", "minute"),
        ("dossier.supplement-requested", "2020-03-05T10:00:00+07:00", "minute"),
    ]
    assert found[0]["data"] == {
        "procedure": "land-change",
        "field": "land",
        "channel": "direct",
        "promised_return": "2020-03-20T00:00:00+07:00",
        "timezone": "Asia/Ho_Chi_Minh",
        "authority": "dost",
    }
    assert found[2]["data"] == {"supplement": "1", "legal_basis": "map"}
    assert survey(path, by).left_out == ()


def test_the_engine_can_read_what_the_example_gives(tmp_path: Path) -> None:
    found = bodies(written(tmp_path, "a.csv", sample()), load_mapping(CSV_LOG))

    assert [read_request(body).event.kind for body in found] == [body["kind"] for body in found]


def test_the_example_speaks_of_every_key() -> None:
    text = CSV_LOG.read_text("utf-8")
    tables = [Mapping, *(field.annotation for field in Mapping.model_fields.values())]
    keys = {key for table in tables for key in getattr(table, "model_fields", {})}

    assert {key for key in keys if key not in text} == set()


def test_every_example_is_a_sound_mapping() -> None:
    read = [load_mapping(path) for path in sorted(EXAMPLES.glob("*.toml")) if is_mapping(path)]

    assert {by.source for by in read} >= {"old-register", "coselog-receipt"}


def is_mapping(path: Path) -> bool:
    """Beside mappings the folder may hold other files."""
    return "code_system" in tomllib.loads(path.read_text("utf-8")).get("case", {})
