"""Publication of what holds for all procedures."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Any

from domain.procedure.common import Account, Common, Default
from domain.procedure.refusals import DefinitionRefused, InvalidDefinition
from domain.procedure.structure import read
from domain.procedure.words import DepartmentField


def parse_common(files: Mapping[str, Mapping[str, Any]]) -> Common:
    """What all files tell together. Raises DefinitionRefused with every problem.

    Each default rule, each field of the department and the rank of each account of working time
    must be told exactly once.
    """
    parts = {file: read(Common, told, {}) for file, told in files.items()}
    problems = [
        InvalidDefinition(file, flaw.path, flaw.rule, flaw.why)
        for file, part in parts.items()
        for flaw in part.flaws
    ]
    told = {file: part.model for file, part in parts.items() if part.model}
    problems += (problem for file, common in told.items() for problem in _dated(file, common))
    common = _joined(told.values())
    if not problems:
        everywhere = ", ".join(files)
        problems += _each_once(everywhere, "rules", Default, (rule.name for rule in common.rules))
        problems += _each_once(
            everywhere, "fields", DepartmentField, (field.name for field in common.fields)
        )
        problems += _each_once(
            everywhere, "precedence", Account, (rank.name for rank in common.precedence)
        )
    if problems:
        raise DefinitionRefused(*problems)
    return common


def _joined(parts: Iterable[Common]) -> Common:
    parts = tuple(parts)
    return Common(
        rules=tuple(rule for part in parts for rule in part.rules),
        tolerances=tuple(tolerance for part in parts for tolerance in part.tolerances),
        decrees=tuple(decree for part in parts for decree in part.decrees),
        slips=tuple(slip for part in parts for slip in part.slips),
        fields=tuple(field for part in parts for field in part.fields),
        precedence=tuple(rank for part in parts for rank in part.precedence),
    )


def _each_once(
    file: str, path: str, wanted: type[StrEnum], names: Iterable[str]
) -> Iterator[InvalidDefinition]:
    told = Counter(names)
    for name in wanted:
        if told[name] != 1:
            why = f"{name.value!r} is told {told[name]} times, not once"
            yield InvalidDefinition(file, path, "not-told-once", why)


def _dated(file: str, common: Common) -> Iterator[InvalidDefinition]:
    for index, decree in enumerate(common.decrees):
        if decree.valid_from < decree.issued_on:
            why = f"valid from {decree.valid_from}, before it was issued on {decree.issued_on}"
            path = f"decrees[{index}].valid_from"
            yield InvalidDefinition(file, path, "valid-before-issue", why)
