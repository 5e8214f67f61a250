"""A dossier's history, paper and digital side by side."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from adapters.messages import event_name
from adapters.messages.words import spoken
from adapters.web.about import About
from adapters.web.facts import DueDate, divergences, due_dates, late_cause, other_readings
from adapters.web.judged import Judged, judged_by_what_counts
from adapters.web.lanes import Band, Lanes, Stop
from adapters.web.names import Names
from adapters.web.visit import Visit
from domain.dossier.decisions import walk
from domain.law import Law
from projections.dossier_view import view
from projections.history import lines
from projections.projection import Known
from projections.story import Story

SOON: Final = timedelta(minutes=5)
"""What is recorded within it is recorded at once."""


@dataclass(frozen=True, slots=True)
class Row:
    happened: datetime
    by_day: bool
    """Known to the day only."""
    recorded: datetime | None
    """None where that was at once."""
    name: str
    about: tuple[str, ...]
    who: str | None
    unit: str | None
    stage: str | None
    """Where it differs from the row before."""
    findings: tuple[str, ...]
    annulled: bool
    stops: Mapping[str, Stop | None]
    apart: bool
    as_it_was: str
    as_known: str


@dataclass(frozen=True, slots=True)
class Timeline:
    rows: tuple[Row, ...]
    legend: tuple[Band, ...]
    lanes: Lanes
    """Which colour is whose."""

    @property
    def parts(self) -> bool:
        return any(row.apart for row in self.rows)


@dataclass(frozen=True, slots=True)
class Told:
    """All that the page says of the dossier."""

    names: Names
    """In the local time of the dossier."""
    state: Mapping[str, Any]
    judged: Judged | None
    procedure: str | None
    """Its name, where the law knows it."""
    late_cause: str | None
    due_dates: tuple[DueDate, ...]
    divergences: tuple[str, ...]
    other_readings: tuple[str, ...]
    timeline: Timeline

    @property
    def stage(self) -> str:
        return spoken("stage", self.state["stage"], self.names.lang)

    def moment(self, name: str) -> str | None:
        """An instant of the state that has one of that name: `started_at`."""
        at = self.state[name]
        return self.names.moment(datetime.fromisoformat(at)) if at else None


def told(visit: Visit, law: Law, known: Known, at: datetime | None, when: datetime) -> Told:
    """As it was `at` a moment, judged at the end of the day of `when`."""
    steps = tuple(walk((event.told for event in known), law, at))
    zone = steps[-1].dossier.zone(law.zone) if steps else law.zone
    names, state = Names(law, visit.lang, zone), view(known, law, at).state
    pin, received_at = state["intake"]["procedure"], state["started_at"]
    received_on = names.local(datetime.fromisoformat(received_at) if received_at else when).date()
    about = About(names, pin["code"] if pin else None, received_on)
    stands = judged_by_what_counts(Story(known, law, at), when)
    return Told(
        names=names,
        state=state,
        judged=stands,
        procedure=names.procedure(pin["code"], received_on) if pin else None,
        late_cause=late_cause(names, state, names.local(when).date()),
        due_dates=due_dates(names, state),
        divergences=tuple(divergences(visit, names, state)),
        other_readings=tuple(other_readings(names, stands)),
        timeline=timeline(visit, about, lines(known, law, at)),
    )


def timeline(visit: Visit, about: About, history: Sequence[Mapping[str, Any]]) -> Timeline:
    lanes = Lanes(about.names)
    rows = tuple(_rows(visit, about, lanes, history))
    return Timeline(rows, lanes.legend, lanes)


def _rows(
    visit: Visit, about: About, lanes: Lanes, history: Sequence[Mapping[str, Any]]
) -> Iterator[Row]:
    names = about.names
    stage = None
    for line in history:
        happened = datetime.fromisoformat(line["occurred_at"])
        day = names.local(happened).date()
        now = line.get("stage", stage)
        yield Row(
            happened=happened,
            by_day=line["precision"] == "day",
            recorded=_recorded(line, happened),
            name=event_name(line["kind"], visit.lang),
            about=tuple(about.of(line["data"], day)),
            who=names.body(line["actor"], day) if line["actor"] else None,
            unit=names.body(line["unit"], day) if line["unit"] else None,
            stage=spoken("stage", now, visit.lang) if now != stage else None,
            findings=tuple(
                names.finding(one["code"], one["params"], day) for one in line["findings"]
            ),
            annulled=line["annulled"],
            stops=lanes.after(line, day),
            apart=lanes.apart,
            as_it_was=visit.here(at=line["occurred_at"]),
            as_known=visit.here(known_at=line["recorded_at"]),
        )
        stage = now


def _recorded(line: Mapping[str, Any], happened: datetime) -> datetime | None:
    recorded = datetime.fromisoformat(line["recorded_at"])
    return recorded if recorded - happened > SOON else None
