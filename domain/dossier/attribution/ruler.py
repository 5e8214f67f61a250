"""Working minutes along a dossier's time, so that parts sum to the whole by construction.

Office time is cumulated from the start, to the second, and only then taken in whole minutes; what
passes between two instants is the difference of two readings. No part is rounded by itself.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import groupby, pairwise

from domain.calendar.calendar import WorkCalendar
from domain.calendar.counting import NOTHING, add_months, days
from domain.calendar.office_time import MINUTE, Slot, at_local, office_slots
from domain.dossier.attribution.charge import Month


@dataclass(frozen=True, slots=True)
class Ruler:
    """From the start to the end of the time that is charged."""

    due: datetime | None
    cuts: tuple[datetime, ...]
    """The due instant and the beginnings of local months, in order; the start is the first."""
    months_of: tuple[date, ...]
    """The first day of the month in which each of them lies."""
    minutes: Mapping[datetime, int]
    """Working minutes since the start, at every instant at which anything is cut."""

    def between(self, since: datetime, until: datetime) -> int:
        return self.minutes[until] - self.minutes[since]

    def months(self, since: datetime, until: datetime) -> tuple[Month, ...]:
        """The minutes between, month by month, before and after the due instant."""
        first, last = bisect_right(self.cuts, since), bisect_left(self.cuts, until)
        if first == last:
            return (self._part(first - 1, since, until),)
        parts = pairwise((since, *self.cuts[first:last], until))
        found = (self._part(at, *part) for at, part in enumerate(parts, first - 1))
        return tuple(_added(alike) for _, alike in groupby(found, lambda part: part.first))

    def _part(self, cut: int, since: datetime, until: datetime) -> Month:
        minutes = self.between(since, until)
        is_late = self.due is not None and since >= self.due
        return Month(self.months_of[cut], 0 if is_late else minutes, minutes if is_late else 0)


def _added(months: Iterable[Month]) -> Month:
    parts = tuple(months)
    before, after = sum(part.before for part in parts), sum(part.after for part in parts)
    return Month(parts[0].first, before, after)


def ruler(
    calendar: WorkCalendar, instants: Iterable[datetime], due: datetime | None = None
) -> Ruler:
    """Over `instants`, in UTC: the first is the start, the last the end of what is charged. Raises
    Undetermined where no office hours are known."""
    cut = sorted(set(instants))
    since, until = cut[0], cut[-1]
    dues = {due} if due and since < due < until else set()
    cuts = sorted({since, *_months(calendar, since, until), *dues})
    months = tuple(at.astimezone(calendar.zone).date().replace(day=1) for at in cuts)
    cut = sorted({*cut, *cuts})
    minutes = dict(zip(cut, _cumulated(calendar, cut), strict=True))
    return Ruler(due, tuple(cuts), months, minutes)


def _cumulated(calendar: WorkCalendar, instants: Sequence[datetime]) -> Iterator[int]:
    """At each instant, in order, what has passed since the first. An instant counts as the
    beginning of its minute, as `working_minutes_between` has it."""
    whole = [at.replace(second=0, microsecond=0) for at in instants]
    slots = _slots(calendar, whole[0], whole[-1])
    passed, slot = NOTHING, next(slots, None)
    for at in whole:
        while slot and slot.closes <= at:
            passed, slot = passed + (slot.closes - slot.opens), next(slots, None)
        begun = at - slot.opens if slot and slot.opens < at else NOTHING
        yield (passed + begun) // MINUTE


def _slots(calendar: WorkCalendar, since: datetime, until: datetime) -> Iterator[Slot]:
    """The office time from one instant on, to the end of the day of the other."""
    first, last = (at.astimezone(calendar.zone).date() for at in (since, until))
    for day in days(first, last):
        for opens, closes in office_slots(calendar, day):
            if since < closes:
                yield Slot(max(since, opens), closes)


def _months(calendar: WorkCalendar, since: datetime, until: datetime) -> Iterator[datetime]:
    """When each local month after the first begins."""
    first = since.astimezone(calendar.zone).date().replace(day=1)
    last = until.astimezone(calendar.zone).date()
    while (first := add_months(first, 1)) <= last:
        begins = at_local(calendar, first, time.min).astimezone(UTC)
        if since < begins < until:
            yield begins
