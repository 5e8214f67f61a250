"""A dossier in hand says what the whole history says, whatever the order in which it is told."""

from collections.abc import Generator
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.case import Case
from domain.dossier.decisions import judge
from domain.dossier.dossier import fold
from domain.dossier.events import Corrected, HandlerAssigned, Told
from domain.law import Law
from tests.domain.case import LAW, MONDAY, TUESDAY, on, received
from tests.domain.strategies import dossiers
from tests.domain.transitions.case import SHIPPED
from tests.domain.transitions.strategies import under_law

T = TypeVar("T")

many = settings(max_examples=100, deadline=None)


def done(steps: Generator[None, None, T]) -> tuple[T, int]:
    """What comes of them, and how many they were."""
    number = 0
    while True:
        try:
            next(steps)
        except StopIteration as finished:
            return finished.value, number
        number += 1


def says_the_same(case: Case, told: list[Told], known: int, law: Law) -> None:
    for number, one in enumerate(told[known:], start=known):
        assert done(case.judge(one, law))[0] == judge(told[:number], one, law)
        done(case.take(one))
        hot, _ = done(case.kept())
        if hot:
            assert hot.version == number + 1
            assert hot._folded() == fold(told[: number + 1])


@many
@given(dossiers(), st.integers(0, 9))
def test_a_case_judges_as_the_history_does(told: list[Told], known: int) -> None:
    says_the_same(Case("a", told[:known]), told, known, LAW)


@many
@given(under_law(8), st.integers(0, 9))
def test_a_case_judges_as_the_history_does_under_the_law(told: list[Told], known: int) -> None:
    says_the_same(Case("a", told[:known]), told, known, SHIPPED)


@many
@given(dossiers(), st.sets(st.integers(0, 20)))
def test_what_is_taken_unjudged_counts_for_what_is_judged(told: list[Told], some: set[int]) -> None:
    case = Case("a")
    for number, one in enumerate(told):
        if number in some:
            assert done(case.judge(one, LAW))[0] == judge(told[:number], one, LAW)
        done(case.take(one))


def assigned(name: str, minute: int) -> Told:
    told = on(MONDAY, HandlerAssigned(handler=name), 8, request_id=name)
    return replace(told, occurred_at=told.occurred_at + timedelta(minutes=minute))


def test_what_comes_late_folds_what_it_changes_and_no_more() -> None:
    """Given a long history, when more is told at its beginning and its end by turns, then the
    history is folded once; each later one folds the few events after which nothing is changed."""
    length = 500
    case = Case("a", [received(), *(assigned(f"o{n}", 2 * n + 2) for n in range(length))])
    folded = [
        done(case.judge(one, LAW))[1] + done(case.take(one))[1]
        for n in range(20)
        for one in (assigned(f"early {n}", 2 * n + 1), assigned(f"late {n}", 2 * length - 2 * n))
    ]
    assert length // 2 < sum(folded) < 2 * length


def test_what_is_corrected_is_judged_as_it_was_corrected_before() -> None:
    """Given a correction of what was not told yet, when that is told, then it is judged as the
    correction has it."""
    late = assigned("o1", 5)
    said = Corrected(target=late.ref, field="handler", new="o2", reason="nhầm", approver="Lê Út")
    told = [received(), on(TUESDAY, said), late, assigned("o3", 4), assigned("o4", 6)]
    case = Case("a")
    says_the_same(case, told, 0, LAW)
    assert done(case.kept())[0] is None
