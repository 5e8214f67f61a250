"""The authorities that come with hoso: sound, marked, and enough for the founding case."""

from dataclasses import replace
from datetime import date, timedelta
from importlib.resources import files
from typing import Final
from unicodedata import is_normalized
from zoneinfo import ZoneInfo

import pytest

from adapters.catalogue import authorities, law, registry
from domain.authority.authority import Authority, Entry, Officer
from domain.authority.events import load, store
from domain.authority.publication import parse
from domain.calendar.announced import known
from tests.domain.authority.entries import DECIDED, IN_CASE, MERGER
from tests.domain.calendar.words import vietnam

REGISTRY: Final = registry()
ENTRIES: Final = list(REGISTRY.entries.values())
OFFICERS: Final = [entry for entry in ENTRIES if isinstance(entry, Officer)]

DAY: Final = timedelta(days=1)
PARTS: Final = ("valid_from", "names", "hours", "decision", "effective_on", "successors")


def is_marked(entry: Entry, part: str) -> bool:
    return part in entry.sourced or part in entry.uncertain


@pytest.mark.parametrize("name", authorities())
def test_every_file_can_be_published_alone(name: str) -> None:
    assert parse(name, authorities()[name])


def test_every_file_is_written_in_one_form_of_unicode() -> None:
    texts = [
        file.read_text("utf-8")
        for file in files("domain.authority").iterdir()
        if file.name.endswith(".toml")
    ]

    assert texts
    assert all(is_normalized("NFC", text) for text in texts)


def test_what_is_shipped_survives_the_store() -> None:
    assert all(load(event.kind, store(event)) == event for event in REGISTRY.said)


def test_a_reader_sees_of_every_fact_where_it_comes_from() -> None:
    facts = [entry for entry in ENTRIES if not entry.illustrative]
    unmarked = {
        f"{entry.id}: {part}"
        for entry in facts
        for part in (*PARTS, *(f"codes.{code.system}" for code in entry.codes))
        if getattr(entry, part.partition(".")[0], None) and not is_marked(entry, part)
    }

    assert unmarked == set()


def test_of_every_succession_too() -> None:
    for succession in REGISTRY.successions.values():
        marks = {*succession.sourced, *succession.uncertain}
        assert succession.illustrative or {"effective_on", "successors"} <= marks


def test_no_officer_is_a_person() -> None:
    assert all(officer.illustrative for officer in OFFICERS)
    # Whoever is told apart by a number bears no name.
    assert all(name.vi[-1].isdigit() for officer in OFFICERS for name in officer.names)


def test_every_name_is_told_in_both_languages() -> None:
    assert [entry.id for entry in ENTRIES for name in entry.names if name.vi == name.en] == []


@pytest.mark.parametrize("id", ["long-an-dost", "long-an-centre"])
def test_long_an_keeps_its_own_hours(id: str) -> None:
    country_without_hours = replace(vietnam(), hours=())

    calendar = REGISTRY.calendar_for(id, country_without_hours)

    assert calendar.zone == ZoneInfo("Asia/Ho_Chi_Minh")
    assert calendar.scopes == ("VN", "long-an", id)
    assert [f"{a:%H:%M}-{b:%H:%M}" for a, b in calendar.hours_of(IN_CASE)] == [
        "07:00-11:30",
        "13:30-17:00",
    ]
    # Holidays are the country's.
    assert calendar.hours_of(date(2019, 9, 2)) == ()


def test_hours_are_known_since_ever_like_those_of_the_country() -> None:
    department = REGISTRY.entry("long-an-dost")

    assert isinstance(department, Authority)
    assert known(department.hours, date(2016, 10, 14)) == department.hours
    assert {table.basis for table in department.hours} == {"K:m"}


@pytest.mark.parametrize("code", ["000.00.12.H39", "H39.12"])
def test_the_department_is_found_by_both_forms_of_its_code(code: str) -> None:
    found = REGISTRY.by_code(code, date(2021, 1, 4))

    assert found
    assert found.id == "long-an-dost"


def test_the_second_form_was_not_known_before_it_was_decreed() -> None:
    day = date(2021, 1, 4)

    assert REGISTRY.as_known(date(2020, 7, 21)).by_code("H39.12", day) is None
    assert REGISTRY.as_known(date(2020, 7, 22)).by_code("H39.12", day)


def test_the_departments_counter_stands_at_the_centre() -> None:
    counter = REGISTRY.desk("long-an-counter-dost")
    authority = REGISTRY.authority_of("long-an-counter-dost", IN_CASE)

    assert counter
    assert authority
    assert (authority.id, counter.place) == ("long-an-dost", "long-an-centre")


@pytest.mark.parametrize("part", ["dost", "centre", "committee", "dost-tdc", "counter-dost"])
def test_tay_ninh_stands_in_the_place_of_long_an_since_the_merger(part: str) -> None:
    old, new = f"long-an-{part}", f"tay-ninh-{part}"

    assert not REGISTRY.same(old, new, MERGER - DAY)
    assert REGISTRY.same(old, new, MERGER)
    assert REGISTRY.stands(old, MERGER - DAY)
    assert REGISTRY.stands(new, MERGER)
    assert not REGISTRY.stands(old, MERGER)


def test_the_merger_was_not_known_before_it_was_resolved() -> None:
    then = REGISTRY.as_known(DECIDED - DAY)

    assert then.current("long-an-dost", MERGER) == ("long-an-dost",)
    assert then.entry("tay-ninh-dost") is None
    (now,) = REGISTRY.names_now("long-an-dost", MERGER)
    assert now.vi == "Sở Khoa học và Công nghệ tỉnh Tây Ninh"


@pytest.mark.parametrize("officer", [officer.id for officer in OFFICERS])
def test_every_officer_serves_tay_ninh_after_the_merger(officer: str) -> None:
    before, after = (REGISTRY.authority_of(officer, day) for day in (MERGER - DAY, MERGER))

    assert before
    assert after
    assert (before.id.partition("-")[0], after.id.partition("-")[0]) == ("long", "tay")


def test_somebody_has_every_role_that_the_procedures_of_the_case_name() -> None:
    versions = law(ZoneInfo("Asia/Ho_Chi_Minh")).in_force_on(IN_CASE)
    wanted = {role for version in versions for role in version.signers}
    wanted |= {step.role for version in versions for step in version.steps}

    assert wanted
    assert {
        role
        for role in wanted
        if not any(REGISTRY.officer_may_sign(each.id, role, IN_CASE) for each in OFFICERS)
    } == set()


def test_the_head_of_the_sub_department_signs_for_the_leaders_in_2019_alone() -> None:
    role = OFFICERS[0].positions[0].role

    assert [
        REGISTRY.officer_may_sign("long-an-o03", role, day)
        for day in (date(2018, 12, 31), date(2019, 1, 1), date(2019, 12, 31), date(2020, 1, 1))
    ] == [False, True, True, False]
