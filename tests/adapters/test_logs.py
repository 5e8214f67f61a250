"""Logs as whoever collects them reads them: a JSON object a line, whoever wrote it."""

import json
import logging
import subprocess
import sys

import pytest
import structlog
from pydantic import ValidationError

from adapters.cli import logs
from adapters.settings import Settings

COST = """
import asyncio, sys
from time import process_time
from types import SimpleNamespace
from adapters.cli import logs
from adapters.http.operating.observing import Observing
from adapters.settings import Settings

ROUTE = SimpleNamespace(path="/v1/dossiers/{code:path}")
HEADERS = [(b"host", b"x"), (b"authorization", b"Bearer x"), (b"content-type", b"application/json")]
TIMES = 3000

async def app(scope, receive, send):
    scope["route"] = ROUTE
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"x" * 500})

async def taken(message): ...

async def cost(app):
    began = process_time()
    for _ in range(TIMES):
        scope = {"type": "http", "method": "GET", "headers": HEADERS, "client": ("::1", 1)}
        await app(scope, None, taken)
    return (process_time() - began) / TIMES

logs.configure(Settings())
observing = Observing(app)
least = [min(asyncio.run(cost(one)) for _ in range(5)) for one in (app, observing)]
print((least[1] - least[0]) * 1e6)
"""

DEAREST = 80
"""Microseconds of a processor for a request and its line; it is thirty on a machine of 2024."""


Captured = pytest.CaptureFixture[str]


def lines(err: Captured) -> list[str]:
    return err.readouterr().err.splitlines()


def configured(**differs: str) -> None:
    logs.configure(Settings.model_validate(differs))


def test_a_line_is_a_json_object(capsys: Captured) -> None:
    configured()
    structlog.get_logger().info("request", route="/v1/dossiers", status=200, client=None)
    (line,) = lines(capsys)
    told = json.loads(line)
    assert told.pop("timestamp").endswith("Z")
    assert told == {
        **{"event": "request", "level": "info"},
        **{"route": "/v1/dossiers", "status": 200, "client": None},
    }


def test_what_a_library_logs_is_one_too(capsys: Captured) -> None:
    configured()
    logging.getLogger("uvicorn.error").warning("Invalid HTTP request received. %s", "mã")
    logging.getLogger("uvicorn.error").info("not worth a line")
    (line,) = lines(capsys)
    told = json.loads(line)
    assert (told["event"], told["level"]) == ("Invalid HTTP request received. mã", "warning")


def test_a_fault_is_one_line_with_where_it_was(capsys: Captured) -> None:
    configured()
    try:
        raise ValueError("the cause")
    except ValueError:
        structlog.get_logger().exception("fault", incident="1")
    (line,) = lines(capsys)
    assert "test_a_fault_is_one_line" in json.loads(line)["exception"]


def test_whatever_is_told_is_told(capsys: Captured) -> None:
    configured()
    structlog.get_logger().info("x", number=float("nan"), thing=object(), text='a"\n\x00')
    told = json.loads(capsys.readouterr().err)
    assert (told["number"], told["text"]) == ("NaN", 'a"\n\x00')
    assert "object" in told["thing"]


def test_for_people_it_is_not_json(capsys: Captured) -> None:
    configured(log_format="console")
    structlog.get_logger().info("worker follows the log")
    (line,) = lines(capsys)
    assert "worker follows the log" in line
    assert "{" not in line


@pytest.mark.parametrize(("level", "many"), [("debug", 3), ("info", 2), ("error", 1)])
def test_less_is_logged_where_that_is_wanted(capsys: Captured, level: str, many: int) -> None:
    configured(log_level=level)
    log = structlog.get_logger()
    log.debug("a")
    log.info("b")
    log.error("c")
    assert len(lines(capsys)) == many


@pytest.mark.parametrize("wrong", [{"log_level": "loud"}, {"log_format": "xml"}])
def test_a_level_or_a_form_that_does_not_exist_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        Settings.model_validate(wrong)


def test_a_request_and_its_line_cost_little() -> None:
    ran = subprocess.run([sys.executable, "-c", COST], capture_output=True, text=True, check=True)
    assert len(ran.stderr.splitlines()) == 5 * 3000
    assert float(ran.stdout) < DEAREST
