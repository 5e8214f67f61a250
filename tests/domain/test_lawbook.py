"""The law book: the law that hoso comes with, what was entered since, and what was known when."""

from datetime import datetime, timedelta

import pytest
from pydantic import BaseModel

from domain.calendar.days import DeclaredDay
from domain.law import Law
from domain.lawmaking.book import LawBook
from domain.procedure.procedure import Transition
from domain.register import Entered
from tests.domain.calendar.words import at, day
from tests.domain.case import LAW, XRAY, ZONE
from tests.domain.clock.telling import STANDARD, shipped
from tests.domain.entering import MAKEUP, a_holiday, taken_back
from tests.domain.test_whatif import amended

BRIDGE = a_holiday("03/09/2019", "27/08/2019")
ENTERED = at("31/08/2019 09:00")


def entries(*events: BaseModel, since: datetime = ENTERED) -> tuple[Entered, ...]:
    """One a day, at positions 10, 20, 30."""
    return tuple(
        Entered(10 * n, n, since + (n - 1) * timedelta(days=1), event, "clerk", "office", str(n))
        for n, event in enumerate(events, start=1)
    )


def works(law: Law, on: str) -> bool:
    assert law.calendar
    return law.calendar.is_working_day(day(on))


def test_what_was_entered_is_the_law_and_was_not_known_before() -> None:
    book = LawBook(shipped(), entries(BRIDGE))

    assert not works(book.law, "03/09/2019")
    assert works(book.as_learnt(9), "03/09/2019")
    assert not works(book.as_learnt(10), "03/09/2019")
    assert book.as_learnt(0) is shipped()


def test_it_learns_what_is_new_and_nothing_twice() -> None:
    book, first, both = LawBook(shipped()), entries(BRIDGE), entries(BRIDGE, BRIDGE)

    assert book.learn(first)
    law = book.law
    assert not book.learn(first)
    assert book.law is law
    assert book.learn(both)
    assert (book.version, book.between(10, 20)) == (2, both[1:])
    assert book.as_learnt(15) is law


def test_a_withdrawal_is_known_from_then_on() -> None:
    """What was withdrawn stays, and does not bind; the law before it is as it was."""
    book = LawBook(shipped(), entries(BRIDGE, taken_back("03/09/2019", "01/09/2019")))

    assert works(book.law, "03/09/2019")
    assert not works(book.as_learnt(19), "03/09/2019")
    (told,) = (one for one in _declared(book.law) if one.day == day("03/09/2019"))
    assert (told.learnt, told.withdrawal_learnt, told.binds) == (10, 20, False)


def test_what_another_scope_declared_stays() -> None:
    event = taken_back("02/09/2019", "01/09/2019")
    other = event.model_copy(update={"days": (event.days[0]._replace(scope="long-an"),)})

    assert not works(LawBook(shipped(), entries(other)).law, "02/09/2019")
    assert works(LawBook(shipped(), entries(event)).law, "02/09/2019")


@pytest.mark.parametrize(
    ("event", "known"),
    [
        pytest.param(BRIDGE, "31/08/2019", id="a day off, from that day on"),
        pytest.param(
            a_holiday("07/09/2019", "27/08/2019", MAKEUP),
            "01/09/2019",
            id="a make-up day, after it",
        ),
    ],
)
def test_what_was_announced_long_ago_is_known_since_it_was_learnt(
    event: BaseModel, known: str
) -> None:
    """A slip that was printed in between could not heed it."""
    book = LawBook(shipped(), entries(event))

    declared = _declared(book.law)[-1]
    assert declared.announced_on == day(known)
    assert book.law.calendar
    eve = book.law.calendar.as_known(day(known) - timedelta(days=1))
    assert declared not in eve.declared


def test_a_procedure_that_is_entered() -> None:
    change = amended("19/08/2019", 10, Transition.RECEIVED_BEFORE_KEEPS_OLD, "15/08/2019")
    book = LawBook(shipped(), entries(change))

    assert _days(book.law, "18/08/2019") == _days(shipped(), "18/08/2019") == 5
    assert (_days(book.law, "19/08/2019"), _days(book.as_learnt(9), "19/08/2019")) == (10, 5)
    assert not book.law.knew(STANDARD, day("30/08/2019"))
    assert book.law.knew(STANDARD, day("31/08/2019"))
    assert _days(book.law.as_known(day("30/08/2019")), "19/08/2019") == 5


def test_a_law_that_was_simply_given_is_added_to() -> None:
    change = amended("19/08/2019", 10, Transition.RECEIVED_BEFORE_KEEPS_OLD, "15/08/2019")
    book = LawBook(LAW, entries(change, BRIDGE))

    assert book.law.in_force(XRAY, day("01/06/2022"))
    assert book.law.in_force(STANDARD, day("01/06/2022"))
    assert book.law.calendar is None


def test_a_law_that_never_changes_was_known_always() -> None:
    assert shipped().law is shipped()
    assert shipped().as_learnt(0) is shipped()


def _declared(law: Law) -> tuple[DeclaredDay, ...]:
    assert law.calendar
    assert law.calendar.zone == ZONE
    return law.calendar.declared


def _days(law: Law, on: str) -> int:
    version = law.in_force(STANDARD, day(on))
    term = version.term("settlement") if version else None
    assert term
    return term.length.amount
