"""Profiles of an installation: read when it starts, and for an import by name."""

from pathlib import Path

import pytest
from structlog.testing import capture_logs

from adapters.cli.importing import import_file
from adapters.exchange.sources import heard_in
from adapters.postgres.database import Database
from adapters.settings import Settings
from tests.adapters.exchange.hearing import MINE, hashed
from tests.adapters.exchange.logs import written
from tests.adapters.hearing import on_postgres, totals

pytestmark = pytest.mark.anyio


def test_they_lie_beside_the_data_unless_said_otherwise(tmp_path: Path) -> None:
    assert Settings(data_dir=tmp_path).profiles_dir == tmp_path / "sources"
    elsewhere = Settings(data_dir=tmp_path, sources_dir=tmp_path / "x")
    assert elsewhere.profiles_dir == tmp_path / "x"


def test_a_server_begins_without_a_wrong_one_and_says_so(tmp_path: Path) -> None:
    written(tmp_path, "onegate.toml", MINE)
    written(tmp_path, "bad.toml", MINE.replace("Ho_Chi_Minh", "Nowhere"))

    with capture_logs() as logs:
        heard = heard_in(tmp_path, hashed)

    assert set(heard) == {"national", "onegate", "status-only"}
    (said,) = logs
    assert (said["event"], said["file"], said["key"]) == ("bad-mapping", "bad.toml", "timezone")


async def test_what_was_imported_by_a_profile_is_already_there_for_its_source(
    conninfo: str, database: Database, tmp_path: Path
) -> None:
    said = [
        {"code": "A", "status": 2, "since": "2019-08-27T15:00:00+07:00"},
        {"code": "B", "status": 4, "since": "2019-08-27T16:00:00+07:00"},
    ]
    rows = "".join(f"{one['code']},{one['status']},{one['since']}\n" for one in said)
    file = written(tmp_path, "day.csv", "code,status,since\n" + rows)
    settings = Settings(database_url=conninfo, data_dir=tmp_path)

    named, rejects = Path("status-only"), tmp_path / "rejects"
    _, summary = await import_file(settings, file, named, rejects, dry_run=False)

    assert (summary.recorded, summary.rejected) == (2, 0)
    async with on_postgres(database) as office:
        assert totals(await office.tell("status-only", said)) == {"already": 2}
