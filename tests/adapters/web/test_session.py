"""Who may see the pages."""

from collections.abc import AsyncIterator
from urllib.parse import urlencode

import pytest

from adapters.web.session import Session, local
from tests.adapters.calling import TOKEN, Behind
from tests.adapters.web.visiting import Browser, browsing, office

pytestmark = pytest.mark.anyio

PAGES = ("/", "/dossiers", "/dossiers/HS-1", "/dossiers/a%2Fb?at=2019-01-01T00:00")
WRONG = ("", "wrong", f"{TOKEN}x", "mã", Session(TOKEN).value, "x" * 20_000)


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
    stranger.client.cookies.set(Session(TOKEN).name, token[:1000].encode().hex())
    assert (await stranger.get("/")).status == 401


async def test_the_token_in_a_cookie_opens_nothing(stranger: Browser) -> None:
    stranger.client.cookies.set(Session(TOKEN).name, TOKEN)
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


def test_no_token_admits_nobody() -> None:
    assert not Session("").admits("")
    assert not Session("").admits(None)


def test_two_installations_keep_two_sessions() -> None:
    assert Session("one" * 8).name != Session("two" * 8).name


async def test_the_interface_still_wants_the_bearer_token_and_says_nothing_of_pages(
    browser: Browser,
) -> None:
    assert (await browser.get("/v1/dossiers/HS-1")).status == 401
    told = (await browser.get("/openapi.json")).answer.json()
    assert [path for path in told["paths"] if not path.startswith("/v1/")] == [
        "/healthz",
        "/readyz",
    ]
