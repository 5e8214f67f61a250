"""Procedures are published, amended and abolished: the law on a day, and as it was known."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.law import STAND_IN, Law, enact
from domain.procedure.enactment import enactments, irregularities, judge
from domain.procedure.events import ProcedureEvent, Published
from domain.procedure.procedure import OtherCode, Procedure
from domain.procedure.refusals import (
    AbolishedWhileNotInForce,
    AmendedAfterAbolition,
    AmendedBeforePublished,
    AmendedWithoutTransition,
    PublishedTwice,
)
from tests.domain.procedure.definitions import (
    ABOLITION,
    CODE,
    STOPS,
    TAKES_NEW,
    ZONE,
    abolished,
    amended,
    published,
    version,
)

DAY = timedelta(days=1)
FIRST = date(2013, 1, 27)
SECOND = date(2019, 3, 20)
END = date(2021, 2, 1)
BEFORE = date(2019, 3, 1)
"""Between the first and the second."""


def law(*events: ProcedureEvent) -> Law:
    return enact(ZONE, events)


def name_on(day: date, *events: ProcedureEvent) -> str | None:
    found = law(*events).in_force(CODE, day)
    return found.name_en if found else None


def test_a_procedure_is_in_force_from_its_first_day_on() -> None:
    told = law(published(FIRST))

    assert told.in_force(CODE, FIRST - DAY) is None
    assert told.in_force(CODE, FIRST)
    assert told.knows(CODE)
    assert told.field_of(CODE) == "standards-metrology-quality"


def test_an_amendment_ends_the_version_before_it() -> None:
    told = law(published(FIRST, name_en="old"), amended(SECOND, name_en="new"))

    assert [(v.name_en, v.valid_from, v.valid_to) for v in told.versions(CODE)] == [
        ("old", FIRST, SECOND - DAY),
        ("new", SECOND, None),
    ]


def test_a_procedure_ends_the_day_before_its_abolition_takes_effect() -> None:
    told = law(published(FIRST), abolished(END))

    assert told.in_force(CODE, END - DAY)
    assert told.in_force(CODE, END) is None
    assert told.knows(CODE)


def test_a_procedure_may_come_back_after_it_was_abolished() -> None:
    again = published(END + DAY, name_en="again")
    events = (published(FIRST), abolished(END), again)

    assert name_on(END, *events) is None
    assert name_on(END + DAY, *events) == "again"
    assert irregularities(events) == ()


def test_the_law_of_a_day_may_be_known_before_it_and_not_earlier() -> None:
    told = law(published(FIRST), amended(END, known_on=date(2020, 12, 9), name_en="new"))

    before = told.as_known(date(2020, 12, 8)).in_force(CODE, END)
    since = told.as_known(date(2020, 12, 9)).in_force(CODE, END)
    assert before
    assert since
    assert (before.name_en, before.valid_to, since.name_en) == (
        "Registration of declared conformity",
        None,
        "new",
    )
    assert told.as_known(FIRST - DAY).procedures == {}


def test_an_abolition_is_not_known_before_it_is_announced() -> None:
    told = law(published(FIRST), abolished(END, known_on=BEFORE))

    assert told.as_known(BEFORE - DAY).in_force(CODE, END)
    assert told.as_known(BEFORE).in_force(CODE, END) is None


def test_the_word_known_last_counts_for_a_day() -> None:
    erratum = amended(FIRST, known_on=SECOND, name_en="as corrected")

    assert name_on(FIRST, published(FIRST), erratum) == "as corrected"
    assert irregularities([published(FIRST), erratum]) == ()


def test_what_was_published_and_never_took_effect_can_be_taken_back() -> None:
    told = law(published(END), abolished(END, known_on=END + DAY))

    assert told.in_force(CODE, END) is None
    assert not told.knows(CODE)
    assert told.as_known(END).in_force(CODE, END)


def test_to_publish_what_is_in_force_is_irregular() -> None:
    second = published(SECOND, name_en="new")

    assert judge([published(FIRST)], second) == (PublishedTwice(CODE, "2019-03-20"),)
    assert name_on(SECOND, published(FIRST), second) == "new"


def test_to_publish_another_version_for_the_same_day_is_irregular() -> None:
    assert judge([published(FIRST)], published(FIRST, name_en="new")) == (
        PublishedTwice(CODE, FIRST.isoformat()),
    )


def test_to_say_the_same_again_is_not() -> None:
    again = published(FIRST, known_on=SECOND)

    assert judge([published(FIRST)], again) == ()
    assert len(law(published(FIRST), again).versions(CODE)) == 1


def test_an_amendment_of_what_nobody_published_is_recorded_and_irregular() -> None:
    change = amended(SECOND)

    assert judge([], change) == (AmendedBeforePublished(CODE, "2019-03-20"),)
    assert law(change).in_force(CODE, SECOND)


def test_an_abolition_that_a_later_version_contradicts_names_it() -> None:
    known: list[ProcedureEvent] = [published(FIRST), amended(END)]
    why = AmendedAfterAbolition(CODE, END.isoformat(), SECOND.isoformat())

    assert judge(known, abolished(SECOND)) == (why,)
    assert judge([published(FIRST), abolished(SECOND)], amended(END)) == (why,)
    assert judge(known, abolished(END, known_on=END)) == ()
    assert judge([abolished(SECOND)], amended(END)) == (
        AmendedBeforePublished(CODE, END.isoformat()),
    )


def test_a_publication_that_comes_late_puts_the_amendment_right() -> None:
    late = published(FIRST, known_on=END)

    assert irregularities([amended(SECOND), late]) == ()
    assert law(amended(SECOND), late).in_force(CODE, FIRST)


def test_an_amendment_that_says_nothing_of_dossiers_in_flight_is_irregular() -> None:
    silent = amended(SECOND, transition=None)

    assert judge([published(FIRST)], silent) == (AmendedWithoutTransition(CODE, "2019-03-20"),)


@pytest.mark.parametrize("before", [[], [published(FIRST), abolished(SECOND)], [published(END)]])
def test_only_what_is_in_force_can_be_abolished(before: list[ProcedureEvent]) -> None:
    assert judge(before, abolished(END)) == (AbolishedWhileNotInForce(CODE, "2021-02-01"),)


def test_a_dossier_keeps_what_it_was_received_under() -> None:
    told = law(
        published(FIRST, name_en="old", signers=["unit-head"]),
        amended(SECOND, name_en="new", signers=["department-leader"]),
    )

    pinned = told.pinned(CODE, BEFORE, END)

    assert pinned
    assert (pinned.receipt.name_en, pinned.act.name_en) == ("old", "new")
    assert pinned.terms == pinned.receipt.terms
    assert pinned.signers == ("department-leader",)


def test_a_dossier_received_on_the_first_day_of_an_amendment_is_under_it() -> None:
    told = law(published(FIRST), amended(SECOND, name_en="new"))

    pinned = told.pinned(CODE, SECOND, END)

    assert pinned
    assert pinned.receipt.name_en == "new"


def test_an_amendment_may_take_what_is_in_flight_once_it_is_in_force() -> None:
    told = law(published(FIRST, name_en="old"), amended(SECOND, TAKES_NEW, name_en="new"))

    on_the_eve = told.pinned(CODE, BEFORE, SECOND - DAY)
    on_the_day = told.pinned(CODE, BEFORE, SECOND)

    assert on_the_eve
    assert on_the_day
    assert (on_the_eve.receipt.name_en, on_the_day.receipt.name_en) == ("old", "new")


def test_what_is_in_flight_is_finished_when_its_procedure_is_abolished() -> None:
    pinned = law(published(FIRST), abolished(SECOND)).pinned(CODE, BEFORE, END)

    assert pinned
    assert pinned.stopped is None
    assert pinned.act == pinned.receipt


def test_or_it_is_stopped_where_the_abolition_says_so() -> None:
    end = abolished(SECOND, STOPS)
    again = amended(END, TAKES_NEW, name_en="again")
    told = law(published(FIRST, name_en="old"), end, again)

    before, after = told.pinned(CODE, BEFORE, SECOND - DAY), told.pinned(CODE, BEFORE, END)

    assert before
    assert after
    assert before.stopped is None
    assert (after.stopped, after.receipt.name_en) == (end, "old")


def test_nothing_governs_a_dossier_received_when_nothing_was_in_force() -> None:
    told = law(published(FIRST))

    assert told.pinned(CODE, FIRST - DAY, END) is None
    assert told.pinned("unheard-of", FIRST, END) is None


def test_a_procedure_is_found_by_what_other_systems_call_it() -> None:
    other = OtherCode(system="portal", value="2.002131.000.00.00.H58")
    told = law(published(FIRST, other_codes=[other]))

    assert told.code(other.value) == CODE
    assert told.knows(other.value)
    assert told.in_force(other.value, FIRST) == told.in_force(CODE, FIRST)
    assert told.pinned(other.value, FIRST, END)


def test_a_stand_in_is_known_to_nobody() -> None:
    stand_in = f"{STAND_IN}log"

    assert law().is_stand_in(stand_in)
    assert not law().knows(stand_in)
    assert law().field_of(stand_in) is None


def test_procedures_that_were_simply_given_were_known_always() -> None:
    given_ones = Law(ZONE, {CODE: (version(FIRST),)})

    assert given_ones.as_known(FIRST - DAY) == given_ones


def test_definitions_become_the_events_that_make_them_stand() -> None:
    definitions = (
        version(END, issued_on=date(2020, 12, 9), transition="pending-takes-new"),
        version(FIRST, valid_to=END - DAY),
        version(date(2024, 1, 1), valid_to=date(2024, 12, 31), abolition=ABOLITION, code="B"),
    )

    events = enactments(definitions)

    assert [(event.kind, event.code, event.effective_on, event.known_on) for event in events] == [
        ("procedure.published", CODE, FIRST, date(2012, 12, 12)),
        ("procedure.published", "B", date(2024, 1, 1), date(2012, 12, 12)),
        ("procedure.abolished", "B", date(2025, 1, 1), date(2019, 5, 6)),
        ("procedure.amended", CODE, END, date(2020, 12, 9)),
    ]
    assert all(event.procedure.valid_to is None for event in events if isinstance(event, Published))


def test_a_definition_after_an_abolition_is_a_publication() -> None:
    ended = version(FIRST, valid_to=BEFORE, abolition=ABOLITION)

    events = enactments([ended, version(END, issued_on=END)])

    assert [event.kind for event in events if event.effective_on >= BEFORE] == [
        "procedure.abolished",
        "procedure.published",
    ]


def test_a_version_that_was_published_with_a_last_day_ends_then() -> None:
    told = law(published(FIRST, valid_to=BEFORE), amended(END))

    assert told.in_force(CODE, BEFORE)
    assert told.in_force(CODE, BEFORE + DAY) is None


def test_a_version_is_known_since_its_publication() -> None:
    decided = version(END, publication={"number": "QĐ 5", "day": SECOND})

    (event,) = enactments([decided])

    assert (event.known_on, event.decision) == (SECOND, decided.publication)


days = st.dates(date(2019, 1, 1), date(2019, 1, 20))
transitions = st.sampled_from((None, TAKES_NEW))
events = st.one_of(
    st.builds(published, days, known_on=days),
    st.builds(amended, days, transitions, known_on=days),
    st.builds(abolished, days, known_on=days),
)


@given(st.lists(events, max_size=8), days, st.data())
def test_in_whatever_order_and_however_often_it_is_told(
    told: list[ProcedureEvent], day: date, data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations([*told, *told[:2]]))

    once, again = law(*told), law(*shuffled)

    assert again.procedures == once.procedures
    assert again.as_known(day).procedures == once.as_known(day).procedures
    assert irregularities(shuffled) == irregularities(told)


@given(st.lists(events, max_size=8), days)
def test_never_are_two_versions_in_force(told: list[ProcedureEvent], day: date) -> None:
    versions: tuple[Procedure, ...] = law(*told).versions(CODE)

    assert sum(each.in_force(day) for each in versions) <= 1
