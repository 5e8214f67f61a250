"""Which entries of the law differ between two texts of a part."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from domain.reports.events import Part
from domain.reports.law_text import Entries

NAMED_BY: Final = (
    *("name", "compared", "carrier", "code", "id", "predecessor", "day", "first", "last"),
    *("scope", "valid_from", "effective_on", "number", "since"),
)
"""What tells an entry from others of its list, where it says it."""

WITHIN: Final = ("procedure", "entry", "succession")
"""The parts of an event that say it."""


WHOLE: Final = ""
"""Stands for all lists of a part."""


class Became(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Difference:
    """An entry that one text has and the other has not, or has otherwise."""

    part: Part
    list: str
    name: str
    number: int = 1
    """Of several that are named alike."""
    before: Any = None
    after: Any = None

    @property
    def became(self) -> Became:
        if not self.before:
            return Became.ADDED
        return Became.CHANGED if self.after else Became.REMOVED


def differing(part: Part, before: Entries, after: Entries) -> tuple[Difference, ...]:
    """Every difference, list by list in the order of the names; of a part that was not there at
    all, the whole."""
    if not before or not after:
        whole = Difference(part, WHOLE, part, before=before, after=after)
        return (whole,) if before != after else ()
    lists = sorted({*before, *after})
    return tuple(each for list in lists for each in _of_list(part, list, before, after))


def _of_list(part: Part, list: str, before: Entries, after: Entries) -> Iterator[Difference]:
    was, now = keyed(before.get(list)), keyed(after.get(list))
    for key in sorted({*was, *now}):
        if was.get(key) != now.get(key):
            yield Difference(part, list, *key, was.get(key), now.get(key))


def replaced(text: Entries, differences: Iterable[Difference]) -> Entries:
    """The text with those differences made."""
    differences = tuple(differences)
    if any(each.list == WHOLE for each in differences):
        whole: Entries = differences[-1].after or {}
        return whole
    lists = {list: keyed(told) for list, told in text.items()}
    for each in differences:
        told = lists.setdefault(each.list, {})
        if each.after is None:
            told.pop((each.name, each.number), None)
        else:
            told[each.name, each.number] = each.after
    return {list: _unkeyed(told) for list, told in lists.items()}


SINGLE: Final = ("", 0)
"""The key of what is no list of entries."""

Keyed = dict[tuple[str, int], Any]


def keyed(told: Any) -> Keyed:
    """The entries of a list by name; a value that is none by itself."""
    if told is None:
        return {}
    if not _lists_entries(told):
        return {SINGLE: told}
    seen: Counter[str] = Counter()
    found: Keyed = {}
    for entry in told:
        name = named(entry)
        seen[name] += 1
        found[name, seen[name]] = entry
    return found


def _unkeyed(told: Keyed) -> Any:
    return told[SINGLE] if SINGLE in told else [*told.values()]


def _lists_entries(told: Any) -> bool:
    return isinstance(told, Sequence) and all(isinstance(each, Mapping) for each in told)


def named(entry: Mapping[str, Any]) -> str:
    """How a person finds it again: procedure.amended 2.002131 2026-03-04."""
    said: Mapping[str, Any] = next((entry[part] for part in WITHIN if part in entry), {})
    names = (entry.get(key) or said.get(key) for key in NAMED_BY)
    kind = entry.get("kind")
    return " ".join(str(name) for name in (kind, *names) if name)
