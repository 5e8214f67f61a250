"""The class of a dossier, early or on time or late, that depends on which carrier speaks."""

import pytest

from domain.dossier.divergence import Divergence, Exit
from domain.dossier.events import DivergenceKind, Told, Withdrawn
from domain.dossier.values import Channel, Instant
from tests.domain.case import on, result
from tests.domain.divergence.case import (
    DIGITAL,
    PAPER,
    at,
    came,
    converged,
    found,
    kinds,
    look_after,
    owed_on_both,
    watched,
)
from tests.domain.transitions.case import march

unpromised = owed_on_both(promised_return=None)
scan_the_next_day = (came(PAPER, at(march(4), 8)), unpromised, came(DIGITAL, at(march(5), 7, 30)))
both_on_monday = (came(PAPER, at(march(4), 8)), came(DIGITAL, at(march(4), 8)), unpromised)


def flips(*told: Told, day: int, hour: int = 10) -> list[Divergence]:
    return [each for each in found(*told, until=at(march(day), hour)) if each.kind == "flip"]


def test_late_by_the_paper_that_was_brought_the_morning_after() -> None:
    # Forty-five working minutes lie between them: no other tolerance is used up.
    way = (*both_on_monday, result(DIGITAL, march(11), 16), result(PAPER, march(12), 7))
    (flip,) = flips(*way, day=12)

    assert (flip.since, flip.raised_at) == (at(march(11), 16), at(march(12), 0))
    assert (flip.instants, flip.ends) == ((Instant.RESULT,), (Exit.PERSON,))
    assert "result" not in kinds(*way, until=at(march(12), 10))


def test_due_another_day_where_the_scan_was_made_on_another() -> None:
    # Five working days: by the paper until the 11th, by the scan until the 12th.
    (flip,) = flips(*scan_the_next_day, day=5)

    assert (flip.since, flip.raised_at) == (at(march(4), 8), at(march(5), 7, 30))
    assert (flip.instants, flip.needs_person) == ((Instant.RECEIPT,), True)


@pytest.mark.parametrize(
    ("day", "classes_differ"), [(8, False), (11, True), (12, True), (13, False)]
)
def test_it_is_over_where_the_result_is_early_or_late_by_both(
    day: int, classes_differ: bool
) -> None:
    results = (result(DIGITAL, march(day), 9), result(PAPER, march(day), 9))

    assert bool(flips(*scan_the_next_day, *results, day=14)) is classes_differ
    told = watched((*scan_the_next_day, *results), at(march(6), 9), at(march(14), 9))
    over = [] if classes_differ else [at(march(day), 9)]
    assert converged(told, DivergenceKind.FLIP) == over


def test_a_promise_that_both_carriers_keep_leaves_one_due_date() -> None:
    promised = owed_on_both(promised_return=at(march(8), 16))
    way = (came(PAPER, at(march(4), 8)), promised, came(DIGITAL, at(march(5), 7, 30)))

    assert flips(*way, day=6) == []


def test_originals_that_follow_an_online_submission_by_post_flip_nothing() -> None:
    online = owed_on_both(channel=Channel.ONLINE, promised_return=None)
    way = (came(DIGITAL, at(march(4), 8)), online, came(PAPER, at(march(7), 8)))

    assert kinds(*way[:2], until=at(march(4), 16)) == []
    assert "receipt" not in kinds(*way, until=at(march(7), 16))
    assert flips(*way, day=7) == []


def test_what_is_owed_on_one_carrier_alone_hangs_on_no_other() -> None:
    on_paper = owed_on_both(owed=(PAPER,), promised_return=None)
    way = (*both_on_monday[:2], on_paper, result(DIGITAL, march(11)), result(PAPER, march(13)))

    assert kinds(*way, until=at(march(13), 12)) == []
    assert kinds(*way[:4], until=at(march(12), 12)) == ["absence", "absence"]


def test_what_was_withdrawn_has_no_class() -> None:
    # By the paper it would have been late, by the scan on time.
    way = (*scan_the_next_day, on(march(12), Withdrawn()))

    assert flips(*way, day=13) == []
    told = watched(way, at(march(5), 9), at(march(13), 9))
    assert converged(told, DivergenceKind.FLIP) == [at(march(12), 9)]


def test_the_next_look_is_midnight_after_the_due_day() -> None:
    way = (*both_on_monday, result(DIGITAL, march(8), 9))

    assert look_after(*way, until=at(march(9), 9)) == at(march(12), 0)
    assert flips(*way, day=11) == []
    assert len(flips(*way, day=12)) == 1
