"""docs/language.md and the messages know every word of the domain, and no other."""

import ast
import re
from collections.abc import Iterator
from dataclasses import fields
from string import Formatter

import pytest

from adapters.messages import LANGS
from adapters.messages.events import EVENTS
from adapters.messages.reasons import REASONS
from domain.dossier.lifecycle import Stage
from tests.architecture import ROOT
from tests.architecture.language_page import (
    COMMAND,
    KINDS,
    PAGE,
    STAGES,
    marks,
    meaning,
    page,
    reasons,
)
from tests.architecture.law_index import Article, articles, everything, left_over

Row = tuple[str, ...]

CODES = {reason.code: reason for reason in reasons()}
HEADINGS = ("Terms", "Kinds of events", "Stages", "Reasons", "Where the law is")


def rows(heading: str) -> list[Row]:
    """The rows of the table below a heading of the page, without its head."""
    section = PAGE.read_text("utf-8").split(f"\n## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    return [tuple(cell.strip(" `") for cell in line.strip("|").split(" | ")) for line in lines[2:]]


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


def test_the_page_is_fresh() -> None:
    written = PAGE.read_text("utf-8")

    # Compared to a bool: the difference of two pages says less than how to write it.
    assert (written == page(written)) is True, f"docs/language.md is stale; run: {COMMAND}"


def test_what_is_written_by_hand_stays() -> None:
    written = PAGE.read_text("utf-8")
    _, end = marks("stages")
    touched = written.replace("## Terms", "## Words").replace(end, f"| lost |\n{end}")

    assert page(touched) == page(written).replace("## Terms", "## Words")


def test_a_lost_mark_is_missed() -> None:
    begin, _ = marks("law")

    with pytest.raises(KeyError, match=begin):
        page(PAGE.read_text("utf-8").replace(begin, ""))


def test_the_page_has_a_row_for_every_kind_stage_and_reason() -> None:
    assert [row[0] for row in rows("Kinds of events")] == list(KINDS)
    assert [row[0] for row in rows("Stages")] == list(Stage)
    assert sorted(row[0] for row in rows("Reasons")) == sorted(CODES)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_says_what_it_means(kind: str) -> None:
    assert len(meaning(kind)) > len("It happened.")


def test_what_is_said_for_the_code_is_said_of_all_and_of_nothing_else() -> None:
    assert list(STAGES) == list(Stage)
    assert all(vars(kind).get("__doc__") for kind in KINDS.values())


@pytest.mark.parametrize("heading", HEADINGS)
def test_no_cell_is_empty_and_no_row_stands_twice(heading: str) -> None:
    table = rows(heading)

    assert len({row[0] for row in table}) == len(table)
    assert all(all(row) for row in table)
    assert len({len(row) for row in table}) == 1


@pytest.mark.parametrize("row", rows("Terms"), ids=lambda row: row[0])
def test_a_term_is_written_where_the_page_says(row: Row) -> None:
    _, _, name, where, _ = row
    place = ROOT / where
    files = sorted(place.rglob("*.py")) if place.is_dir() else [place]

    assert set(name.split(".")) <= {word for file in files for word in defined(file.read_text())}


def defined(source: str) -> Iterator[str]:
    """Names that a module gives: classes, functions, fields and constants."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name):
                yield name
            case ast.Name(id=name, ctx=ast.Store()):
                yield name
            case _:
                pass


def test_every_kind_has_a_name_in_each_language() -> None:
    assert list(EVENTS) == list(KINDS)
    assert all(len(names) == len(LANGS) and all(names) for names in EVENTS.values())


@pytest.mark.parametrize("code", CODES)
def test_every_reason_has_a_sentence_in_each_language(code: str) -> None:
    assert len(REASONS[code]) == len(LANGS)
    for sentence in REASONS[code]:
        assert placeholders(sentence) == {field.name for field in fields(CODES[code])}
        assert sentence.endswith(".")


@pytest.mark.parametrize("code", REASONS)
def test_both_languages_tell_the_same(code: str) -> None:
    english, vietnamese = REASONS[code]

    assert placeholders(english) == placeholders(vietnamese)
    assert english != vietnamese


def test_codes_are_kebab_case_and_name_one_reason_each() -> None:
    codes = [reason.code for reason in reasons()]

    assert len(set(codes)) == len(codes)
    assert [code for code in codes if not re.fullmatch(r"[a-z]+(-[a-z]+)*", code)] == []


# The law.


def test_the_law_is_written_so_that_the_page_can_read_it() -> None:
    unread = {
        f"{said.place.path} {said.place.name}": found
        for said in everything()
        if (found := left_over(said.text))
    }

    assert unread == {}, "name the act, as in: NĐ 61/2018 Art. 19(4), 20"


def test_a_stranger_finds_the_rules_of_an_article() -> None:
    found = {row[0]: row[1:] for row in rows("Where the law is")}

    vietnamese, kinds, codes, elsewhere = found["NĐ 61/2018/NĐ-CP Art. 19(9)"]
    assert vietnamese == "khoản 9 Điều 19"
    assert "dossier.rescheduled" in kinds
    assert "apology-late" in codes
    assert "second-reschedule" in codes
    assert "[`due-is-the-earlier-of-promised-and-legal`]" in elsewhere
    assert "dossier.transferred" in found["NĐ 61/2018/NĐ-CP Art. 18"][1]
    assert "shelf-contradicts" in found["NĐ 61/2018/NĐ-CP Art. 21"][2]


def test_every_place_that_the_page_leads_to_exists() -> None:
    links = re.findall(r"\]\(\.\./([^)]+)\)", PAGE.read_text("utf-8"))

    assert links
    assert {link for link in links if not (ROOT / link).is_file()} == set()


def test_articles_are_sorted_as_people_count() -> None:
    numbers = [
        row[0].removeprefix("NĐ 61/2018/NĐ-CP Art. ")
        for row in rows("Where the law is")
        if row[0].startswith("NĐ 61/2018/NĐ-CP Art. 5") or row[0].endswith((" 16", " 21"))
    ]

    assert numbers == ["5(1)", "5(1)(c)", "5(1)(đ)", "5(1)(e)", "16", "21"]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("(Mẫu 04, NĐ 61/2018 Art. 19(9)).", ["NĐ 61/2018/NĐ-CP Art. 19(9)"]),
        (
            "NĐ 61/2018/NĐ-CP\n    Art. 11(2)(c), 15(3)",
            ["NĐ 61/2018/NĐ-CP Art. 11(2)(c)", "NĐ 61/2018/NĐ-CP Art. 15(3)"],
        ),
        ("NĐ 61/2018 Art. 5(1)đ", ["NĐ 61/2018/NĐ-CP Art. 5(1)(đ)"]),
        ("TT 28/2012/TT-BKHCN Arts. 9–10", [f"TT 28/2012/TT-BKHCN Art. {n}" for n in (9, 10)]),
        (
            "(Civil Code 2015 Art. 147), and the last day rolls (Art. 148)",
            ["Civil Code 2015 Art. 147", "Civil Code 2015 Art. 148"],
        ),
        ("BLDS 2015 Art. 147; sector law", ["Civil Code 2015 Art. 147"]),
        (
            "Luật Ban hành VBQPPL 2015 Art. 152 and 156",
            [f"Luật Ban hành VBQPPL 2015 Art. {n}" for n in (152, 156)],
        ),
        ("status 8 (QĐ 766/QĐ-TTg)", ["QĐ 766/QĐ-TTg"]),
        ("QĐ 766, TT 03/2025/TT-VPCP Annex I", ["QĐ 766/QĐ-TTg", "TT 03/2025/TT-VPCP Annex I"]),
        ("NĐ 45/2020: automatic receipt", ["NĐ 45/2020/NĐ-CP"]),
        ("Art. 20 of nothing, form 07g, 15:00", []),
    ],
)
def test_a_text_names_articles(text: str, numbers: list[str]) -> None:
    assert [str(article) for article in articles(text)] == numbers


@pytest.mark.parametrize("text", ["Art. 20(4)", "Art.19", "NĐ61/2018", "Điều 19 khoản 4"])
def test_law_that_is_not_read_is_noticed(text: str) -> None:
    assert list(articles(text)) == []
    assert left_over(text)


@pytest.mark.parametrize(
    ("article", "vietnamese"),
    [
        (Article("NĐ 61/2018/NĐ-CP", "5(1)(đ)"), "điểm đ khoản 1 Điều 5"),
        (Article("NĐ 61/2018/NĐ-CP", "18"), "Điều 18"),
        (Article("TT 03/2025/TT-VPCP", "Annex I"), "Phụ lục I"),
        (Article("QĐ 766/QĐ-TTg"), ""),
    ],
)
def test_an_article_is_cited_in_vietnamese(article: Article, vietnamese: str) -> None:
    assert article.vietnamese == vietnamese
