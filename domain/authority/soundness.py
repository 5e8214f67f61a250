"""What makes one entry fit to be published. Each rule looks at the parts it names."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import pairwise
from typing import Any, Final, TypeVar
from zoneinfo import ZoneInfo

from domain.authority.authority import Authority, Dated, DatedCode, Entry, Officer, Succession
from domain.procedure.soundness import Flaw

T = TypeVar("T", bound=Dated)


def ends_after_start(entry: Entry) -> Iterator[Flaw]:
    for path, part in _dated(entry):
        first, last = part.valid_from or entry.valid_from, part.valid_to
        if last and last < first:
            yield Flaw(f"{path}valid_to", "ends-before-start", f"ends on {last}, before {first}")


def one_name_a_day(entry: Entry) -> Iterator[Flaw]:
    # A name without a last day ends when the next one begins.
    for before, after in _overlapping(entry.names, open_end=date.min):
        why = f"{before.vi!r} and {after.vi!r} hold on the same day"
        yield Flaw("names", "names-overlap", why)


def one_code_a_day(entry: Entry) -> Iterator[Flaw]:
    for system, codes in _by_system(entry).items():
        for before, after in _overlapping(codes, open_end=date.max):
            why = f"{before.value!r} and {after.value!r} of {system} hold on the same day"
            yield Flaw("codes", "codes-overlap", why)


def known_zone(authority: Authority) -> Iterator[Flaw]:
    try:
        ZoneInfo(authority.zone)
    except (ValueError, OSError, LookupError):
        yield Flaw("zone", "unknown-zone", f"{authority.zone!r} is no IANA time zone")


def own_scope_last(authority: Authority) -> Iterator[Flaw]:
    if authority.scopes[-1] != authority.id:
        why = f"they should end with its own, {authority.id!r}: the nearest scope decides"
        yield Flaw("scopes", "not-its-own-scope", why)


def hours_in_scope(authority: Authority) -> Iterator[Flaw]:
    for index, table in enumerate(authority.hours):
        if table.scope not in authority.scopes:
            why = f"{table.scope!r} is none of its scopes"
            yield Flaw(f"hours[{index}].scope", "hours-of-another-scope", why)


def has_a_unit(officer: Officer) -> Iterator[Flaw]:
    if not officer.positions:
        why = "it is not said where he works, and as what"
        yield Flaw("positions", "officer-without-unit", why)


def delegations_are_limited(officer: Officer) -> Iterator[Flaw]:
    """NĐ 30/2020/NĐ-CP Art. 13(3)."""
    for index, delegation in enumerate(officer.delegations):
        path = f"delegations[{index}]"
        if delegation.valid_to is None:
            why = "a delegation is given for a limited time"
            yield Flaw(f"{path}.valid_to", "delegation-without-end", why)
        if delegation.legal_basis is None:
            why = "a delegation is given in writing: say in which document"
            yield Flaw(f"{path}.legal_basis", "delegation-without-basis", why)


def has_a_successor(succession: Succession) -> Iterator[Flaw]:
    if not succession.successors:
        yield Flaw("successors", "succession-to-nobody", "it does not say who comes after")


def marks_mean_something(told: Entry | Succession) -> Iterator[Flaw]:
    systems = _by_system(told) if isinstance(told, Entry) else ()
    known = {*type(told).model_fields, *(f"codes.{system}" for system in systems)}
    for name in ("sourced", "uncertain"):
        for index, mark in enumerate(getattr(told, name)):
            if mark not in known:
                yield Flaw(f"{name}[{index}]", "mark-of-nothing", f"there is no {mark!r} here")
    for mark in sorted(set(told.sourced) & set(told.uncertain)):
        yield Flaw("uncertain", "marked-twice", f"{mark!r} is marked as sourced, too")


PARTS: Final = ("names", "codes", "positions", "delegations")
"""Whatever has days of its own."""

Rule = tuple[type[Entry | Succession], Callable[[Any], Iterator[Flaw]], frozenset[str]]

RULES: Final[tuple[Rule, ...]] = (
    (Entry, ends_after_start, frozenset({"valid_from", "valid_to", *PARTS})),
    (Entry, one_name_a_day, frozenset({"names"})),
    (Entry, one_code_a_day, frozenset({"codes"})),
    (Authority, known_zone, frozenset({"zone"})),
    (Authority, own_scope_last, frozenset({"id", "scopes"})),
    (Authority, hours_in_scope, frozenset({"scopes", "hours"})),
    (Officer, has_a_unit, frozenset({"positions"})),
    (Officer, delegations_are_limited, frozenset({"delegations"})),
    (Succession, has_a_successor, frozenset({"successors"})),
    (Entry, marks_mean_something, frozenset({"sourced", "uncertain", "codes"})),
    (Succession, marks_mean_something, frozenset({"sourced", "uncertain"})),
)
"""Each with what it judges and the parts it reads: where one of them cannot be read, the rule
says nothing."""


def flaws(told: Entry | Succession, unread: frozenset[str] = frozenset()) -> Iterator[Flaw]:
    """All that is wrong with it alone, apart from what hangs on the `unread` parts."""
    for judged, rule, reads in RULES:
        if isinstance(told, judged) and not reads & unread:
            yield from rule(told)


def _dated(entry: Entry) -> Iterator[tuple[str, Dated]]:
    """The entry and its parts, each with the path to its keys."""
    yield "", entry
    for name in PARTS:
        for index, part in enumerate(getattr(entry, name, ())):
            yield f"{name}[{index}].", part


def _by_system(entry: Entry) -> dict[str, list[DatedCode]]:
    found: dict[str, list[DatedCode]] = {}
    for code in entry.codes:
        found.setdefault(code.system, []).append(code)
    return found


def _overlapping(parts: Iterable[T], open_end: date) -> Iterator[tuple[T, T]]:
    """Neighbours that hold on the same day."""
    for before, after in pairwise(sorted(parts, key=_first)):
        last = before.valid_to or open_end
        if _first(before) == _first(after) or last >= _first(after):
            yield before, after


def _first(part: Dated) -> date:
    return part.valid_from or date.min
