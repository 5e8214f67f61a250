"""`hoso outage`: declared, confirmed, ended and listed at a terminal."""

import json
from collections.abc import Callable, Iterator
from typing import Any, Final
from unittest.mock import patch

import pytest
from typer.testing import CliRunner, Result

from adapters.cli import console
from adapters.cli.main import app
from domain.outages.refusals import OutageConfirmedByWhoDeclares
from domain.refusals import Refused, TimeWithoutOffset
from tests.adapters.databases import Server

BEGAN: Final = ("--from", "2019-06-12T07:00:00+07:00")
BACK: Final = ("--to", "2019-06-13T08:10:00+07:00")


@pytest.fixture(scope="module")
def address(servers: Callable[[str], Server]) -> Iterator[str]:
    with servers("embedded-18").database() as conninfo:
        yield conninfo


def ran(address: str, *words: str, lang: str = "en") -> Result:
    environment = {"HOSO_DATABASE_URL": address, "HOSO_LANG": lang}
    # A console measures its terminal when it is made, and that may be long ago.
    with patch.object(console.OUT, "_width", 200):
        done = CliRunner().invoke(app, ["outage", *words], env=environment)
    if isinstance(done.exception, Refused):
        raise done.exception
    return done


def said(address: str, *words: str) -> Any:
    done = ran(address, *words, "--json")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def test_two_people_at_a_terminal(address: str) -> None:
    assert "No outage was ever declared." in ran(address).stdout
    told = (*BEGAN, "--reason", "network", "--document", "12/BB")

    declared = said(address, "declare", "one-stop", *told, "--actor", "Hạnh")
    with pytest.raises(Refused) as refusal:
        ran(address, "confirm", "1", "--actor", "hạnh")
    confirmed = said(address, "confirm", "1", "--actor", "Minh")
    ended = said(address, "end", "1", *BACK, "--actor", "Hạnh")

    assert refusal.value.reasons == (OutageConfirmedByWhoDeclares("hạnh"),)
    assert [one["state"] for one in (declared, confirmed, ended)] == [
        "declared", "confirmed", "confirmed"
    ]  # fmt: skip
    assert (confirmed["to"], ended["to"]) == (None, "2019-06-13T01:10:00Z")
    assert said(address, "list") == said(address) == {"outages": [ended]}

    shown = ran(address, "list").stdout
    for word in ("one-stop", "2019-06-12, 07:00", "2019-06-13, 08:10", "network failure", "Minh"):
        assert word in shown
    shown = ran(address, "list", lang="vi").stdout
    for word in ("12/06/2019, 07:00", "mất kết nối mạng", "đã xác nhận"):
        assert word in shown

    taken_back = ran(address, "withdraw", "1", "--actor", "Hạnh")
    assert "withdrawn" in taken_back.stdout


def test_what_stands_before_a_command_and_nobody_would_heed_is_wrong_usage(address: str) -> None:
    done = ran(address, "--data", "elsewhere", "list")
    assert done.exit_code != 0
    assert "before list: hoso outage takes no --data" in str(done.exception)


def test_a_time_has_its_offset(address: str) -> None:
    with pytest.raises(Refused) as refusal:
        ran(address, "declare", "portal", "--from", "2019-06-12T07:00", "--actor", "Hạnh")
    assert refusal.value.reasons == (TimeWithoutOffset("from", "2019-06-12T07:00"),)


def test_one_that_lasts_is_shown_as_such(address: str) -> None:
    shown = ran(address, "declare", "portal", *BEGAN, "--actor", "Hạnh").stdout
    assert "not over" in shown
    assert "system failure" in shown
