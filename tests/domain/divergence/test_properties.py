"""What holds of divergences whatever is told, in whatever order it comes."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.dossier.decisions import irregularities, walk
from domain.dossier.divergence import divergences, entries, next_look
from domain.dossier.dossier import Dossier, fold
from domain.dossier.entered import Key, key_of
from domain.dossier.events import (
    Annulled,
    Completed,
    Corrected,
    DivergenceFound,
    DivergenceKind,
    DossierEvent,
    Received,
    Told,
)
from domain.dossier.values import Carrier
from domain.testimony import EventRef
from tests.domain.case import MONDAY, moment, on
from tests.domain.divergence.case import (
    DIGITAL,
    FRIDAY,
    PAPER,
    at,
    came,
    found,
    known,
    owed_on_both,
    to_enter,
    watched,
)
from tests.domain.strategies import on_two_carriers
from tests.domain.transitions.case import CENTRE, DIVISION, SHIPPED

LAST = moment(MONDAY, 7) + timedelta(days=12)
QUICK = settings(max_examples=30, deadline=None)

MINUTE = timedelta(minutes=1)

instants = st.integers(0, 12 * 24 * 60).map(lambda late: moment(MONDAY, 7) + late * MINUTE)


def looks(told: list[Told]) -> Iterator[datetime]:
    """Whenever something is told, and whenever a worker that slept would look."""
    for one in sorted(told, key=lambda one: one.occurred_at):
        yield one.occurred_at
    now: datetime | None = moment(MONDAY, 6)
    while now and now <= LAST:
        yield now
        now = next_look(fold(told), SHIPPED, now)


def watched_throughout(told: list[Told]) -> tuple[Told, ...]:
    return watched(tuple(told), *sorted(looks(told)), LAST)


def open_in(dossier: Dossier) -> set[Key]:
    return {each.key for each in dossier.custody.divergences}


@QUICK
@given(on_two_carriers())
def test_one_is_found_once_and_stays_open_until_it_is_settled(told: list[Told]) -> None:
    everything = watched_throughout(told)
    dossier = fold(everything)
    computed = {each.key for each in divergences(dossier, SHIPPED, LAST)}

    assert open_in(dossier) == computed
    assert entries(dossier, SHIPPED, LAST) == ()
    times = Counter(key_of(one.event) for one in everything if type(one.event) is DivergenceFound)
    ended = {each.key: each.times for each in dossier.custody.ended}
    for key, found_times in times.items():
        assert found_times == ended.get(key, 0) + (key in computed)


@QUICK
@given(on_two_carriers(), st.data())
def test_two_workers_that_look_at_once_enter_the_same(
    told: list[Told], data: st.DataObject
) -> None:
    everything = watched_throughout(told)
    look = data.draw(instants)
    delivered = data.draw(st.permutations(everything))

    assert to_enter(delivered, look) == to_enter(everything, look)
    ids = [entry.request_id for entry in to_enter(everything, look)]
    assert len(set(ids)) == len(ids)


@QUICK
@given(on_two_carriers(), st.data())
def test_nothing_that_is_corrected_or_annulled_leaves_one_hanging(
    told: list[Told], data: st.DataObject
) -> None:
    before = watched_throughout(told)
    targets = [one.ref for one in told] or [EventRef("one-stop", "a")]
    target = data.draw(st.sampled_from(targets))
    annulled: DossierEvent = Annulled(target=target, reason="Nhầm", approver="chi")
    moved: DossierEvent = Corrected(
        target=target,
        field="occurred_at",
        new=data.draw(instants).isoformat(),
        reason="Nhầm",
        approver="chi",
    )
    event = data.draw(st.sampled_from((annulled, moved)))
    about = on(LAST.date(), event, 6, request_id="about")
    after = fold(watched((*before, about), LAST, LAST, LAST))

    assert open_in(after) == {each.key for each in divergences(after, SHIPPED, LAST)}


@QUICK
@given(on_two_carriers(), instants, st.data())
def test_between_two_looks_without_events_nothing_changes(
    told: list[Told], now: datetime, data: st.DataObject
) -> None:
    dossier = fold(told)
    until = next_look(dossier, SHIPPED, now)
    before = divergences(dossier, SHIPPED, now)
    minutes = int((until - now) / MINUTE) - 1 if until else 100_000
    between = now + data.draw(st.integers(0, max(0, minutes))) * MINUTE

    assert divergences(dossier, SHIPPED, between) == before
    if until:
        assert set(divergences(dossier, SHIPPED, until)) > set(before)


@QUICK
@given(on_two_carriers(), on_two_carriers(), instants)
def test_what_happens_later_changes_nothing_as_it_was(
    told: list[Told], more: list[Told], look: datetime
) -> None:
    taken = {one.ref for one in told}
    later = [
        one
        for one in more
        if one.occurred_at > look
        and one.ref not in taken
        and not isinstance(one.event, Annulled | Corrected)
    ]
    about = {one.event.target for one in told if isinstance(one.event, Annulled | Corrected)}
    later = [one for one in later if one.ref not in about]

    assert known(*told, *later, until=look) == known(*told, until=look)
    assert found(*told, *later, until=look) == found(*told, until=look)


@QUICK
@given(on_two_carriers())
def test_paper_is_never_with_two_holders(told: list[Told]) -> None:
    for step in walk(told, SHIPPED):
        for (_, carrier), held in step.dossier.custody.holdings.items():
            if carrier is Carrier.PAPER:
                assert len(held.holders) <= 1
                assert len(held.transits) <= 1


@QUICK
@given(on_two_carriers(), instants)
def test_what_may_be_closed_leaves_nothing_to_a_person(told: list[Told], look: datetime) -> None:
    everything = watched_throughout(told)
    dossier = known(*everything, until=look)
    act = on(look.date(), Completed(why="unclaimed"), look.hour, look.minute)

    if not tuple(irregularities(dossier, act, SHIPPED)):
        assert not [each for each in dossier.custody.divergences if each.key.kind.needs_person]
        assert not [each for each in divergences(dossier, SHIPPED, look) if each.needs_person]


@QUICK
@given(on_two_carriers())
def test_each_can_be_told_to_somebody(told: list[Told]) -> None:
    for each in divergences(fold(told), SHIPPED, LAST):
        assert each.since <= each.raised_at <= LAST
        assert each.evidence
        assert each.ends
        assert each.until is None
        assert len({trace.at is None for trace in each.evidence}) <= 2


def test_both_offices_testimonies_of_one_receipt_survive_in_any_order() -> None:
    by_the_department = on(FRIDAY, Received(owed=(PAPER, DIGITAL)), 14, 10, source="department")
    by_the_centre = owed_on_both(FRIDAY, 16, promised_return=None)
    told = (
        came(DIGITAL, at(FRIDAY, 14, 10), DIVISION),
        came(PAPER, at(FRIDAY, 16, 30), CENTRE),
        by_the_department,
        by_the_centre,
    )
    whole = fold(told)

    assert {each.told.ref for each in walk(told, SHIPPED)} == {one.ref for one in told}
    assert whole.intake.hand_in.carriers == {
        DIGITAL: at(FRIDAY, 14, 10),
        PAPER: at(FRIDAY, 16, 30),
    }
    for order in permutations((*told, told[0])):
        assert fold(order) == whole
        assert known(*order, until=at(FRIDAY, 17)) == whole


@QUICK
@given(instants, instants, instants, st.data())
def test_whichever_office_tells_first_both_receipts_are_evidence(
    on_paper: datetime, digitally: datetime, look: datetime, data: st.DataObject
) -> None:
    told = (
        came(PAPER, on_paper, CENTRE),
        came(DIGITAL, digitally, DIVISION),
        owed_on_both(MONDAY, 7, promised_return=None),
    )
    delivered = data.draw(st.permutations((*told, *told)))

    assert fold(delivered).intake.hand_in.carriers == {PAPER: on_paper, DIGITAL: digitally}
    assert found(*delivered, until=look) == found(*told, until=look)
    for each in found(*delivered, until=LAST):
        if each.kind is DivergenceKind.RECEIPT:
            assert [trace.at for trace in each.evidence] == [on_paper, digitally]
