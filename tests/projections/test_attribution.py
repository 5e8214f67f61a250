"""Whose time it was, as rows of the dossiers that have ended."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings

from domain.dossier.attribution import Attribution, Dimension, Unattributable, attribution
from domain.dossier.dossier import fold
from domain.dossier.events import DossierEvent, EntryConfirmed, Told, Withdrawn
from domain.dossier.values import Carrier
from domain.law import Law
from domain.store import RecordedEvent
from projections.attribution import DOSSIER, Charged, Sum, in_rank, rows, whose_time
from tests.domain.calendar.words import at
from tests.domain.case import DEPARTMENT
from tests.domain.charging import FIVE_DAYS, handed, lay, there
from tests.domain.clock.telling import PAPER, SMALL, a_small_one, accepted, says, shipped
from tests.domain.test_attribution_properties import HISTORIES
from tests.projections.knowing import STREAM

LAW = a_small_one(FIVE_DAYS)
MAY, JUNE = date(2019, 5, 1), date(2019, 6, 1)


def heard(*told: Told, late: timedelta = timedelta()) -> list[RecordedEvent[DossierEvent]]:
    """Each recorded when it happened, the last one so much later."""
    recorded = [one.occurred_at for one in told]
    recorded[-1] += late
    return [
        RecordedEvent(version, STREAM, version, recorded_at, one)
        for version, (one, recorded_at) in enumerate(zip(told, recorded, strict=True), start=1)
    ]


begun = (*lay("28/05/2019 08:00"), accepted("28/05/2019 08:00", SMALL, owed=(PAPER,)))
# Due on Tuesday 4 June.
over_the_month = (
    *begun,
    *handed("31/05/2019 16:00", "03/06/2019 08:00", DEPARTMENT, step="2"),
    there("05/06/2019 09:00"),
)


def told(found: Sequence[Charged], reading: str) -> list[tuple[object, ...]]:
    return [
        (row.account, row.organisation, row.step, row.month, row.before, row.after)
        for row in found
        if row.reading == reading
    ]


def test_a_row_is_an_account_a_holder_a_step_and_a_month() -> None:
    found = list(rows(heard(*over_the_month), LAW))

    assert told(found, DOSSIER) == [
        ("custodian", "centre", None, MAY, 3 * 480 + 360, 0),
        ("transit", "centre", "2", MAY, 60, 0),
        ("transit", "centre", "2", JUNE, 60, 0),
        ("custodian", "department", "2", JUNE, 2 * 480 - 60, 120),
    ]
    assert told(found, "paper") == told(found, DOSSIER)
    assert told(found, "digital") == [
        ("unrecorded", None, None, MAY, 4 * 480 - 60, 0),
        ("unrecorded", None, None, JUNE, 2 * 480, 120),
    ]
    assert [row.number for row in found] == list(range(1, len(found) + 1))
    (alike,) = {(row.procedure, row.ended_on, row.ended_as, row.ended_how) for row in found}
    assert alike == (SMALL, date(2019, 6, 5), "late", None)


def test_an_open_dossier_has_no_row() -> None:
    assert list(rows(heard(*over_the_month[:-1]), LAW)) == []


def test_what_came_to_nothing_says_so() -> None:
    found = list(rows(heard(*begun, says("29/05/2019 08:00", Withdrawn())), LAW))

    assert {row.ended_how for row in found} == {"withdrawn"}


def test_a_dossier_that_took_no_office_time_is_counted_in_every_reading() -> None:
    lunch = (
        *lay("28/05/2019 12:00"),
        accepted("28/05/2019 12:00", SMALL, owed=(PAPER,)),
        there("28/05/2019 12:30"),
    )
    found = list(rows(heard(*lunch), LAW))

    assert [(row.reading, row.account, row.before, row.lacking) for row in found] == [
        (DOSSIER, None, 0, None),
        ("paper", None, 0, None),
        ("digital", None, 0, None),
    ]


@pytest.mark.parametrize(
    ("law", "lacking"),
    [
        (replace(LAW, calendar=None), "calendar"),
        (replace(LAW, common=LAW.common.model_copy(update={"precedence": ()})), "precedence"),
    ],
)
def test_where_nobody_can_say_whose_time_it_was_the_rows_say_why(law: Law, lacking: str) -> None:
    found = list(rows(heard(*over_the_month), law))

    assert [(row.account, row.before, row.lacking) for row in found] == [(None, 0, lacking)] * 3


def test_what_waits_for_a_second_person_ends_nothing() -> None:
    in_time = replace(there("04/06/2019 09:00"), actor="hanh")
    late = heard(*over_the_month[:-1], in_time, late=timedelta(days=3))

    assert list(rows(late, LAW)) == []
    assert not is_ended(late, "04/06/2019 17:00")

    seen = says("07/06/2019 09:00", EntryConfirmed(target=in_time.ref), actor="minh")
    confirmed = [*late, replace(late[-1], version=99, recorded_at=seen.occurred_at, told=seen)]
    assert {row.ended_as for row in rows(confirmed, LAW)} == {"on_time"}
    assert is_ended(confirmed, "04/06/2019 17:00")


def is_ended(known: Sequence[RecordedEvent[DossierEvent]], when: str) -> bool:
    found = whose_time(known, LAW, at(when)).found
    assert isinstance(found, Attribution)
    return found.ended


def test_an_open_dossier_is_told_as_it_stands_at_an_instant() -> None:
    asked = whose_time(heard(*over_the_month[:-1]), LAW, at("29/05/2019 08:00"))

    assert isinstance(asked.found, Attribution)
    assert (asked.found.minutes, asked.zone.key) == (480, "Asia/Ho_Chi_Minh")


@settings(max_examples=75, deadline=None)
@given(HISTORIES)
def test_the_rows_of_each_reading_are_what_its_charges_sum_to(history: list[Told]) -> None:
    if not history or fold(history).ended_at is None:
        return
    found = list(rows(heard(*history), shipped()))
    last = max(one.occurred_at for one in history)
    whole = attribution(history, shipped(), last)
    if isinstance(whole, Unattributable):
        assert [row.lacking for row in found] == [whole.reason.value] * 3
        return

    for carrier in (None, *Carrier):
        of_it = [row for row in found if row.reading == (carrier.value if carrier else DOSSIER)]
        charges = whole.on(carrier)
        assert sum(row.before for row in of_it) == sum(charge.before for charge in charges)
        assert sum(row.after for row in of_it) == sum(charge.after for charge in charges)
        assert len({(r.account, r.organisation, r.desk, r.step, r.month) for r in of_it}) == len(
            of_it
        )


def test_months_follow_each_other_and_the_most_late_come_first() -> None:
    sums = [Sum("b", 5, 0, 1, 0), Sum(None, 1, 3, 1, 1), Sum("a", 9, 3, 1, 1), Sum("c", 5, 0, 1, 0)]

    assert [row.key for row in in_rank(Dimension.UNIT, sums)] == ["a", None, "b", "c"]
    assert [row.key for row in in_rank(Dimension.MONTH, sums)] == [None, "a", "b", "c"]
