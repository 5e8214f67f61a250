"""Publication: what a file tells becomes events, or all that is wrong with it is told.

[[authority]], [[unit]], [[desk]], [[officer]]   an entry, whole; another one with the same
                                                 id is a later word on it
[[succession]]                                   who stands in whose place from a day on
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from domain.authority.authority import (
    Authority,
    DatedCode,
    Desk,
    Entry,
    Officer,
    Succession,
    Unit,
)
from domain.authority.events import AuthorityEvent, Declared, Succeeded
from domain.authority.registry import Registry, registry
from domain.authority.soundness import flaws
from domain.procedure.refusals import DefinitionRefused, InvalidDefinition
from domain.procedure.soundness import Flaw
from domain.procedure.structure import read

Told = Authority | Unit | Desk | Officer | Succession

BODIES: Final = (Authority, Unit)
"""Those that a desk may belong to, and stand at."""

TABLES: Final[Mapping[str, type[Told]]] = {
    "authority": Authority,
    "unit": Unit,
    "desk": Desk,
    "officer": Officer,
    "succession": Succession,
}

BLANKS: Final[Mapping[str, Any]] = {
    **dict.fromkeys(("id", "predecessor", "authority", "organisation", "place"), "unread"),
    **dict.fromkeys(("zone", "legal_basis"), "unread"),
    **dict.fromkeys(("valid_from", "effective_on"), date.min),
    "names": [{"vi": "unread", "en": "unread"}],
    "scopes": ["unread"],
    "successors": [],
}

OF_OFFICERS: Final[Mapping[str, str]] = {
    "term-without-unit": "officer-without-unit",
    "step-nobody-can-do": "unknown-role",
}
"""What the shape of a procedure's parts is called, said of an officer's."""


@dataclass(frozen=True, slots=True)
class Row:
    """An entry or a succession where a file tells it."""

    file: str
    path: str
    told: Told
    unread: frozenset[str]

    @property
    def key(self) -> str:
        """Where it names whom it speaks of."""
        return "predecessor" if isinstance(self.told, Succession) else "id"

    @property
    def id(self) -> str:
        return self.told.predecessor if isinstance(self.told, Succession) else self.told.id

    @property
    def event(self) -> AuthorityEvent:
        if isinstance(self.told, Succession):
            return Succeeded(succession=self.told, known_on=self.told.known_on)
        return Declared(entry=self.told, known_on=self.told.known_on)

    def problem(self, path: str, rule: str, why: str) -> InvalidDefinition:
        return InvalidDefinition(self.file, f"{self.path}.{path}", rule, why)


def parse(file_name: str, told: Mapping[str, Any]) -> tuple[AuthorityEvent, ...]:
    """What a file says of authorities, as events.

    Raises DefinitionRefused, which names every problem by file, path and rule.
    """
    return parse_all({file_name: told})


def parse_all(files: Mapping[str, Mapping[str, Any]]) -> tuple[AuthorityEvent, ...]:
    """What all files say, and whether it goes together. Raises DefinitionRefused."""
    problems: list[InvalidDefinition] = []
    rows: list[Row] = []
    for file_name, told in files.items():
        for path, model, each in _listed(file_name, told, problems):
            rows += _row(file_name, path, model, each, problems)
    problems += _together([row for row in rows if row.key not in row.unread])
    if problems:
        raise DefinitionRefused(*problems)
    return tuple(row.event for row in rows)


def _listed(
    file_name: str, told: Mapping[str, Any], problems: list[InvalidDefinition]
) -> Iterator[tuple[str, type[Told], object]]:
    for key in sorted(set(told) - set(TABLES)):
        why = f"a file of authorities has tables of {', '.join(TABLES)} alone"
        problems.append(InvalidDefinition(file_name, key, "unknown-field", why))
    for table, model in TABLES.items():
        rows = told.get(table, [])
        if isinstance(rows, list):
            yield from ((f"{table}[{index}]", model, each) for index, each in enumerate(rows))
        else:
            why = "it should be a list of tables"
            problems.append(InvalidDefinition(file_name, table, "value-not-allowed", why))


def _row(
    file_name: str, path: str, model: type[Told], told: object, problems: list[InvalidDefinition]
) -> Iterator[Row]:
    result = read(model, told, BLANKS)
    found = [*result.flaws, *(flaws(result.model, result.unread) if result.model else ())]
    problems += (_located(file_name, path, flaw) for flaw in found)
    if result.model:
        yield Row(file_name, path, result.model, result.unread)


def _located(file_name: str, path: str, flaw: Flaw) -> InvalidDefinition:
    at = f"{path}.{flaw.path}" if flaw.path else path
    return InvalidDefinition(file_name, at, OF_OFFICERS.get(flaw.rule, flaw.rule), flaw.why)


def _together(rows: Sequence[Row]) -> Iterator[InvalidDefinition]:
    known = registry(row.event for row in rows)
    yield from _twice(rows)
    yield from _codes(rows)
    for row in rows:
        yield from _references(row, known)
        if isinstance(row.told, Officer) and "delegations" not in row.unread:
            yield from _delegations(row, row.told, known)
        if isinstance(row.told, Succession) and not row.unread & {"effective_on", "successors"}:
            yield from _succession(row, row.told, known)


def _twice(rows: Sequence[Row]) -> Iterator[InvalidDefinition]:
    """A later word on the same id is known since another day, and of the same type."""
    days: dict[tuple[str, str, date], Row] = {}
    types: dict[tuple[str, str], Row] = {}
    for row in rows:
        same_day = days.setdefault((row.key, row.id, row.told.known_on), row)
        of_type = types.setdefault((row.key, row.id), row)
        if same_day is not row:
            why = f"{row.id!r} is told in {same_day.file}, {same_day.path}, as of the same day"
            yield row.problem(row.key, f"{row.key}-twice", why)
        elif type(of_type.told) is not type(row.told):
            why = f"{row.id!r} is something else in {of_type.file}, {of_type.path}"
            yield row.problem(row.key, f"{row.key}-twice", why)


def _codes(rows: Sequence[Row]) -> Iterator[InvalidDefinition]:
    """A code means one body on a day, whichever system it is of, and is nobody else's id."""
    spans: dict[str, list[tuple[str, date, date]]] = {}
    for row, _, code, first in _coded(rows):
        spans.setdefault(code.value, []).append((row.id, first, code.valid_to or date.max))
    ids = {row.id for row in rows}
    for row, path, code, first in _coded(rows):
        rivals = {
            id
            for id, other_first, other_last in spans[code.value]
            if first <= other_last and other_first <= (code.valid_to or date.max)
        }
        for rival in sorted((rivals | (ids & {code.value})) - {row.id}):
            yield row.problem(path, "code-means-two", f"{code.value!r} means {rival!r}, too")


def _coded(rows: Sequence[Row]) -> Iterator[tuple[Row, str, DatedCode, date]]:
    """Every code with its path and its first day."""
    for row in rows:
        if isinstance(row.told, Entry) and not row.unread & {"codes", "valid_from"}:
            for index, code in enumerate(row.told.codes):
                yield row, f"codes[{index}]", code, code.valid_from or row.told.valid_from


def _references(row: Row, known: Registry) -> Iterator[InvalidDefinition]:
    for path, id, wanted, rule in _referred(row.told):
        if path.partition("[")[0] not in row.unread and not isinstance(known.entry(id), wanted):
            what = " or ".join(each.__name__.lower() for each in wanted)
            yield row.problem(path, rule, f"there is no {what} {id!r}")


Reference = tuple[str, str, tuple[type[Entry], ...], str]
"""Path and id of whom it speaks of, what that should be, and what it breaks if it is not."""


def _referred(told: Told) -> Iterator[Reference]:
    match told:
        case Unit():
            yield "authority", told.authority, (Authority,), "unknown-authority"
        case Desk():
            yield "organisation", told.organisation, BODIES, "unknown-organisation"
            yield "place", told.place, BODIES, "unknown-place"
        case Officer():
            yield from _referred_by_officer(told)
        case Succession():
            yield "predecessor", told.predecessor, (*BODIES, Desk), "succession-of-nobody"
            for index, id in enumerate(told.successors):
                yield f"successors[{index}]", id, (*BODIES, Desk), "succession-to-nobody"
        case Authority():
            pass


def _referred_by_officer(told: Officer) -> Iterator[Reference]:
    for index, position in enumerate(told.positions):
        yield f"positions[{index}].unit", position.unit, (Unit,), "unknown-unit"
    for index, delegation in enumerate(told.delegations):
        yield f"delegations[{index}].by", delegation.by, (Officer,), "unknown-officer"


def _delegations(row: Row, officer: Officer, known: Registry) -> Iterator[InvalidDefinition]:
    for index, delegation in enumerate(officer.delegations):
        by, role, day = known.entry(delegation.by), delegation.role, delegation.valid_from
        if isinstance(by, Officer) and not by.has_role(role, day):
            why = f"{by.id!r} is no {role} on {day}; a delegation cannot be passed on"
            yield row.problem(f"delegations[{index}].by", "delegates-anothers-right", why)


def _succession(row: Row, told: Succession, known: Registry) -> Iterator[InvalidDefinition]:
    day = told.effective_on
    predecessor = known.entry(told.predecessor)
    if predecessor and predecessor.valid_from >= day:
        why = f"{told.predecessor!r} begins on {predecessor.valid_from}, not before {day}"
        yield row.problem("predecessor", "predecessor-not-there", why)
    for index, id in enumerate(told.successors):
        path = f"successors[{index}]"
        if told.predecessor in {id, *known.successors(id, date.max)}:
            why = f"{told.predecessor!r} comes after {id!r} itself"
            yield row.problem(path, "succession-in-a-circle", why)
        elif known.entry(id) and not known.stands(id, day):
            yield row.problem(path, "successor-not-there", f"{id!r} is not there on {day}")
