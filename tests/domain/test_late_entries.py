"""What was typed long after it happened: it may worsen a dossier at once, and better it only when
a second person has seen the evidence."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import permutations
from typing import Any, Final

import pytest

from domain.dossier.dossier import fold
from domain.dossier.events import (
    Annulled,
    Corrected,
    EntryConfirmed,
    SupplementRequested,
    Told,
)
from domain.dossier.late_entries import Counted, Entry, counted
from domain.dossier.refusals import EntryNotConfirmable
from domain.dossier.standing import standing
from domain.dossier.timeliness import Timeliness
from domain.law import Law
from domain.outage import Outage
from domain.procedure.common import Common, Compared, Default, Tolerance
from domain.refusals import ActNotPostable, Refused
from domain.testimony import Provenance
from tests.domain.case import (
    DIGITAL,
    FRIDAY,
    LAW,
    MONDAY,
    NEXT_MONDAY,
    NOBODY,
    PAPER,
    THURSDAY,
    came_in,
    moment,
    on,
    received,
    result,
)
from tests.domain.spec import given
from tests.domain.transitions.case import SHIPPED, accepted, march

HALF_A_DAY: Final = Tolerance(
    compared=Compared.ENTRY,
    working_minutes=240,
    rule=Default.AN_IMPROVING_ENTRY_WAITS,
    legal_basis="NĐ 61/2018",
)
STRICT: Final = replace(LAW, common=Common(tolerances=(HALF_A_DAY,)))
TUESDAY_AFTER: Final = NEXT_MONDAY + timedelta(days=1)


def entry(told: Told, *, late: timedelta = timedelta(minutes=3)) -> Entry:
    return Entry(told, told.occurred_at + late)


def at_the_counter(*told: Told) -> list[Entry]:
    return [entry(one) for one in told]


def confirmed(target: Told, day: date = TUESDAY_AFTER, **who: Any) -> Told:
    return on(day, EntryConfirmed(target=target.ref), **{"actor": "minh", **who})


def stands(entries: list[Entry], day: date, law: Law = STRICT) -> Timeliness:
    return standing(fold(counted(entries, law).told), law, day).on(day)


due_on_friday = (received(owed=(PAPER,)), came_in(PAPER))
came_on_friday = replace(result(PAPER, FRIDAY, hour=16), actor="hanh")
DAYS: Final = timedelta(days=4)


def test_what_is_typed_the_next_morning_is_no_late_entry() -> None:
    entries = [*at_the_counter(*due_on_friday), entry(came_on_friday, late=timedelta(hours=3))]
    assert counted(entries, STRICT).waiting == ()
    assert stands(entries, NEXT_MONDAY) is Timeliness.ON_TIME


def test_a_late_entry_that_makes_it_better_waits() -> None:
    entries = [*at_the_counter(*due_on_friday), entry(came_on_friday, late=DAYS)]
    assert counted(entries, STRICT) == Counted(due_on_friday, (came_on_friday.ref,))
    assert stands(entries, NEXT_MONDAY) is Timeliness.OVERDUE


def test_what_makes_it_better_by_the_national_clock_alone_waits_too() -> None:
    """The result is owed on both carriers: by the national clock the first one ends it."""
    told = (received(owed=(PAPER, DIGITAL)), came_in(PAPER))
    entries = [*at_the_counter(*told), entry(came_on_friday, late=DAYS)]
    assert counted(entries, STRICT).waiting == (came_on_friday.ref,)


def test_it_counts_once_a_second_person_has_seen_the_evidence() -> None:
    entries = [*at_the_counter(*due_on_friday), entry(came_on_friday, late=DAYS)]
    entries.append(entry(confirmed(came_on_friday)))
    assert counted(entries, STRICT).waiting == ()
    assert stands(entries, NEXT_MONDAY) is Timeliness.ON_TIME


@pytest.mark.parametrize("who", [{"actor": "hanh"}, {"actor": None}])
def test_who_did_it_or_nobody_confirms_nothing(who: dict[str, Any]) -> None:
    entries = [*at_the_counter(*due_on_friday), entry(came_on_friday, late=DAYS)]
    entries.append(entry(confirmed(came_on_friday, **who)))
    assert counted(entries, STRICT).waiting == (came_on_friday.ref,)


def test_a_late_entry_that_makes_it_worse_counts_at_once() -> None:
    came_too_late = result(PAPER, NEXT_MONDAY)
    entries = [*at_the_counter(*due_on_friday), entry(came_too_late, late=DAYS)]
    assert counted(entries, STRICT).waiting == ()
    assert stands(entries, TUESDAY_AFTER) is Timeliness.LATE


def test_a_late_entry_of_a_dossier_that_is_in_time_anyhow_counts_at_once() -> None:
    came_early = result(PAPER, MONDAY, hour=10)
    entries = [*at_the_counter(*due_on_friday), entry(came_early, late=timedelta(days=2))]
    assert counted(entries, STRICT).waiting == ()
    assert stands(entries, THURSDAY) is Timeliness.EARLY


@pytest.mark.parametrize("provenance", [Provenance.IMPORTED, Provenance.SIMULATED])
def test_what_one_decision_admitted_waits_for_nobody(provenance: Provenance) -> None:
    taken_over = replace(came_on_friday, provenance=provenance)
    entries = [*at_the_counter(*due_on_friday), entry(taken_over, late=DAYS)]
    assert counted(entries, STRICT).waiting == ()


def resent(source_recorded_at: datetime | None) -> Entry:
    told = replace(
        came_on_friday,
        provenance=Provenance.RESENT,
        source_recorded_at=source_recorded_at,
    )
    return entry(told, late=DAYS)


CUT_OFF: Final = STRICT.with_outages(
    (Outage(1, "one-stop", moment(FRIDAY, 7), moment(NEXT_MONDAY, 17)),)
)


def test_what_a_source_sends_again_after_an_outage_is_judged_by_its_own_time_of_entry() -> None:
    in_time = resent(moment(FRIDAY, 16, 5))
    late = resent(moment(NEXT_MONDAY, 16))
    unknown = resent(None)
    assert counted([*at_the_counter(*due_on_friday), in_time], CUT_OFF).waiting == ()
    assert counted([*at_the_counter(*due_on_friday), late], CUT_OFF).waiting != ()
    assert counted([*at_the_counter(*due_on_friday), unknown], CUT_OFF).waiting != ()


@pytest.mark.parametrize(
    "outage",
    [
        None,
        Outage(1, "portal", moment(FRIDAY, 7), moment(NEXT_MONDAY, 17)),
        Outage(1, "one-stop", moment(FRIDAY, 16, 6), moment(NEXT_MONDAY, 17)),
        Outage(1, "one-stop", moment(FRIDAY, 7), moment(FRIDAY, 16, 4)),
    ],
    ids=["none", "of another source", "that began later", "that was over"],
)
def test_without_an_outage_that_covers_it_it_is_late_whatever_it_says(
    outage: Outage | None,
) -> None:
    law = STRICT.with_outages((outage,) if outage else ())
    entries = [*at_the_counter(*due_on_friday), resent(moment(FRIDAY, 16, 5))]
    assert counted(entries, law).waiting == (came_on_friday.ref,)
    assert stands(entries, NEXT_MONDAY, law) is Timeliness.OVERDUE


def test_an_outage_covers_its_first_and_its_last_instant() -> None:
    at = moment(FRIDAY, 16, 5)
    entries = [*at_the_counter(*due_on_friday), resent(at)]
    for since, until in ((at, None), (moment(FRIDAY, 7), at)):
        law = STRICT.with_outages((Outage(1, "one-stop", since, until),))
        assert stands(entries, NEXT_MONDAY, law) is Timeliness.ON_TIME


def test_an_outage_excuses_nothing_that_is_not_sent_again() -> None:
    native = replace(came_on_friday, source_recorded_at=moment(FRIDAY, 16, 5))
    entries = [*at_the_counter(*due_on_friday), entry(native, late=DAYS)]
    assert counted(entries, CUT_OFF).waiting == (came_on_friday.ref,)


def test_where_no_tolerance_is_told_nothing_waits() -> None:
    entries = [*at_the_counter(*due_on_friday), entry(came_on_friday, late=DAYS)]
    assert counted(entries, LAW) == Counted((*due_on_friday, came_on_friday))


# The act.


def test_a_second_person_confirms_and_no_service_does() -> None:
    asked = given(*due_on_friday, came_on_friday).when(confirmed(came_on_friday))
    assert asked.decided().findings == ()
    with pytest.raises(Refused) as refusal:
        asked.recorded()
    assert refusal.value.reasons == (ActNotPostable("dossier.entry-confirmed"),)


def test_who_recorded_it_cannot_confirm_it() -> None:
    own = confirmed(came_on_friday, actor="hanh")
    given(*due_on_friday, came_on_friday).when(own).refused(
        EntryNotConfirmable("one-stop", came_on_friday.request_id)
    )
    nobodys = confirmed(came_on_friday, actor=None)
    given(*due_on_friday, came_on_friday).when(nobodys).refused(
        EntryNotConfirmable("one-stop", came_on_friday.request_id)
    )


def test_what_was_never_recorded_cannot_be_confirmed() -> None:
    nothing = on(TUESDAY_AFTER, EntryConfirmed(target=NOBODY), actor="minh")
    given(*due_on_friday).when(nothing).refused(EntryNotConfirmable("nobody", "never"))


def test_who_posts_singly_cannot_call_it_an_import() -> None:
    claimed = replace(came_on_friday, provenance=Provenance.IMPORTED)
    asked = given(*due_on_friday).when(claimed)
    (event,) = asked.recorded().events
    assert event.told.provenance is Provenance.NATIVE
    admitted = asked.imported().event
    assert admitted
    assert admitted.told.provenance is Provenance.IMPORTED


# What others may try.


def test_the_order_of_delivery_excuses_nothing() -> None:
    """The result before the receipt, and all of it late."""
    for told in permutations((*due_on_friday, came_on_friday)):
        entries = [Entry(one, moment(TUESDAY_AFTER)) for one in told]
        assert counted(entries, STRICT).waiting == (came_on_friday.ref,)


def test_what_would_move_the_due_date_waits_although_it_is_in_time_still() -> None:
    asked = on(march(5), SupplementRequested(supplement="s"), 10)
    entries = [*at_the_counter(accepted()), entry(asked, late=timedelta(days=2))]
    assert counted(entries, SHIPPED).waiting == (asked.ref,)


def test_a_correction_that_one_approves_oneself_betters_nothing() -> None:
    late = result(PAPER, NEXT_MONDAY)
    corrected = Corrected(
        target=late.ref,
        field="occurred_at",
        new=moment(FRIDAY).isoformat(),
        reason="x",
        approver="hanh",
    )
    entries = at_the_counter(*due_on_friday, late)
    himself = on(TUESDAY_AFTER, corrected, actor="hanh")
    assert stands([*entries, entry(himself)], TUESDAY_AFTER) is Timeliness.LATE
    another = replace(himself, actor="minh")
    assert stands([*entries, entry(another)], TUESDAY_AFTER) is Timeliness.ON_TIME


def test_a_confirmation_that_was_annulled_confirms_nothing() -> None:
    late = [*at_the_counter(*due_on_friday), entry(came_on_friday, late=DAYS)]
    confirmation = confirmed(came_on_friday)
    struck = Annulled(target=confirmation.ref, reason="x", approver="chi")
    late += at_the_counter(confirmation, on(TUESDAY_AFTER, struck, 12, actor="minh"))
    assert counted(late, STRICT).waiting == (came_on_friday.ref,)


def test_nothing_is_confirmed_in_advance() -> None:
    early = entry(confirmed(came_on_friday))
    entries = [*at_the_counter(*due_on_friday), early, entry(came_on_friday, late=DAYS)]
    assert counted(entries, STRICT).waiting == (came_on_friday.ref,)
