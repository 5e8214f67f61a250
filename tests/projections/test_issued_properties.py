"""Whatever was told of whichever dossiers, and wherever the log is cut: the causes sum to the
difference, and the difference is that of the two reports."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from domain.dossier.events import Corrected, Told
from domain.reports.law_text import entries_of, law_of
from domain.store import RecordedEvent
from projections.issued.bridge import Since, bridge
from projections.issued.causes import Cause
from projections.issued.comparing import Comparison, steps
from projections.issued.members import Event, Member, groups, member
from projections.issued.tally import Tally, until
from projections.report import Counts, Grouping, Period
from projections.report.asking import Asked
from tests.domain.case import ABOLISHED, FRIDAY, MONDAY, XRAY, on
from tests.projections.issuing import closed_on
from tests.projections.knowing import LAWS, accepted_dossiers, annulled, known

DAYS = [MONDAY + timedelta(days=ahead) for ahead in range(-3, 12)]

CHANGED = {
    **LAWS,
    "closed": closed_on(MONDAY + timedelta(days=1), LAWS["governed"]),
    "closed and changing": closed_on(MONDAY + timedelta(days=1), LAWS["changing"]),
}
names = st.sampled_from(list(CHANGED))
periods = st.tuples(st.sampled_from(DAYS[:5]), st.sampled_from(DAYS[4:]), st.sampled_from(DAYS[4:]))
positions = st.integers(0, 12).map(lambda version: 10 * version)


@st.composite
def put_right(draw: DrawFn) -> list[Told]:
    """A dossier of which some is annulled in the end, or its procedure corrected."""
    told = draw(accepted_dossiers())
    wrong = draw(st.lists(st.sampled_from(told), unique_by=lambda one: one.ref, max_size=2))
    procedure = draw(st.sampled_from((None, XRAY, ABOLISHED)))
    return [*told, *map(annulled, wrong), *([re_pinned(told[0], procedure)] if procedure else [])]


def re_pinned(receipt: Told, procedure: str) -> Told:
    event = Corrected(
        target=receipt.ref,
        field="procedure",
        new=procedure,
        reason="Nhập nhầm",
        approver="Lê Út",
    )
    return on(FRIDAY, event, 17)


some_dossiers = st.lists(put_right(), min_size=1, max_size=3)
levels = st.sampled_from([(), (Grouping.PROCEDURE,), (Grouping.CHANNEL, Grouping.UNIT_NOW)])


def histories(dossiers: list[list[Told]]) -> dict[str, list[Event]]:
    """Each with a stream of its own; their events at the same positions."""
    return {
        str(number): [
            RecordedEvent(one.position, str(number), one.version, one.recorded_at, one.told)
            for one in known(*told)
        ]
        for number, told in enumerate(dossiers)
    }


def counted(events: dict[str, list[Event]], law: str, at: int, asked: Asked) -> dict[str, Counts]:
    found = (member(until(one, at), CHANGED[law], asked) for one in events.values())
    return {str(path): cells for path, cells in groups(one for one in found if one).items()}


@settings(max_examples=50, deadline=None)
@given(
    some_dossiers,
    st.tuples(names, names),
    st.tuples(positions, positions),
    periods,
    levels,
)
def test_the_causes_sum_to_the_difference_in_every_cell_of_every_group(
    dossiers: list[list[Told]],
    laws: tuple[str, str],
    at: tuple[int, int],
    days: tuple[date, date, date],
    by: tuple[Grouping, ...],
) -> None:
    events, (before, after) = histories(dossiers), laws
    asked = Asked(Period(*days), by)
    frozen, now = (entries_of(CHANGED[law]) for law in laws)
    tally = Tally(Comparison(asked, *at, steps(frozen, now)))
    for stream, history in events.items():
        tally.see(stream, until(history, max(at)))
    issued = counted(events, before, at[0], asked)
    then = counted(events, after, at[1], asked)
    found = tally.lines()
    assert {
        str(path): {line.cell: line.issued for line in lines if line.issued}
        for path, lines in found.items()
    } == {**{key: {} for key in map(str, found)}, **issued}
    assert {
        str(path): {line.cell: line.now for line in lines if line.now}
        for path, lines in found.items()
    } == {**{key: {} for key in map(str, found)}, **then}
    for line in (*tally.total(), *(line for lines in found.values() for line in lines)):
        assert sum(line.causes.values()) == line.difference
        assert line.causes[Cause.ENGINE] == 0
    if before == after and at[0] == at[1]:
        assert not tally.moved


@settings(max_examples=30, deadline=None)
@given(some_dossiers, names, positions, positions, periods)
def test_every_dossier_that_moved_names_what_moved_it(
    dossiers: list[list[Told]], law: str, issued_at: int, now_at: int, days: tuple[date, date, date]
) -> None:
    asked = Asked(Period(*days))
    text = entries_of(CHANGED[law])
    tally = Tally(Comparison(asked, issued_at, now_at, steps(text, text)))
    low, high = sorted((issued_at, now_at))
    for stream, history in histories(dossiers).items():
        tally.see(stream, until(history, high))
    for trail in tally.moved.values():
        for move in trail.moves:
            assert move.before != move.after
            assert move.because
            for event in move.because:
                assert isinstance(event, RecordedEvent)
                assert low < event.position <= high


@pytest.mark.parametrize("law", CHANGED)
def test_a_law_is_the_same_after_it_was_kept_as_text(law: str) -> None:
    assert law_of(entries_of(CHANGED[law])) == CHANGED[law]


@settings(max_examples=40, deadline=None)
@given(some_dossiers, names, st.tuples(positions, positions), periods)
def test_what_was_open_and_what_came_and_went_is_what_is_carried_over(
    dossiers: list[list[Told]], law: str, at: tuple[int, int], days: tuple[date, date, date]
) -> None:
    """Whoever crossed has a reason, and the reasons sum to one more or one less."""
    from_on, to_on, as_of = days
    border = from_on - timedelta(days=1)
    text, events = entries_of(CHANGED[law]), histories(dossiers)
    tally = Tally(Comparison(Asked(Period(border, border, border)), *at, steps(text, text)))
    for stream, history in events.items():
        tally.see(stream, until(history, max(at)))
    asked = Asked(Period(from_on, to_on, as_of))
    now = [member(until(one, at[1]), CHANGED[law], asked) for one in events.values()]
    found = bridge(tally.issued, tally.moved, [one for one in now if one])
    assert found.open_then + sum(found.adds().values()) == found.carried_over
    for one in found.crossings:
        assert abs(sum(reason.adds for reason in one.reasons)) == 1
    judged_then = bridge(tally.issued, tally.moved, on_the_border(events, law, at[1], asked))
    assert not judged_then.adds()[Since.IN_THE_PERIOD]


def on_the_border(events: dict[str, list[Event]], law: str, at: int, asked: Asked) -> list[Member]:
    """Judged when the period begins, nothing has happened in it yet."""
    period = asked.period
    border = period.from_on - timedelta(days=1)
    then = Asked(Period(period.from_on, period.to_on, border))
    found = (member(until(one, at), CHANGED[law], then) for one in events.values())
    return [one for one in found if one]
