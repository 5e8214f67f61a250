"""The timeliness table, and the dossiers behind its numbers."""

from dataclasses import replace
from datetime import date, timedelta
from time import perf_counter
from typing import Any, Final

import pytest

from projections.report import Period
from projections.timeliness import Span
from tests.adapters.calling import Behind
from tests.adapters.memory import MemoryEventStore
from tests.adapters.web.visiting import CENTRE, Browser, Folded, Office, browsing

pytestmark = pytest.mark.anyio

DAY: Final = date(2019, 8, 31)
SCRIPT: Final = "<script>alert('x')</script>"
BOTH: Final = ["paper", "digital"]


async def received(office: Office, dossier: str, day: str, due: str, **data: Any) -> None:
    told: dict[str, Any] = {"channel": "direct", "owed": BOTH, "procedure": "stand-in:log"}
    told |= {"field": "radiation-safety", **data}
    promised = f"{due}T17:00:00+07:00"
    await office.tell("received", f"{day}T08:00", dossier, promised_return=promised, **told)


async def resolved(office: Office, dossier: str, day: str) -> None:
    for carrier in BOTH:
        await office.tell("result-arrived", f"{day}T09:00", dossier, carrier=carrier, desk=CENTRE)


@pytest.fixture
async def _year(office_: Office) -> None:
    """One of each class, and one that is not accepted."""
    for code in ("early", "on-time", "late", "withdrawn"):
        await received(office_, code, "2019-03-01", "2019-03-08")
    await received(office_, "carried", "2018-12-20", "2019-01-10", channel="online")
    await received(office_, "overdue", "2019-08-01", "2019-08-08", field="intellectual-property")
    await received(office_, "in-time", "2019-08-30", "2019-09-06", field=None)
    for code, day in (("early", "07"), ("on-time", "08"), ("late", "11"), ("withdrawn", "05")):
        if code == "withdrawn":
            await office_.tell("withdrawn", f"2019-03-{day}T10:00", code)
        else:
            await resolved(office_, code, f"2019-03-{day}")
    await resolved(office_, "carried", "2019-01-10")
    await office_.tell("submitted", "2019-08-28T08:00", "refused")
    await office_.tell("intake-refused", "2019-08-29T08:00", "refused", legal_basis="Art. 5")


@pytest.mark.usefixtures("_year")
async def test_the_table_counts_every_class_and_sums(browser: Browser) -> None:
    page = await browser.get("/")
    assert page.words("//caption") == ["Dossiers by field (form II.06a)"]
    assert page.row("Radiation and nuclear safety") == [
        *("5", "0", "4", "1"),
        *("4", "1", "2", "1"),
        *("0", "0", "0"),
        *("1", "0"),
    ]
    assert page.row("Total") == [
        *("7", "0", "6", "1"),
        *("4", "1", "2", "1"),
        *("2", "1", "1"),
        *("1", "1"),
    ]
    assert page.words("//tbody/tr/th") == [
        "not recorded",
        "Intellectual property",
        "Radiation and nuclear safety",
    ]


@pytest.mark.usefixtures("_year")
async def test_each_number_leads_to_as_many_dossiers(browser: Browser) -> None:
    page = await browser.get("/", by="channel")
    numbers = page.all("//table//td/a")
    assert len(numbers) > 20
    for number in numbers:
        listed = await browser.get(number.get("href"))
        assert len(listed.words("//tbody/tr")) == int(number.text_content())


@pytest.mark.usefixtures("_year")
async def test_the_dossiers_are_listed_with_the_late_ones_first(browser: Browser) -> None:
    page = await browser.get("/dossiers", **{"from": "2019-01-01", "to": "2019-08-31"})
    order = ["late", "overdue", "in-time", "carried", "on-time", "early", "withdrawn"]
    assert page.words("//tbody/tr/th") == order
    procedure, *days, stands = page.row("late")
    assert procedure == "not recorded stand-in:log"
    assert (days, stands) == (["2019-03-01", "2019-03-08", "2019-03-11"], "late")
    assert page.row("overdue")[-2:] == ["open", "open, overdue"]
    refused = await browser.get("/dossiers", cell="not_accepted")
    assert refused.row("refused")[-1] == "not accepted"
    assert page.href("late") == "/dossiers/late"


@pytest.mark.usefixtures("_year")
async def test_a_list_says_whose_dossiers_it_shows(browser: Browser) -> None:
    page = await browser.get("/dossiers?by=field&key=radiation-safety&cell=resolved.late")
    assert page.words("//p[@class='lead']") == ["1 dossier · Radiation and nuclear safety · late"]
    unrecorded = await browser.get("/dossiers?by=field&key=")
    assert unrecorded.words("//tbody/tr/th") == ["in-time"]


@pytest.mark.usefixtures("_year")
async def test_the_period_is_asked_for_and_kept(browser: Browser) -> None:
    page = await browser.get("/", **{"from": "2019-08-01", "to": "2019-08-29", "by": "procedure"})
    assert page.row("Total")[:4] == ["1", "0", "1", "0"]
    shown = {each.get("id"): each.get("value") for each in page.all("//main//input")}
    assert shown == {"from": "2019-08-01", "to": "2019-08-29"}
    assert page.words("//option[@selected]") == ["procedure"]
    assert "from=2019-08-01&to=2019-08-29&by=procedure" in page.all("//td/a")[0].get("href")


async def test_the_year_until_today_is_asked_for_by_default(browser: Browser) -> None:
    page = await browser.get("/")
    assert "2019-01-01 to 2019-08-31" in page.text
    assert "No dossier falls into this period" in page.text


@pytest.mark.parametrize(
    ("by", "label"),
    [
        ("unit", "Sub-department of Standards"),
        ("officer", "One-stop officer 2"),
        ("procedure", "Licence"),
        ("channel", "by post"),
    ],
)
async def test_rows_are_called_by_their_names(
    office_: Office, browser: Browser, by: str, label: str
) -> None:
    licence = next(
        code
        for code in office_.engine.law.procedures
        if str(office_.engine.law.versions(code)[-1].name_en).startswith("Licence")
    )
    who = {"actor": "long-an-o13", "unit": "long-an-dost-tdc"}
    told: dict[str, Any] = {"channel": "post", "procedure": licence}
    await office_.tell("received", "2019-03-01T08:00", "HS-1", envelope=who, **told)
    page = await browser.get("/", by=by)
    assert page.words("//tbody/tr/th")[0].startswith(label)


async def test_what_the_law_and_the_registry_do_not_know_stands_as_it_was_told(
    office_: Office, browser: Browser
) -> None:
    who = {"actor": SCRIPT, "unit": SCRIPT}
    await office_.tell(
        "received", "2019-03-01T08:00", SCRIPT, envelope=who, procedure=SCRIPT, field=SCRIPT
    )
    for by in ("field", "procedure", "unit", "officer"):
        page = await browser.get("/", by=by)
        assert page.words("//tbody/tr/th") == [SCRIPT]
        assert not page.all("//script")
        listed = await browser.get(page.all("//tbody//td/a")[0].get("href"))
        assert listed.words("//tbody/tr/th") == [SCRIPT]
        assert not listed.all("//script")


async def test_who_was_refused_without_a_code_has_no_page(
    office_: Office, browser: Browser
) -> None:
    await office_.tell("intake-refused", "2019-08-29T08:00", "refused", legal_basis="Art. 5")
    page = await browser.get("/dossiers?cell=not_accepted")
    assert page.words("//tbody/tr/th") == ["not recorded"]
    assert not page.all("//tbody//a")


async def test_a_contested_class_is_marked(office_: Office, browser: Browser) -> None:
    await received(office_, "HS-1", "2019-03-01", "2019-03-08")
    await office_.tell("result-arrived", "2019-03-08T09:00", "HS-1", carrier="digital", desk=CENTRE)
    await office_.tell("result-arrived", "2019-03-11T09:00", "HS-1", carrier="paper", desk=CENTRE)
    assert (await browser.get("/dossiers")).row("HS-1")[-1] == "late contested"
    assert (await browser.get("/")).row("Total")[-1] == "1"


async def test_a_clock_that_stands_still_is_said(office_: Office, browser: Browser) -> None:
    licence = next(iter(office_.engine.law.procedures))
    await received(office_, "HS-1", "2019-08-26", "2019-08-30", procedure=licence)
    asked: dict[str, Any] = {"supplement": "1", "legal_basis": "Art. 19"}
    await office_.tell("supplement-requested", "2019-08-26T10:00", "HS-1", **asked)
    assert "clock stands still" in (await browser.get("/dossiers")).row("HS-1")[2]


async def test_a_long_list_has_pages(office_: Office, browser: Browser) -> None:
    for number in range(401):
        await office_.tell("received", "2019-03-01T08:00", f"HS-{number:03}")
    first = await browser.get("/dossiers?lang=en")
    assert len(first.words("//tbody/tr")) == 200
    assert not first.all("//a[@rel='prev']")
    last = await browser.get((await browser.get(first.href("Next page"))).href("Next page"))
    assert last.words("//tbody/tr/th") == ["HS-400"]
    assert not last.all("//a[@rel='next']")
    assert "lang=en" in last.href("Previous page")


async def test_a_code_that_is_typed_leads_to_its_dossier(browser: Browser) -> None:
    page = await browser.get("/dossiers", code=" 12/345?a ", lang="vi")
    assert page.status == 303
    assert page.answer.headers["location"] == "/dossiers/12%2F345%3Fa?lang=vi"


async def test_a_simulated_installation_says_so_on_every_page(office_: Office) -> None:
    assert isinstance(office_.engine.store, MemoryEventStore)
    await office_.tell("received", "2019-03-01T08:00", "HS-1")
    says = {"case": "founding-case", "seed": 2019, "says": "Of ten months."}
    async with browsing(office_.engine, Folded(office_.engine.store), simulation=says) as browser:
        for path in ("/", "/dossiers", "/dossiers/HS-1", "/session"):
            (told,) = (await browser.get(path)).words("//aside")
            assert told == (
                "Simulated figures. No dossier here is a real one: it is a simulation of the "
                "founding case of 2019 (seed 2019). Its parameters and its seed were fitted to "
                "published figures. Of ten months."
            )


async def test_another_case_is_called_as_it_calls_itself(office_: Office) -> None:
    async with browsing(office_.engine, Behind(), simulation={"case": "<b>"}) as browser:
        (told,) = (await browser.get("/session")).words("//aside")
        assert "a simulation of <b> (seed –)" in told


async def test_a_real_one_says_nothing_of_the_kind(browser: Browser) -> None:
    assert not (await browser.get("/")).all("//aside")


async def test_figures_that_would_be_old_are_not_shown(office_: Office) -> None:
    class Lagging(Folded):
        async def reached(self, position: int, patience: float) -> bool:
            assert position == 1
            return False

    assert isinstance(office_.engine.store, MemoryEventStore)
    await office_.tell("received", "2019-03-01T08:00", late=timedelta(days=1))
    async with browsing(office_.engine, Lagging(office_.engine.store)) as browser:
        for path in ("/", "/dossiers"):
            page = await browser.get(path)
            assert (page.status, page.answer.headers["retry-after"]) == (503, "1")
            assert "Load the page again" in page.text


async def test_a_thousand_dossiers_are_counted_in_a_fifth_of_a_second(office_: Office) -> None:
    assert isinstance(office_.engine.store, MemoryEventStore)
    await received(office_, "HS-1", "2019-03-01", "2019-03-08")
    await resolved(office_, "HS-1", "2019-03-08")
    span = (await Folded(office_.engine.store).spans(Period(DAY, DAY, DAY)))[-1]

    class Thousand(Folded):
        async def spans(self, period: Period) -> list[Span]:
            return [replace(span, stream=str(number)) for number in range(1000)]

    async with browsing(office_.engine, Thousand(office_.engine.store)) as browser:
        taken = []
        for _ in range(5):
            begun = perf_counter()
            page = await browser.get("/")
            taken.append(perf_counter() - begun)
    assert page.row("Total")[0] == "1,000"
    assert min(taken) < 0.2
