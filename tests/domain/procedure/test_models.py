"""Definitions and events survive being stored, and mean what they say."""

import json
from datetime import date, timedelta
from decimal import Decimal
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from domain.calendar.term import Length, Unit
from domain.dossier import values
from domain.procedure import words
from domain.procedure.common import Compared, Default, Tolerance
from domain.procedure.component import ChannelDifference, Form
from domain.procedure.events import (
    KINDS,
    Abolished,
    Amended,
    ProcedureEvent,
    Published,
    load,
    store,
)
from domain.procedure.procedure import (
    Abolition,
    Case,
    Inheritance,
    OtherCode,
    Procedure,
    Provision,
    RequiredComponent,
    Transition,
)
from domain.procedure.step import Step
from domain.procedure.term import (
    Counts,
    Exclusion,
    Lapse,
    SupplementEffect,
    Term,
    milestone,
    working_hours,
)
from domain.procedure.words import Decision, Role
from tests.domain.procedure.definitions import a_component, a_term, published, version

slugs = st.from_regex(r"[a-z0-9]+(-[a-z0-9]+){0,2}", fullmatch=True)
texts = st.text(
    st.characters(codec="utf-8", categories=("L", "M", "N", "P", "S", "Zs")),
    min_size=1,
    max_size=20,
)
days = st.dates(date(2000, 1, 1), date(2040, 1, 1))
clocks = st.one_of(
    st.sampled_from(("intake-check", "settlement", "committed", "filing")),
    slugs.map("milestone:{}".format),
)
starts = st.one_of(st.sampled_from(("received", "complete", "paid")), clocks.filter(milestone))
decisions = st.builds(Decision, number=texts, day=days)
quarters = st.integers(0, 400).map(lambda hours: Decimal(hours) / 4)
channels = st.sampled_from(get_args(words.Channel))


def maybe(some: SearchStrategy[object]) -> SearchStrategy[object]:
    return st.one_of(st.none(), some)


def few(some: SearchStrategy[object], least: int = 0) -> SearchStrategy[object]:
    return st.lists(some, min_size=least, max_size=3).map(tuple)


@st.composite
def lengths(draw: st.DrawFn) -> Length:
    unit = draw(st.sampled_from(Unit))
    same_day = unit is Unit.SAME_DAY
    cut_off = draw(st.sampled_from((None, "15:00")))
    return Length(amount=0 if same_day else draw(st.integers(1, 90)), unit=unit, cut_off=cut_off)


terms = st.builds(
    Term,
    clock=clocks,
    length=lengths(),
    starts=few(starts, 1),
    counts=st.sampled_from(Counts),
    case=maybe(slugs),
    supplement=maybe(st.sampled_from(SupplementEffect)),
    excludes=few(st.sampled_from(Exclusion)),
    lapse=maybe(st.sampled_from(Lapse)),
    legal_basis=texts,
)
differences = st.builds(
    ChannelDifference,
    channels=few(channels, 1),
    form=maybe(st.sampled_from(Form)),
    count=maybe(st.integers(1, 9)),
)
components = st.builds(
    RequiredComponent,
    name_vi=texts,
    name_en=texts,
    form=st.sampled_from(Form),
    count=st.integers(1, 9),
    case=maybe(slugs),
    no_older_than=maybe(lengths()),
    differs=few(differences),
)
steps = st.builds(
    Step,
    number=st.integers(1, 9),
    role=st.sampled_from(Role),
    unit=maybe(texts),
    what_vi=texts,
    what_en=texts,
    hours=quarters,
    supplement_within=maybe(quarters),
    form=maybe(texts),
)
tolerances = st.builds(
    Tolerance,
    compared=st.sampled_from(Compared),
    carrier=maybe(st.sampled_from(get_args(words.Carrier))),
    working_minutes=st.integers(0, 600),
    rule=st.sampled_from(Default),
    legal_basis=texts,
)
procedures = st.builds(
    Procedure,
    code=slugs,
    other_codes=few(st.builds(OtherCode, system=slugs, value=texts)),
    name_vi=texts,
    name_en=texts,
    field=texts,
    legal_basis=texts,
    issued_on=maybe(days),
    valid_from=days,
    valid_to=maybe(days),
    publication=maybe(decisions),
    transition=maybe(st.sampled_from(Transition)),
    abolition=maybe(
        st.builds(Abolition, decision=decisions, transition=st.sampled_from(Transition))
    ),
    sourced=few(texts),
    uncertain=few(texts),
    cases=few(st.builds(Case, name=slugs, says_vi=texts, says_en=texts)),
    components=few(components, 1),
    sets=st.dictionaries(channels, st.integers(1, 9)),
    owed=few(st.sampled_from(get_args(words.Carrier))),
    terms=few(terms),
    inherits=maybe(
        st.builds(Inheritance, filed_with=few(slugs, 1), clocks=few(clocks, 1), legal_basis=texts)
    ),
    steps=few(steps),
    signers=few(st.sampled_from(Role)),
    tolerances=few(tolerances),
    provisions=few(
        st.builds(Provision, name=slugs, says_vi=texts, says_en=texts, legal_basis=texts)
    ),
)
events: SearchStrategy[ProcedureEvent] = st.one_of(
    st.builds(Published, procedure=procedures, decision=maybe(decisions), known_on=days),
    st.builds(Amended, procedure=procedures, decision=maybe(decisions), known_on=days),
    st.builds(
        Abolished,
        code=slugs,
        effective_on=days,
        transition=st.sampled_from(Transition),
        decision=maybe(decisions),
        known_on=days,
    ),
)


@given(events)
def test_an_event_is_loaded_as_it_was_stored(event: ProcedureEvent) -> None:
    assert load(event.kind, store(event)) == event


@given(procedures)
def test_a_definition_may_be_read_as_strictly_as_a_file(procedure: Procedure) -> None:
    written = procedure.model_dump_json()

    assert Procedure.model_validate_json(written, extra="forbid") == procedure


def test_an_event_of_a_later_release_is_read_without_what_is_new() -> None:
    event = published(date(2019, 1, 1))
    later = json.loads(store(event))
    later["weather"] = "fair"
    later["procedure"]["terms"][0]["length"]["phase-of-the-moon"] = "full"

    assert load(event.kind, json.dumps(later).encode()) == event


def test_stored_kinds_never_change() -> None:
    assert list(KINDS) == ["procedure.published", "procedure.amended", "procedure.abolished"]


def test_channels_and_carriers_are_called_as_in_the_dossier() -> None:
    assert set(get_args(words.Channel)) == set(values.Channel)
    assert set(get_args(words.Carrier)) == set(values.Carrier)


@pytest.mark.parametrize(
    ("unit", "amount", "hours"),
    [
        (Unit.WORKING_HOUR, 8, 8),
        (Unit.WORKING_DAY, 11, 88),
        (Unit.SAME_DAY, 0, 8),
        (Unit.CALENDAR_DAY, 25, None),
        (Unit.MONTH, 3, None),
    ],
)
def test_a_term_in_working_hours(unit: Unit, amount: int, hours: int | None) -> None:
    assert working_hours(Length(unit=unit, amount=amount)) == hours


def test_a_milestone_is_told_from_other_clocks() -> None:
    assert milestone("milestone:council-met") == "council-met"
    assert milestone("settlement") is None


def test_the_term_of_a_case_takes_the_place_of_the_plain_one() -> None:
    cases = [{"name": "lost", "says_vi": "Bị mất", "says_en": "Lost"}]
    procedure = version(
        date(2019, 1, 1), cases=cases, terms=[a_term(case="lost", days=9), a_term()]
    )

    plain, lost = procedure.term("settlement"), procedure.term("settlement", ["lost"])

    assert plain
    assert lost
    assert (plain.length.amount, lost.length.amount) == (5, 9)
    assert procedure.term("opinion") is None


def test_a_component_is_asked_for_in_its_case_and_on_its_channel() -> None:
    paper_only = a_component("stamp", differs=[{"channels": ["online"], "asked": False}])
    procedure = version(
        date(2019, 1, 1), components=[a_component(), paper_only, a_component("loss", case="lost")]
    )

    def codes(channel: str, *cases: str) -> list[str]:
        return [component.code for component in procedure.asks_for(channel, cases)]

    assert codes("direct") == ["application", "stamp"]
    assert codes("online", "lost") == ["application", "loss"]


def test_one_set_is_asked_for_where_nothing_is_said() -> None:
    assert version(date(2019, 1, 1), sets={"direct": 2}).sets_on("online") == 1


def test_a_version_is_named_by_its_first_day() -> None:
    procedure = version(date(2019, 1, 1) + timedelta(days=1))

    assert procedure.version == "2019-01-02"
