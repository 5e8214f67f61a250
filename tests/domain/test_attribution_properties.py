"""Whatever is told, every working minute is charged once; what comes later changes no charge."""

import operator
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any, Final

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from domain.calendar.office_time import working_minutes_between
from domain.dossier import events
from domain.dossier.attribution import (
    Attribution,
    Charge,
    Dimension,
    Unattributable,
    Whose,
    attribution,
    totals,
)
from domain.dossier.attribution.charge import EXCUSED
from domain.dossier.dossier import fold
from domain.dossier.events import Annulled, Corrected, DossierEvent, Told
from domain.dossier.regime import regime
from domain.dossier.values import Carrier
from domain.procedure.common import Account
from tests.domain.case import ARCHIVE, CENTRE, DEPARTMENT
from tests.domain.charging import HANDLER, ranked
from tests.domain.clock.strategies import (
    ANY,
    BEGINNINGS,
    moments,
    moving,
    numbered,
    receipts,
    without,
)
from tests.domain.clock.strategies import told as says
from tests.domain.clock.telling import shipped
from tests.drawing import maybe

READINGS: Final = (None, Carrier.PAPER, Carrier.DIGITAL)
many = settings(max_examples=50, deadline=None)
HOLDERS: Final = st.sampled_from((CENTRE, DEPARTMENT, HANDLER, ARCHIVE))
NOTHING: Final = timedelta()
ODD: Final = timedelta(seconds=50)


def changing_hands(at: SearchStrategy[datetime]) -> SearchStrategy[DossierEvent]:
    """Whatever moves the file or the result, or asks another agency."""
    carried: dict[str, Any] = {
        "carrier": st.sampled_from(Carrier),
        "object": st.sampled_from(("file", "file", "result")),
    }
    steps = maybe(st.sampled_from(("1", "2")))
    kinds: list[SearchStrategy[Any]] = [
        st.builds(events.CarrierReceived, **carried, desk=HOLDERS),
        st.builds(events.Transferred, **carried, taker=HOLDERS, giver=maybe(HOLDERS), step=steps),
        st.builds(events.TransferAcknowledged, **carried, taker=maybe(HOLDERS)),
        st.builds(events.TransferRefused, **carried, taker=maybe(HOLDERS), reason=st.just("-")),
        st.builds(events.TransferRecalled, **carried),
        st.builds(events.CarrierLost, **carried),
        st.builds(events.CarrierFound, **carried, desk=HOLDERS),
        st.builds(events.ResultArrived, carrier=st.sampled_from(Carrier), desk=maybe(HOLDERS)),
        st.builds(events.Returned, **carried),
        st.builds(
            events.OpinionRequested,
            opinion=st.sampled_from(("1", "2")),
            agency=st.just("lab"),
            answer_by=maybe(at),
        ),
        st.builds(events.OpinionReceived, opinion=st.sampled_from(("1", "2"))),
        st.builds(events.StatusReported, status=st.integers(1, 10)),
    ]
    return st.one_of(*kinds)


def _handled(beginning: datetime) -> SearchStrategy[list[Told]]:
    """Received with its file on one carrier or both, and handed on."""
    # To the second, as a system tells it: no cut is then a whole minute.
    at = st.builds(operator.add, moments(beginning), st.sampled_from((NOTHING, ODD)))
    came = st.lists(st.sampled_from(Carrier), min_size=1, unique=True)
    moves, else_happens = st.builds(says, changing_hands(at), at), st.builds(says, moving(at), at)
    others = st.lists(st.one_of(moves, moves, moves, else_happens), min_size=3, max_size=14)
    return st.builds(_begun, st.builds(says, receipts(at), at), came, others)


def _begun(receipt: Told, came: list[Carrier], others: list[Told]) -> list[Told]:
    lay = [events.CarrierReceived(carrier=carrier, desk=CENTRE) for carrier in came]
    return numbered([receipt, *(says(each, receipt.occurred_at) for each in lay), *others])


HANDLED: Final = st.one_of([_handled(each) for each in BEGINNINGS])
HISTORIES: Final = st.one_of(HANDLED, HANDLED, ANY)


LATER: Final = st.integers(0, 50 * 24 * 60).map(
    lambda minutes: timedelta(minutes=minutes, seconds=29)
)


@st.composite
def seen(draw: Any, looks: int = 1) -> tuple[Any, ...]:
    """A history, and instants after its receipt, in order."""
    told: list[Told] = draw(HISTORIES)
    began = told[0].occurred_at if told else BEGINNINGS[0]
    return told, *sorted(began + draw(LATER) for _ in range(looks))


Seen = tuple[list[Told], datetime]
SeenTwice = tuple[list[Told], datetime, datetime]


def attributed(told: list[Told], at: datetime) -> Attribution:
    found = attribution(told, shipped(), at)
    assume(isinstance(found, Attribution))
    assert isinstance(found, Attribution)
    return found


def counted(told: list[Told], since: datetime, until: datetime) -> int:
    """By the calendar alone."""
    calendar = regime(fold(told), shipped()).calendar
    assert calendar
    return working_minutes_between(calendar, since, until)


@many
@given(seen())
def test_every_reading_charges_every_working_minute_once(case: Seen) -> None:
    told, at = case
    found = attributed(told, at)
    known = [one for one in told if one.occurred_at <= at]

    assert found.since <= found.until <= at or found.since == found.until
    assert found.minutes == counted(known, found.since, found.until)
    for charges in map(found.on, READINGS):
        ends = [found.since, *(each.until for each in charges)]
        assert [each.since for each in charges] == ends[:-1]
        assert ends[-1] == found.until
        assert all(each.since < each.until for each in charges)
        assert all(one.whose != next_one.whose for one, next_one in pairwise(charges))
        assert [each.minutes for each in charges] == [
            counted(known, each.since, each.until) for each in charges
        ]
        assert sum(each.minutes for each in charges) == found.minutes


@many
@given(seen())
def test_the_parts_of_a_charge_are_its_months_before_and_after_the_due_instant(case: Seen) -> None:
    told, at = case
    found = attributed(told, at)
    due = found.due or datetime.max.replace(tzinfo=UTC)
    for charge in found.dossier:
        assert all(month.before >= 0 and month.after >= 0 for month in charge.months)
        assert len({month.first for month in charge.months}) == len(charge.months)
        assert charge.before == 0 or charge.since < due
        assert charge.after == 0 or charge.until > due

    is_late = due < found.until
    late = counted(told, max(due, found.since), found.until) if is_late else 0
    assert found.late == sum(charge.after for charge in found.dossier) == late


Piece = tuple[Whose, datetime, datetime]


def clipped(charges: tuple[Charge, ...], since: datetime, until: datetime) -> list[Piece]:
    found = ((each.whose, max(each.since, since), min(each.until, until)) for each in charges)
    return [piece for piece in found if piece[1] < piece[2]]


def summed(told: list[Told], pieces: list[Piece]) -> Counter[Whose]:
    sums: Counter[Whose] = Counter()
    for whose, since, until in pieces:
        sums[whose] += counted(told, since, until)
    return +sums


@many
@given(seen(2))
def test_what_comes_later_changes_no_charge_before_it(case: SeenTwice) -> None:
    told = without(case[0], Corrected, Annulled)
    then, now = (attributed(told, at) for at in case[1:])
    since, until = max(then.since, now.since), min(then.until, now.until)

    for carrier in READINGS:
        before = clipped(then.on(carrier), since, until)
        assert clipped(now.on(carrier), since, until) == before


@many
@given(seen(2))
def test_up_to_an_instant_and_from_it_on_are_the_whole(case: SeenTwice) -> None:
    told = without(case[0], Corrected, Annulled)
    then, now = (attributed(told, at) for at in case[1:])
    assume(then.since == now.since and then.until <= now.until)

    for carrier in READINGS:
        before = summed(told, clipped(then.on(carrier), then.since, then.until))
        after = summed(told, clipped(now.on(carrier), then.until, now.until))
        assert before == +Counter(_by_whose(then.on(carrier)))
        assert before + after == +Counter(_by_whose(now.on(carrier)))


def _by_whose(charges: tuple[Charge, ...]) -> Counter[Whose]:
    sums: Counter[Whose] = Counter()
    for charge in charges:
        sums[charge.whose] += charge.minutes
    return sums


@many
@given(seen())
def test_an_attribution_is_of_what_had_happened_by_then(case: Seen) -> None:
    told, at = case
    told = without(told, Corrected, Annulled)
    known = [one for one in told if one.occurred_at <= at]

    assert attribution(told, shipped(), at) == attribution(known, shipped(), at)
    assert attribution(told[::-1], shipped(), at) == attribution(told, shipped(), at)


@many
@given(seen())
def test_what_ate_the_slack_is_what_passed_of_the_term(case: Seen) -> None:
    told, at = case
    found = attributed(told, at)
    shares = found.ate_the_slack
    used = sum(share.minutes for share in shares)
    until = min(found.due or found.until, found.until)

    assert all(0 <= share.planned <= share.minutes for share in shares)
    assert all(one.over >= next_one.over for one, next_one in pairwise(shares))
    assert not EXCUSED & {share.whose.account for share in shares}
    assert used <= max(0, counted(told, found.counts_since, until))
    assert found.term_minutes is None or used <= found.term_minutes


@many
@given(
    st.lists(seen(), max_size=3),
    st.lists(st.sampled_from(Dimension), unique=True),
    st.sampled_from(READINGS),
)
def test_totals_are_the_sum_of_their_parts(
    dossiers: list[Seen], by: list[Dimension], carrier: Carrier | None
) -> None:
    found = [attribution(told, shipped(), at) for told, at in dossiers]
    known = [each for each in found if isinstance(each, Attribution)]
    sums = totals(known, by, carrier)

    assert len({total.key for total in sums}) == len(sums)
    assert sum(total.minutes for total in sums) == sum(each.minutes for each in known)
    assert sum(total.after for total in sums) == sum(
        charge.after for each in known for charge in each.on(carrier)
    )


@many
@given(seen(), st.permutations(list(Account)))
def test_whatever_the_order_the_whole_is_the_same(case: Seen, order: list[Account]) -> None:
    told, at = case
    found = attributed(told, at)
    otherwise = attribution(told, ranked(shipped(), *order), at)

    assert not isinstance(otherwise, Unattributable)
    assert otherwise.minutes == found.minutes
    for carrier in READINGS:
        assert sum(each.minutes for each in otherwise.on(carrier)) == found.minutes
