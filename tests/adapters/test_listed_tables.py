"""The dossiers behind a figure and what decided one of them, on a terminal."""

from collections.abc import Iterable
from typing import Any, Final

import pytest
from rich.console import Console

from adapters.cli.listed_tables import clocks_table, events_table, listed_table, why_lines
from adapters.messages import LANGS, Lang
from adapters.messages.explained import explained
from adapters.messages.report_words import CELLS, CLOCKS, ROLES
from adapters.web.names import Names
from domain.dossier.clocks import Clock
from projections.report.cells import NATIONAL, SETTLED_MINUTES, name
from projections.report.listing import OPENABLE, item
from projections.report.why import Role, why
from tests.domain.case import FRIDAY, PAPER, ZONE, moment, result
from tests.projections.knowing import GOVERNED, accepted, known
from tests.projections.spans import JUNE, june, not_accepted, otherwise, span, standing

LATE: Final = {"ended_on": june(21), "late_cause": "staffing", "procedure": "2.002131"}


def names(lang: Lang) -> Names:
    return Names(GOVERNED, lang, ZONE)


def printed(*tables: Any) -> str:
    console = Console(width=240)
    with console.capture() as capture:
        for table in tables:
            console.print(table)
    return capture.get()


def listed(lang: Lang, *told: dict[str, Any]) -> str:
    return printed(listed_table([item(span(**one), JUNE.as_of) for one in told], names(lang)))


def test_a_dossier_stands_with_its_days_and_its_cause() -> None:
    assert "too few staff (unconfirmed)" in listed("en", LATE)
    vietnamese = listed("vi", LATE)
    for said in ("đã giải quyết, quá hạn", "20/06/2025", "Do thiếu biên chế (chưa xác nhận)"):
        assert said in vietnamese
    confirmed = listed("en", {**LATE, "cause_confirmed": True})
    assert "too few staff" in confirmed
    assert "unconfirmed" not in confirmed


def test_why_a_class_is_contested_and_which_dates_differ_is_said() -> None:
    other = [otherwise("a-rule", ended_on=june(19))]
    told = listed("en", {"ended_on": june(21), "otherwise": other})
    assert "contested: a-rule" in told
    promised = {"promised": standing(due_on=june(25), ended_on=june(21))}
    two = listed("en", {"ended_on": june(21), "dates": promised})
    assert "promised resolved, early, legal resolved, late" in two


def test_what_waits_has_no_due_date_but_says_why() -> None:
    assert "clock stands still" in listed("en", {"due_on": None, "waits": True})
    assert "not accepted" in printed(
        listed_table([item(not_accepted(june(10)), JUNE.as_of)], names("en"))
    )


@pytest.mark.parametrize("lang", LANGS)
def test_what_decided_a_dossier_is_told_in_either_language(lang: Lang) -> None:
    history = known(accepted(promised_return=moment(FRIDAY, 17)), result(PAPER, FRIDAY))
    found = why(history, GOVERNED, FRIDAY)
    assert found
    told = {"dossier": "HS-1", **explained(found, GOVERNED, lang)}
    shown = printed(*why_lines(told, names(lang)), events_table(told, names(lang)))
    shown += printed(clocks_table(told, names(lang)))
    which = LANGS.index(lang)
    for words in (ROLES["started"], ROLES["ended"], *(CLOCKS[clock.value] for clock in Clock)):
        assert words[which] in shown
    assert all(sentence in shown for sentence in told["says"])
    assert told["says"]


def words(*told: Iterable[str]) -> list[str]:
    return [word for each in told for word in each]


def test_every_word_of_the_report_has_its_name_in_both_languages() -> None:
    assert list(ROLES) == [role.value for role in Role]
    assert list(CLOCKS) == [*(clock.value for clock in Clock), "promised", "legal"]
    ours = [each for each in OPENABLE if not each.startswith(NATIONAL) and "total" not in each]
    assert list(CELLS) == [*ours, name(SETTLED_MINUTES)]
    for told in (ROLES, CLOCKS, CELLS):
        assert len(set(words(*told.values()))) == 2 * len(told)
