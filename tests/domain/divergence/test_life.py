"""How a divergence is entered, and how it ends: by what happens, by a record, or by a person."""

from dataclasses import replace
from typing import Any

import pytest
from pydantic import ValidationError

from domain.calendar.term import EndRule, Unit
from domain.dossier.divergence import divergences, entries
from domain.dossier.dossier import fold
from domain.dossier.events import (
    Annulled,
    DivergenceConverged,
    DivergenceFound,
    DivergenceKind,
    Reconciled,
    Told,
)
from domain.dossier.history import load, store
from domain.dossier.refusals import (
    CarrierDoesNotSpeak,
    NothingToReconcile,
    OpenDivergence,
    SecondPersonRequired,
)
from domain.dossier.values import Carrier, Instant
from domain.law import Law
from tests.domain.case import LAW, closed, given_out, on, result
from tests.domain.divergence.case import (
    DIGITAL,
    PAPER,
    as_told,
    at,
    came,
    converged,
    known,
    owed_on_both,
    to_enter,
    took,
    watched,
)
from tests.domain.spec import given
from tests.domain.transitions.case import (
    CENTRE,
    CONFORMITY,
    DIVISION,
    SHIPPED,
    forwarded,
    march,
    under_law,
)

received = (
    came(PAPER, at(march(4), 8)),
    came(DIGITAL, at(march(4), 8)),
    owed_on_both(promised_return=None),
)
forwarded_both = (
    forwarded(),
    forwarded(carrier=DIGITAL),
    took(PAPER, at(march(4), 11)),
    took(DIGITAL, at(march(4), 10, 5)),
)
way = (*received, *forwarded_both)
one_result = (*way, result(DIGITAL, march(8), 9))
two_results = (*one_result, result(PAPER, march(11), 14))
looked = at(march(8), 12)


def settled(*instants: Instant, day: int = 12, second: str | None = "chi", **said: Any) -> Told:
    event = Reconciled(settles=instants, reason="Theo sổ", second_person=second, **said)
    return on(march(day), event, actor="hanh")


def test_the_policy_enters_it_in_nobodys_name_when_it_was_raised() -> None:
    (entry,) = to_enter(one_result, looked)

    assert entry.event == DivergenceFound(
        divergence=DivergenceKind.RESULT, object="result", since=at(march(8), 9)
    )
    assert entry.occurred_at == at(march(8), 11)
    assert to_enter((*one_result, as_told(entry)), looked) == ()
    assert to_enter(one_result, at(march(8), 10)) == ()


def test_whoever_looks_later_enters_the_same() -> None:
    assert to_enter(one_result, at(march(9), 7)) == to_enter(one_result, looked)


def test_what_a_person_entered_a_person_ends() -> None:
    seen = DivergenceFound(divergence=DivergenceKind.CUSTODY, since=at(march(5), 8))
    told = (*way, on(march(5), seen, actor="hanh"))
    ends = DivergenceConverged(divergence=DivergenceKind.CUSTODY)

    assert to_enter(told, at(march(15), 9)) == ()
    assert under_law(*told).when(on(march(6), ends)).decided().findings == ()
    assert known(*told, on(march(6), ends), until=at(march(7), 9)).custody.divergences == ()


def test_an_end_names_the_one_that_it_ends() -> None:
    earlier, later = (
        DivergenceFound(divergence=DivergenceKind.ABSENCE, since=at(march(day), 8), carrier=PAPER)
        for day in (5, 6)
    )
    told = (*way, on(march(5), earlier, actor="hanh"), on(march(6), later, actor="hanh"))
    ends = DivergenceConverged(
        divergence=DivergenceKind.ABSENCE, since=at(march(5), 8), carrier=PAPER
    )
    left = fold((*told, on(march(7), ends))).custody.divergences

    assert [each.key.since for each in left] == [at(march(6), 8)]


def test_one_that_was_dispelled_in_error_is_found_again() -> None:
    told = watched(one_result, looked)
    wrong = result(PAPER, march(8), 10)
    dispelled = watched((*told, wrong), at(march(8), 13))
    assert dispelled[-1].event.kind == "dossier.divergence-dispelled"

    annulled = on(march(8), Annulled(target=wrong.ref, reason="Nhầm", approver="chi"), 14)
    again = watched((*dispelled, annulled), at(march(8), 15))

    assert again[-1].event == told[-1].event
    assert again[-1].request_id != told[-1].request_id
    assert len(known(*again, until=at(march(8), 15)).custody.divergences) == 1
    assert to_enter(again, at(march(8), 15)) == ()


def test_an_annulment_leaves_none_hanging() -> None:
    told = watched(one_result, looked)
    nothing = on(march(8), Annulled(target=one_result[-1].ref, reason="Nhầm", approver="chi"), 13)
    *_, ended = watched((*told, nothing), at(march(8), 14))

    assert (ended.event.kind, ended.occurred_at) == (
        "dossier.divergence-dispelled",
        at(march(8), 11),
    )
    assert known(*told, nothing, ended, until=at(march(8), 14)).custody.divergences == ()


def test_where_it_was_is_settled_for_what_has_come_apart_by_then() -> None:
    apart = (*received, forwarded(), took(PAPER, at(march(4), 11)))
    where = settled(Instant.TRANSFER, day=5, second=None, speaks={Instant.TRANSFER: PAPER})
    under_law(*apart).when(where).decided()
    after = (*apart, where)
    away = (*after, took(PAPER, at(march(6), 9), CENTRE), took(PAPER, at(march(7), 9), DIVISION))

    assert "custody" in [each.event.divergence for each in to_enter(apart, at(march(5), 8))]
    assert "custody" not in [each.event.divergence for each in to_enter(after, at(march(6), 8))]
    assert "custody" in [each.event.divergence for each in to_enter(away, at(march(7), 17))]


@pytest.mark.parametrize("instant", Instant)
def test_what_is_not_open_is_not_reconciled(instant: Instant) -> None:
    under_law(*way).when(settled(instant)).refused(NothingToReconcile((instant,)))


def test_a_carrier_speaks_for_where_the_file_was_only_if_it_was_somewhere() -> None:
    on_paper = (came(PAPER, at(march(4), 8)), owed_on_both())
    asked = settled(Instant.TRANSFER, speaks={Instant.TRANSFER: DIGITAL})

    under_law(*on_paper).when(asked).refused(
        NothingToReconcile((Instant.TRANSFER,)), CarrierDoesNotSpeak(Instant.TRANSFER, DIGITAL)
    )


def test_somebody_says_that_a_result_that_never_came_is_not_waited_for() -> None:
    speaks = settled(Instant.RESULT, speaks={Instant.RESULT: DIGITAL})

    under_law(*one_result).when(settled(Instant.RESULT, second=None)).refused(
        SecondPersonRequired((Instant.RESULT,))
    )
    under_law(*one_result).when(speaks).decided()
    assert known(*one_result, speaks, until=at(march(13), 9)).ended_at == at(march(8), 9)


returned = (given_out(DIGITAL, march(11), 15), given_out(PAPER, march(11), 15))


def test_nothing_is_closed_while_a_result_is_apart() -> None:
    done = (*two_results, *returned)
    # Early by the data, on time by the paper.
    open_ = OpenDivergence((DivergenceKind.RESULT, DivergenceKind.FLIP))

    under_law(*done).when(closed(march(11))).refused(open_)
    under_law(*done, settled(Instant.RESULT)).when(closed(march(13))).decided()


def test_a_flip_is_settled_by_the_instant_on_which_it_hangs() -> None:
    told = watched((*two_results, *returned), at(march(11), 15))
    entered = known(*told, until=at(march(11), 16)).custody.divergences

    assert {each.key.kind.value for each in entered} == {"result", "flip"}
    under_law(*told).when(settled(Instant.RECEIPT)).refused(NothingToReconcile((Instant.RECEIPT,)))
    under_law(*told).when(settled(Instant.RESULT)).decided()
    assert known(*told, settled(Instant.RESULT), until=at(march(13), 9)).custody.divergences == ()


def test_nor_while_something_is_entered_that_nobody_computes() -> None:
    done = (*one_result, result(PAPER, march(8), 10), *returned)
    seen = DivergenceFound(divergence=DivergenceKind.RESULT, object="result", since=looked)
    told = (*done, on(march(8), seen, actor="hanh"))

    under_law(*told).when(closed(march(13))).refused(OpenDivergence((DivergenceKind.RESULT,)))
    under_law(*told, settled(Instant.RESULT)).when(closed(march(13))).decided()


def test_what_settles_by_itself_keeps_nothing_open() -> None:
    done = (*received, result(PAPER, march(8)), result(DIGITAL, march(8)), *returned)
    absent = DivergenceFound(divergence=DivergenceKind.ABSENCE, since=at(march(5), 8))

    under_law(*done, on(march(5), absent, actor="hanh")).when(closed(march(13))).decided()


@pytest.mark.parametrize("carrier", [PAPER, None])
def test_a_return_ends_what_was_missed_and_makes_no_lie_of_the_alarm(
    carrier: Carrier | None,
) -> None:
    """The paper was there by then at the latest: the alarm had been true until it was."""
    fetched = given_out(carrier, march(13), 15)
    told = watched((*one_result, fetched), at(march(12), 8), at(march(14), 8))

    assert converged(told, DivergenceKind.RESULT) == [at(march(13), 15)]


def in_hours(hours: int) -> Law:
    """With a term that is judged to the minute."""
    (first, *_) = SHIPPED.versions(CONFORMITY)
    term = next(term for term in first.terms if term.clock == "settlement")
    to_the_minute = {"unit": Unit.WORKING_HOUR, "end_rule": EndRule.SAME_TIME}
    length = term.length.model_copy(update={"amount": hours, **to_the_minute})
    timed = term.model_copy(update={"length": length})
    version = first.model_copy(update={"terms": (timed,)})
    return replace(SHIPPED, procedures={**SHIPPED.procedures, CONFORMITY: (version,)})


def test_of_a_term_in_hours_a_lag_within_a_day_may_move_the_class() -> None:
    told = (*way, result(DIGITAL, march(8), 7), result(PAPER, march(8), 11))
    hours = divergences(fold(told), in_hours(30), at(march(8), 12))

    assert divergences(fold(told), SHIPPED, at(march(8), 12)) == ()
    assert [each.kind.value for each in hours][:1] == ["result"]


def test_without_a_calendar_only_days_are_compared() -> None:
    dossier = fold(two_results)

    (only,) = divergences(dossier, LAW, at(march(15), 9))
    assert (only.kind, only.raised_at) == (DivergenceKind.RESULT, at(march(11), 14))
    assert divergences(fold(one_result), LAW, at(march(15), 9)) == ()
    assert len(entries(dossier, LAW, at(march(15), 9))) == 1


def test_a_dossier_of_one_carrier_disagrees_with_nobody() -> None:
    alone = owed_on_both(owed=(PAPER,))
    told = (came(PAPER, at(march(4), 8)), alone, forwarded(), took(PAPER, at(march(4), 11)))

    assert divergences(fold((*told, result(PAPER, march(8)))), SHIPPED, at(march(15), 9)) == ()


def test_who_settles_names_something() -> None:
    with pytest.raises(ValidationError):
        Reconciled(reason="Theo sổ")


def test_what_an_earlier_release_stored_loads() -> None:
    stored = b'{"settles":["receipt"],"speaks":{"receipt":"paper"},"reason":"x"}'
    settled_then = load("dossier.reconciled", stored)
    ended_then = load("dossier.divergence-converged", b'{"divergence":"custody","object":"file"}')

    assert store(settled_then) == stored
    assert isinstance(settled_then, Reconciled)
    assert (settled_then.content, settled_then.speaks) == ((), {Instant.RECEIPT: Carrier.PAPER})
    assert isinstance(ended_then, DivergenceConverged)
    assert ended_then.since is None
    found = on(march(4), DivergenceFound(divergence=DivergenceKind.CUSTODY, since=at(march(4), 8)))
    assert given(found, on(march(5), ended_then)).dossier.custody.divergences == ()
