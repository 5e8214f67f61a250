"""A dossier's page: its history with both lanes, what stands above it, and the looks back."""

from datetime import timedelta
from typing import Any

import pytest

from adapters.messages import LANGS, Lang
from domain.request import Mode
from tests.adapters.web.visiting import CENTRE, CODE, COUNTER, UNIT, Browser, Office, Page

pytestmark = pytest.mark.anyio

SCRIPT = "<script>alert('x')</script>"
PAGE = f"/dossiers/{CODE}"
Data = dict[str, Any]
TOLD: tuple[tuple[str, str, Data], ...] = (
    ("received", "2019-07-12T15:40", {"channel": "direct", "owed": ["paper", "digital"]}),
    ("carrier-received", "2019-07-12T15:42", {"carrier": "paper", "desk": COUNTER}),
    ("carrier-received", "2019-07-12T16:20", {"carrier": "digital", "desk": COUNTER}),
    ("transferred", "2019-07-12T16:25", {"carrier": "digital", "giver": COUNTER, "taker": UNIT}),
    ("transfer-acknowledged", "2019-07-12T16:30", {"carrier": "digital", "taker": UNIT}),
    ("transferred", "2019-07-15T07:30", {"carrier": "paper", "giver": COUNTER, "taker": UNIT}),
    ("transfer-acknowledged", "2019-07-15T09:10", {"carrier": "paper", "taker": UNIT}),
    ("result-arrived", "2019-07-19T10:25", {"carrier": "digital", "desk": CENTRE}),
    ("result-arrived", "2019-07-22T08:10", {"carrier": "paper", "desk": CENTRE}),
    ("returned", "2019-07-22T14:00", {"carrier": "paper"}),
)
APART = [False, False, False, True, True, True, False, True, False, True]
COUNTER_NAME = "Counter of the sub-department at the Centre"
UNIT_NAME = "Sub-department of Standards, Metrology and Quality of Long An"


@pytest.fixture
async def _lived(office_: Office) -> None:
    for number, (kind, at, data) in enumerate(TOLD):
        told = {"promised_return": "2019-07-19T17:00:00+07:00", **data} if not number else data
        late = timedelta(hours=30) if number == 6 else timedelta()
        await office_.tell(kind, at, late=late, envelope={"actor": "long-an-o12"}, **told)


def rows(page: Page) -> list[list[str]]:
    cells = [each.xpath("td") for each in page.all("//table//tbody/tr")]
    return [[" ".join(cell.text_content().split()) for cell in row] for row in cells]


@pytest.mark.usefixtures("_lived")
async def test_each_event_says_when_what_who_and_where_both_carriers_were(
    browser: Browser,
) -> None:
    told = rows(await browser.get(PAGE))
    assert len(told) == len(TOLD)
    assert told[0] == [
        "Fri 2019-07-12 15:40",
        "Received to be returned 2019-07-19, 17:00 received",
        "One-stop officer 1",
        *("no record", "", "no record"),
    ]
    assert told[1][1:] == [
        "Came to the desk paper",
        "One-stop officer 1",
        COUNTER_NAME,
        "",
        "no record",
    ]
    assert told[3][3:] == [
        *(COUNTER_NAME, "≠at two places"),
        f"on its way from {COUNTER_NAME} to {UNIT_NAME}",
    ]
    assert told[4][3:] == [COUNTER_NAME, "≠at two places", UNIT_NAME]
    assert told[-1][3:] == [
        *("result Applicant", "≠at two places", "result Results counter at the Centre"),
    ]


@pytest.mark.usefixtures("_lived")
async def test_the_rows_where_the_carriers_are_apart_are_marked(browser: Browser) -> None:
    page = await browser.get(PAGE)
    assert ["apart" in each.get("class") for each in page.all("//table//tbody/tr")] == APART


@pytest.mark.usefixtures("_lived")
async def test_a_colour_is_a_holder_and_the_key_names_each(browser: Browser) -> None:
    page = await browser.get(PAGE)
    key = {
        each.get("class").split()[1]: each.text
        for each in page.all("//*[@class='holders']/*[contains(@class, 'swatch')]")
    }
    assert list(key.values()) == [
        *(COUNTER_NAME, UNIT_NAME, "Results counter at the Centre", "Applicant"),
    ]
    lanes = page.all("//td[contains(@class, 'lane') and not(contains(@class, 'transit'))]")
    for lane in lanes:
        holder = lane.xpath("string(.//*[@class='holder'])")
        assert key.get(lane.get("class").split()[1], "") == holder
    transits = [each.get("class") for each in page.all("//td[contains(@class, 'transit')]")]
    assert transits == ["lane transit from-c1 to-c2"] * 2


@pytest.mark.usefixtures("_lived")
async def test_what_was_recorded_later_says_when(browser: Browser) -> None:
    told = rows(await browser.get(PAGE))
    # The record stood still meanwhile: what was told after it was recorded after it.
    assert [row[0] for row in told if "recorded" in row[0]] == [
        "Mon 2019-07-15 09:10 recorded 2019-07-16, 15:10"
    ]


@pytest.mark.usefixtures("_lived")
async def test_above_stand_status_class_and_due_dates_with_their_reasons(
    browser: Browser,
) -> None:
    page = await browser.get(PAGE)
    pairs = dict(zip(page.words("//dt"), page.words("//dd"), strict=True))
    assert pairs["Status"] == "returned (national status 10)"
    assert pairs["Class"] == "late contested"
    assert pairs["Received"] == "2019-07-12, 15:40"
    assert pairs["Ended"] == "2019-07-22, 08:10"
    assert pairs["Handed in"] == "at the counter"
    assert pairs["judged by"].startswith("2019-07-19 Promised on the receipt slip")
    assert pairs["legal due date"] == "No such term is set."
    assert pairs["current due date"].startswith("2019-07-19 the same as")


@pytest.mark.usefixtures("_lived")
async def test_what_is_not_settled_is_said(browser: Browser) -> None:
    page = await browser.get(PAGE)
    notices = page.words("//*[@class='notice']")
    assert notices[0].startswith("Paper and digital disagree")
    assert "paper says 2019-07-22, 08:10 and digital says 2019-07-19, 10:25" in notices[0]
    assert notices[1].startswith("The class hangs on a reading of the law")
    assert "It is resolved with the first carrier that arrives." in notices[1]


@pytest.mark.usefixtures("_lived")
async def test_as_it_was(browser: Browser) -> None:
    page = await browser.get(PAGE, at="2019-07-15T08:00", lang="en")
    assert len(rows(page)) == 6
    assert "open, within time" in page.text
    assert "You see what had happened by 2019-07-15, 08:00." in page.text
    assert page.href("Back to now") == f"{PAGE}?lang=en"
    shown = {each.get("id"): each.get("value") for each in page.all("//main//input[@id]")}
    assert shown == {"at": "2019-07-15T08:00:00", "known_at": ""}


@pytest.mark.usefixtures("_lived")
async def test_as_it_was_known(browser: Browser) -> None:
    known = rows(await browser.get(PAGE, known_at="2019-07-16T15:09"))
    assert [row[1] for row in known][-1] == "Handed over paper"
    assert "open, within time" in (await browser.get(PAGE, known_at="2019-07-16T15:09")).text
    page = await browser.get(PAGE, known_at="2019-07-16T15:10:00+07:00")
    assert "Handover acknowledged paper" in [row[1] for row in rows(page)]
    assert "You see what was known at 2019-07-16, 15:10." in page.text


@pytest.mark.usefixtures("_lived")
async def test_every_time_leads_to_the_dossier_as_it_was_then(browser: Browser) -> None:
    page = await browser.get(PAGE, lang="vi")
    links = [each.get("href") for each in page.all("//td[@class='happened']/a[time]")]
    for number, link in enumerate(links, start=1):
        assert len(rows(await browser.get(link))) == number
        assert "lang=vi" in link
    (recorded,) = [each.get("href") for each in page.all("//a[@class='recorded']")]
    assert "known_at=2019-07-16T08%3A10%3A00Z" in recorded


@pytest.mark.usefixtures("_lived")
async def test_before_anything_happened_there_is_nothing_to_tell(browser: Browser) -> None:
    page = await browser.get(PAGE, at="2019-07-01T00:00")
    assert page.status == 200
    assert "Nothing had happened yet." in page.text
    assert not page.all("//table")


@pytest.mark.usefixtures("_lived")
async def test_what_is_annulled_is_struck_and_moves_nothing(
    office_: Office, browser: Browser
) -> None:
    wrong = await office_.tell("returned", "2019-07-19T11:00", carrier="paper")
    ref = {"source": "one-stop", "request_id": wrong.events[0].told.request_id}
    why: Data = {"reason": SCRIPT, "approver": "long-an-o03"}
    await office_.tell("annulled", "2019-07-19T11:30", target=ref, **why)
    page = await browser.get(PAGE)
    (struck,) = page.all("//tr[contains(@class, 'annulled')]")
    cells = [" ".join(cell.text_content().split()) for cell in struck.xpath("td")]
    assert cells[1].endswith("annulled")
    assert cells[3:] == [UNIT_NAME, "≠at two places", "result Results counter at the Centre"]
    assert SCRIPT not in page.answer.text


async def test_findings_are_sentences_with_names_and_local_times(
    office_: Office, browser: Browser
) -> None:
    await office_.tell("received", "2019-07-12T08:00", owed=["paper"])
    await office_.tell("carrier-received", "2019-07-12T08:01", carrier="paper", desk=COUNTER)
    await office_.tell("transferred", "2019-07-12T09:00", carrier="paper", giver=CENTRE, taker=UNIT)
    page = await browser.get(PAGE)
    (finding,) = page.words("//*[@class='findings']/li")
    assert "Results counter at the Centre" in finding
    assert "long-an" not in finding


async def test_what_nobody_knows_the_name_of_stands_as_it_was_told_and_escaped(
    office_: Office, browser: Browser
) -> None:
    place = {"organisation": SCRIPT, "desk": SCRIPT}
    who = {"actor": SCRIPT, "unit": SCRIPT, "source": SCRIPT}
    await office_.tell("received", "2019-07-12T08:00", SCRIPT, envelope=who, procedure=SCRIPT)
    await office_.tell("carrier-received", "2019-07-12T08:01", SCRIPT, carrier="paper", desk=place)
    await office_.tell(
        "transferred", "2019-07-12T09:00", SCRIPT, carrier="paper", slip=SCRIPT, taker=place
    )
    await office_.tell("noted", "2019-07-12T10:00", SCRIPT, name=SCRIPT)
    page = await browser.get("/dossiers/%3Cscript%3Ealert('x')%3C%2Fscript%3E", lang=LANGS[0])
    assert page.status == 200
    assert not page.all("//script")
    assert f"{SCRIPT}, {SCRIPT}" in rows(page)[1][3]
    assert rows(page)[3][1] == f"Noted {SCRIPT}"
    for each in page.all("//*[@href]"):
        assert "<" not in each.get("href")


@pytest.mark.usefixtures("_lived")
async def test_the_cause_of_lateness_stands_above_with_who_confirmed_it(
    office_: Office, browser: Browser
) -> None:
    who = {"actor": "long-an-o03", "unit": "long-an-dost-tdc"}
    cause: Data = {"cause": "channel-divergence"}
    await office_.tell("late-cause-recorded", "2019-07-23T08:00", envelope=who, **cause)
    page = await browser.get(PAGE)
    assert rows(page)[-1][2] == f"Head of the sub-department 1 {UNIT_NAME}"
    assert "paper and digital apart (not yet confirmed)" in page.text
    act = {"mode": "decide", "actor": "long-an-o01"}
    await office_.tell("late-cause-confirmed", "2019-07-24T08:00", envelope=act, **cause)
    assert "(confirmed by Department leader 1)" in (await browser.get(PAGE)).text


async def test_free_text_never_comes_out_of_the_vault(office_: Office, browser: Browser) -> None:
    await office_.tell("received", "2019-07-12T08:00", subject={"name": "Võ Út", "id": "01"})
    await office_.tell("stopped", "2019-07-13T08:00", reason="forgery")
    await office_.tell("noted", "2019-07-13T09:00", name="gọi", attributes={"ai": "Võ Út"})
    page = await browser.get(PAGE)
    assert "Võ Út" not in page.answer.text
    assert "stopped" in page.text


async def test_an_event_known_to_the_day_tells_no_hour(office_: Office, browser: Browser) -> None:
    await office_.tell("received", "2019-07-12T00:00", envelope={"precision": "day"})
    assert rows(await browser.get(PAGE))[0][0] == "Fri 2019-07-12"


async def test_a_dossier_of_another_zone_is_told_in_its_own_time(
    office_: Office, browser: Browser
) -> None:
    await office_.tell("received", "2019-07-12T08:00", timezone="Europe/Amsterdam")
    page = await browser.get(PAGE, at="2019-07-12T08:00")
    assert rows(page)[0][0] == "Fri 2019-07-12 03:00"
    assert "Times are local (Europe/Amsterdam)." in page.text
    assert [each.get("value") for each in page.all("//input[@id='at']")] == ["2019-07-12T08:00:00"]


async def test_an_instant_between_two_seconds_is_in_what_its_form_asks_for(
    office_: Office, browser: Browser
) -> None:
    await office_.tell("received", "2019-07-12T08:00:00.250")
    page = await browser.get(PAGE)
    (link,) = [each.get("href") for each in page.all("//td[@class='happened']/a")]
    (typed,) = [each.get("value") for each in (await browser.get(link)).all("//input[@id='at']")]
    assert typed == "2019-07-12T08:00:01"
    assert len(rows(await browser.get(PAGE, at=typed))) == 1


async def test_a_divergence_that_was_entered_is_said_until_it_ends(
    office_: Office, browser: Browser
) -> None:
    await office_.tell("received", "2019-07-12T08:00")
    act = {"mode": Mode.DECIDE, "actor": "long-an-o03"}
    found: Data = {"divergence": "custody", "since": "2019-07-12T08:00:00+07:00"}
    await office_.tell("divergence-found", "2019-07-12T09:00", envelope=act, **found)
    assert (
        "Entered as divergent and not settled: custody of the file."
        in (await browser.get(PAGE)).text
    )


async def test_a_dossier_is_found_by_any_text_that_is_its_code(
    office_: Office, browser: Browser
) -> None:
    for code in ("12/345", "a b", "Số 7 – Đặng Út", "a%2Fb", "x?y#z", "a/events", "🧾"):
        await office_.tell("received", "2019-07-12T08:00", code)
        listed = await browser.get("/dossiers")
        page = await browser.get(listed.href(code))
        assert page.words("//h1") == [f"Dossier {code}"]
        again = await browser.get(page.all("//td[@class='happened']/a")[0].get("href"))
        assert again.words("//h1") == [f"Dossier {code}"]


async def test_a_code_of_several_dossiers_leads_to_each_of_them(
    office_: Office, browser: Browser
) -> None:
    for system in ("portal", "slip"):
        await office_.tell("received", "2019-07-12T08:00", "7", envelope={"code_system": system})
    page = await browser.get("/dossiers/7")
    assert page.status == 409
    assert "Choose the system" in page.text
    for system in ("portal", "slip"):
        one = await browser.get(page.href(system))
        assert one.words("//h1") == ["Dossier 7"]
        kept = one.all("//main//input[@type='hidden']")
        assert [(each.get("name"), each.get("value")) for each in kept] == [("system", system)]


@pytest.mark.usefixtures("_lived")
@pytest.mark.parametrize("lang", LANGS)
async def test_nothing_is_left_in_the_other_language(browser: Browser, lang: Lang) -> None:
    page = await browser.get(PAGE, lang=lang)
    foreign = {"en": ("Bản giấy", "Người nộp"), "vi": ("Paper", "Applicant", "Counter", "Fri ")}
    assert not [word for word in foreign[lang] if word in page.text]
    assert page.all("/html")[0].get("lang") == lang


async def test_what_was_typed_days_later_counts_only_with_a_second_person_as_in_the_report(
    office_: Office, browser: Browser
) -> None:
    native: Data = {"provenance": "native", "actor": "long-an-o12"}
    due: Data = {
        "promised_return": "2019-07-19T17:00:00+07:00",
        "owed": ["paper"],
        "channel": "direct",
    }
    await office_.tell("received", "2019-07-12T15:40", envelope=native, **due)
    came: Data = {"carrier": "paper", "desk": CENTRE}
    four_days = timedelta(days=4)
    await office_.tell(
        "result-arrived", "2019-07-19T10:25", late=four_days, envelope=native, **came
    )
    page = await browser.get(PAGE)
    text = " ".join(page.all("//main")[0].text_content().split())
    assert "overdue" in text.lower()
    assert "It counts at once, from when it is said to have happened." in text
    table = await browser.get("/")
    assert table.row("Total")[8:10] == ["1", "0"]
