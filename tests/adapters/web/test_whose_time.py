"""The bar of a dossier's page: whose working time it was."""

from typing import Any, Final

import pytest
from starlette.requests import Request

from adapters.messages import Lang
from adapters.web.lanes import Lanes
from adapters.web.names import Names
from adapters.web.visit import Visit
from adapters.web.whose_time import Bar, bar
from domain.dossier.attribution import Lacking, Unattributable
from projections.attribution import WhoseTime
from tests.adapters.web.visiting import (
    CENTRE,
    CODE,
    COUNTER,
    LAW,
    UNIT,
    ZONE,
    Browser,
    Office,
    Page,
)

pytestmark = pytest.mark.anyio

PAGE: Final = f"/dossiers/{CODE}"
SUB: Final = "Sub-department of Standards, Metrology and Quality of Long An"
# The paper lies at the counter of the same sub-department.
ON_ITS_WAY: Final = f"waiting for the digital, in transit to {SUB}"
BAR: Final = "//section[@aria-labelledby='whose']"
Data = dict[str, Any]
# Due on Monday 15 July; the digital file is at the sub-department, and waits for the paper.
TOLD: Final[tuple[tuple[str, str, Data], ...]] = (
    ("carrier-received", "2019-07-12T13:30", {"carrier": "digital", "desk": COUNTER}),
    ("carrier-received", "2019-07-12T13:30", {"carrier": "paper", "desk": COUNTER}),
    (
        "received",
        "2019-07-12T13:30",
        {"owed": ["paper", "digital"], "promised_return": "2019-07-15T17:00:00+07:00"},
    ),
    ("transferred", "2019-07-12T14:30", {"carrier": "digital", "giver": COUNTER, "taker": UNIT}),
    ("transfer-acknowledged", "2019-07-12T15:30", {"carrier": "digital", "taker": UNIT}),
    ("transferred", "2019-07-12T16:00", {"carrier": "paper", "giver": COUNTER, "taker": UNIT}),
    ("transfer-acknowledged", "2019-07-12T17:00", {"carrier": "paper", "taker": UNIT}),
    ("result-arrived", "2019-07-15T17:00", {"carrier": "digital", "desk": CENTRE}),
    ("result-arrived", "2019-07-16T09:05", {"carrier": "paper", "desk": CENTRE}),
)


@pytest.fixture
async def _lived(office_: Office) -> None:
    for kind, at, data in TOLD:
        await office_.tell(kind, at, **data)


def pieces(page: Page) -> list[tuple[str, str, str, str]]:
    """Where each begins and how wide it is, in which colour, and what it says."""
    return [
        (
            each.xpath("string(*[@class='had']/@x)"),
            each.xpath("string(*[@class='had']/@width)"),
            each.get("class").strip(),
            each.xpath("string(title)"),
        )
        for each in page.all(f"{BAR}//*[local-name()='g']")
    ]


@pytest.mark.usefixtures("_lived")
async def test_the_bar_is_the_time_in_its_order_and_says_who_made_it_late(
    browser: Browser,
) -> None:
    page = await browser.get(PAGE)

    assert page.words(f"{BAR}/h2") == ["Whose time it was 13 h 35 of office time"]
    assert page.words(f"{BAR}/p") == [f"Late by 2 h 05: 2 h 05 waiting for the paper, with {SUB}."]
    assert pieces(page) == [
        ("0.000%", "7.362%", "c1", "1 h 00: Counter of the sub-department at the Centre"),
        ("7.362%", "7.362%", "c2 waits under-way", f"1 h 00: {ON_ITS_WAY}"),
        ("14.724%", "3.681%", "c2", f"30 min: {SUB}"),
        (
            *("18.405%", "7.362%", "c2 waits under-way"),
            f"1 h 00: waiting for the paper, in transit to {SUB}",
        ),
        ("25.767%", "58.896%", "c2", f"8 h 00: {SUB}"),
        ("84.663%", "15.337%", "c2 waits", f"2 h 05: waiting for the paper, with {SUB}"),
    ]
    (past,) = page.all(f"{BAR}//*[@class='past-due' and @x]")
    assert (past.get("x"), past.get("width")) == ("84.663%", "15.337%")


@pytest.mark.usefixtures("_lived")
async def test_the_same_stands_below_in_words_once_for_all_that_is_alike(browser: Browser) -> None:
    page = await browser.get(PAGE)

    assert page.words(f"{BAR}//li") == [
        "Counter of the sub-department at the Centre 1 h 00",
        f"{ON_ITS_WAY} 1 h 00",
        f"{SUB} 8 h 30",
        f"waiting for the paper, in transit to {SUB} 1 h 00",
        f"waiting for the paper, with {SUB} 2 h 05 2 h 05 of it after the due date",
    ]


@pytest.mark.usefixtures("_lived")
async def test_a_colour_is_the_holder_that_the_lanes_show(browser: Browser) -> None:
    page = await browser.get(PAGE)
    lanes = {
        each.text: each.get("class").split()[1]
        for each in page.all("//*[@class='holders']/*[contains(@class, 'swatch')]")
    }

    assert lanes[SUB] == "c2"
    assert lanes["Counter of the sub-department at the Centre"] == "c1"


@pytest.mark.usefixtures("_lived")
@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("en", "No working minute passed after the due date."),
        ("vi", "Không có phút làm việc nào sau hạn."),
    ],
)
async def test_as_it_was_then(browser: Browser, lang: Lang, sentence: str) -> None:
    page = await browser.get(PAGE, at="2019-07-12T14:00", lang=lang)

    assert page.words(f"{BAR}/p") == [sentence]
    assert [each[1] for each in pieces(page)] == ["100.000%"]
    assert not page.all(f"{BAR}//*[@class='past-due']")


@pytest.mark.usefixtures("_lived")
async def test_what_is_yet_to_come_is_nobodys_time(browser: Browser) -> None:
    ahead, now = [await browser.get(PAGE, at=at) for at in ("2030-01-01T00:00", "")]

    assert ahead.words(f"{BAR}//li") == now.words(f"{BAR}//li")


async def test_an_open_dossier_is_charged_up_to_now_and_not_beyond(
    office_: Office, browser: Browser
) -> None:
    await office_.tell("carrier-received", "2019-08-30T16:00", carrier="paper", desk=COUNTER)
    await office_.tell("received", "2019-08-30T16:00", owed=["paper"])
    told = await browser.get(PAGE)

    assert told.words(f"{BAR}//li") == ["Counter of the sub-department at the Centre 1 h 00"]
    assert (await browser.get(PAGE, at="2019-12-31T00:00")).words(f"{BAR}//li") == told.words(
        f"{BAR}//li"
    )
    assert told.words(f"{BAR}/p") == ["No due date is known, so nobody can say whether it is late."]


@pytest.mark.usefixtures("_lived")
async def test_before_the_receipt_there_is_no_bar(browser: Browser) -> None:
    assert not (await browser.get(PAGE, at="2019-07-01T00:00")).all(BAR)


def test_where_nobody_can_say_the_reason_stands_alone() -> None:
    visit = Visit(Request({"type": "http"}), "en")
    lanes = Lanes(Names(LAW, "en", ZONE))

    found = WhoseTime(Unattributable(Lacking.CALENDAR), ZONE)
    assert bar(visit, LAW, lanes, found) == Bar(
        "Nobody can say whose time it was: no working calendar is known."
    )
