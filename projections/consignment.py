"""A slip as people look at it: what became of each thing on it."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from domain.slip import Line, LineState
from projections.view import plain


def document(slip: str, on_it: Sequence[Line]) -> dict[str, Any]:
    """How many stand how, and then each; what is not known of one is left out."""
    states = [line.state for line in on_it]
    return {
        "slip": slip,
        "totals": {state.value: states.count(state) for state in LineState if state in states},
        "dossiers": [_line(line) for line in on_it],
    }


def _line(line: Line) -> dict[str, Any]:
    shown = {field.name: plain(getattr(line, field.name)) for field in fields(line)}
    return {name: value for name, value in shown.items() if value is not None}
