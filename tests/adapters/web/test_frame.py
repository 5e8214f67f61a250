"""What holds for every page: its language, its headers, and what goes wrong."""

import re
from collections.abc import AsyncIterator
from string import Formatter
from typing import Any

import pytest
from starlette.requests import Request
from structlog.testing import capture_logs

from adapters.messages import LANGS
from adapters.web.listing import CELLS, CLASSES
from adapters.web.rendering import STATICS, TEMPLATES, static_link
from adapters.web.texts import TEXTS
from adapters.web.visit import Visit, accepted
from domain.dossier.refusals import CodeTaken
from domain.refusals import Refused
from domain.store import Conflict, StoreUnavailable
from projections.report import Grouping
from tests.adapters.asking import engine_over
from tests.adapters.calling import Behind, FailingStore
from tests.adapters.memory import MemoryVault
from tests.adapters.web.visiting import Browser, Office, browsing, office

pytestmark = pytest.mark.anyio

BAD = (
    *("/?from=x", "/?from=2019-02-30", "/?from=20190101", "/?to=9999-12-31", "/?from=0001-01-01"),
    *("/?from=2019-02-01&to=2019-01-01", "/?by=nothing", "/?lang=fr", "/?from=%00", "/?to=٢٠١٩"),
    *("/dossiers?cell=nothing", "/dossiers?page=0", "/dossiers?page=x", "/dossiers?page=9999999"),
    *("/dossiers?code=a%00", "/dossiers/a%00b", "/dossiers/x?at=x", "/dossiers/x?known_at=2019"),
    *("/dossiers/x?at=0001-01-01T00:00", "/dossiers/x?at=2019-01-01T00:00:00%2B99:00"),
    *("/dossiers/x?lang=", "/dossiers/x?at=9999-12-31T23:59:59"),
)
WRONG = "/?from=<script>alert(1)</script>"


@pytest.mark.parametrize("path", BAD[:-2])
async def test_what_cannot_be_read_is_a_page_that_says_how_to_write_it(
    browser: Browser, path: str
) -> None:
    page = await browser.get(path)
    assert page.status == 400
    assert page.words("//h1") == ["This page cannot be shown"]
    assert page.href("To the timeliness table") == "/"
    assert "Traceback" not in page.answer.text


async def test_what_is_wrong_is_quoted_and_escaped(browser: Browser) -> None:
    page = await browser.get(WRONG)
    assert page.status == 400
    assert not page.all("//script")
    assert "“<script>alert(1)</script>” is no day." in page.text


@pytest.mark.parametrize("path", ["/nothing", "/static/nothing.css", "/dossiers/", "/v2/x"])
async def test_where_there_is_nothing_a_page_says_so(browser: Browser, path: str) -> None:
    page = await browser.get(path)
    assert page.status == 404
    assert page.words("//h1") == ["This page cannot be shown"]


async def test_a_program_is_told_in_its_own_way(browser: Browser) -> None:
    answer = await browser.client.get("/nothing", headers={"Accept": "*/*"})
    assert answer.json()["code"] == "not-found"
    answer = await browser.client.post("/dossiers/x", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (405, "method-not-allowed")


async def test_what_cannot_be_done_at_an_address_is_said(browser: Browser) -> None:
    answer = await browser.client.post("/dossiers/x", headers={"Accept": "text/html"})
    assert answer.status_code == 405
    assert set(answer.headers["allow"].split(", ")) == {"GET", "HEAD"}
    assert "cannot be used like that" in answer.text


async def test_an_unknown_dossier_is_a_page_that_says_what_to_check(browser: Browser) -> None:
    page = await browser.get("/dossiers/HS-9?lang=vi")
    assert page.status == 404
    assert "Không có hồ sơ nào mang mã HS-9" in page.text
    assert page.href("Về bảng tình hình giải quyết") == "/?lang=vi"


FAULTS = (
    (StoreUnavailable("no route"), 503, "The database cannot be reached"),
    (Conflict("HS-1"), 500, "it was logged as"),
    (RuntimeError("the secret cause"), 500, "it was logged as"),
    (Refused(CodeTaken("slip", "1")), 409, "slip"),
)


async def test_while_the_database_is_away_there_are_no_figures() -> None:
    engine = engine_over(FailingStore(fault=StoreUnavailable("no route")), MemoryVault())
    async with browsing(engine, Behind()) as browser:
        for path in ("/", "/dossiers"):
            page = await browser.get(path)
            assert (page.status, page.answer.headers["retry-after"]) == (503, "1")


@pytest.mark.parametrize(
    ("raw", "path"), [(b"/dossiers/\xff%2F<", "/dossiers/%FF%2F%3C"), (None, "/dossiers/%E1%BB%93")]
)
def test_whatever_a_client_sends_is_an_address(raw: bytes | None, path: str) -> None:
    scope: Any = {"type": "http", "path": "/dossiers/ồ", "raw_path": raw, "headers": []}
    assert Visit(Request(scope), "vi").path == path


@pytest.fixture
async def broken(request: pytest.FixtureRequest) -> AsyncIterator[Browser]:
    engine = engine_over(FailingStore(fault=request.param), MemoryVault())
    async with browsing(engine, Behind()) as browser:
        yield browser


@pytest.mark.parametrize(
    ("broken", "status", "said"), FAULTS, indirect=["broken"], ids=["503", "race", "500", "409"]
)
async def test_what_fails_is_a_page_too(broken: Browser, status: int, said: str) -> None:
    with capture_logs() as logged:
        page = await broken.get("/dossiers/HS-1")
    assert page.status == status
    assert said in page.text
    assert "the secret cause" not in page.answer.text
    faults = [line for line in logged if line["event"] == "fault"]
    assert len(faults) == (1 if status == 500 else 0)
    assert all(line["incident"] in page.text for line in faults)
    assert all(line["route"] == "/dossiers/{code:path}" for line in logged)


async def test_every_page_lets_nothing_else_in(browser: Browser, office_: Office) -> None:
    await office_.tell("received", "2019-07-12T08:00", "HS-1")
    for path in ("/", "/dossiers", "/dossiers/HS-1", "/session", "/nothing", "/?from=x"):
        headers = (await browser.get(path)).answer.headers
        assert headers["content-security-policy"].startswith("default-src 'self'")
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cache-control"] == "no-store"
        assert headers["content-type"] == "text/html; charset=utf-8"


async def test_pages_hold_no_style_and_no_script_of_their_own(
    browser: Browser, office_: Office
) -> None:
    await office_.tell("received", "2019-07-12T08:00", "HS-1")
    for path in ("/", "/dossiers", "/dossiers/HS-1", "/session"):
        page = await browser.get(path)
        assert not page.all("//script | //style | //@style | //@onclick | //iframe | //img")
        loaded = [*page.all("//link/@href"), *page.all("//@src"), *page.all("//form/@action")]
        assert all(re.match(r"/(?!/)", address) for address in loaded)


@pytest.mark.parametrize("name", STATICS)
async def test_static_files_need_no_token_and_are_kept_by_their_version(name: str) -> None:
    async with browsing(office().engine, Behind(), entered=False) as browser:
        answer = (await browser.get(static_link(name))).answer
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert answer.headers["x-content-type-options"] == "nosniff"
        unversioned = (await browser.get(f"/static/{name}?v=old")).answer
        assert unversioned.headers["cache-control"] == "no-cache"
        tag = {"If-None-Match": unversioned.headers["etag"]}
        again = await browser.client.get(f"/static/{name}", headers=tag)
        assert (again.status_code, again.content) == (304, b"")


def test_the_style_sheet_is_small_and_loads_nothing() -> None:
    body = STATICS["hoso.css"].body.decode()
    assert len(body) < 20_000
    assert "url(" not in body
    assert "@import" not in body


async def test_the_language_is_kept_by_links_where_the_address_names_it(browser: Browser) -> None:
    page = await browser.get("/", lang="vi")
    assert page.all("/html")[0].get("lang") == "vi"
    assert page.answer.headers["content-language"] == "vi"
    links = [each.get("href") for each in page.all("//nav[@class='pages']/a")]
    assert links == ["/?lang=vi", "/dossiers?lang=vi"]
    assert [each.get("value") for each in page.all("//form//input[@name='lang']")] == ["vi", "vi"]
    assert page.href("English") == "/?lang=en"
    assert not (await browser.get("/")).all("//input[@name='lang']")


@pytest.mark.parametrize(
    ("header", "lang"),
    [
        ("vi", "vi"),
        ("vi-VN,vi;q=0.9,en;q=0.8", "vi"),
        ("fr, en-GB;q=0.7, vi;q=0.3", "en"),
        ("en;q=0.1, vi;q=0.2", "vi"),
        ("fr", None),
        ("", None),
        ("*", None),
        ("vi;q=0", None),
        ("vi;q=x, en;q=0.1", "en"),
    ],
)
def test_a_browser_says_which_language_it_likes(header: str, lang: str | None) -> None:
    assert accepted(header) == lang


async def test_what_nobody_asked_for_is_told_in_the_installations_language() -> None:
    async with browsing(office().engine, Behind(), lang="vi") as browser:
        answer = await browser.client.get("/nothing", headers={"Accept-Language": "fr"})
        assert answer.headers["content-language"] == "vi"
        liked = await browser.client.get("/nothing", headers={"Accept-Language": "en"})
        assert liked.headers["content-language"] == "en"


async def test_a_look_without_a_body_is_possible(browser: Browser) -> None:
    answer = await browser.client.head("/")
    assert (answer.status_code, answer.content) == (200, b"")


def keys() -> set[str]:
    """The texts that templates name whole."""
    assert TEMPLATES.loader
    source = "".join(
        TEMPLATES.loader.get_source(TEMPLATES, name)[0] for name in TEMPLATES.list_templates()
    )
    return set(re.findall(r"""say\(["'](\w[\w.]*)["'][,)]""", source))


def test_every_text_that_is_named_is_there() -> None:
    named = {f"class.{each}" for each in (*CELLS, *CLASSES)}
    named |= {f"{kind}.{each.value}" for each in Grouping for kind in ("by", "heading")}
    named |= {f"weekday.{day}" for day in range(7)} | {f"lang.{lang}" for lang in LANGS}
    assert len(keys()) > 50
    assert (keys() | named) - TEXTS.keys() == set()


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("key", TEXTS)
def test_a_text_says_the_same_in_both_languages(key: str) -> None:
    english, vietnamese = TEXTS[key]
    assert english
    assert vietnamese
    assert placeholders(english) == placeholders(vietnamese)
    assert english.endswith(".") == vietnamese.endswith(".")
