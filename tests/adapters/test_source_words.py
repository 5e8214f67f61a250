"""Whatever can be wrong with what a source says has a sentence in both languages; none is idle."""

import ast
from collections.abc import Iterator
from string import Formatter

import pytest

from adapters.messages.reasons import sources
from tests.architecture import ROOT

HEARING = ("profile_records", "csv_rows", "words", "bodies", "records", "opening")
"""Modules of adapters/exchange by which a source is heard."""

OF_FILES = {"unknown-suffix", "unreadable", "empty-file", "truncated", "bad-gzip"}
"""What a body cannot be: it has no name and is unpacked already."""

BY_ROUTES = {"unknown-source": {"source"}}
LOOKED_UP = {"unknown-value": {"dossier", "value", "map"}}
"""Its code is the caller's to say."""


def said() -> dict[str, set[str]]:
    """Each code that may be said of a record or a body, with its parameters."""
    found = dict(BY_ROUTES | LOOKED_UP)
    for module in HEARING:
        tree = ast.parse((ROOT / "adapters" / "exchange" / f"{module}.py").read_text("utf-8"))
        found |= {code: params for code, params in _said(tree) if code not in OF_FILES}
    return found


def _said(tree: ast.AST) -> Iterator[tuple[str, set[str]]]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(
                func=ast.Name(id="bad_record" | "BadFile" | "Problem" as how)
                | ast.Attribute(attr="wrong" as how),
                args=[ast.Constant(value=str(code)), *more],
                keywords=named,
            ):
                params = {one.arg for one in named if one.arg}
                params |= {"dossier"} if how == "wrong" else set()
                yield code, params.union(*map(_keys, more))
            case _:
                pass


def _keys(given: ast.expr) -> set[str]:
    keys = given.keys if isinstance(given, ast.Dict) else []
    return {key.value for key in keys if isinstance(key, ast.Constant)}  # type: ignore[misc]


SAID = said()


def test_each_has_a_sentence_and_each_sentence_is_said() -> None:
    assert SAID.keys() == sources.REASONS.keys()


@pytest.mark.parametrize("code", sorted(SAID))
def test_a_sentence_needs_no_more_than_is_given(code: str) -> None:
    for sentence in sources.REASONS[code]:
        asked = {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}
        assert asked <= SAID[code]
