"""What holds between the clocks, whatever is told."""

from datetime import date, timedelta
from typing import Final

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from domain.dossier.clocks import Clock, Judged, against, by_clock, judged
from domain.dossier.course import What
from domain.dossier.divergence.case import Case
from domain.dossier.divergence.flips import flips
from domain.dossier.dossier import fold
from domain.dossier.events import Told
from domain.dossier.standing import standing
from domain.dossier.timeliness import Timeliness
from domain.dossier.values import Carrier
from tests.domain.by_clock import BEGINNING, LAWS, on_both_carriers, standings, supplemented
from tests.domain.clock.strategies import ANY, CLOCKED, days
from tests.domain.clock.telling import SMALL, accepted, came, result, shipped

few = settings(max_examples=100, deadline=None)

WORSE: Final = {
    Timeliness.EARLY: 0,
    Timeliness.ON_TIME: 1,
    Timeliness.LATE: 2,
    Timeliness.IN_TIME: 0,
    Timeliness.OVERDUE: 1,
}
"""Of those that can be told."""


def ahead(days: int) -> date:
    return (BEGINNING + timedelta(days=days)).date()


def never_better(found: Judged, day: date, *clocks: Clock) -> None:
    """By each clock than by the one before, where both can be told."""
    stands = standings(found)
    told = [WORSE[stands[clock].on(day)] for clock in clocks if stands[clock].on(day) in WORSE]
    assert told == sorted(told)


@few
@given(supplemented(), st.integers(0, 30), st.sampled_from(list(LAWS)))
def test_a_clock_that_forgives_less_is_never_better(told: list[Told], days: int, law: str) -> None:
    found = judged(fold(told), LAWS[law], ahead(days))
    never_better(found, ahead(days), Clock.OWED, Clock.NO_RESET, Clock.GROSS)


@few
@given(CLOCKED, st.integers(0, 60))
def test_nor_under_the_law_as_shipped(told: list[Told], days: int) -> None:
    dossier = fold(told)
    day = max(one.occurred_at for one in told).date() + timedelta(days=days)
    assume(dossier.intake.accepted)
    found = judged(dossier, shipped(), day)
    # Unless what sets the term off was done before anything was received.
    started = [fact.by for fact in found.dues.legal.facts if fact.what is What.STARTED]
    assume(not any(by.startswith("milestone:") for by in started))
    never_better(found, day, Clock.OWED, Clock.NO_RESET, Clock.GROSS)


@few
@given(
    on_slip=st.sampled_from((None, "15/05/2019 17:00", "20/05/2019 17:00")),
    ended=st.none() | st.tuples(st.integers(13, 28), st.sampled_from(("08:30", "11:00", "16:59"))),
    carrier=st.sampled_from(Carrier),
    handed_in=st.booleans(),
    day=st.integers(0, 30),
)
def test_with_one_carrier_no_supplement_and_a_timely_record_all_clocks_agree(
    on_slip: str | None,
    ended: tuple[int, str] | None,
    carrier: Carrier,
    handed_in: bool,
    day: int,
) -> None:
    """Where the slip promises no more than the law gives, and the result comes in office hours."""
    told = [accepted("13/05/2019 08:00", SMALL, on_slip, owed=(carrier,))]
    told += [came("13/05/2019 07:30", carrier)] if handed_in else []
    told += [result(f"{ended[0]}/05/2019 {ended[1]}", carrier)] if ended else []
    dossier = fold(told)
    assert by_clock(judged(dossier, LAWS["resets"], ahead(day)), dossier) == {}


@few
@given(on_both_carriers(), st.sampled_from(list(LAWS)))
def test_a_dossier_flips_where_the_clocks_of_paper_and_digital_tell_another_class(
    told: list[Told], law: str
) -> None:
    """Domain rule A31."""
    dossier = fold(told)
    found = standings(judged(dossier, LAWS[law], ahead(30)))
    classes = {found[clock].ended_as for clock in (Clock.PAPER, Clock.DIGITAL)}
    assume(Timeliness.UNDETERMINED not in classes)
    flipped = [each for each in flips(Case(dossier, LAWS[law])) if each.until is None]
    assert bool(flipped) is (len(classes) == 2)


@few
@given(ANY, days)
def test_whatever_is_told_every_clock_answers(told: list[Told], day: date) -> None:
    dossier = fold(told)
    assume(dossier.intake.accepted)
    found = judged(dossier, shipped(), day)
    by_clock(found, None)
    against(found)
    assert found.owed == standing(dossier, shipped(), day)
    assert found.settled_minutes is None or found.settled_minutes >= 0


@few
@given(ANY, days)
def test_what_differs_is_told_and_nothing_else(told: list[Told], day: date) -> None:
    dossier = fold(told)
    assume(dossier.intake.accepted)
    found = judged(dossier, shipped(), day)
    assert found.owed not in [*by_clock(found, dossier).values(), *against(found).values()]
    assert Clock.OWED not in by_clock(found, None)
