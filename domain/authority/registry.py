"""The registry: who is who on a day, as it was and as it was known.

It is folded from what was said of authorities. Of one id the later word counts; in which order
events are delivered does not.
"""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field, replace
from datetime import date
from zoneinfo import ZoneInfo

from domain.authority.authority import (
    Authority,
    DatedName,
    Desk,
    Entry,
    Officer,
    Succession,
    Unit,
)
from domain.authority.events import AuthorityEvent, Declared, Succeeded
from domain.calendar.calendar import WorkCalendar
from domain.procedure.words import Role


@dataclass(frozen=True, slots=True)
class Registry:
    """It answers for ids that it does not know, too: they have no names and no successors."""

    entries: Mapping[str, Entry] = field(default_factory=dict)
    """By id."""
    successions: Mapping[str, Succession] = field(default_factory=dict)
    """By the id of the predecessor: a body ends once."""
    bearers: Mapping[str, Set[str]] = field(default_factory=dict)
    """Ids by every code that they ever had."""
    said: tuple[AuthorityEvent, ...] = ()
    """What it was folded from; empty if the entries were simply given."""

    def as_known(self, day: date) -> "Registry":
        """The registry as it could be known at the end of the day; entries that were simply given
        were known always."""
        if not self.said:
            return self
        return registry(event for event in self.said if event.known_on <= day)

    def entry(self, id: str) -> Entry | None:
        return self.entries.get(id)

    def by_code(self, code: str, day: date) -> Entry | None:
        """Whom any system calls so on the day: for a dossier, that of its receipt.

        None also where several bodies bear the code: it is never guessed.
        """
        bearers = (self.entries[id] for id in self.bearers.get(code, ()))
        found = [entry for entry in bearers if entry.bears(code, day)]
        return found[0] if len(found) == 1 else None

    def desk(self, id: str) -> Desk | None:
        entry = self.entries.get(id)
        return entry if isinstance(entry, Desk) else None

    def name(self, id: str, day: date) -> DatedName | None:
        """As it was called then."""
        entry = self.entries.get(id)
        return entry.name(day) if entry else None

    def names_now(self, id: str, today: date) -> tuple[DatedName, ...]:
        """As those are called who stand in its place today."""
        return tuple(name for each in self.current(id, today) if (name := self.name(each, today)))

    def stands(self, id: str, day: date) -> bool:
        """Whether it is there on the day, and nobody took its place."""
        entry = self.entries.get(id)
        return bool(entry and entry.holds(day) and not self._followed(id, day))

    def successors(self, id: str, day: date) -> frozenset[str]:
        """All that came after it by the day, through however many successions."""
        found: set[str] = set()
        waiting = [id]
        while waiting:
            new = set(self._followed(waiting.pop(), day)) - found
            found |= new
            waiting += new
        return frozenset(found)

    def predecessors(self, id: str) -> frozenset[str]:
        """All whose place it ever took, or will take."""
        return frozenset(each for each in self.successions if id in self.successors(each, date.max))

    def current(self, id: str, day: date) -> tuple[str, ...]:
        """Who stands in its place on the day: itself as long as nobody came after it."""
        everybody = {id, *self.successors(id, day)}
        last = tuple(sorted(each for each in everybody if not self._followed(each, day)))
        return last or (id,)

    def same(self, a: str, b: str, day: date) -> bool:
        """Whether both mean the same body on the day: one may acknowledge for the other.

        A body that was divided is the same as each of its successors; they are not the same as
        each other.
        """
        return not set(self.current(a, day)).isdisjoint(self.current(b, day))

    def reach(self, bodies: Iterable[str]) -> frozenset[str]:
        """Whose dossiers are theirs: the bodies named, by id or code, whose place they took, the
        units and desks of all these, and the codes of all. Who is not known is itself."""
        named = {id for each in bodies for id in self.bearers.get(each, (each,))}
        named |= {before for each in named for before in self.predecessors(each)}
        units = {id for id, one in self.entries.items() if _belongs(one) in named}
        desks = {id for id, one in self.entries.items() if _belongs(one) in units}
        ids = named | units | desks
        codes = (one.value for id in ids if (it := self.entry(id)) for one in it.codes)
        return frozenset(ids.union(codes))

    def _followed(self, id: str, day: date) -> tuple[str, ...]:
        succession = self.successions.get(id)
        return succession.successors if succession and succession.effective_on <= day else ()

    def unit_of(self, id: str, day: date) -> Unit | None:
        """The unit that an officer or a desk belongs to on the day, or the unit itself: the one
        that stands in its place by then, where it is one."""
        entry = self.entries.get(id)
        match entry:
            case Officer():
                position = entry.position(day)
                now = self._now(position.unit, day) if position else None
            case Desk():
                now = self._now(entry.organisation, day)
            case _:
                now = self._now(id, day)
        return now if isinstance(now, Unit) else None

    def authority_of(self, id: str, day: date) -> Authority | None:
        """The authority that any entry belongs to on the day, found like its unit."""
        unit, desk = self.unit_of(id, day), self.desk(id)
        belongs_to = unit.authority if unit else desk.organisation if desk else id
        now = self._now(belongs_to, day)
        return now if isinstance(now, Authority) else None

    def _now(self, id: str, day: date) -> Entry | None:
        """Who alone stands in its place; where they are many, nobody says which: itself."""
        current = self.current(id, day)
        return self.entries.get(current[0] if len(current) == 1 else id)

    def officer_may_sign(self, officer: str, role: Role, day: date) -> bool:
        """By his position, or because somebody in that position delegated it to him."""
        entry = self.entries.get(officer)
        if not isinstance(entry, Officer):
            return False
        return entry.has_role(role, day) or any(
            self._appointed(delegation.by, role, delegation.valid_from)
            for delegation in entry.delegated(role, day)
        )

    def _appointed(self, officer: str, role: Role, day: date) -> bool:
        entry = self.entries.get(officer)
        return isinstance(entry, Officer) and entry.has_role(role, day)

    def calendar_for(self, authority: str, calendar: WorkCalendar) -> WorkCalendar:
        """The calendar as the authority keeps it: in its zone, its scopes and its hours.

        Unchanged for whoever is no authority of ours.
        """
        entry = self.entries.get(authority)
        if not isinstance(entry, Authority):
            return calendar
        hours = (*calendar.hours, *entry.hours)
        return replace(calendar, zone=ZoneInfo(entry.zone), hours=hours, scopes=entry.scopes)


def registry(events: Iterable[AuthorityEvent]) -> Registry:
    """What the events make known; in whatever order, and however often, they come."""
    said = tuple(events)
    entries: dict[str, Entry] = {}
    successions: dict[str, Succession] = {}
    for event in sorted(said, key=order_of_knowledge):
        match event:
            case Declared():
                entries[event.id] = event.entry
            case Succeeded():
                successions[event.id] = event.succession
    return Registry(entries, successions, _bearers(entries.values()), said)


def order_of_knowledge(event: AuthorityEvent) -> tuple[date, str]:
    return event.known_on, event.model_dump_json()


def _belongs(entry: Entry) -> str | None:
    """To which body a unit or a desk belongs."""
    match entry:
        case Unit():
            return entry.authority
        case Desk():
            return entry.organisation
        case _:
            return None


def _bearers(entries: Iterable[Entry]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for entry in entries:
        for code in entry.codes:
            found.setdefault(code.value, set()).add(entry.id)
    return found
