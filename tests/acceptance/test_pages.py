"""The pages in a real browser, as a manager and an auditor use them."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.acceptance.browser import Watched, browsing, faults
from tests.acceptance.dossier import Body, cut_off, said
from tests.acceptance.installation import Installation, Server

CODE: Final = "000.00.12.H39-190712-0007"
COUNTER: Final = {"organisation": "long-an-dost-tdc", "desk": "long-an-counter-tdc"}
UNIT: Final = {"organisation": "long-an-dost-tdc"}
RESULTS: Final = {"organisation": "long-an-centre-reception", "desk": "long-an-counter-results"}
PERIOD: Final = "from=2019-01-01&to=2019-08-31"

PAPER_LATE: Final = (
    said("carrier-received", "2019-07-12T15:42", CODE, carrier="paper", desk=COUNTER),
    said("carrier-received", "2019-07-12T16:20", CODE, carrier="digital", desk=COUNTER),
    said("transferred", "2019-07-12T16:25", CODE, carrier="digital", giver=COUNTER, taker=UNIT),
    said("transfer-acknowledged", "2019-07-12T16:30", CODE, carrier="digital", taker=UNIT),
    said("transferred", "2019-07-15T07:30", CODE, carrier="paper", giver=COUNTER, taker=UNIT),
    said("noted", "2019-07-15T08:00", CODE, name="<script>alert(1)</script>"),
    said("transfer-acknowledged", "2019-07-15T09:10", CODE, carrier="paper", taker=UNIT),
    said("result-arrived", "2019-07-19T10:25", CODE, carrier="digital", desk=RESULTS),
    said("result-arrived", "2019-07-22T08:10", CODE, carrier="paper", desk=RESULTS),
)
"""Signed and sent on the due day; the paper came after it."""

SIZES: Final = {"desktop": (1280, 900), "phone": (390, 844)}
ADDRESSES: Final = (
    *("/", "/?by=procedure", "/?by=officer", "/dossiers", "/dossiers?cell=resolved.late"),
    *(f"/dossiers/{CODE}", f"/dossiers/{CODE}?at=2019-07-15T08:00&known_at={{now}}"),
)
WRONG: Final = ("/dossiers/nothing", "/nothing", "/?from=never")


def received(dossier: str, returns_on: str) -> Body:
    promised = f"{returns_on}T17:00:00+07:00"
    return said(
        "received",
        "2019-07-12T15:40",
        dossier,
        procedure="SKHCN-TDC-14",
        channel="direct",
        owed=["paper", "digital"],
        promised_return=promised,
    )


@pytest.fixture(scope="module", autouse=True)
def _told(shared: Installation, server: Server) -> None:
    cut_off(shared)
    with server.client() as client:
        client.post("/v1/dossiers", json=received("in/time <b>", "2019-07-31")).raise_for_status()
        asked = said("supplement-requested", "2019-07-13T08:00", "in/time <b>", relayed=True)
        client.post("/v1/dossiers/in%2Ftime%20%3Cb%3E/events", json=asked).raise_for_status()
        client.post("/v1/dossiers", json=received(CODE, "2019-07-19")).raise_for_status()
        for body in PAPER_LATE:
            client.post(f"/v1/dossiers/{CODE}/events", json=body).raise_for_status()


@pytest.fixture(scope="module", params=list(SIZES))
def context(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[BrowserContext]:
    with browsing(tmp_path_factory.mktemp("profile"), *SIZES[request.param]) as context:
        yield context


@pytest.fixture(scope="module")
def watched(context: BrowserContext) -> Watched:
    return Watched(context)


@pytest.fixture
def page(context: BrowserContext, watched: Watched, server: Server) -> Iterator[Page]:
    """A tab that has entered; whatever it shows, it may complain of nothing."""
    watched.errors.clear()
    page = context.new_page()
    page.goto(f"{server.address}/?token={server.token}&lang=en")
    yield page
    page.close()
    assert watched.errors == []
    assert watched.hosts == {"127.0.0.1"}


def test_the_printed_link_leaves_a_session_and_no_token(page: Page, server: Server) -> None:
    assert page.url == f"{server.address}/?lang=en"
    (cookie,) = page.context.cookies()
    assert (cookie["httpOnly"], cookie["sameSite"], cookie["expires"]) == (True, "Strict", -1)
    assert server.token not in cookie["value"]


def test_whoever_has_no_session_is_asked_for_the_token(
    page: Page, watched: Watched, server: Server
) -> None:
    page.context.clear_cookies()
    page.goto(f"{server.address}/dossiers/{CODE}?lang=en")
    assert faults(page) == []
    page.get_by_label("Access token").fill("not the token")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("That is not the token")
    assert faults(page) == []
    page.get_by_label("Access token").fill(server.token)
    page.get_by_role("button", name="Sign in").click()
    assert page.url == f"{server.address}/dossiers/{CODE}?lang=en"
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Dossier {CODE}")
    # Chromium notes each refusal: twice 401.
    assert [error for error in watched.errors if "401" not in error] == []
    watched.errors.clear()


def test_from_the_table_to_a_dossier_and_its_lanes(page: Page, server: Server) -> None:
    page.goto(f"{server.address}/?{PERIOD}&lang=en")
    late = page.locator("tfoot td.resolved.late")
    expect(late).to_have_text("1")
    late.get_by_role("link").click()
    expect(page.locator(".list tbody tr")).to_have_count(1)
    page.get_by_role("link", name=CODE).click()
    expect(page.locator(".timeline tbody tr")).to_have_count(11)  # with what the watch found
    expect(page.locator("tr.apart")).to_have_count(6)
    parted = page.locator("tr.apart").first
    colours = [
        parted.locator("td.lane").nth(lane).evaluate("each => getComputedStyle(each).background")
        for lane in (0, 1)
    ]
    assert colours[0] != colours[1]
    for lane in page.locator("td.lane .holder").all():
        expect(lane).to_be_visible()
    expect(page.get_by_text("<script>alert(1)</script>")).to_be_visible()


def test_both_lanes_stand_side_by_side(page: Page, server: Server) -> None:
    page.goto(f"{server.address}/dossiers/{CODE}")
    for row in page.locator(".timeline tbody tr").all():
        paper, digital = (row.locator("td.lane").nth(lane).bounding_box() for lane in (0, 1))
        assert paper
        assert digital
        assert abs(paper["y"] - digital["y"]) < 1
        assert paper["x"] + paper["width"] <= digital["x"]
        assert paper["width"] > 80


def test_the_language_is_switched_and_kept(page: Page, server: Server) -> None:
    page.goto(f"{server.address}/dossiers/{CODE}?lang=en")
    page.get_by_role("link", name="Tiếng Việt").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Hồ sơ {CODE}")
    page.get_by_role("link", name="Tình hình giải quyết").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Tình hình giải quyết")
    page.get_by_label("Mã hồ sơ").fill("in/time <b>")
    page.get_by_role("button", name="Mở").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hồ sơ in/time <b>")


def test_a_period_and_a_grouping_are_asked_for(page: Page, server: Server) -> None:
    page.goto(f"{server.address}/?lang=en")
    page.get_by_label("From").fill("2019-07-01")
    page.get_by_label("To").fill("2019-07-31")
    page.get_by_label("By", exact=True).select_option("way of handing in")
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".figures tbody th")).to_have_text(["at the counter"])
    expect(page.locator(".figures tfoot td").first).to_have_text("2")


def test_a_dossier_is_looked_at_as_it_was(page: Page, server: Server) -> None:
    page.goto(f"{server.address}/dossiers/{CODE}?lang=en")
    page.get_by_label("As it was at").fill("2019-07-15T08:30:00")
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".timeline tbody tr")).to_have_count(7)
    page.locator(".happened a", has_text="16:20").click()
    expect(page.locator(".timeline tbody tr")).to_have_count(3)
    page.get_by_role("link", name="Back to now").click()
    expect(page.locator(".timeline tbody tr")).to_have_count(11)  # with what the watch found


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_everybody_can_use_every_page(
    page: Page, server: Server, tmp_path: Path, lang: str
) -> None:
    for number, address in enumerate(ADDRESSES):
        more = f"{'&' if '?' in address else '?'}{PERIOD}&lang={lang}"
        there = address.replace("{now}", f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}")
        answer = page.goto(f"{server.address}{there}{more}")
        assert answer
        assert answer.status == 200
        assert faults(page) == [], address
        page.screenshot(path=tmp_path / f"{number}.png", full_page=True)


def test_what_went_wrong_is_a_page_that_everybody_can_use(
    page: Page, watched: Watched, server: Server
) -> None:
    for address in WRONG:
        page.goto(f"{server.address}{address}")
        assert faults(page) == [], address
    assert all(re.search(r"\b40[04]\b", error) for error in watched.errors)
    watched.errors.clear()


def test_a_check_that_finds_nothing_would_be_no_check(page: Page, server: Server) -> None:
    page.goto(f"{server.address}/dossiers/{CODE}")
    page.evaluate(
        """() => {
          document.querySelector("th").removeAttribute("scope");
          document.querySelector("label").remove();
          document.querySelector("h2").outerHTML = "<h4>4</h4>";
          document.querySelector("h1").setAttribute("id", "main");
          document.querySelector("h1").style.color = "#ccc";
        }"""
    )
    found = " ".join(faults(page))
    for fault in ("no scope", "no label", "skipped", "stands twice", "contrast"):
        assert fault in found


def test_on_paper_the_lanes_stay_and_the_forms_go(page: Page, server: Server) -> None:
    page.goto(f"{server.address}/dossiers/{CODE}")
    page.emulate_media(media="print")
    for form in page.locator("form").all():
        expect(form).to_be_hidden()
    lane = page.locator("td.lane").first
    expect(lane).to_be_visible()
    assert lane.evaluate("each => getComputedStyle(each).printColorAdjust") == "exact"
