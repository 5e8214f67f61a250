"""The timeliness report of a large installation, against the same questions of the log in SQL."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Any, Final

from benchmarks.crowd import coroutines
from benchmarks.generated import EVER, PROCEDURE, QUARTER, SEED, fill
from benchmarks.hoso import Hoso
from benchmarks.measurement import Area, Contender, Place, Sample
from benchmarks.peers.raw_events import COUNTS, LATE, LEVELS, ON_TIME, RESOLVED_LATE, RawEvents
from benchmarks.sizes import Sizes
from domain.dossier.clocks import Clock
from projections.report import Grouping, Levels, Path, Period, document
from projections.report.listing import OPENABLE, TOTAL, Page, Wanted, due, paged, received

MIDDLE: Final = Period(QUARTER.from_on, QUARTER.to_on, date(2019, 8, 15))
BY_ONE: Final = (Grouping.PROCEDURE,)
BY_THREE: Final = (Grouping.FIELD, Grouping.PROCEDURE, Grouping.UNIT)

LIMIT: Final = 100
"""Dossiers of a page; one more is asked for, which tells whether there is a next one."""
SKIPPED: Final = 99 * LIMIT
"""Before the hundredth page."""

DAYS: Final = 20
"""Any ones, of which each round is as of the next."""

ROUNDS: Final = 3

NOTES: Final = (
    "**Generated data**: so many dossiers in the read model of timeliness and two events of each "
    "in the log beside it, made in the database by a seed, with shares as in the founding case "
    "(benchmarks/generated.sql). No projection told these rows. Three years, 47 procedures, few "
    "of which make up most of it; 2 % late, one row of eight otherwise by another clock. One "
    "caller, a warm server.",
    "hoso: `ReadModels.counts` and the report as JSON: owed and national clock, what waits, is "
    "contested, was withdrawn. `ReadModels.late` and `ReadModels.listed`: a page of 100 as JSON. "
    "As of any day: another one of the three years in each round, and the quarter that it is in.",
    "Raw events: the nearest that SQL says of the log alone, by the day that the slip printed, "
    "with neither pauses nor readings nor a second clock, by unit and procedure, for events name "
    "no field. It has an index by kind and time that the log does not have otherwise, and its "
    "pages begin behind a key as hoso's do.",
)


def quarter(day: date) -> Period:
    """The one that the day is in, as of the day."""
    first = day.replace(month=day.month - (day.month - 1) % 3, day=1)
    following = (first + timedelta(days=100)).replace(day=1)
    return Period(first, following - timedelta(days=1), day)


def any_days() -> Sequence[Period]:
    """The same ones for whoever is asked."""
    days = range((EVER.to_on - EVER.from_on).days + 1)
    return [quarter(EVER.from_on + timedelta(each)) for each in Random(SEED).sample(days, DAYS)]


class Asked(Hoso):
    """A question to the read models by one caller, in each round of the next of the periods."""

    def __init__(self, dossiers: int, periods: Sequence[Period] = (QUARTER,)) -> None:
        self.dossiers = dossiers
        self.periods = periods

    def setup(self, place: Place) -> None:
        self.conninfo = place.conninfo
        super().setup(place)

    async def prepare(self) -> None:
        if not await self.system.read_models.listed(Wanted(EVER, ("received", TOTAL)), Page(1)):
            await fill(self.conninfo, self.dossiers)

    def run(self, turn: int, seconds: float) -> Sample:
        async def ask() -> None:
            await self.answer(self.periods[turn % len(self.periods)])

        return self.wait(coroutines([ask], seconds))

    async def answer(self, period: Period) -> Any:
        """As JSON."""
        raise NotImplementedError


class Report(Asked):
    def __init__(self, dossiers: int, by: Levels, periods: Sequence[Period] = (QUARTER,)) -> None:
        super().__init__(dossiers, periods)
        self.by = by

    async def answer(self, period: Period) -> Any:
        counted = await self.system.read_models.counts(period, self.by)
        return document(counted, period, self.by, None)


class LateNow(Asked):
    async def answer(self, period: Period) -> Any:
        found = await self.system.read_models.late(period.as_of, Page(LIMIT + 1))
        return paged(found, LIMIT, period.as_of, Clock.OWED, due)


class Behind(Asked):
    """The dossiers behind a number of the quarter, a page of them."""

    def __init__(self, dossiers: int, cell: str, group: Path = (), *, skipped: int = 0) -> None:
        super().__init__(dossiers)
        self.wanted = Wanted(QUARTER, OPENABLE[cell], BY_ONE, group)
        self.skipped = skipped
        self.page = Page(LIMIT + 1)

    async def prepare(self) -> None:
        await super().prepare()
        if self.skipped:
            before = await self.system.read_models.listed(self.wanted, Page(self.skipped))
            # Behind the first one where there are not so many.
            last = before[-1 if len(before) == self.skipped else 0]
            self.page = Page(LIMIT + 1, received(last))

    async def answer(self, period: Period) -> Any:
        found = await self.system.read_models.listed(self.wanted, self.page)
        return paged(found, LIMIT, period.as_of)


def areas(sizes: Sizes) -> Sequence[Area]:
    return [*_counting(sizes.reported), *_listing(sizes.reported)]


def _counting(dossiers: int) -> Sequence[Area]:
    any_day = any_days()
    return [
        _area("quarter by procedure", Report(dossiers, BY_ONE), RawEvents(COUNTS)),
        _area("by field, procedure, unit", Report(dossiers, BY_THREE), RawEvents(LEVELS)),
        _area("as of its middle", Report(dossiers, BY_ONE, [MIDDLE]), RawEvents(COUNTS, [MIDDLE])),
        _area("as of any day", Report(dossiers, BY_ONE, any_day), RawEvents(COUNTS, any_day)),
    ]


def _listing(dossiers: int) -> Sequence[Area]:
    late = Behind(dossiers, "resolved.late", (PROCEDURE,))
    on_time = Behind(dossiers, "resolved.on_time")
    ours = Behind(dossiers, "resolved.on_time", skipped=SKIPPED)
    its = RawEvents(ON_TIME, limit=LIMIT + 1, skipped=SKIPPED)
    return [
        _area("late now", LateNow(dossiers, [EVER]), RawEvents(LATE, [EVER], limit=LIMIT + 1)),
        _area("late of a procedure", late, RawEvents(RESOLVED_LATE, limit=LIMIT + 1)),
        _area("on time, page 1", on_time, RawEvents(ON_TIME, limit=LIMIT + 1)),
        _area("on time, page 100", ours, its),
    ]


def _area(column: str, ours: Asked, its: RawEvents) -> Area:
    return Area(
        f"Timeliness report of {ours.dossiers:,} generated dossiers",
        column,
        [Contender("hoso", ours, ours=True), Contender("raw events in SQL", its)],
        metrics=("p50",),
        unit="answers/s",
        rounds=ROUNDS,
        shared=True,
        takes=ours.dossiers / 50_000,
        notes=NOTES,
    )
