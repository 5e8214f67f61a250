"""What is said of issued reports has a word in both languages."""

from enum import StrEnum

import pytest

from adapters.messages import LANGS
from adapters.messages.issued_words import CELLS, HEADINGS, TEXTS, WORDS, cell_name, said, word
from projections.issued.causes import Cause
from projections.issued.members import name
from projections.report.cells import SETTLED_MINUTES
from projections.report.listing import OPENABLE


@pytest.mark.parametrize("kind", WORDS)
def test_every_value_has_a_word_of_its_own_in_both_languages(kind: type[StrEnum]) -> None:
    assert list(WORDS[kind]) == list(kind)
    for lang in LANGS:
        words = [word(value, lang) for value in kind]
        assert all(words)
        assert len(set(words)) == len(kind)


def test_every_cause_has_a_heading() -> None:
    assert list(HEADINGS) == list(Cause)
    for pair in zip(*HEADINGS.values(), strict=True):
        assert len(set(pair)) == len(Cause)


@pytest.mark.parametrize("lang", LANGS)
def test_every_cell_of_the_form_has_a_name_of_its_own(lang: str) -> None:
    counted = [cell for cell in OPENABLE if not cell.endswith(".total")]
    cells = [*counted, name(SETTLED_MINUTES)]
    names = [cell_name(cell, lang) for cell in cells]  # type: ignore[arg-type]
    assert len(set(names)) == len(cells)
    assert not {*cells} & {*names} - {"contested"}
    assert CELLS.keys() <= {*cells}


def test_a_cell_of_another_release_is_told_as_it_is() -> None:
    assert cell_name("resolved.splendid", "vi") == "resolved.splendid"


def test_every_text_is_another_in_the_other_language() -> None:
    assert said("groups", "vi") == "Nhóm có chênh lệch"
    assert [name for name, (english, vietnamese) in TEXTS.items() if english == vietnamese] == [
        "entry"
    ]
