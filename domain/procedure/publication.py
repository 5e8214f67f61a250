"""Publication: what a file tells becomes definitions, or all that is wrong with it is told."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, Final

from domain.procedure.procedure import Procedure, Transition
from domain.procedure.refusals import DefinitionRefused, InvalidDefinition
from domain.procedure.soundness import Flaw, flaws
from domain.procedure.structure import read
from domain.procedure.timeline import DAY

BLANKS: Final[Mapping[str, Any]] = {
    **dict.fromkeys(("code", "name_vi", "name_en", "field", "legal_basis"), "unread"),
    "valid_from": date.min,
    "components": [{"code": "unread", "name_vi": "unread", "name_en": "unread"}],
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A version where a file tells it."""

    file: str
    path: str
    version: Procedure
    dated: bool
    """Whether code and days could be read, so that it can be placed among the others."""

    def problem(self, path: str, rule: str, why: str) -> InvalidDefinition:
        return InvalidDefinition(self.file, f"{self.path}.{path}", rule, why)


def parse(file_name: str, told: Mapping[str, Any]) -> tuple[Procedure, ...]:
    """The versions that a file tells under `version`, in its order.

    Raises DefinitionRefused, which names every problem by file, path and rule.
    """
    return parse_all({file_name: told})


def parse_all(files: Mapping[str, Mapping[str, Any]]) -> tuple[Procedure, ...]:
    """The versions of all files, and whether they go together. Raises DefinitionRefused."""
    problems: list[InvalidDefinition] = []
    entries: list[Entry] = []
    for file_name, told in files.items():
        for path, each in _listed(file_name, told, problems):
            entries += _entry(file_name, path, each, problems)
    dated = [entry for entry in entries if entry.dated]
    problems += _together(dated)
    if problems:
        raise DefinitionRefused(*problems)
    return tuple(entry.version for entry in entries)


def _listed(
    file_name: str, told: Mapping[str, Any], problems: list[InvalidDefinition]
) -> Iterator[tuple[str, object]]:
    for key in sorted(set(told) - {"version"}):
        why = "a file of procedures has versions alone"
        problems.append(InvalidDefinition(file_name, key, "unknown-field", why))
    versions = told.get("version")
    if not isinstance(versions, list) or not versions:
        why = "it should list at least one version"
        problems.append(InvalidDefinition(file_name, "version", "no-version", why))
        return
    yield from ((f"version[{index}]", each) for index, each in enumerate(versions))


def _entry(
    file_name: str, path: str, told: object, problems: list[InvalidDefinition]
) -> Iterator[Entry]:
    result = read(Procedure, told, BLANKS)
    found = [*result.flaws, *(flaws(result.model, result.unread) if result.model else ())]
    problems += (_located(file_name, path, flaw) for flaw in found)
    if result.model:
        dated = not result.unread & {"code", "valid_from", "valid_to"}
        yield Entry(file_name, path, result.model, dated)


def _located(file_name: str, path: str, flaw: Flaw) -> InvalidDefinition:
    at = f"{path}.{flaw.path}" if flaw.path else path
    return InvalidDefinition(file_name, at, flaw.rule, flaw.why)


def _together(entries: Sequence[Entry]) -> Iterator[InvalidDefinition]:
    by_code: dict[str, list[Entry]] = {}
    for entry in sorted(entries, key=lambda each: each.version.valid_from):
        by_code.setdefault(entry.version.code, []).append(entry)
    for versions in by_code.values():
        yield from _succession(versions)
    yield from _names(entries, set(by_code))


def _succession(entries: Sequence[Entry]) -> Iterator[InvalidDefinition]:
    """Versions of one procedure follow each other, and say how."""
    if entries[0].version.transition:
        why = "nothing goes before a first version"
        yield entries[0].problem("transition", "first-version-with-transition", why)
    for before, after in pairwise(entries):
        yield from _follows(before, after)
    last = entries[-1]
    if last.version.valid_to and last.version.abolition is None:
        yield _ends_unexplained(last)


def _follows(before: Entry, after: Entry) -> Iterator[InvalidDefinition]:
    last, first = before.version.valid_to, after.version.valid_from
    if first == before.version.valid_from or (last and last >= first):
        why = f"overlaps with {before.file}, {before.path}, in force to {last or 'the same day'}"
        yield after.problem("valid_from", "versions-overlap", why)
    elif before.version.abolition:
        if after.version.transition:
            why = "the procedure was abolished before: this is a publication"
            yield after.problem("transition", "first-version-with-transition", why)
    elif last and last + DAY < first:
        yield _ends_unexplained(before)
    else:
        yield from _amends(after)


def _amends(entry: Entry) -> Iterator[InvalidDefinition]:
    transition = entry.version.transition
    if transition is None:
        why = "an amendment says what becomes of dossiers received before it"
        yield entry.problem("transition", "amendment-without-transition", why)
    elif transition is Transition.PENDING_STOPS:
        why = "only an abolition stops what is in flight"
        yield entry.problem("transition", "amendment-stops-nothing", why)


def _ends_unexplained(entry: Entry) -> InvalidDefinition:
    why = "it ends without a following version: say by which decision, and what is in flight"
    return entry.problem("abolition", "ends-without-abolition", why)


def _names(entries: Sequence[Entry], codes: set[str]) -> Iterator[InvalidDefinition]:
    """Codes of other systems lead to one procedure; who is followed must exist."""
    owners = {(other.value, e.version.code) for e in entries for other in e.version.other_codes}
    shared = Counter(value for value, _ in owners)
    for entry in entries:
        for index, other in enumerate(entry.version.other_codes):
            if shared[other.value] > 1 or other.value in codes:
                why = f"{other.value!r} means another procedure, too"
                yield entry.problem(f"other_codes[{index}]", "code-means-two", why)
        yield from _followed(entry)


def _followed(entry: Entry) -> Iterator[InvalidDefinition]:
    inherits = entry.version.inherits
    for index, code in enumerate(inherits.filed_with if inherits else ()):
        if code == entry.version.code:
            why = "a dossier cannot follow its own procedure"
            yield entry.problem(f"inherits.filed_with[{index}]", "follows-itself", why)
