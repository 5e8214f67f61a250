"""The registry: who is meant, by whatever code, on which day, and as known when."""

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.authority.events import KINDS, AuthorityEvent, Declared, load, store
from domain.authority.registry import Registry, registry
from domain.calendar.calendar import WorkCalendar
from domain.calendar.hours import OfficeHours
from domain.procedure.words import Role
from tests.domain.authority.entries import (
    DECIDED,
    FIRST,
    IN_CASE,
    MERGER,
    YEAR_END,
    a_code,
    a_delegation,
    a_desk,
    a_unit,
    an_authority,
    an_officer,
    declared,
    hours,
    named,
    position,
    succeeded,
)

DAY = timedelta(days=1)
CODED = date(2020, 9, 15)
CODES = [a_code(), a_code("H39.12", "qd-20-2020", valid_from=CODED)]


def known(*events: AuthorityEvent) -> Registry:
    department = declared("authority", an_authority(codes=CODES))
    return registry([department, declared("unit", a_unit()), *events])


def of(officer: dict[str, Any], *others: dict[str, Any]) -> Registry:
    return known(*(declared("officer", each) for each in (officer, *others)))


def test_an_entry_is_found_by_its_id() -> None:
    entry = known().entry("dost")

    assert entry
    assert entry.name(IN_CASE).vi == "Sở"
    assert known().entry("sea") is None
    assert known().name("sea", IN_CASE) is None


def test_an_entry_is_found_by_the_codes_of_the_day() -> None:
    told = known()
    department = told.entry("dost")

    assert told.by_code("000.00.12.H39", IN_CASE) == department
    assert told.by_code("000.00.12.H39", CODED) == department
    assert told.by_code("H39.12", CODED - DAY) is None
    assert told.by_code("H39.12", CODED) == department
    assert told.by_code("000.00.12.H39", FIRST - DAY) is None
    assert told.by_code("dost", CODED) is None
    assert department
    assert department.code("qd-20-2020", CODED) == "H39.12"
    assert department.code("qd-20-2020", IN_CASE) is None


def test_an_old_code_is_good_for_old_dossiers() -> None:
    ended = declared("authority", an_authority(codes=[a_code(valid_to=MERGER - DAY)]), IN_CASE)
    heir = declared("authority", an_authority("heir", valid_from=MERGER, codes=[a_code()]))
    told = known(ended, heir, succeeded("dost", "heir"))

    then, now = told.by_code("000.00.12.H39", IN_CASE), told.by_code("000.00.12.H39", MERGER)

    assert then
    assert now
    assert (then.id, now.id) == ("dost", "heir")


def test_a_body_that_is_gone_is_still_found_by_a_code_without_an_end() -> None:
    found = known(succeeded("dost", "heir")).by_code("H39.12", MERGER)

    assert found
    assert found.id == "dost"


def test_a_code_of_two_bodies_means_nobody() -> None:
    """No publication says so; two sources may."""
    rival = declared("authority", an_authority("rival", codes=[a_code()]))

    assert known(rival).by_code("000.00.12.H39", IN_CASE) is None
    assert known(rival).by_code("H39.12", CODED)


@pytest.mark.parametrize(
    ("day", "name"),
    [(FIRST - DAY, "old"), (FIRST, "old"), (IN_CASE - DAY, "old"), (IN_CASE, "new")],
)
def test_a_name_is_told_as_it_was_then(day: date, name: str) -> None:
    renamed = an_authority(names=[named("new", valid_from=IN_CASE), named("old")])
    told = registry([declared("authority", renamed)])

    found = told.name("dost", day)

    assert found
    assert found.vi == name


def test_or_as_those_are_called_who_stand_in_its_place_now() -> None:
    heirs = [
        declared("authority", an_authority(id, valid_from=MERGER, names=[named(id)]))
        for id in ("heir-1", "heir-2")
    ]
    told = known(*heirs, succeeded("dost", "heir-2", "heir-1"))

    assert [name.vi for name in told.names_now("dost", MERGER - DAY)] == ["Sở"]
    assert [name.vi for name in told.names_now("dost", MERGER)] == ["heir-1", "heir-2"]
    assert told.names_now("sea", MERGER) == ()


def test_the_later_word_on_an_id_counts_whole() -> None:
    later = declared("authority", an_authority(names=[named("new")]), IN_CASE)

    told = known(later)

    name = told.name("dost", FIRST)
    assert name
    assert name.vi == "new"
    assert told.by_code("H39.12", CODED) is None


def test_nothing_is_known_before_it_could_be() -> None:
    later = declared("authority", an_authority(names=[named("new")]), IN_CASE)
    told = known(later, succeeded("dost", "heir", known_on=DECIDED))

    before = told.as_known(IN_CASE - DAY).name("dost", IN_CASE)
    since = told.as_known(IN_CASE).name("dost", IN_CASE)
    assert before
    assert since
    assert (before.vi, since.vi) == ("Sở", "new")
    assert told.as_known(DECIDED - DAY).current("dost", MERGER) == ("dost",)
    assert told.as_known(DECIDED).current("dost", MERGER) == ("heir",)
    assert told.as_known(FIRST - DAY).entries == {}


def test_entries_that_were_simply_given_were_known_always() -> None:
    given_ones = Registry(known().entries)

    assert given_ones.as_known(FIRST - DAY) == given_ones


def test_a_desk_belongs_to_one_body_and_stands_at_another() -> None:
    told = known(declared("desk", a_desk()))
    desk = told.desk("counter")

    assert desk
    assert (desk.organisation, desk.place) == ("tdc", "centre")
    assert told.desk("dost") is None
    unit, authority = told.unit_of("counter", IN_CASE), told.authority_of("counter", IN_CASE)
    assert unit
    assert authority
    assert (unit.id, authority.id) == ("tdc", "dost")


def test_a_desk_may_belong_to_an_authority_without_a_unit() -> None:
    told = known(declared("desk", a_desk(organisation="dost")))
    authority = told.authority_of("counter", IN_CASE)

    assert told.unit_of("counter", IN_CASE) is None
    assert authority
    assert authority.id == "dost"


def test_an_officer_belongs_to_the_unit_of_his_position_on_the_day() -> None:
    moved = an_officer(
        positions=[position(), position(unit="science", valid_from=IN_CASE)], valid_to=YEAR_END
    )
    told = of(moved)
    told = registry([*told.said, declared("unit", a_unit("science"))])

    units = [
        unit.id if (unit := told.unit_of("o1", day)) else None
        for day in (FIRST - DAY, FIRST, IN_CASE, YEAR_END + DAY)
    ]

    assert units == [None, "tdc", "science", None]
    assert told.authority_of("o1", YEAR_END + DAY) is None


def test_units_and_officers_go_with_the_succession() -> None:
    heirs = [
        declared("authority", an_authority("heir", valid_from=MERGER)),
        declared("unit", a_unit("heir-tdc", authority="heir", valid_from=MERGER)),
    ]
    officer = declared("officer", an_officer())
    events: list[AuthorityEvent] = [*heirs, officer, succeeded("dost", "heir")]
    by_authority = known(*events)
    by_unit = known(*events, succeeded("tdc", "heir-tdc"))

    def found(told: Registry, day: date) -> tuple[str, str]:
        unit, authority = told.unit_of("o1", day), told.authority_of("o1", day)
        assert unit
        assert authority
        return unit.id, authority.id

    assert found(by_unit, MERGER - DAY) == ("tdc", "dost")
    assert found(by_authority, MERGER) == ("tdc", "heir")
    assert found(by_unit, MERGER) == ("heir-tdc", "heir")


def test_of_a_divided_unit_nobody_says_which_half() -> None:
    told = known(declared("officer", an_officer()), succeeded("tdc", "half-1", "half-2"))
    unit = told.unit_of("o1", MERGER)

    assert unit
    assert unit.id == "tdc"


@pytest.mark.parametrize("id", ["sea", "o1", "counter"])
def test_nobody_belongs_to_what_is_not_known(id: str) -> None:
    told = registry([declared("officer", an_officer()), declared("desk", a_desk())])

    assert told.unit_of(id, IN_CASE) is None
    assert told.authority_of(id, IN_CASE) is None


def test_who_stands_is_there_and_was_not_succeeded() -> None:
    told = known(declared("unit", a_unit(valid_to=YEAR_END), YEAR_END), succeeded("dost", "heir"))

    assert [told.stands("tdc", day) for day in (FIRST - DAY, FIRST, YEAR_END, YEAR_END + DAY)] == [
        False,
        True,
        True,
        False,
    ]
    assert [told.stands("dost", day) for day in (MERGER - DAY, MERGER)] == [True, False]
    assert not told.stands("sea", FIRST)


def test_an_officer_signs_by_his_position_while_he_has_it() -> None:
    told = of(an_officer(positions=[position("unit-head", valid_from=IN_CASE, valid_to=YEAR_END)]))

    assert [
        told.officer_may_sign("o1", Role.UNIT_HEAD, day)
        for day in (IN_CASE - DAY, IN_CASE, YEAR_END, YEAR_END + DAY)
    ] == [False, True, True, False]
    assert not told.officer_may_sign("o1", Role.DEPARTMENT_LEADER, IN_CASE)


def test_a_position_does_not_outlast_the_service() -> None:
    told = of(an_officer(positions=[position("unit-head")], valid_to=YEAR_END))

    assert told.officer_may_sign("o1", Role.UNIT_HEAD, YEAR_END)
    assert not told.officer_may_sign("o1", Role.UNIT_HEAD, YEAR_END + DAY)


def test_an_officer_signs_for_another_while_it_is_delegated() -> None:
    leader = an_officer("leader", positions=[position("department-leader")])
    told = of(an_officer(delegations=[a_delegation()]), leader)

    assert [
        told.officer_may_sign("o1", Role.DEPARTMENT_LEADER, day)
        for day in (date(2018, 12, 31), date(2019, 1, 1), YEAR_END, YEAR_END + DAY)
    ] == [False, True, True, False]
    assert not told.officer_may_sign("o1", Role.UNIT_HEAD, IN_CASE)


@pytest.mark.parametrize(
    "delegation",
    [
        a_delegation(valid_to=None),
        a_delegation(by="sea"),
        a_delegation(by="dost"),
        a_delegation(by="o2"),
    ],
)
def test_a_delegation_that_no_publication_lets_pass_lets_nobody_sign(
    delegation: dict[str, Any],
) -> None:
    leader = an_officer("leader", positions=[position("department-leader")])
    deputy = an_officer("o2", delegations=[a_delegation()])
    told = of(an_officer(delegations=[delegation]), leader, deputy)

    assert told.officer_may_sign("o2", Role.DEPARTMENT_LEADER, IN_CASE)
    assert not told.officer_may_sign("o1", Role.DEPARTMENT_LEADER, IN_CASE)


@pytest.mark.parametrize("id", ["sea", "dost"])
def test_who_is_no_officer_signs_nothing(id: str) -> None:
    assert not known().officer_may_sign(id, Role.UNIT_HEAD, IN_CASE)


def test_an_authority_keeps_its_own_zone_scopes_and_hours() -> None:
    general = OfficeHours.model_validate(hours("VN", weekly={"mon": ["08:00-12:00"]}))
    country = WorkCalendar(ZoneInfo("Europe/Amsterdam"), hours=(general,))
    told = known(declared("authority", an_authority("centre", hours=[hours("centre")])))

    calendar = told.calendar_for("centre", country)

    monday = date(2019, 6, 3)
    assert (calendar.zone.key, calendar.scopes) == ("Asia/Ho_Chi_Minh", ("VN", "centre"))
    assert [f"{at.opens:%H:%M}" for at in calendar.hours_of(monday)] == ["07:00", "13:30"]
    assert [f"{at.opens:%H:%M}" for at in country.hours_of(monday)] == ["08:00"]


def test_an_authority_without_hours_keeps_those_of_its_wider_scopes() -> None:
    general = OfficeHours.model_validate(hours("VN"))
    country = WorkCalendar(ZoneInfo("Asia/Ho_Chi_Minh"), hours=(general,))

    assert known().calendar_for("dost", country).hours == (general,)


@pytest.mark.parametrize("id", ["sea", "tdc"])
def test_who_is_no_authority_keeps_the_calendar(id: str) -> None:
    country = WorkCalendar(ZoneInfo("Asia/Ho_Chi_Minh"))

    assert known().calendar_for(id, country) is country


def test_an_event_is_stored_under_its_kind_and_read_again() -> None:
    events: list[AuthorityEvent] = [
        declared("authority", an_authority(codes=CODES, hours=[hours()])),
        declared("unit", a_unit()),
        declared("desk", a_desk()),
        declared("officer", an_officer(delegations=[a_delegation()])),
        succeeded("dost", "heir-1", "heir-2"),
    ]

    assert set(KINDS) == {"authority.declared", "authority.succeeded"}
    assert [load(event.kind, store(event)) for event in events] == events
    assert all(b'"kind"' not in store(event) for event in events)


def test_what_a_later_release_adds_is_passed_over() -> None:
    event = declared("authority", an_authority(hours=[hours()]))
    later = store(event).replace(b'"scope":', b'"lunch":1,"scope":').replace(b"{", b'{"x":1,', 1)

    assert load(event.kind, later) == event


days = st.dates(date(2019, 1, 1), date(2019, 1, 6))
names = st.sampled_from(("old", "new"))
ids = st.sampled_from(("a", "b", "c"))


def _declared(id: str, name: str, known_on: date) -> Declared:
    return declared(
        "authority", an_authority(id, names=[named(name)], codes=[a_code(id)]), known_on
    )


events = st.one_of(
    st.builds(_declared, ids, names, days),
    st.builds(
        lambda a, b, on, known_on: succeeded(a, b, on=on, known_on=known_on), *[ids] * 2, days, days
    ),
)


@given(st.lists(events, max_size=8), days, st.data())
def test_in_whatever_order_and_however_often_it_is_told(
    told: list[AuthorityEvent], day: date, data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations([*told, *told[:2]]))

    for once, again in (
        (registry(told), registry(shuffled)),
        (registry(told).as_known(day), registry(shuffled).as_known(day)),
    ):
        assert again.entries == once.entries
        assert again.successions == once.successions
        assert again.bearers == once.bearers


def test_ones_dossiers_are_those_of_ones_units_and_desks_under_whatever_code() -> None:
    here = known(
        declared("authority", an_authority("dost", codes=CODES)),
        declared("authority", an_authority("centre")),
        declared("unit", a_unit("tdc")),
        declared("desk", a_desk("counter")),
        declared("desk", a_desk("reception", organisation="centre")),
    )
    codes = {code["value"] for code in CODES}
    assert here.reach(["dost"]) == {"dost", "tdc", "counter", *codes}
    assert here.reach(["H39.12"]) == here.reach(["dost"])
    assert here.reach(["tdc"]) == {"tdc", "counter"}
    assert here.reach(["centre"]) == {"centre", "reception"}
    assert here.reach(["a body that nobody declared"]) == {"a body that nobody declared"}


def test_rights_follow_the_succession() -> None:
    """Who took its place sees what was its own, with its units; not the other way round."""
    here = known(
        declared("authority", an_authority("dost")),
        declared("unit", a_unit("tdc")),
        declared("authority", an_authority("new")),
        succeeded("dost", "new"),
    )
    assert here.reach(["new"]) == {"new"} | here.reach(["dost"])
    assert {"dost", "tdc"} <= here.reach(["dost"])
    assert "new" not in here.reach(["dost"])
