"""A dossier at the end of each local day on which something of it happened, or the law changed."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from zoneinfo import ZoneInfo

from domain.dossier.as_recorded import as_recorded, recorded_at, was_in_time
from domain.dossier.dossier import Dossier
from domain.dossier.grain import grain
from domain.dossier.intake import Intake
from domain.dossier.late_entries import Entry, counted
from domain.dossier.order import ABOUT_THE_RECORD
from domain.dossier.regime import regime
from domain.dossier.result import Document, Result
from domain.dossier.values import Carrier
from domain.frozen import replace
from domain.law import Law
from domain.testimony import EventRef
from projections.story import Story

NO_DOCUMENT: Final = Document()


@dataclass(frozen=True, slots=True)
class Evening:
    day: date
    zone: ZoneInfo
    dossier: Dossier
    recorded: Dossier | None
    """As if everything had happened when it was recorded: the same dossier where that was in time,
    None where nobody can say when."""
    whole: Dossier | None = None
    """With the late entries that wait for a second person; None where none does."""

    def decides(self, law: Law) -> tuple[Any, ...]:
        """All that a report is told from."""
        changes = _changes_of_law(self.dossier.intake, law, self.day)
        parts = [_decisive(self.dossier), self.whole and _decisive(self.whole)]
        if self.recorded is not self.dossier:
            parts.append(self.recorded and _decisive(self.recorded))
        return changes, *parts


def _decisive(dossier: Dossier) -> tuple[Any, ...]:
    """Who handles and drafts, what was scanned, what the result says, and when one that was there
    was given out, decides nothing that is counted."""
    hand_in = replace(dossier.intake.hand_in, components=(), digitised=())
    return (
        replace(dossier.intake, hand_in=hand_in),
        dossier.clock,
        replace(dossier.work, handler=None),
        _as_it_ends(dossier.result, dossier.clock.owed),
    )


def _as_it_ends(result: Result, owed: tuple[Carrier, ...]) -> Result:
    """What speaks only where nothing that goes before it is known."""
    arrived = result.arrived
    returned = {carrier: at for carrier, at in result.returned.items() if carrier not in arrived}
    there = {*arrived, *returned}
    closed_at = None if there and there >= {*owed} else result.closed_at
    of_no_matter = replace(result, document=NO_DOCUMENT, outcome=None, number=None)
    return replace(of_no_matter, returned=returned, closed_at=closed_at)


def _changes_of_law(intake: Intake, law: Law, day: date) -> int:
    """How many there were by that day of the procedures that may govern it."""
    return sum(changed_on <= day for changed_on in _days_of_change(intake, law))


def _days_of_change(intake: Intake, law: Law) -> list[date]:
    codes = {*intake.hand_in.filed_with, *([intake.procedure.code] if intake.procedure else ())}
    begun = (version.valid_from for code in codes for version in law.versions(code))
    ended = (end.effective_on for code in codes for end in law.ends.get(law.code(code), ()))
    return sorted({*begun, *ended})


def evenings(story: Story) -> Iterator[Evening]:
    """In the days of the authority that it came to in the end, so that they never go back."""
    zone, waiting = story.dossier.zone(story.law.zone), _waiting(story)
    if waiting:
        yield from _evenings_of_two(story, waiting, zone)
        return
    in_time = was_in_time(story.known, grain(regime(story.dossier, story.law)), story.law)
    recorded = {} if in_time else _recorded(story, zone)
    for day, dossier in _by_evening(story, zone).items():
        yield Evening(day, zone, dossier, dossier if in_time else recorded[day])


def _evenings_of_two(
    story: Story, waiting: Collection[EventRef], zone: ZoneInfo
) -> Iterator[Evening]:
    """Of what counts, and of the whole. As recorded, an entry did not happen before it was typed:
    so it waits for nobody, unless it is about the record."""
    counting, typed = (
        _without(story, refs) for refs in (waiting, _about_the_record(story, waiting))
    )
    counts = _by_evening(counting, zone) if counting else {}
    recorded = _recorded(typed, zone) if typed else {}
    dossier = Dossier()
    as_typed: Dossier | None = dossier
    for day, whole in _by_evening(story, zone).items():
        dossier, as_typed = counts.get(day, dossier), recorded.get(day, as_typed)
        yield Evening(day, zone, dossier, as_typed, whole)


def _by_evening(story: Story, zone: ZoneInfo) -> dict[date, Dossier]:
    return {day: story.dossiers[last] for day, last in _last_of_each_day(story, zone).items()}


def _recorded(story: Story, zone: ZoneInfo) -> dict[date, Dossier | None]:
    """Evening by evening, of what had happened by then."""
    recording = {ref: recorded_at(event, story.law) for ref, event in story.recorded.items()}
    return {
        day: as_recorded(story.happened[: last + 1], recording)
        for day, last in _last_of_each_day(story, zone).items()
    }


def _last_of_each_day(story: Story, zone: ZoneInfo) -> dict[date, int]:
    """The number of the last of what had happened by its end; also where only the law changed."""
    days = (told.occurred_at.astimezone(zone).date() for told in story.happened)
    last = {day: number for number, day in enumerate(days)}
    for changed_on in _days_of_change(story.dossier.intake, story.law):
        if before := [day for day in last if day <= changed_on]:
            last[changed_on] = last[max(before)]
    return dict(sorted(last.items()))


def what_counts(story: Story) -> Story | None:
    """Without the late entries that wait for a second person; None where nothing is left."""
    return _without(story, _waiting(story))


def _waiting(story: Story) -> set[EventRef]:
    entries = [Entry(event.told, event.recorded_at) for event in story.known]
    return {*counted(entries, story.law).waiting}


def _about_the_record(story: Story, waiting: Collection[EventRef]) -> set[EventRef]:
    return {ref for ref in waiting if type(story.recorded[ref].told.event) in ABOUT_THE_RECORD}


def _without(story: Story, refs: Collection[EventRef]) -> Story | None:
    if not refs:
        return story
    left = [event for event in story.known if event.told.ref not in refs]
    return Story(left, story.law, story.at) if left else None
