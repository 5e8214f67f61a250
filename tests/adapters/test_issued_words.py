"""What is said of issued reports has a word in both languages."""

from enum import StrEnum
from zoneinfo import ZoneInfo

import pytest

from adapters.cli.issued_tables import list_table
from adapters.messages import LANGS, Lang
from adapters.messages.issued_words import HEADINGS, TEXTS, WORDS, said, word
from adapters.messages.report_words import CELLS, cell
from projections.issued.causes import Cause
from projections.report.cells import SETTLED_MINUTES, name
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
def test_every_cell_of_the_form_has_a_name_of_its_own(lang: Lang) -> None:
    counted = [each for each in OPENABLE if not each.endswith(".total")]
    cells = [*counted, name(SETTLED_MINUTES)]
    names = [cell(each, lang) for each in cells]
    assert len(set(names)) == len(cells)
    assert not {*cells} & {*names} - {"contested"}
    assert CELLS.keys() <= {*cells}


def test_a_cell_of_another_release_is_told_as_it_is() -> None:
    assert cell("resolved.splendid", "vi") == "resolved.splendid"


def test_the_list_says_as_known_at_which_moment_where_one_was_named() -> None:
    inputs = {"period": None, "from_on": "a", "to_on": "b", "as_of": "b", "position": 1}
    line = {"number": "1", "recorded_at": "2024-07-03T02:00:00Z", "issued_by": "minh"}
    plain = {**line, "inputs": {**inputs, "known_at": None}}
    asked = {**line, "inputs": {**inputs, "known_at": "2024-07-01T02:00:00Z"}}
    zone = ZoneInfo("Asia/Ho_Chi_Minh")
    assert "known at" not in [one.header for one in list_table([plain], "en", zone).columns]
    last = list_table([plain, asked], "vi", zone).columns[-1]
    assert (last.header, [*last.cells]) == ("theo ghi nhận đến", ["", "2024-07-01 09:00"])


def test_every_text_is_another_in_the_other_language() -> None:
    assert said("groups", "vi") == "Nhóm có chênh lệch"
    assert [name for name, (english, vietnamese) in TEXTS.items() if english == vietnamese] == [
        "entry"
    ]
