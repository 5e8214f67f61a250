"""The report over HTTP as CSV, as the official form and as a picture."""

import csv
from collections.abc import AsyncIterator
from io import BytesIO, StringIO
from typing import Any, Final
from xml.etree import ElementTree as Xml

import pytest
from openpyxl import load_workbook

from adapters.http.forms import MEDIA, wanted
from adapters.http.problems import Problem
from adapters.postgres.database import Database
from tests.adapters.calling import Api, calling, problem

pytestmark = pytest.mark.anyio

NOVEMBER: Final = {"from": "2025-11-01", "to": "2025-11-30", "by": "channel"}
REPORT: Final = "/v1/reports/timeliness"
DUE: Final = {"channel": "online", "promised_return": "2025-11-05T17:00:00+07:00"}


@pytest.fixture
async def api(database: Database) -> AsyncIterator[Api]:
    """One dossier, received online on 3 November 2025."""
    async with calling(database) as api:
        await api.create(data=DUE)
        await api.read_models.catch_up()
        yield api


async def test_all_forms_say_the_same(api: Api) -> None:
    told = (await api.get(REPORT, **NOVEMBER)).json()
    sheet = await api.get(REPORT, **NOVEMBER, format="xlsx")
    lines = await api.get(REPORT, **NOVEMBER, format="csv")

    assert told["total"]["received"]["online"] == 1
    [row, total] = csv.DictReader(StringIO(lines.content.decode("utf-8-sig"), newline=""))
    assert (row["label"], row["received.online"], total["received.total"]) == ("online", "1", "1")
    book = load_workbook(BytesIO(sheet.content))
    assert [cell.value for cell in book["II.06a"][11]][1:4] == ["online", 1, 1]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
async def test_a_form_may_be_asked_for_by_what_is_accepted(api: Api, form: str) -> None:
    media = MEDIA[form]

    answer = await api.client.get(REPORT, params=NOVEMBER, headers={"Accept": media})

    assert answer.headers["content-type"].startswith(media)
    # Whether it is packed hangs on what is accepted, too.
    assert answer.headers["vary"].split(", ")[0] == "Accept"
    assert (
        answer.headers["content-disposition"]
        == f'attachment; filename="timeliness-2025-11-01-2025-11-30.{form}"'
    )
    assert answer.content == (await api.get(REPORT, **NOVEMBER, format=form)).content


async def test_a_form_that_there_is_not_is_refused(api: Api) -> None:
    answer = await api.get(REPORT, **NOVEMBER, format="pdf")

    assert problem(answer) == (422, "unknown-format")
    assert "json, csv, xlsx" in answer.json()["detail"]


async def test_a_chart_has_a_point_for_every_month(api: Api) -> None:
    days = {"from": "2025-10-01", "to": "2025-11-30", "by": "channel"}

    answer = await api.get(f"{REPORT}/chart", **days)

    assert answer.headers["content-type"] == "image/svg+xml"
    assert answer.headers["content-security-policy"] == "default-src 'none'"
    words = {each.text for each in Xml.fromstring(answer.text).iter()}
    assert {"2025-10", "2025-11", "online", "0 + 1"} <= words


async def test_a_chart_of_weeks_is_refused(api: Api) -> None:
    answer = await api.get(f"{REPORT}/chart", **NOVEMBER, every="week")

    assert problem(answer) == (422, "unknown-length")


class Asking:
    """A request as far as its wishes go."""

    def __init__(self, accept: str) -> None:
        self.headers = {"accept": accept}


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("", "json"),
        ("*/*", "json"),
        ("text/html", "json"),
        ("text/csv", "csv"),
        ("TEXT/CSV; q=0.5, application/json; q=0.4", "csv"),
        ("text/csv; q=0.5, application/json", "json"),
        ("text/csv; q=0", "json"),
        ("text/csv; q=x", "json"),
        (f"text/html, {MEDIA['xlsx']}, */*; q=0.1", "xlsx"),
        ("*/*, text/csv", "json"),
    ],
)
def test_what_is_liked_best_is_given(accept: str, form: str) -> None:
    asking: Any = Asking(accept)

    assert wanted(asking, None) == form
    assert wanted(asking, "csv") == "csv"
    with pytest.raises(Problem):
        wanted(asking, "svg")
