"""Why a due date is what it is: sentences in both languages, from the JSON of a deadline."""

import re
from dataclasses import fields
from datetime import date
from string import Formatter
from typing import Any, get_args
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.messages import LANGS, Lang
from adapters.messages.clock_words import (
    CAUSES,
    DEADLINES,
    MISSING,
    NAMED,
    PROMISES,
    STARTS,
    WHATS,
)
from adapters.messages.deadlines import as_before, deadline_name, due_on, explain
from domain.calendar.because import Cause
from domain.dossier.clock import PromisedBy
from domain.dossier.course import What
from domain.dossier.deadlines import Deadlines, Missing
from domain.dossier.events import (
    Received,
    Rescheduled,
    SupplementReceived,
    SupplementRequested,
    Told,
)
from domain.law import Law
from domain.procedure.common import Common
from domain.procedure.term import Exclusion, Start
from projections.dossier_view import view
from tests.domain.case import XRAY, ZONE, moment, on
from tests.projections.knowing import GOVERNED, LAWS, accepted_dossiers, known

COMMON = GOVERNED.common
SENTENCES = {**WHATS, **CAUSES, **MISSING}
BEFORE_TET = date(2026, 2, 11)
"""A Wednesday: Tết is from Monday to Friday of the next week."""


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_everything_that_can_be_said_of_a_due_date_has_its_sentence() -> None:
    assert WHATS.keys() == set(What)
    assert CAUSES.keys() == set(Cause)
    assert MISSING.keys() == set(Missing)


def test_everything_that_can_be_named_in_it_has_its_name() -> None:
    (pattern,) = (each.pattern for each in get_args(Start)[1].metadata if hasattr(each, "pattern"))
    alternatives = pattern.removeprefix("^(").split("|")
    starts = {name for name in alternatives if not name.startswith("milestone:")}
    assert STARTS.keys() == starts | {"acceptance", "check-window", "in-system"}
    assert PROMISES.keys() == set(PromisedBy)
    assert DEADLINES.keys() == {field.name for field in fields(Deadlines)}
    assert "milestone:" in NAMED


@pytest.mark.parametrize("pair", SENTENCES.values(), ids=SENTENCES)
def test_a_sentence_says_the_same_in_both_languages(pair: tuple[str, str]) -> None:
    english, vietnamese = pair
    assert english != vietnamese
    assert all(text.endswith(".") for text in pair)
    assert placeholders(english) == placeholders(vietnamese)


@pytest.mark.parametrize("pairs", [DEADLINES, STARTS, PROMISES, NAMED])
def test_names_are_told_apart(pairs: dict[str, tuple[str, str]]) -> None:
    for names in zip(*pairs.values(), strict=True):
        assert len(set(names)) == len(names)
        assert all(names)


def a_deadline(**told: Any) -> dict[str, Any]:
    nothing: dict[str, Any] = dict.fromkeys(("on", "at", "missing", "legal_basis"))
    return {**nothing, "by_instant": False, "facts": [], "because": [], "rules": [], **told}


def a_fact(what: str, by: str = "supplement 1", **told: Any) -> dict[str, Any]:
    # Six in the morning of the next day, where the dossier is.
    usual = {"at": "2026-03-02T23:00:00Z", "until": "2026-03-09T23:00:00Z"}
    return {"what": what, "by": by, **usual, **told}


def a_reason(cause: str, day: str = "2026-03-03", **told: Any) -> dict[str, Any]:
    return {"cause": cause, "day": day, "declared": None, "at": None, "what": None, **told}


def lines(deadline: dict[str, Any], lang: Lang = "en") -> list[str]:
    return explain(deadline, lang, ZONE, COMMON)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("what", What)
def test_a_fact_is_told_with_its_local_day(what: What, lang: Lang) -> None:
    by = "slip" if what is What.PROMISED else "lab-test"
    (line,) = lines(a_deadline(facts=[a_fact(what, by)]), lang)
    shown = {"en": ("2026-03-03", "2026-03-10"), "vi": ("ngày 03/03/2026", "ngày 10/03/2026")}
    assert any(day in line for day in shown[lang])
    assert by not in line.split()


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("cause", Cause)
def test_a_day_is_told_as_its_language_writes_it(cause: Cause, lang: Lang) -> None:
    (line,) = lines(a_deadline(because=[a_reason(cause, what="lab-test")]), lang)
    assert {"en": "2026-03-03", "vi": "ngày 03/03/2026"}[lang] in line
    assert "lab-test" not in line


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("missing", Missing)
def test_why_there_is_no_date_comes_first(missing: Missing, lang: Lang) -> None:
    told = a_deadline(missing=missing, facts=[a_fact("suspended")])
    assert lines(told, lang)[0] in MISSING[missing]
    assert due_on(told, lang, ZONE) is None


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("start", STARTS)
def test_what_set_it_off_is_named_in_the_language(start: str, lang: Lang) -> None:
    (line,) = lines(a_deadline(facts=[a_fact("started", start)]), lang)
    assert STARTS[start][LANGS.index(lang)] in line


def test_what_bears_a_name_keeps_it() -> None:
    for by, english, vietnamese in (
        ("supplement {0}", "supplement {0}", "yêu cầu bổ sung {0}"),
        ("fee 7", "fee 7", "nghĩa vụ tài chính 7"),
        ("milestone:council-met", "the milestone council-met", "mốc council-met"),
        ("nobody knows", "nobody knows", "nobody knows"),
    ):
        told = a_deadline(facts=[a_fact("started", by)])
        assert f" {english}," in lines(told)[0]
        assert f" {vietnamese}," in lines(told, "vi")[0]


@pytest.mark.parametrize("why", Exclusion)
def test_time_that_does_not_count_is_named_in_the_language(why: Exclusion) -> None:
    for lang in LANGS:
        (line,) = lines(a_deadline(facts=[a_fact("paused", why)]), lang)
        assert why not in line


def test_days_off_of_one_name_are_told_together() -> None:
    tet = {"name_en": "Tet", "name_vi": "Tết", "source": "QĐ 1"}
    other = {"name_en": "Hùng Kings", "name_vi": "Giỗ Tổ"}
    skipped = [a_reason("skipped", f"2026-02-{day}", declared=tet) for day in (16, 17, 18)]
    because = [*skipped, a_reason("skipped", "2026-02-19", declared=other)]
    assert lines(a_deadline(because=because)) == [
        "Not counted: 2026-02-16 to 2026-02-18, Tet (QĐ 1).",
        "Not counted: 2026-02-19, Hùng Kings.",
    ]
    assert lines(a_deadline(because=because), "vi") == [
        "Không tính từ ngày 16/02/2026 đến ngày 18/02/2026, Tết (QĐ 1).",
        "Không tính ngày 19/02/2026, Giỗ Tổ.",
    ]


def test_days_off_between_which_one_was_worked_are_told_apart() -> None:
    days = ("2019-09-02", "2019-09-06", "2019-09-09", "2019-10-10")
    off = {"name_en": "Off", "name_vi": "Nghỉ"}
    because = [a_reason("skipped", day, declared=off) for day in days]
    assert lines(a_deadline(because=because)) == [
        "Not counted: 2019-09-02, Off.",
        "Not counted: 2019-09-06 to 2019-09-09, Off.",
        "Not counted: 2019-10-10, Off.",
    ]


def test_a_stop_is_told_once() -> None:
    stops = [a_reason(cause, what="supplement 1") for cause in ("paused", "resumed")]
    told = a_deadline(facts=[a_fact("paused")], because=stops)
    assert len(lines(told)) == 1
    assert len(lines(a_deadline(because=stops))) == 2


def test_a_rule_that_it_hangs_on_is_told_in_its_own_words() -> None:
    told = a_deadline(rules=["due-is-the-earlier-of-promised-and-legal"])
    (english,), (vietnamese,) = lines(told), lines(told, "vi")
    assert english.startswith("Where the law leaves room: Due is the earlier of")
    assert "Hạn là ngày sớm hơn" in vietnamese


def test_a_rule_that_the_installation_does_not_tell_is_told_by_its_name() -> None:
    told = a_deadline(rules=["due-is-the-earlier-of-promised-and-legal"])
    (line,) = explain(told, "en", ZONE, Common())
    assert line.endswith(": due-is-the-earlier-of-promised-and-legal.")


def test_the_hour_is_told_where_it_counts() -> None:
    late = a_reason("came-after-cut-off", at="2026-03-03T08:30:00Z")
    counted = a_reason("counted-from", at="2026-03-03T08:30:00Z")
    assert lines(a_deadline(because=[late]))[0].endswith(": 2026-03-03 15:30.")
    assert lines(a_deadline(because=[counted]))[0] == "Counted from: 2026-03-03."
    to_the_minute = a_deadline(because=[counted], by_instant=True)
    assert lines(to_the_minute, "vi")[0] == "Tính từ 15:30 ngày 03/03/2026."


def test_a_due_date_is_a_day_or_an_instant() -> None:
    by_day = a_deadline(on="2026-03-03", at="2026-03-03T10:00:00Z")
    assert [due_on(by_day, lang, ZONE) for lang in LANGS] == ["2026-03-03", "03/03/2026"]
    by_instant = {**by_day, "by_instant": True}
    shown = [due_on(by_instant, lang, ZONE) for lang in LANGS]
    assert shown == ["2026-03-03 17:00", "17:00 03/03/2026"]
    at_midnight = {**by_instant, "at": "2026-03-03T17:00:00Z"}
    assert due_on(at_midnight, "en", ZONE) == "2026-03-03 24:00"
    elsewhere = {**by_instant, "on": "2026-03-03"}
    assert due_on(elsewhere, "en", ZoneInfo("Europe/Paris")) == "2026-03-03 11:00"


def test_due_dates_bear_the_names_of_the_glossary() -> None:
    assert [deadline_name(field.name, "vi") for field in fields(Deadlines)] == [
        "hạn theo quy định",
        "hạn cam kết",
        "ngày hẹn trả",
        "ngày hẹn trả hiện hành",
        "hạn dùng để xét",
    ]
    assert as_before("legal", "vi") == "như hạn theo quy định"


def due(*told: Told, law: Law = GOVERNED) -> dict[str, Any]:
    found: dict[str, Any] = view(known(*told), law).state["due"]
    return found


def accepted(day: date = BEFORE_TET, procedure: str = XRAY, **said: Any) -> Told:
    return on(day, Received(procedure=procedure, **said), 8)


def test_tet_between_is_told_with_its_name() -> None:
    legal = due(accepted())["legal"]
    assert due_on(legal, "vi", ZONE) == "23/02/2026"
    english, vietnamese = lines(legal), lines(legal, "vi")
    assert english[0] == "The clock started with the acceptance, 2026-02-11."
    assert any("2026-02-16 to 2026-02-20, Lunar New Year 2026" in line for line in english)
    assert any("16/02/2026 đến ngày 20/02/2026, Tết Nguyên đán" in line for line in vietnamese)


def test_a_make_up_saturday_that_counts_is_told() -> None:
    legal = due(accepted(date(2026, 1, 7)))["legal"]
    assert due_on(legal, "en", ZONE) == "2026-01-10"
    assert any("Counted, though it is a weekend: 2026-01-10" in line for line in lines(legal))


def test_a_supplement_is_told_as_long_as_it_is_waited_for_and_when_it_came() -> None:
    asked = on(date(2026, 2, 12), SupplementRequested(supplement="1", relayed=True))
    came = on(date(2026, 2, 24), SupplementReceived(supplement="1"))
    waiting, anew = due(accepted(), asked)["legal"], due(accepted(), asked, came)["legal"]
    assert waiting["missing"] == "suspended"
    still = "The clock has stood still since 2026-02-12, and still does: supplement 1."
    assert still in lines(waiting)
    assert any("anew from zero on 2026-02-24" in line for line in lines(anew))
    assert due_on(anew, "en", ZONE) == "2026-02-27"


def test_a_promise_and_an_apology_are_told_as_such() -> None:
    slip = moment(date(2026, 2, 27), 17)
    apology = on(date(2026, 2, 13), Rescheduled(promised_return=moment(date(2026, 3, 2), 17)))
    found = due(accepted(promised_return=slip), apology)
    assert lines(found["promised"]) == ["Promised on the receipt slip, 2026-02-11."]
    assert lines(found["current"]) == ["Promised with an apology, 2026-02-13."]
    assert "Due is the earlier of" in lines(found["owed"])[-1]


def test_where_nothing_can_be_computed_it_says_why() -> None:
    nothing = due(accepted(procedure="9.999999"))
    assert [lines(one) for one in nothing.values()] == [
        ["No such term is set."],
        ["No such term is set."],
        ["No return date was promised."],
        ["No return date was promised."],
        ["No such term is set."],
    ]


@settings(max_examples=30, deadline=None)
@given(accepted_dossiers(), st.sampled_from(list(LAWS)))
def test_whatever_happened_is_explained_in_plain_words(told: list[Told], law: str) -> None:
    for lang in LANGS:
        for one in due(*told, law=LAWS[law]).values():
            said = explain(one, lang, ZONE, LAWS[law].common)
            assert said
            assert all(re.fullmatch(r"[^{}]+\.", line) for line in said)
            assert (due_on(one, lang, ZONE) is None) is (one["missing"] is not None)
