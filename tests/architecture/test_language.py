"""docs/language.md and the messages know every word of the domain, and no other."""

import ast
import re
from collections.abc import Iterator
from dataclasses import fields
from string import Formatter

import pytest

import domain.dossier.refusals
import domain.procedure.refusals  # noqa: F401  (reasons are found as subclasses)
from adapters.messages import LANGS
from adapters.messages.events import EVENTS
from adapters.messages.reasons import REASONS
from domain.dossier.events import KINDS as OF_DOSSIERS
from domain.dossier.lifecycle import Stage
from domain.procedure.events import KINDS as OF_PROCEDURES
from domain.refusals import Reason
from tests.architecture import ROOT

PAGE = ROOT / "docs" / "language.md"
Row = tuple[str, ...]

KINDS = (*OF_DOSSIERS, *OF_PROCEDURES)


def reasons(parent: type[Reason] = Reason) -> Iterator[type[Reason]]:
    """Every reason that has a code of its own."""
    for reason in parent.__subclasses__():
        # A dataclass with slots is made anew; the class it was made from may live on without.
        if "code" in vars(reason) and "__slots__" in vars(reason):
            yield reason
        yield from reasons(reason)


CODES = {reason.code: reason for reason in reasons()}


def rows(heading: str) -> list[Row]:
    """The rows of the table below a heading of the page, without its head."""
    section = PAGE.read_text("utf-8").split(f"\n## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    return [tuple(cell.strip(" `") for cell in line.strip("|").split(" | ")) for line in lines[2:]]


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


def test_the_page_names_every_kind_as_the_messages_do() -> None:
    assert [row[:3] for row in rows("Kinds of events")] == [(kind, *EVENTS[kind]) for kind in KINDS]


def test_the_page_names_every_stage_with_its_national_status() -> None:
    assert [row[:2] for row in rows("Stages")] == [
        (stage, str(stage.national_status or "–")) for stage in Stage
    ]


def test_the_page_explains_every_reason_as_the_messages_do() -> None:
    assert {row[0]: row[1:] for row in rows("Reasons")} == {
        code: (reason.gravity, *REASONS[code]) for code, reason in CODES.items()
    }


@pytest.mark.parametrize("heading", ["Terms", "Kinds of events", "Stages", "Reasons"])
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
