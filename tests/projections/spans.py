"""Spans of the report: one as told, and any that the table can hold."""

from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from domain.dossier.clocks import Clock
from domain.dossier.timeliness import Timeliness, timeliness
from projections.report import Grouping, Levels, Period
from projections.timeliness import Span
from projections.view import plain

JUNE: Final = Period(date(2025, 6, 1), date(2025, 6, 30), date(2025, 6, 30))
DAY: Final = timedelta(days=1)


def june(day: int) -> date:
    return date(2025, 6, day)


def span(**told: Any) -> Span:
    """Received on 10 June, due on the 20th, open: judged by these days as the domain does it."""
    usual: dict[str, Any] = dict.fromkeys((field.name for field in fields(Span)), None)
    received_on = told.get("received_on", june(10))
    usual |= {"stream": "s", "code": "HS-1", "received_on": received_on, "due_on": june(20)}
    usual |= {"from_on": received_on, "waits": False, "otherwise": [], "clocks": {}, "dates": {}}
    usual |= {"cause_confirmed": False, "apologised": False, **told}
    due_on, ended_on = usual["due_on"], usual["ended_on"]
    judged = {
        "ended_as": timeliness(due_on, ended_on, ended_on) if ended_on else None,
        "overdue_from": overdue_from(due_on),
    }
    return Span(**{**usual, **judged, **told})


def overdue_from(due_on: date | None) -> date | None:
    """The first day on which an open dossier is overdue."""
    behind = (due_on, due_on + DAY) if due_on else ()
    overdue = (day for day in behind if timeliness(due_on, None, day) is Timeliness.OVERDUE)
    return next(overdue, None)


def standing(**stands: Any) -> dict[str, Any]:
    """How a dossier of these days stands, as a span keeps it."""
    told: dict[str, Any] = plain(span(**stands).standing)
    return told


def otherwise(rule: str, **stands: Any) -> dict[str, Any]:
    """How a dossier would stand under the other reading of the rule, as a span keeps it."""
    return {"rule": rule, **standing(**stands)}


def not_accepted(on: date) -> Span:
    return span(received_on=on, ended_on=on, ended_how="not-accepted", due_on=None)


# Days around the borders of June, so that these are often met.
days = st.one_of(
    st.sampled_from([JUNE.from_on - DAY, JUNE.from_on, JUNE.to_on, JUNE.to_on + DAY]),
    st.dates(JUNE.from_on - 10 * DAY, JUNE.to_on + 10 * DAY),
)
maybe_days = st.none() | days
names = st.sampled_from((None, "", "a", "a/b", "total"))
endings = st.sampled_from((None, None, "withdrawn", "stopped", "not-accepted"))
clocks = st.sampled_from(Clock)
groupings: SearchStrategy[Levels] = st.lists(
    st.sampled_from(Grouping), max_size=4, unique=True
).map(tuple)


def standings() -> SearchStrategy[dict[str, Any]]:
    return st.builds(standing, due_on=maybe_days, ended_on=maybe_days, waits=st.booleans())


def other_clocks() -> SearchStrategy[dict[str, Any]]:
    others = st.sampled_from([clock.value for clock in Clock if clock is not Clock.OWED])
    return st.dictionaries(others, standings(), max_size=3)


@st.composite
def any_span(draw: st.DrawFn) -> Span:
    """A dossier that ended without a result has a day on which it did; one that was not
    accepted, no other."""
    one, how = draw(open_or_resolved()), draw(endings)
    if how == "not-accepted":
        return not_accepted(one.received_on)
    return replace(one, ended_how=how if one.ended_on else None)


def open_or_resolved() -> SearchStrategy[Span]:
    others = st.builds(otherwise, names.map(str), due_on=maybe_days, ended_on=maybe_days)
    return st.builds(
        span,
        waits=st.booleans(),
        otherwise=st.lists(others, max_size=2),
        from_on=days,
        to_on=maybe_days,
        received_on=days,
        due_on=maybe_days,
        ended_on=maybe_days,
        channel=st.sampled_from(("online", "direct", "post", None)),
        **dict.fromkeys(("field", "procedure", "unit", "unit_now", "officer"), names),
        clocks=other_clocks(),
        dates=st.dictionaries(st.sampled_from(("promised", "legal")), standings()),
        late_cause=st.sampled_from((None, "staffing")),
        cause_confirmed=st.booleans(),
        apologised=st.booleans(),
        settled_minutes=st.none() | st.integers(0, 100_000),
    )


def any_spans(most: int = 6) -> SearchStrategy[list[Span]]:
    """Each of a dossier of its own."""
    found = st.lists(any_span(), max_size=most)
    return found.map(lambda spans: [replace(one, stream=f"s{n}") for n, one in enumerate(spans)])


def periods() -> SearchStrategy[Period]:
    ordered = st.tuples(days, days).map(sorted)
    return st.builds(lambda pair, as_of: Period(pair[0], pair[1], as_of), ordered, days)
