"""NDJSON: events as they are posted, one a line."""

from pathlib import Path

import pytest

from adapters.exchange import survey
from tests.adapters.exchange.logs import bodies, lines, problems, written

GOOD = '{"dossier": "A-1", "kind": "dossier.noted", "data": {"name": "x"}}'


def test_a_line_is_taken_as_it_is(tmp_path: Path) -> None:
    path = written(tmp_path, "a.ndjson", GOOD + "\n")

    assert bodies(path, None) == [
        {"dossier": "A-1", "kind": "dossier.noted", "data": {"name": "x"}}
    ]


def test_the_last_line_need_not_end(tmp_path: Path) -> None:
    assert len(bodies(written(tmp_path, "a.ndjson", f"{GOOD}\n{GOOD}"), None)) == 2


def test_blank_lines_are_passed_over_and_counted(tmp_path: Path) -> None:
    path = written(tmp_path, "a.ndjson", f"\n{GOOD}\r\n  \n{GOOD}\n")

    assert [line.number for line in lines(path, None)] == [2, 4]


def test_a_byte_order_mark_is_no_part_of_the_event(tmp_path: Path) -> None:
    assert len(bodies(written(tmp_path, "a.jsonl", f"\ufeff{GOOD}\n"), None)) == 1


def test_text_is_composed(tmp_path: Path) -> None:
    path = written(tmp_path, "a.ndjson", '{"a\u0301": ["e\\u0301", {"i\u0301": 1}]}\n')

    assert bodies(path, None) == [{"\u00e1": ["\u00e9", {"\u00ed": 1}]}]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        pytest.param("{", "not-json", id="cut off"),
        pytest.param("{'a': 1}", "not-json", id="Python"),
        pytest.param('{"a": NaN}', "not-json", id="no number"),
        pytest.param('{"a": "\\ud800"}', "not-json", id="half a character"),
        pytest.param("[1]", "not-an-object", id="a list"),
        pytest.param('"x"', "not-an-object", id="a text"),
        pytest.param("null", "not-an-object", id="nothing"),
        pytest.param('{"a": "\\u0000"}', "nul-character", id="a NUL"),
        pytest.param('{"a\\u0000": 1}', "nul-character", id="a NUL in a name"),
        pytest.param('{"a": ' + "[" * 40 + "]" * 40 + "}", "too-deep", id="deep"),
        pytest.param('{"a": ' + "[" * 9_000 + "]" * 9_000 + "}", "not-json", id="bottomless"),
    ],
)
def test_a_bad_line_is_named_and_the_rest_is_kept(tmp_path: Path, line: str, code: str) -> None:
    path = written(tmp_path, "a.ndjson", f"{GOOD}\n{line}\n{GOOD}\n")

    assert problems(path, None) == [(2, code)]
    assert [found.body is not None for found in lines(path, None)] == [True, False, True]


def test_dossiers_are_counted_once(tmp_path: Path) -> None:
    other = GOOD.replace("A-1", "B-1")
    content = "\n".join([GOOD, other, GOOD, '{"dossier": 7}', "{}", "{"])

    surveyed = survey(written(tmp_path, "a.ndjson", content), None)

    assert (surveyed.lines, surveyed.problems, surveyed.dossiers) == (6, 1, 2)


@pytest.mark.parametrize(
    ("line", "plain"),
    [
        (GOOD, True),
        (GOOD.replace("x", "\u00e9"), False),
        (GOOD.replace("x", "\\u00e9"), False),
        (GOOD.replace('"x"', "[" * 20 + "]" * 20), False),
    ],
)
def test_a_line_without_anything_to_compose_is_known_as_such(
    tmp_path: Path, line: str, plain: bool
) -> None:
    (read,) = lines(written(tmp_path, "a.ndjson", line), None)

    assert (read.plain, read.problem) == (plain, None)
