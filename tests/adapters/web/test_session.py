"""Who may see the pages."""

from collections.abc import AsyncIterator
from typing import Final
from urllib.parse import urlencode

import httpx
import pytest

from adapters.http.app import create_app
from adapters.web.pages import pages
from adapters.web.session import Session, local
from domain.access import Role
from domain.keys.key import INSTALLATION
from domain.keys.token import mark, seal
from tests.adapters.calling import TOKEN, Behind
from tests.adapters.keyrings import UNIT, auditor, service
from tests.adapters.memory_keys import MemoryKeys
from tests.adapters.memory_reads import MemoryReads
from tests.adapters.web.visiting import CODE, LAW, Browser, Folded, Office, browsing, office

pytestmark = pytest.mark.anyio

PAGES = ("/", "/dossiers", "/dossiers/HS-1", "/dossiers/a%2Fb?at=2019-01-01T00:00")
SESSION: Final = Session(MemoryKeys(TOKEN))
HELD: Final = seal(TOKEN, INSTALLATION.id)
WRONG = ("", "wrong", f"{TOKEN}x", "mã", HELD, "x" * 20_000)

OTHER: Final = "000.00.12.H39-190712-0002"
IP: Final = "long-an-dost-ip"


@pytest.fixture
async def stranger() -> AsyncIterator[Browser]:
    async with browsing(office().engine, Behind(), entered=False) as browser:
        yield browser


@pytest.mark.parametrize("path", PAGES)
async def test_a_stranger_sees_no_more_than_a_form(stranger: Browser, path: str) -> None:
    page = await stranger.get(path)
    assert page.status == 401
    assert page.words("//h1") == ["Sign in"]
    assert len(page.all("//main//input")) == 1
    assert not page.all("//header//form")


async def test_a_printed_link_opens_a_session_and_leaves_no_token_in_the_address(
    stranger: Browser,
) -> None:
    page = await stranger.get(f"/dossiers/a%2Fb?token={TOKEN}&lang=vi")
    assert (page.status, page.answer.headers["location"]) == (303, "/dossiers/a%2Fb?lang=vi")
    cookie = page.answer.headers["set-cookie"]
    assert TOKEN not in cookie
    assert "HttpOnly" in cookie
    assert "samesite=strict" in cookie.lower()
    assert "expires" not in cookie.lower()
    assert "max-age" not in cookie.lower()
    assert (await stranger.get("/dossiers/HS-1")).status == 404


async def test_the_form_takes_the_token_and_leads_back(stranger: Browser) -> None:
    page = await stranger.get("/dossiers/a%2Fb?at=2019-01-01T00:00&lang=vi")
    (form,) = page.all("//form")
    assert form.get("method") == "post"
    answer = await stranger.client.post(form.get("action"), data={"token": f" {TOKEN} "})
    assert answer.status_code == 303
    assert answer.headers["location"] == "/dossiers/a%2Fb?at=2019-01-01T00%3A00&lang=vi"
    assert (await stranger.get("/dossiers/HS-1")).status == 404


@pytest.mark.parametrize("token", WRONG)
async def test_another_token_opens_nothing(stranger: Browser, token: str) -> None:
    if len(token) < 1000:
        assert (await stranger.get("/", token=token)).status == 401
    answer = await stranger.client.post("/session", data={"token": token})
    assert answer.status_code == 401
    assert "set-cookie" not in answer.headers
    assert "That is not the token" in answer.text
    stranger.client.cookies.set(SESSION.name, token[:1000].encode().hex())
    assert (await stranger.get("/")).status == 401


async def test_the_token_in_a_cookie_opens_nothing(stranger: Browser) -> None:
    stranger.client.cookies.set(SESSION.name, TOKEN)
    assert (await stranger.get("/")).status == 401


async def test_a_form_that_is_no_form_is_asked_again(stranger: Browser) -> None:
    answer = await stranger.client.post("/session", content=b"\xff\xfe")
    assert answer.status_code == 401


async def test_behind_tls_the_cookie_never_leaves_it(stranger: Browser) -> None:
    page = await stranger.get(f"https://hoso.test/?token={TOKEN}")
    assert "Secure" in page.answer.headers["set-cookie"]


async def test_nobody_is_sent_to_another_site(stranger: Browser) -> None:
    for to in ("//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:1"):
        answer = await stranger.client.post(
            f"/session?{urlencode({'to': to})}", data={"token": TOKEN}
        )
        assert answer.headers["location"] == "/"


@pytest.mark.parametrize(
    "address", ["/\t/evil.example", "/\n/x", "/ x", "/\\x", "", "x", "/mã", "/x\\y"]
)
def test_what_a_browser_may_read_otherwise_is_no_address_of_ours(address: str) -> None:
    assert local(address) == "/"


def test_an_address_of_ours_is_kept() -> None:
    assert local("/dossiers/a%2Fb?x=1&y=~") == "/dossiers/a%2Fb?x=1&y=~"


async def test_no_token_admits_nobody() -> None:
    assert await Session(MemoryKeys("")).opened("") is None


def test_two_installations_keep_two_sessions() -> None:
    assert SESSION.name == f"hoso-{mark(TOKEN)}"
    assert Session(MemoryKeys("two" * 8)).name != SESSION.name


# Keys of units: what they do not reach is not there.


@pytest.fixture
async def told() -> Office:
    """A dossier of the sub-department, and one of the division for intellectual property."""
    told = office()
    for code, unit in ((CODE, UNIT), (OTHER, IP)):
        envelope = {"unit": unit}
        await told.tell(
            "dossier.received", "2019-07-12T09:00", code, channel="direct", envelope=envelope
        )
    return told


@pytest.fixture
def keys() -> MemoryKeys:
    return MemoryKeys(TOKEN, LAW.registry)


@pytest.fixture
async def visitors(told: Office, keys: MemoryKeys) -> AsyncIterator[Browser]:
    """The pages of an office where several have keys; nobody has shown one yet."""
    models = Folded(told.engine.store)  # type: ignore[arg-type]
    async with browsing(told.engine, models, entered=False, keys=keys) as browser:
        yield browser


LISTED: Final = {"from": "2019-07-01", "to": "2019-08-31"}


async def test_a_key_of_a_unit_sees_its_dossiers_and_no_others(
    visitors: Browser, keys: MemoryKeys
) -> None:
    token = (await keys.make(service(), "x")).token
    assert (await visitors.get("/", token=token)).status == 303
    assert (await visitors.get(f"/dossiers/{CODE}")).status == 200
    beyond, absent = [await visitors.get(f"/dossiers/{code}") for code in (OTHER, "HS-9")]
    assert (beyond.status, absent.status) == (404, 404)
    assert beyond.answer.text.replace(OTHER, "HS-9") == absent.answer.text
    table = await visitors.get("/", **LISTED, by="unit")
    assert [cells[0] for cells in (table.row("total"), table.row("Total")) if cells] == ["1"]
    listed = await visitors.get("/dossiers", **LISTED)
    assert CODE in listed.text
    for page in (table, listed):
        assert OTHER not in page.answer.text
        assert IP not in page.answer.text


async def test_an_auditor_sees_all_of_them(visitors: Browser, keys: MemoryKeys) -> None:
    await visitors.get("/", token=(await keys.make(auditor(), "x")).token)
    listed = await visitors.get("/dossiers", **LISTED)
    assert CODE in listed.text
    assert OTHER in listed.text


async def test_a_key_that_may_not_read_opens_no_page(visitors: Browser, keys: MemoryKeys) -> None:
    token = (await keys.make(auditor(role=Role.MONITOR), "x")).token
    assert (await visitors.get("/", token=token)).status == 401


async def test_a_session_ends_with_its_key(visitors: Browser, keys: MemoryKeys) -> None:
    issued = await keys.make(service(), "x")
    await visitors.get("/", token=issued.token)
    assert (await visitors.get("/dossiers", **LISTED)).status == 200
    await keys.revoke(issued.key.id, "x")
    assert (await visitors.get("/dossiers", **LISTED)).status == 401


async def test_what_an_auditor_looks_at_on_pages_is_known_by_its_route(
    told: Office, keys: MemoryKeys
) -> None:
    kept = MemoryReads()
    app = create_app(told.engine, Behind(), keys=keys, lang="en", reads=kept)
    app.include_router(pages(told.engine, Behind(), keys=keys, lang="en"))
    token = (await keys.make(auditor(), "x")).token
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://hoso.test") as client:
        await client.get("/", params={"token": token})
        assert (await client.get(f"/dossiers/{CODE}?lang=vi")).status_code == 200
    (one,) = await kept.kept(None, 10)
    assert (one.route, one.asked, one.status) == (
        "/dossiers/{code:path}",
        {"code": CODE, "lang": "vi"},
        200,
    )


async def test_the_interface_still_wants_the_bearer_token_and_says_nothing_of_pages(
    browser: Browser,
) -> None:
    assert (await browser.get("/v1/dossiers/HS-1")).status == 401
    told = (await browser.get("/openapi.json")).answer.json()
    assert "/v1/dossiers" in told["paths"]
    assert [path for path in told["paths"] if not path.startswith("/v1/")] == []
