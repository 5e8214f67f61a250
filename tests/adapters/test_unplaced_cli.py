"""`hoso unplaced`: what waits is shown, placed and set aside at a terminal."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from typing import Any, TypeVar

import pytest
from typer.testing import CliRunner, Result

from adapters.cli.main import app
from adapters.postgres.database import opened
from domain.refusals import Refused
from tests.adapters.databases import Server
from tests.adapters.test_unplaced import on
from tests.adapters.unplaced_promises import Desk, note

T = TypeVar("T")


@pytest.fixture(scope="module")
def address(servers: Callable[[str], Server]) -> Iterator[str]:
    with servers("embedded-18").database() as conninfo:
        yield conninfo


class Terminal:
    def __init__(self, address: str) -> None:
        self.address = address

    def run(self, *words: str, lang: str = "en") -> Result:
        environment = {"HOSO_DATABASE_URL": self.address, "HOSO_LANG": lang, "COLUMNS": "200"}
        done = CliRunner().invoke(app, ["unplaced", *words], env=environment)
        if isinstance(done.exception, Refused):
            raise done.exception
        return done

    def shows(self, *words: str) -> list[dict[str, Any]]:
        done = self.run(*words, "--json")
        assert done.exit_code == 0, done.output
        found: list[dict[str, Any]] = json.loads(done.stdout)["unplaced"]
        return found

    def keeps(self, request_id: str, code: str) -> str:
        async def keeping(desk: Desk) -> str:
            (id,) = await desk.keeps(note(request_id, dossier=code))
            return id

        return self.does(keeping)

    def opens(self, code: str) -> None:
        async def opening(desk: Desk) -> None:
            await desk.opens(code)

        self.does(opening)

    def does(self, deed: Callable[[Desk], Awaitable[T]]) -> T:
        async def doing() -> T:
            async with opened(self.address) as database:
                return await deed(await on(database))

        return asyncio.run(doing())


@pytest.fixture
def terminal(address: str) -> Terminal:
    return Terminal(address)


def test_what_can_be_placed_is_placed_before_the_rest_is_shown(terminal: Terminal) -> None:
    placed, waits = terminal.keeps("1", "HS-1"), terminal.keeps("2", "HS-2")
    terminal.opens("HS-1")
    assert [one["id"] for one in terminal.shows()] == [waits]
    assert terminal.shows("list") == terminal.shows()
    (one,) = terminal.shows("list", "--state", "placed")
    assert terminal.shows("--state", "placed") == [one]
    assert (one["id"], one["placed"]["by"]) == (placed, None)
    table = terminal.run(lang="vi").output
    assert "HS-2" in table
    assert "chưa xếp được vào hồ sơ" in table


def test_a_person_places_it_and_the_same_again_changes_nothing(terminal: Terminal) -> None:
    id = terminal.keeps("3", "HS-3")
    terminal.opens("HS-4")
    (first,) = terminal.shows("place", id, "HS-4", "--actor", "chị Ba")
    assert (first["state"], first["placed"]["by"]) == ("placed", "chị Ba")
    assert terminal.shows("place", id, "HS-4", "--actor", "anh Tư") == [first]
    with pytest.raises(Refused, match="already-placed"):
        terminal.run("dismiss", id, "--reason", "nhầm", "--actor", "chị Ba")
    assert "HS-4" in terminal.run("place", id, "HS-4", "--actor", "chị Ba").output


def test_a_person_sets_it_aside(terminal: Terminal) -> None:
    id = terminal.keeps("5", "HS-5")
    (one,) = terminal.shows("dismiss", id, "--reason", "gửi thử", "--actor", "chị Ba")
    assert (one["state"], one["dismissed"]["reason"]) == ("dismissed", "gửi thử")
    assert id in [each["id"] for each in terminal.shows("--state", "dismissed")]
    assert id not in [each["id"] for each in terminal.shows()]


def test_what_stands_before_a_command_and_nobody_would_heed_is_wrong_usage(
    terminal: Terminal,
) -> None:
    done = terminal.run("--state", "placed", "list")
    assert done.exit_code != 0
    assert "before list: hoso unplaced takes no --state" in str(done.exception)


def test_no_such_state_is_wrong_usage(terminal: Terminal) -> None:
    done = terminal.run("--state", "lost")
    assert done.exit_code != 0
    assert "waiting, placed, dismissed" in str(done.exception)
